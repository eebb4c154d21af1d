"""Questions about văn bản đi: one document, its route, its deadline, and the desks and lists of people."""

from vanthu.office.outgoing.queries.desk import OutgoingDesk, desk
from vanthu.office.outgoing.queries.fields import DraftFields, fields_of, recipients
from vanthu.office.outgoing.queries.finding import get, visible_to
from vanthu.office.outgoing.queries.listing import Filter, counts, listing
from vanthu.office.outgoing.queries.route import RouteStep, current_step, last_return, route
from vanthu.office.outgoing.queries.rows import OutgoingRow
from vanthu.office.outgoing.queries.timing import SendingDeadline, deadline

__all__ = [
    "DraftFields",
    "Filter",
    "OutgoingDesk",
    "OutgoingRow",
    "RouteStep",
    "SendingDeadline",
    "counts",
    "current_step",
    "deadline",
    "desk",
    "fields_of",
    "get",
    "last_return",
    "listing",
    "recipients",
    "route",
    "visible_to",
]
