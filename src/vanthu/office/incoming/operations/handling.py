"""From arrival to completion (ND30-A20…A24).

Each verb that the issuer waits for queues its status in the same transaction (QD28-A6.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import operations as assignments
from vanthu.office.assignments import queries as assignment_queries
from vanthu.office.assignments.states import OPEN
from vanthu.office.audit import operations as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind, Urgency
from vanthu.office.incoming import queries
from vanthu.office.incoming.models import IncomingDocument
from vanthu.office.incoming.operations.common import admitted, report
from vanthu.office.incoming.operations.errors import (
    AnswerNotIssued,
    DuplicateUndecided,
    ReasonMissing,
    ResultMissing,
)
from vanthu.office.incoming.operations.joining import fill_in
from vanthu.office.incoming.states import MOVES, Channel, LegalValue
from vanthu.office.kernel.moves import move
from vanthu.office.notices import operations as notices
from vanthu.office.registers import operations as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import StatusCode

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


def arrive(
    document: Document,
    *,
    channel: Channel,
    legal_value: LegalValue,
    verdict_id: UUID | None = None,
    possible_duplicate_of: Document | None = None,
    on_page: Mapping[str, Any] | None = None,
    at: datetime,
) -> IncomingDocument:
    """Put a document that came in before the clerk; the journey that took it in reports its arrival (status 01).

    `on_page`: what its first page says of itself (`standards.letter.first_page`).
    """
    with write():
        incoming = IncomingDocument.objects.create(
            document=document,
            channel=channel,
            arrived_at=at,
            legal_value=legal_value,
            verdict_id=verdict_id,
            possible_duplicate_of=possible_duplicate_of,
            on_page=dict(on_page or {}),
        )
        audit.record(verb="arrive", subject=incoming, by=None, at=at, channel=channel, legal_value=legal_value)
        _tell_if_urgent(incoming, "Đến", Duty.CLERK, at)
    return incoming


def register(
    document_id: UUID, *, although: str = "", filled: Mapping[str, Any] | None = None, by: Person, at: datetime
) -> IncomingDocument:
    """Enter the document in the register under the next số đến (ND30-A22); the issuer hears status 03.

    `although`: why, when a document that looks the same is here. `filled`: data that its package left out, by name of
    `documents.Document`. Documents for information only are registered as well; `queries.warnings` tells the clerk
    beforehand. Raises DuplicateUndecided.
    """
    incoming = admitted(document_id, "register", by, at)
    if queries.earlier(incoming) is not None and not although.strip():
        raise DuplicateUndecided
    with write():
        fill_in(incoming, filled or {})
        move(incoming, "register", MOVES, registered_at=at, registered_by=by, although=although.strip())
        today = at.astimezone(VIETNAM).date()
        number = registers.take_number(kind=RegisterKind.INCOMING, document_id=document_id, on=today, by=by, at=at)
        IncomingDocument.objects.filter(pk=incoming.pk).update(arrival_number=number)
        incoming.arrival_number = number
        documents.freeze(document_id, at=at)
        said = f"Đã tiếp nhận, vào sổ văn bản đến số {number}"
        told = {"although": although.strip()} if although.strip() else {}
        report(incoming, "register", StatusCode.RECEIVED, said, by, at, arrival_number=number, **told)
        _tell_if_urgent(incoming, "Chờ ý kiến", Duty.LEADER, at)
    return incoming


def refuse(document_id: UUID, *, reason: str, by: Person, at: datetime) -> IncomingDocument:
    """Send the document back with a reason (ND30-A21.2b); the issuer hears status 02. Raises ReasonMissing."""
    incoming = admitted(document_id, "refuse", by, at)
    if not reason.strip():
        raise ReasonMissing
    with write():
        move(incoming, "refuse", MOVES, refused_at=at, refusal_reason=reason.strip())
        report(incoming, "refuse", StatusCode.REFUSED, reason.strip(), by, at, reason=reason.strip())
    return incoming


def send_back(document_id: UUID, *, reason: str, by: Person, at: datetime) -> IncomingDocument:
    """Send back what was registered and is another's: the entry stays with the reason, the work on it ends (ND30-A21).

    Whoever sent it hears by the way it came: an e-mail is answered, paper and files go with the printed slip. What came
    through the axis was reported as received and is taken back by its issuer only. Raises ReasonMissing.
    """
    incoming = admitted(document_id, "send_back", by, at)
    if not reason.strip():
        raise ReasonMissing
    with write():
        move(incoming, "send_back", MOVES, refused_at=at, refusal_reason=reason.strip())
        assignments.abandon(document_id, why=f"Văn bản đã được trả lại bên gửi: {reason.strip()}", by=by, at=at)
        report(incoming, "send_back", StatusCode.REFUSED, reason.strip(), by, at, reason=reason.strip())
    return incoming


def assign(document_id: UUID, *, by: Person, at: datetime, **direction: Any) -> IncomingDocument:
    """Direct who handles the document, with whom and by when (ND30-A23); the issuer hears status 04.

    The keywords are the fields of `assignments.operations.Direction`. What was returned is directed anew, and the
    issuer hears nothing more of it. Raises what `assignments.operations.assign` raises.
    """
    incoming = admitted(document_id, "assign", by, at)
    before = assignment_queries.leads([document_id]).get(document_id)
    first = incoming.assigned_at is None
    with assignments.directing(by, at):
        move(incoming, "assign", MOVES, assigned_at=incoming.assigned_at or at)
        if before is not None and before.state in OPEN:
            made = assignments.change(before.assignment_id, by=by, at=at, **direction)
        else:
            made = assignments.assign(document_id, by=by, at=at, **direction)
        said = f"Đã phân công {made.words}"
        _report_once(incoming, "assign", StatusCode.ASSIGNED, said, by, at, first=first, instruction=made.instruction)
    return incoming


def redirect(document_id: UUID, *, by: Person, at: datetime, **direction: Any) -> IncomingDocument:
    """Change what was directed, or add to it; another lead begins anew. The issuer was told already (04).

    Raises what `assignments.operations.change` raises.
    """
    incoming = admitted(document_id, "redirect", by, at)
    lead = assignment_queries.leads([document_id])[document_id]
    with assignments.directing(by, at):
        made = assignments.change(lead.assignment_id, by=by, at=at, **direction)
        if assignment_queries.leads([document_id])[document_id].pk != lead.pk:
            move(incoming, "redirect", MOVES)
        audit.record(verb="redirect", subject=incoming, by=by, at=at, instruction=made.instruction, words=made.words)
    return incoming


def give_up(document_id: UUID, *, reason: str, by: Person, at: datetime) -> IncomingDocument:
    """Return the document to whoever directed it: it is another unit's, or cannot be done so. Raises WordsMissing."""
    incoming = admitted(document_id, "return", by, at)
    with write():
        move(incoming, "return", MOVES)
        assignments.return_lead(document_id, reason=reason, by=by, at=at)
        audit.record(verb="return", subject=incoming, by=by, at=at, reason=reason.strip())
    return incoming


def start(document_id: UUID, *, by: Person, at: datetime) -> IncomingDocument:
    """Begin handling the document in the lead unit; the issuer hears status 05."""
    incoming = admitted(document_id, "start", by, at)
    first = incoming.started_at is None
    with write():
        move(incoming, "start", MOVES, started_at=incoming.started_at or at)
        assignments.start_lead(document_id, by=by, at=at)
        lead = assignment_queries.leads([document_id])[document_id]
        said = f"{lead.unit.name} đang xử lý văn bản"
        _report_once(incoming, "start", StatusCode.PROCESSING, said, by, at, first=first)
    return incoming


def complete(
    document_id: UUID, *, result: str = "", answered_by_id: UUID | None = None, by: Person, at: datetime
) -> IncomingDocument:
    """End the handling with a result, or with an issued văn bản đi that answers; the issuer hears status 06.

    Raises ResultMissing, AnswerNotIssued.
    """
    incoming = admitted(document_id, "complete", by, at)
    answer = _issued(answered_by_id) if answered_by_id else None
    result = result.strip() or (_answered(answer) if answer else "")
    if not result:
        raise ResultMissing
    with write():
        move(incoming, "complete", MOVES, completed_at=at, result=result)
        if answer:
            documents.link(answer.pk, document_id, LinkKind.ANSWERS)
        assignments.close(document_id, result=result, answer_id=answered_by_id, by=by, at=at)
        report(incoming, "complete", StatusCode.COMPLETED, f"Đã hoàn thành: {result}", by, at, result=result)
    return incoming


def _report_once(
    incoming: IncomingDocument, verb: str, status: StatusCode, said: str, by: Person, at: datetime, /, *, first: bool,
    **details: Any,
) -> None:  # fmt: skip
    """The issuer hears of each step once, in order, however often the work went back and forth (QCVN 102)."""
    if first:
        report(incoming, verb, status, said, by, at, **details)
    else:
        audit.record(verb=verb, subject=incoming, by=by, at=at, **details)


def _tell_if_urgent(incoming: IncomingDocument, words: str, duty: Duty, at: datetime) -> None:
    """An urgent document is told of at once (ND30-A23.1)."""
    document = incoming.document
    if document.urgency == Urgency.NORMAL:
        return
    title = f"{Urgency(document.urgency).label}: {document.code_text or document.type_name}, {document.subject}"
    target, key = ("incoming", incoming.pk), f"urgent:{duty}:{incoming.pk}"
    notices.post(access.holders(duty, at=at), "urgent", title, text=words, target=target, key=key, at=at)


def _issued(document_id: UUID) -> Document:
    document = document_queries.document(document_id)
    if document.direction != Direction.OUTGOING or document.frozen_at is None:
        raise AnswerNotIssued(subject=document.subject)
    return document


def _answered(answer: Document) -> str:
    return f"Đã trả lời bằng văn bản số {answer.code_text} ngày {answer.issued_on:%d/%m/%Y}"
