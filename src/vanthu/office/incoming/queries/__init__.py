"""Questions about văn bản đến: one document with its warnings, and the desks and lists of people."""

from vanthu.office.incoming.queries.desk import IncomingDesk, desk
from vanthu.office.incoming.queries.finding import News, get, news, one, open_wish, visible_to
from vanthu.office.incoming.queries.listing import Filter, counts, listing
from vanthu.office.incoming.queries.rows import IncomingRow, due_of
from vanthu.office.incoming.queries.timing import RegisteringDeadline, registering_deadline
from vanthu.office.incoming.queries.warnings import Warn, warnings

__all__ = [
    "Filter",
    "IncomingDesk",
    "IncomingRow",
    "News",
    "RegisteringDeadline",
    "Warn",
    "counts",
    "desk",
    "due_of",
    "get",
    "listing",
    "news",
    "one",
    "open_wish",
    "registering_deadline",
    "visible_to",
    "warnings",
]
