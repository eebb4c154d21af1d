"""Lines of the registers: each number with what the decree wants beside it (ND30 PL IV)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.assignments import queries as assignments
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.states import LegalValue
from vanthu.office.outgoing import queries as outgoing

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class OutgoingLine:
    """The ten columns of sổ đăng ký văn bản đi; `document_id` only for whoever may see the document."""

    document_id: UUID | None
    code: str
    issued_on: date | None
    what: str
    signer: str
    recipients: tuple[str, ...]
    kept_by: str
    copies: int
    sent_on: datetime | None
    receipt: str
    remark: str


@dataclass(frozen=True)
class IncomingLine:
    """The ten columns of sổ đăng ký văn bản đến."""

    document_id: UUID | None
    arrived_on: datetime
    number: int
    issuer: str
    code: str
    issued_on: date | None
    what: str
    handler: str
    passed_on: datetime | None
    receipt: str
    remark: str


def outgoing_lines(person: Person, taken: Iterable[Any], *, at: datetime) -> list[OutgoingLine]:
    """Return the register of văn bản đi with what this person may see of each document, the latest first."""
    numbers = list(taken)
    seen = outgoing.visible_to(person, at=at).filter(pk__in=[one.document_id for one in numbers])
    known = {one.pk: one for one in seen.prefetch_related("recipients")}
    return [_outgoing(one, known[one.document_id]) for one in reversed(numbers) if one.document_id in known]


def _outgoing(taken: Any, sent: Any) -> OutgoingLine:
    document = taken.document
    names = tuple(recipient.name for recipient in sent.recipients.all())
    return OutgoingLine(
        document_id=document.pk,
        code=document.code_text,
        issued_on=document.issued_on or taken.taken_on,
        what=f"{document.type_name}: {document.subject}",
        signer=document.signer_name,
        recipients=names,
        kept_by=f"Văn thư, {sent.unit.name}",
        copies=len(names),
        sent_on=sent.issued_at,
        receipt="Trục liên thông" if sent.issued_at else "",
        remark="" if sent.issued_at else "Chưa phát hành",
    )


def incoming_lines(person: Person, taken: Iterable[Any], *, at: datetime) -> list[IncomingLine]:
    """Return the register of văn bản đến with what this person may see, the latest first."""
    numbers = list(taken)
    seen = incoming.visible_to(person, at=at).filter(pk__in=[one.document_id for one in numbers])
    known = {one.pk: one for one in seen}
    leads = assignments.leads(known)
    return [
        _incoming(one, known[one.document_id], leads.get(one.document_id))
        for one in reversed(numbers)
        if one.document_id in known
    ]


def _incoming(taken: Any, arrived: Any, lead: Any) -> IncomingLine:
    document = taken.document
    handler = (lead.person or lead.unit) if lead else ""
    return IncomingLine(
        document_id=document.pk,
        arrived_on=arrived.arrived_at,
        number=taken.number,
        issuer=document.issuer_name,
        code=document.code_text,
        issued_on=document.issued_on,
        what=f"{document.type_name}: {document.subject}",
        handler=str(handler),
        passed_on=arrived.assigned_at,
        receipt="Trên hệ thống" if arrived.assigned_at else "",
        remark=arrived.get_legal_value_display() if arrived.legal_value == LegalValue.REFERENCE else "",
    )
