"""The verbs of delivery: submit a package, hand it out, note how far its receiver is."""

from vanthu.axis.delivery.operations.deadlines import expire_due, warn_due
from vanthu.axis.delivery.operations.handing_out import HandedOut, hand_out
from vanthu.axis.delivery.operations.mailboxes import move_mailbox
from vanthu.axis.delivery.operations.submitting import admit, submit
from vanthu.axis.delivery.operations.transfer import StatusNotAllowed, Told, begin, note_told, update_status
from vanthu.axis.delivery.operations.webhooks import webhooks_due

__all__ = [
    "HandedOut",
    "StatusNotAllowed",
    "Told",
    "admit",
    "begin",
    "expire_due",
    "hand_out",
    "move_mailbox",
    "note_told",
    "submit",
    "update_status",
    "warn_due",
    "webhooks_due",
]
