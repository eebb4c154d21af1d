"""The verbs about ways of sending."""

from vanthu.office.dispatch.operations.choosing import Settled, Wanted, choose, require_possible, send
from vanthu.office.dispatch.operations.errors import WayNotPossible, WayReasonMissing, WayRuleRefused
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
    "require_possible",
    "send",
    "set_rule",
]
