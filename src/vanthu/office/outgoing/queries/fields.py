"""What a drafter fills in, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.documents.states import OFFICIAL_LETTER

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import OutgoingDocument


@dataclass(frozen=True)
class Addressee:
    """Whoever gets the document without being on the axis: an organisation or a person, as typed."""

    name: str
    address: str = ""
    email: str = ""

    @property
    def text(self) -> str:
        """Everything in one line."""
        return ", ".join(part for part in (self.name, self.address, self.email) if part)


@dataclass(frozen=True)
class Beside:
    """Somebody of the agency who signs before the signer, and what is printed above his name: "Thư ký"."""

    person_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class DraftFields:
    """The content and the routing of a draft."""

    subject: str
    """Trích yếu, without "V/v"."""
    signer_id: UUID
    unit_id: UUID
    """The drafting unit: its abbreviation enters the notation, its head checks the content."""
    addressed_to: tuple[str, ...] = ()
    """Kính gửi, as printed."""
    body: str = ""
    """As typed: điều, khoản, điểm, lists and tables are told by how lines begin, the rest are paragraphs."""
    recipients: tuple[tuple[str, str], ...] = ()
    """Organisations of the axis that get the document: code and name."""
    others: tuple[Addressee, ...] = ()
    """Recipients that are not on the axis."""
    places: tuple[str, ...] = ()
    """Nơi nhận as printed, without dash; "Như trên" and "Lưu: VT, …" are added where missing."""
    urgency: int = 0
    due_on: date | None = None
    """When an answer is expected (hạn trả lời)."""
    typist_and_copies: str = ""
    type_code: str = OFFICIAL_LETTER
    """One of the 29 types (ND30-A7)."""
    legal_bases: tuple[str, ...] = ()
    """Căn cứ, one a line; the mark at the end comes by itself."""
    particulars: Mapping[str, Any] = field(default_factory=dict)
    """What only documents of this type have, by name: text, lines or whether (`queries.particulars`)."""
    cosigners: tuple[Beside, ...] = ()
    """Who signs before the signer, in this order (biên bản, hợp đồng, bản ghi nhớ, bản thỏa thuận)."""


def type_code_of(fields: DraftFields) -> str:
    """Return the code of the type of document that the fields are for (ND30-A7)."""
    return fields.type_code or OFFICIAL_LETTER


def fields_of(outgoing: OutgoingDocument) -> DraftFields:
    """Return what the drafter filled in last."""
    document = outgoing.document
    return DraftFields(
        subject=document.subject,
        signer_id=outgoing.signer_id,
        unit_id=outgoing.unit_id,
        addressed_to=tuple(outgoing.addressed_to),
        body=outgoing.body,
        recipients=tuple(recipients(outgoing)),
        others=tuple(others(outgoing)),
        places=tuple(outgoing.places),
        urgency=document.urgency,
        due_on=document.due_on,
        typist_and_copies=outgoing.typist_and_copies,
        type_code=document.type.code if document.type else OFFICIAL_LETTER,
        legal_bases=tuple(outgoing.legal_bases),
        particulars=outgoing.particulars,
        cosigners=tuple(Beside(one.person_id, one.title) for one in outgoing.cosigners.all()),
    )


def recipients(outgoing: OutgoingDocument) -> list[tuple[str, str]]:
    """Return code and name of every recipient that is on the axis, in order."""
    return [(recipient.code, recipient.name) for recipient in outgoing.recipients.all() if recipient.code]


def others(outgoing: OutgoingDocument) -> list[Addressee]:
    """Return every recipient that is not on the axis, in order."""
    return [Addressee(one.name, one.address, one.email) for one in outgoing.recipients.all() if not one.code]
