"""The five registers as lines, and what was printed of them."""

from vanthu.office.reports.queries.books import BOOKS, BookLine, all_rows, cover, listing, series_of
from vanthu.office.reports.queries.filtering import Chosen
from vanthu.office.reports.queries.prints import number_of_rows, print_of, recent_prints

__all__ = [
    "BOOKS",
    "BookLine",
    "Chosen",
    "all_rows",
    "cover",
    "listing",
    "number_of_rows",
    "print_of",
    "recent_prints",
    "series_of",
]
