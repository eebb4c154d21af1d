"""The verbs about ways of sending."""

from vanthu.office.dispatch.operations.choosing import Settled, Wanted, choose, require_possible, send
from vanthu.office.dispatch.operations.errors import (
    AlreadyPublic,
    MailBeingSent,
    NotPublic,
    WayNotPossible,
    WayReasonMissing,
    WayRuleRefused,
)
from vanthu.office.dispatch.operations.mailing import cancel_mail, queue_mail, retry_mail, send_mail_due
from vanthu.office.dispatch.operations.paper import record_posting, record_print
from vanthu.office.dispatch.operations.publishing import publish, unpublish
from vanthu.office.dispatch.operations.ruling import end_rule, ensure_lawful, set_rule

__all__ = [
    "AlreadyPublic",
    "MailBeingSent",
    "NotPublic",
    "Settled",
    "Wanted",
    "WayNotPossible",
    "WayReasonMissing",
    "WayRuleRefused",
    "cancel_mail",
    "choose",
    "end_rule",
    "ensure_lawful",
    "publish",
    "queue_mail",
    "record_posting",
    "record_print",
    "require_possible",
    "retry_mail",
    "send",
    "send_mail_due",
    "set_rule",
    "unpublish",
]
