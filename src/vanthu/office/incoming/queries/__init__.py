"""Questions about văn bản đến: one document with its warnings, and the desks and lists of people."""

from vanthu.office.incoming.queries.desk import IncomingDesk, desk
from vanthu.office.incoming.queries.finding import get, one, open_request, visible_to
from vanthu.office.incoming.queries.listing import Filter, counts, listing
from vanthu.office.incoming.queries.rows import IncomingRow
from vanthu.office.incoming.queries.timing import RegisteringDeadline, registering_deadline
from vanthu.office.incoming.queries.warnings import Warn, warnings

__all__ = [
    "Filter",
    "IncomingDesk",
    "IncomingRow",
    "RegisteringDeadline",
    "Warn",
    "counts",
    "desk",
    "get",
    "listing",
    "one",
    "open_request",
    "registering_deadline",
    "visible_to",
    "warnings",
]
