"""What the clerk does about an e-mail: take the document out of it, send it back, or set it aside."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import MovedMeanwhile, move
from vanthu.office.mailbox import policies, queries
from vanthu.office.mailbox.models import MailReceived
from vanthu.office.mailbox.operations.answering import queue
from vanthu.office.mailbox.operations.errors import MailReasonMissing
from vanthu.office.mailbox.states import MOVES, Answer
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


def admitted(mail_id: UUID, verb: str, *, by: Person, at: datetime) -> MailReceived:
    """Return an e-mail to which this person may do this now; raises NotFound, MovedMeanwhile, NotAllowed."""
    mail = queries.get(by, mail_id, at=at)
    if mail.state not in MOVES.sources(verb):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, mail, at=at).require(policies.LABELS[verb])
    return mail


def taken(mail: MailReceived, document: Document, *, by: Person, at: datetime) -> None:
    """Note which document came in it, inside the transaction that made the document. Raises MovedMeanwhile."""
    move(mail, "take", MOVES, document=document, settled_at=at, settled_by=by)
    audit.record(verb="take_mail", subject=mail, by=by, at=at, document=str(document.pk))


def turn_away(mail_id: UUID, *, reason: str, by: Person, at: datetime) -> MailReceived:
    """Send it back with the reason (ND30-A21.2b); the sender gets an e-mail. Raises MailReasonMissing."""
    mail = admitted(mail_id, "return", by=by, at=at)
    reason = reason.strip()
    if not reason:
        raise MailReasonMissing
    with write():
        move(mail, "return", MOVES, settled_at=at, settled_by=by, reason=reason)
        audit.record(verb="return_mail", subject=mail, by=by, at=at, reason=reason)
        queue(mail, Answer.RETURNED, f"Văn bản gửi kèm thư được trả lại. Lý do: {reason}", at=at)
    return mail


def set_aside(mail_id: UUID, *, reason: str = "", by: Person, at: datetime) -> MailReceived:
    """Say that it brings no document; nobody is told."""
    mail = admitted(mail_id, "set_aside", by=by, at=at)
    with write():
        move(mail, "set_aside", MOVES, settled_at=at, settled_by=by, reason=reason.strip())
        audit.record(verb="set_mail_aside", subject=mail, by=by, at=at, reason=reason.strip())
    return mail


def look_again(mail_id: UUID, *, by: Person, at: datetime) -> MailReceived:
    """Lay an e-mail that was set aside, by whomever, before the clerk again."""
    mail = admitted(mail_id, "look_again", by=by, at=at)
    with write():
        move(mail, "look_again", MOVES, settled_at=None, settled_by=None, reason="")
        audit.record(verb="look_at_mail_again", subject=mail, by=by, at=at)
    return mail
