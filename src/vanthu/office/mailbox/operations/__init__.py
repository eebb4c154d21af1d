"""Every verb about the agency's e-mail: read it, keep it, settle it, answer it."""

from vanthu.office.mailbox.operations.answering import send_answers_due, tell_sender
from vanthu.office.mailbox.operations.errors import EmailTooLarge, MailReasonMissing, NotAnEmail
from vanthu.office.mailbox.operations.fetching import fetch
from vanthu.office.mailbox.operations.keeping import keep, upload
from vanthu.office.mailbox.operations.settling import admitted, look_again, set_aside, taken, turn_away

__all__ = [
    "EmailTooLarge",
    "MailReasonMissing",
    "NotAnEmail",
    "admitted",
    "fetch",
    "keep",
    "look_again",
    "send_answers_due",
    "set_aside",
    "taken",
    "tell_sender",
    "turn_away",
    "upload",
]
