"""Taking in what came on paper: seen by the clerk, scanned, in the register at once (ND30-A21, ND30-A22).

The paper stays the original. A letter addressed to one person is not opened: only its envelope is registered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pypdfium2 import PdfiumError

from vanthu.office.audit import operations as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind, Urgency, VersionKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.files import operations as files
from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming import policies, queries
from vanthu.office.incoming.states import Channel, LegalValue
from vanthu.office.kernel.words import folded, tidy
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing.operations.uploading import refuse_dangerous, refuse_secret, refuse_too_large
from vanthu.office.registers import queries as registers
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write
from vanthu.standards import letter
from vanthu.standards.letter.secrecy import secrecy_mark

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person

PDF = "application/pdf"
ENVELOPE = "Bì thư"
"""What stands for the type of a letter that was not opened."""


class AlreadyHere(VanThuError):
    """A document of the same issuer with this number and day has arrived before (ND30-A21)."""

    code = "VT-DEN-DA-CO"
    template = (
        "Văn bản số {code_text} của {issuer} đã có trong hệ thống: {subject} ({arrived}). Nếu đây là bản khác, hãy "
        "đánh dấu «Vẫn vào sổ» rồi bấm Vào sổ lần nữa."
    )
    http_status = 409

    def __init__(self, earlier: Document, number: int | None) -> None:
        arrived = f"số đến {number:02d}" if number else "chưa vào sổ"
        super().__init__(
            code_text=earlier.code_text, issuer=earlier.issuer_name, subject=earlier.subject, arrived=arrived
        )
        self.earlier = earlier


class ScanUnreadable(VanThuError):
    """What was uploaded as a scan is no PDF that can be shown."""

    code = "VT-DEN-BAN-QUET"
    template = "Không đọc được bản quét «{file_name}»; cần tệp PDF không đặt mật khẩu. Hãy quét lại rồi tải lên."
    http_status = 422


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
class OnPaper:
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


def receive(
    fields: OnPaper,
    scan: bytes | None = None,
    file_name: str = "",
    *,
    although_here: bool = False,
    by: Person,
    at: datetime,
) -> IncomingDocument:
    """Enter a paper document in the register of văn bản đến and return it with its số đến.

    Raises NotAllowed, SecretPaper and UploadSecret before anything is stored, ScanUnreadable, UploadTooLarge,
    UploadDangerous, AnsweredUnknown, and AlreadyHere unless the clerk has seen the other one (`although_here`).
    """
    policies.may_receive(by, at=at).require("Vào sổ văn bản đến bằng giấy")
    _refuse_secret(fields)
    today = at.astimezone(VIETNAM).date()
    pages = _judged(scan, file_name) if scan is not None else fields.page_amount
    issuer = _issuer(fields.issuer_name)
    answered, earlier = _answered(fields.answers, by), _earlier(fields, issuer)
    if earlier is not None and not although_here:
        raise AlreadyHere(earlier, queries.one(earlier.pk).arrival_number)
    kept = files.keep(scan, media_type=PDF, at=at) if scan is not None else None
    with write():
        document = documents.create(direction=Direction.INCOMING, at=at, **_described(fields, issuer, pages, today))
        if kept is not None:
            documents.add_version(
                document.pk,
                kind=VersionKind.RECEIVED,
                sha256=kept.sha256,
                file_name=file_name or "ban-quet.pdf",
                media_type=PDF,
                by=by,
                at=at,
            )
        incoming.arrive(
            document, channel=Channel.PAPER, legal_value=LegalValue.PAPER, possible_duplicate_of=earlier, at=at
        )
        if answered is not None:
            documents.link(document.pk, answered.pk, LinkKind.ANSWERS)
            outgoing.record_answers(document, at=at)
        told = {"scan": kept.sha256 if kept else "", "unopened": bool(fields.addressee)}
        audit.record(verb="receive_paper", subject=document, by=by, at=at, **told)
        return incoming.register(document.pk, by=by, at=at)


def _refuse_secret(fields: OnPaper) -> None:
    code = f"{fields.number}/{fields.notation}"
    if mark := secrecy_mark(notation=code, secret_series=registers.secret_notations()):
        raise SecretPaper(seen=mark.sentence)


def _judged(scan: bytes, file_name: str) -> int:
    """Return the number of pages of a scan that may come in."""
    refuse_too_large(scan, file_name=file_name)
    try:
        pages = letter.page_count(scan)
    except PdfiumError as error:
        raise ScanUnreadable(file_name=file_name) from error
    refuse_secret(scan, file_name=file_name)
    refuse_dangerous(scan, file_name=file_name)
    return pages


def _issuer(name: str) -> tuple[str, str]:
    """Return code and name; the code only of an organisation that is known by just this name."""
    wanted = folded(name)
    same = [one for one in exchange.correspondents(name) if folded(one.name) == wanted]
    return (same[0].code if len(same) == 1 else "", tidy(name))


def _earlier(fields: OnPaper, issuer: tuple[str, str]) -> Document | None:
    if not fields.number.strip() or fields.addressee:
        return None
    code, name = issuer
    found = document_queries.same_code(
        fields.number, fields.notation, issued_on=fields.issued_on, direction=Direction.INCOMING
    )
    same = (one for one in found if (code and one.issuer_code == code) or folded(one.issuer_name) == folded(name))
    return next(same, None)


def _answered(code: str, by: Person) -> Document | None:
    if not code.strip():
        return None
    number, _, notation = code.strip().partition("/")
    own = organizations.agency(by.agency_id).code
    found = document_queries.latest_by_code(number, notation, own, direction=Direction.OUTGOING)
    if found is None:
        raise AnsweredUnknown(code_text=tidy(code))
    return found


def _described(fields: OnPaper, issuer: tuple[str, str], pages: int, on: date) -> dict[str, Any]:
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
