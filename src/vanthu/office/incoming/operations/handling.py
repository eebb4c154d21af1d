"""From arrival to completion (ND30-A20…A24).

Each verb that the issuer waits for queues its status in the same transaction (QD28-A6.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.assignments import operations as assignments
from vanthu.office.assignments import queries as assignment_queries
from vanthu.office.audit import operations as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.incoming.models import IncomingDocument
from vanthu.office.incoming.operations.common import admitted, report
from vanthu.office.incoming.operations.errors import AnswerNotIssued, ReasonMissing, ResultMissing
from vanthu.office.incoming.states import MOVES, Channel, LegalValue
from vanthu.office.kernel.moves import move
from vanthu.office.organizations import queries as organizations
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
    at: datetime,
) -> IncomingDocument:
    """Put a document that came in before the clerk; the journey that took it in reports its arrival (status 01)."""
    with write():
        incoming = IncomingDocument.objects.create(
            document=document,
            channel=channel,
            arrived_at=at,
            legal_value=legal_value,
            verdict_id=verdict_id,
            possible_duplicate_of=possible_duplicate_of,
        )
        audit.record(verb="arrive", subject=incoming, by=None, at=at, channel=channel, legal_value=legal_value)
    return incoming


def register(document_id: UUID, *, by: Person, at: datetime) -> IncomingDocument:
    """Enter the document in the register under the next số đến (ND30-A22); the issuer hears status 03.

    Documents for information only are registered as well; `queries.warnings` tells the clerk beforehand.
    """
    incoming = admitted(document_id, "register", by, at)
    with write():
        move(incoming, "register", MOVES, registered_at=at, registered_by=by)
        today = at.astimezone(VIETNAM).date()
        number = registers.take_number(kind=RegisterKind.INCOMING, document_id=document_id, on=today, by=by, at=at)
        IncomingDocument.objects.filter(pk=incoming.pk).update(arrival_number=number)
        incoming.arrival_number = number
        documents.freeze(document_id, at=at)
        said = f"Đã tiếp nhận, vào sổ văn bản đến số {number}"
        report(incoming, "register", StatusCode.RECEIVED, said, by, at, arrival_number=number)
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


def assign(
    document_id: UUID,
    *,
    lead_unit_id: UUID,
    cooperating_unit_ids: Sequence[UUID] = (),
    lead_person_id: UUID | None = None,
    instruction: str = "",
    due_on: date | None = None,
    by: Person,
    at: datetime,
) -> IncomingDocument:
    """Direct who handles the document, with whom and by when (ND30-A23); the issuer hears status 04.

    Raises what `assignments.operations.assign` raises.
    """
    incoming = admitted(document_id, "assign", by, at)
    with write():
        move(incoming, "assign", MOVES, assigned_at=at)
        assignments.assign(
            document_id,
            lead_unit_id=lead_unit_id,
            cooperating_unit_ids=cooperating_unit_ids,
            lead_person_id=lead_person_id,
            instruction=instruction,
            due_on=due_on,
            by=by,
            at=at,
        )
        said = _assigned_to(lead_unit_id, cooperating_unit_ids, due_on)
        report(incoming, "assign", StatusCode.ASSIGNED, said, by, at, instruction=instruction)
    return incoming


def start(document_id: UUID, *, by: Person, at: datetime) -> IncomingDocument:
    """Begin handling the document in the lead unit; the issuer hears status 05."""
    incoming = admitted(document_id, "start", by, at)
    with write():
        move(incoming, "start", MOVES, started_at=at)
        assignments.start_lead(document_id, by=by, at=at)
        lead = assignment_queries.leads([document_id])[document_id]
        report(incoming, "start", StatusCode.PROCESSING, f"{lead.unit.name} đang xử lý văn bản", by, at)
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
        assignments.close(document_id, result=result, by=by, at=at)
        report(incoming, "complete", StatusCode.COMPLETED, f"Đã hoàn thành: {result}", by, at, result=result)
    return incoming


def _assigned_to(lead_unit_id: UUID, cooperating_unit_ids: Sequence[UUID], due_on: date | None) -> str:
    names = [organizations.unit(unit_id).name for unit_id in cooperating_unit_ids]
    said = f"Đã phân công {organizations.unit(lead_unit_id).name} chủ trì xử lý"
    said += f", phối hợp: {', '.join(names)}" if names else ""
    return said + (f", hạn {due_on:%d/%m/%Y}" if due_on else "")


def _issued(document_id: UUID) -> Document:
    document = document_queries.document(document_id)
    if document.direction != Direction.OUTGOING or document.frozen_at is None:
        raise AnswerNotIssued(subject=document.subject)
    return document


def _answered(answer: Document) -> str:
    return f"Đã trả lời bằng văn bản số {answer.code_text} ngày {answer.issued_on:%d/%m/%Y}"
