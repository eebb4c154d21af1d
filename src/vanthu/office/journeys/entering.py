"""Entering a document that a person describes: on paper, in an e-mail, or carried in as a file (ND30-A21, A22).

One desk and one register: what came by whatever way is described the same, compared with what is here, and registered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind, Urgency, VersionKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming import queries
from vanthu.office.incoming.states import SENT_AWAY, Channel, LegalValue
from vanthu.office.kernel.words import folded, tidy
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.registers import queries as registers
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write
from vanthu.standards.letter.secrecy import secrecy_mark

if TYPE_CHECKING:
    from uuid import UUID

    from vanthu.office.documents.models import Document
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person

ENVELOPE = "Bì thư"
"""What stands for the type of a letter that was not opened."""


class AlreadyHere(VanThuError):
    """A document of the same issuer with this number and day has arrived before (ND30-A21)."""

    code = "VT-DEN-DA-CO"
    template = (
        "Văn bản số {code_text} của {issuer} đã có trong hệ thống: {subject} ({arrived}). Hãy so hai văn bản rồi chọn: "
        "là bản khác của văn bản đó, vẫn vào sổ (ghi lý do), hoặc trả lại."
    )
    http_status = 409

    def __init__(self, earlier: Document, number: int | None) -> None:
        arrived = f"số đến {number:02d}" if number else "chưa vào sổ"
        super().__init__(
            code_text=earlier.code_text, issuer=earlier.issuer_name, subject=earlier.subject, arrived=arrived
        )
        self.earlier = earlier


class AnsweredUnknown(VanThuError):
    """The document that this one is said to answer was not issued here."""

    code = "VT-DEN-TRA-LOI-KHONG-CO"
    template = (
        "Không tìm thấy văn bản đi số «{code_text}» mà văn bản này trả lời. Hãy kiểm tra lại số, ký hiệu, hoặc để "
        "trống."
    )
    http_status = 422


class SecretPaper(VanThuError):
    """A secret document is handled by the rules for state secrets, never here (QD28-A1)."""

    code = "VT-DEN-MAT"
    template = (
        "Văn bản có dấu hiệu của văn bản mật: {seen}. Văn bản mật không được vào hệ thống (Điều 1 Quyết định "
        "28/2018/QĐ-TTg); hãy đăng ký vào sổ văn bản mật đến và xử lý theo quy định về bảo vệ bí mật nhà nước."
    )
    http_status = 422


@dataclass(frozen=True)
class Entered:
    """A document as it lies before the clerk; of one that is not opened (`addressee`), what the envelope says."""

    issuer_name: str
    subject: str = ""
    type_code: str = ""
    number: str = ""
    notation: str = ""
    issued_on: date | None = None
    signer_name: str = ""
    signer_position: str = ""
    urgency: int = Urgency.NORMAL
    due_on: date | None = None
    page_amount: int = 1
    addressee: str = ""
    answers: str = ""
    """Số và ký hiệu of our document that it answers."""


@dataclass(frozen=True)
class Paper:
    """A stored file of the document: the document itself, or what goes with it."""

    sha256: str
    name: str
    media_type: str


@dataclass(frozen=True)
class Came:
    """How a document came and what it is worth (QD28-A4), with its files, the document itself first."""

    channel: Channel
    legal_value: LegalValue
    papers: Sequence[Paper] = ()
    verdict_id: UUID | None = None
    on_page: dict[str, Any] = field(default_factory=dict)
    pages: int = 1


@dataclass(frozen=True)
class Seen:
    """What the clerk decided about the document that is here already, once it was shown."""

    although: str = ""
    """Why it is registered all the same."""
    same: bool = False
    """It is the same document: another copy of it, without a number of its own."""


def refuse_secret(fields: Entered) -> None:
    """Raise SecretPaper when number and notation are those of a secret document."""
    code = f"{fields.number}/{fields.notation}"
    if mark := secrecy_mark(notation=code, secret_series=registers.secret_notations()):
        raise SecretPaper(seen=mark.sentence)


def enter(
    fields: Entered,
    came: Came,
    *,
    seen: Seen | None = None,
    note: Callable[[Document], None] = lambda document: None,
    by: Person,
    at: datetime,
) -> IncomingDocument:
    """Make the document, and register it or join it to the one that is here.

    `note` is called in the same transaction, before it is registered. Raises SecretPaper, AnsweredUnknown,
    AlreadyHere unless the clerk has `seen` the other one.
    """
    refuse_secret(fields)
    seen = seen or Seen()
    answered, earlier = _answered(fields.answers, by), earlier_one(fields)
    if earlier is not None and not (seen.although.strip() or seen.same):
        raise AlreadyHere(earlier, queries.one(earlier.pk).arrival_number)
    with write():
        document = _made(fields, came, earlier, by, at)
        if answered is not None:
            documents.link(document.pk, answered.pk, LinkKind.ANSWERS)
            outgoing.record_answers(document, at=at)
        note(document)
        if earlier is not None and seen.same:
            return incoming.join(document.pk, by=by, at=at)
        return incoming.register(document.pk, although=seen.although, by=by, at=at)


def turn_away(
    fields: Entered, came: Came, *, reason: str, note: Callable[[Document], None], by: Person, at: datetime
) -> IncomingDocument:
    """Make the document and send it back with a reason, without a number (ND30-A21.2b).

    Raises SecretPaper, and what `incoming.refuse` raises.
    """
    refuse_secret(fields)
    with write():
        document = _made(fields, came, None, by, at)
        note(document)
        return incoming.refuse(document.pk, reason=reason, by=by, at=at)


def _made(fields: Entered, came: Came, earlier: Document | None, by: Person, at: datetime) -> Document:
    today = at.astimezone(VIETNAM).date()
    described = _described(fields, issuer_of(fields.issuer_name), came.pages, today)
    document = documents.create(direction=Direction.INCOMING, at=at, **described)
    _add_papers(document, came.papers, by, at)
    incoming.arrive(
        document,
        channel=came.channel,
        legal_value=came.legal_value,
        verdict_id=came.verdict_id,
        possible_duplicate_of=earlier,
        on_page=came.on_page,
        at=at,
    )
    return document


def _add_papers(document: Document, papers: Sequence[Paper], by: Person, at: datetime) -> None:
    for place, paper in enumerate(papers):
        said: dict[str, Any] = {"sha256": paper.sha256, "file_name": paper.name, "media_type": paper.media_type}
        if place:
            documents.add_attachment(document.pk, at=at, **said)
        else:
            documents.add_version(document.pk, kind=VersionKind.RECEIVED, by=by, at=at, **said)


def issuer_of(name: str) -> tuple[str, str]:
    """Return code and name; the code only of an organisation that is known by just this name."""
    wanted = folded(name)
    same = [one for one in exchange.correspondents(name) if folded(one.name) == wanted]
    return (same[0].code if len(same) == 1 else "", tidy(name))


def earlier_one(fields: Entered) -> Document | None:
    """Return the arrived document of the same issuer with this number, notation and day."""
    if not fields.number.strip() or fields.addressee:
        return None
    code, name = issuer_of(fields.issuer_name)
    found = document_queries.same_code(
        fields.number, fields.notation, issued_on=fields.issued_on, direction=Direction.INCOMING
    )
    same = (one for one in found if (code and one.issuer_code == code) or folded(one.issuer_name) == folded(name))
    return next((one for one in same if queries.one(one.pk).state not in SENT_AWAY), None)


def _answered(code: str, by: Person) -> Document | None:
    if not code.strip():
        return None
    number, _, notation = code.strip().partition("/")
    own = organizations.agency(by.agency_id).code
    found = document_queries.latest_by_code(number, notation, own, direction=Direction.OUTGOING)
    if found is None:
        raise AnsweredUnknown(code_text=tidy(code))
    return found


def _described(fields: Entered, issuer: tuple[str, str], pages: int, on: date) -> dict[str, Any]:
    code, name = issuer
    unopened = bool(fields.addressee.strip())
    kind = None if unopened else document_queries.document_type(fields.type_code, on)
    return {
        "type_name": ENVELOPE if kind is None else kind.name,
        "type_code": None if kind is None else kind.code,
        "subject": f"Bì không bóc, gửi {tidy(fields.addressee)}" if unopened else tidy(fields.subject),
        "issuer_code": code,
        "issuer_name": name,
        "number": tidy(fields.number),
        "notation": tidy(fields.notation),
        "issued_on": fields.issued_on,
        "signer_name": tidy(fields.signer_name),
        "signer_position": tidy(fields.signer_position),
        "urgency": fields.urgency,
        "due_on": fields.due_on,
        "page_amount": pages,
    }
