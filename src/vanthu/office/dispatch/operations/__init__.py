"""The verbs about ways of sending."""

from vanthu.office.dispatch.operations.choosing import Settled, Wanted, choose, require_possible, send
from vanthu.office.dispatch.operations.errors import WayNotPossible, WayReasonMissing, WayRuleRefused
from vanthu.office.dispatch.operations.paper import record_posting, record_print
from vanthu.office.dispatch.operations.ruling import end_rule, ensure_lawful, set_rule

__all__ = [
    "Settled",
    "Wanted",
    "WayNotPossible",
    "WayReasonMissing",
    "WayRuleRefused",
    "choose",
    "end_rule",
    "ensure_lawful",
    "record_posting",
    "record_print",
    "require_possible",
    "send",
    "set_rule",
]
