"""Questions about văn bản đến: one document with its warnings, and the desks and lists of people."""

from vanthu.office.incoming.queries.comparing import (
    Compared,
    compared,
    contradictions,
    data_of,
    earlier,
    missing,
    same_files,
)
from vanthu.office.incoming.queries.desk import IncomingDesk, desk, new, waiting
from vanthu.office.incoming.queries.finding import News, get, news, of_file, one, open_wish, visible_to
from vanthu.office.incoming.queries.listing import Filter, counts, listing, open_ones
from vanthu.office.incoming.queries.rows import IncomingRow, due_of
from vanthu.office.incoming.queries.timing import RegisteringDeadline, registering_deadline
from vanthu.office.incoming.queries.warnings import Warn, warnings

__all__ = [
    "Compared",
    "Filter",
    "IncomingDesk",
    "IncomingRow",
    "News",
    "RegisteringDeadline",
    "Warn",
    "compared",
    "contradictions",
    "counts",
    "data_of",
    "desk",
    "due_of",
    "earlier",
    "get",
    "listing",
    "missing",
    "new",
    "news",
    "of_file",
    "one",
    "open_ones",
    "open_wish",
    "registering_deadline",
    "same_files",
    "visible_to",
    "waiting",
    "warnings",
]
