"""Questions about văn bản đi: one document, its route, its deadline, and the desks and lists of people."""

from vanthu.office.outgoing.queries.comments import (
    AROUND,
    Passage,
    TextPart,
    anchored,
    comment_on,
    comments,
    find_passage,
    text_parts,
)
from vanthu.office.outgoing.queries.contents import (
    Change,
    changed_since_approved,
    changes,
    content_of,
    hash_of,
    last_round_of,
    pictures,
)
from vanthu.office.outgoing.queries.conversions import conversion, has_file
from vanthu.office.outgoing.queries.desk import OutgoingDesk, desk
from vanthu.office.outgoing.queries.fields import Addressee, Beside, DraftFields, fields_of, recipients, type_code_of
from vanthu.office.outgoing.queries.finding import get, visible_to
from vanthu.office.outgoing.queries.form_checks import file_text, form_check, source_docx
from vanthu.office.outgoing.queries.handing import open_drafts_of, open_steps_of, to_be_signed_by
from vanthu.office.outgoing.queries.listing import Filter, counts, listing, open_ones
from vanthu.office.outgoing.queries.particulars import SEVERAL_SIGNERS, THIRD_PARTY, WITHOUT_BODY, fields_for
from vanthu.office.outgoing.queries.planning import Plan, PlannedStep, plan, role_label
from vanthu.office.outgoing.queries.recalling import is_needed, to_take_back
from vanthu.office.outgoing.queries.relations import OnItsWay, begun, on_their_way
from vanthu.office.outgoing.queries.replies import Awaited, Reply, replies
from vanthu.office.outgoing.queries.revisions import between, compared_parts, content_at, revision_of, revisions
from vanthu.office.outgoing.queries.route import RouteStep, current_step, last_return, last_round, open_steps, route
from vanthu.office.outgoing.queries.routes import Check, approval_route, checks_of, route_for, routes
from vanthu.office.outgoing.queries.rows import OutgoingRow
from vanthu.office.outgoing.queries.signers import LAST, Turn, next_to_sign, turns_to_sign
from vanthu.office.outgoing.queries.timing import Lateness, SendingDeadline, deadline, issued_in_time, lateness
from vanthu.office.outgoing.queries.turns import desk_of, stands_in, turn
from vanthu.office.outgoing.queries.updates import due_on, page_amount, updates
from vanthu.office.outgoing.queries.ways import RecipientWay, by_rule, planned, ways, with_choices

__all__ = [
    "AROUND",
    "LAST",
    "SEVERAL_SIGNERS",
    "THIRD_PARTY",
    "WITHOUT_BODY",
    "Addressee",
    "Awaited",
    "Beside",
    "Change",
    "Check",
    "DraftFields",
    "Filter",
    "Lateness",
    "OnItsWay",
    "OutgoingDesk",
    "OutgoingRow",
    "Passage",
    "Plan",
    "PlannedStep",
    "RecipientWay",
    "Reply",
    "RouteStep",
    "SendingDeadline",
    "TextPart",
    "Turn",
    "anchored",
    "approval_route",
    "begun",
    "between",
    "by_rule",
    "changed_since_approved",
    "changes",
    "checks_of",
    "comment_on",
    "comments",
    "compared_parts",
    "content_at",
    "content_of",
    "conversion",
    "counts",
    "current_step",
    "deadline",
    "desk",
    "desk_of",
    "due_on",
    "fields_for",
    "fields_of",
    "file_text",
    "find_passage",
    "form_check",
    "get",
    "has_file",
    "hash_of",
    "is_needed",
    "issued_in_time",
    "last_return",
    "last_round",
    "last_round_of",
    "lateness",
    "listing",
    "next_to_sign",
    "on_their_way",
    "open_drafts_of",
    "open_ones",
    "open_steps",
    "open_steps_of",
    "page_amount",
    "pictures",
    "plan",
    "planned",
    "recipients",
    "replies",
    "revision_of",
    "revisions",
    "role_label",
    "route",
    "route_for",
    "routes",
    "source_docx",
    "stands_in",
    "text_parts",
    "to_be_signed_by",
    "to_take_back",
    "turn",
    "turns_to_sign",
    "type_code_of",
    "updates",
    "visible_to",
    "ways",
    "with_choices",
]
