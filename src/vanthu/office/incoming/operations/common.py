"""What the verbs of a văn bản đến share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.exchange import operations as exchange
from vanthu.office.incoming import policies, queries
from vanthu.office.incoming.models import IncomingDocument
from vanthu.office.incoming.states import Channel
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.mailbox import operations as mailbox
from vanthu.office.mailbox.states import Answer
from vanthu.standards.edxml import StatusCode

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


_ANSWERED_BY_MAIL = {StatusCode.RECEIVED: Answer.REGISTERED, StatusCode.REFUSED: Answer.RETURNED}
"""What the sender of an e-mail is told, each once."""


def admitted(document_id: UUID, verb: str, by: Person, at: datetime) -> IncomingDocument:
    incoming = queries.get(by, document_id, at=at)
    if not policies.exists(verb, incoming.state):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, incoming, at=at).require(policies.LABELS[verb])
    return incoming


def report(
    incoming: IncomingDocument,
    verb: str,
    status: StatusCode,
    description: str,
    by: Person | None,
    at: datetime,
    /,
    **details: Any,
) -> None:
    """Record the fact, and tell the issuer: by a status through the axis, or the sender by an e-mail once."""
    audit.record(verb=verb, subject=incoming, by=by, at=at, **details)
    if incoming.channel == Channel.EMAIL and status in _ANSWERED_BY_MAIL:
        mailbox.tell_sender(incoming.pk, description, kind=_ANSWERED_BY_MAIL[status], at=at)
    if incoming.channel == Channel.AXIS:
        exchange.queue_status(incoming.document, status=status, description=description, by=by, at=at)
