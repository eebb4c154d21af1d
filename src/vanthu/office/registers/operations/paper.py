"""Paper documents issued outside the system, which enter the common register later (ND30-A15.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction
from vanthu.office.kernel.words import tidy
from vanthu.office.organizations import queries as organizations
from vanthu.office.registers import queries
from vanthu.office.registers.models import NumberTaken, PaperEntry
from vanthu.office.registers.operations.common import (
    allow,
    given_reason,
    last_taken,
    locked_register,
    required,
    today,
)
from vanthu.office.registers.operations.errors import NumberOfOtherSeries, NumberTwice, PaperSecret, RegisterFieldWrong
from vanthu.office.registers.operations.numbering import next_number
from vanthu.office.registers.operations.reserving import fit, settle
from vanthu.office.registers.states import NumberWay, RegisterKind
from vanthu.runtime.transactions import write
from vanthu.standards.identifiers import document_id as wire_identifier
from vanthu.standards.identifiers import number_text
from vanthu.standards.letter.secrecy import secrecy_mark

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True, kw_only=True)
class PaperFields:
    """What the clerk reads off the paper."""

    type_code: str
    notation: str
    subject: str
    issued_on: date
    signer_name: str
    signer_position: str = ""
    unit_id: UUID
    recipients: tuple[str, ...]
    copies: int = 1
    sent_on: date | None = None


def enter_paper(
    fields: PaperFields, *, reason: str, number_id: UUID | None = None, by: Person, at: datetime
) -> NumberTaken:
    """Enter a paper document issued earlier, with the reason why only now.

    Without `number_id` it takes the next number of its year, whose day never goes below that of the number before; the
    true date stays on the document. With `number_id`, a reserved number between whose neighbours its date fits. A
    cancelled number is never used (ND30-A15.1). Raises RegisterFieldWrong, RegisterReasonMissing, PaperSecret,
    NumberTwice, NumberOfOtherSeries and what `use_reserved` raises.
    """
    allow(by, "enter_paper", at)
    why = given_reason(reason)
    _check(fields, at)
    with write():
        document = _document(fields, by, at)
        taken = _in_reserved(number_id, document, fields, by, at) if number_id else _next(document, fields, why, by, at)
        _identify(document, taken, fields, at)
        _write_entry(taken, fields, by, at)
        audit.record(
            verb="enter_paper", subject=taken, by=by, at=at, number=taken.number, document=document.pk,
            issued_on=fields.issued_on, number_on=taken.taken_on, reason=why, reserved=bool(number_id),
        )  # fmt: skip
    return queries.number(taken.pk)


def _check(fields: PaperFields, at: datetime) -> None:
    if fields.issued_on > today(at):
        raise RegisterFieldWrong(what=f"ngày văn bản {fields.issued_on:%d/%m/%Y} chưa tới")
    if fields.sent_on and not fields.issued_on <= fields.sent_on <= today(at):
        raise RegisterFieldWrong(what="ngày chuyển phải từ ngày văn bản đến hôm nay")
    if fields.copies < 1:
        raise RegisterFieldWrong(what="số lượng bản phải từ 1 trở lên")
    if not any(map(tidy, fields.recipients)):
        raise RegisterFieldWrong(what="chưa nhập nơi nhận")
    mark = secrecy_mark(notation=fields.notation, secret_series=queries.secret_notations())
    if mark is not None:
        raise PaperSecret(seen=mark.sentence)


def _document(fields: PaperFields, by: Person, at: datetime) -> Document:
    agency = organizations.agency(by.agency_id)
    kind = document_queries.document_type(fields.type_code, fields.issued_on)
    if kind is None:
        raise RegisterFieldWrong(what="chưa chọn loại văn bản")
    return documents.create(
        direction=Direction.OUTGOING,
        type_name=kind.name,
        type_code=kind.code,
        subject=required(fields.subject, what="trích yếu", most=2000),
        issuer_code=agency.code,
        issuer_name=agency.name,
        signer_name=required(fields.signer_name, what="người ký", most=100),
        signer_position=tidy(fields.signer_position),
        at=at,
    )


def _in_reserved(number_id: UUID, document: Document, fields: PaperFields, by: Person, at: datetime) -> NumberTaken:
    taken = fit(number_id, on=fields.issued_on, at=at)
    wanted = queries.series_for(RegisterKind.OUTGOING, document, fields.issued_on)
    if taken.register.series != wanted or taken.register.kind != RegisterKind.OUTGOING:
        raise NumberOfOtherSeries(number=taken.number, series=taken.register.series, wanted=wanted)
    settle(taken, document_id=document.pk, on=fields.issued_on, way=NumberWay.PAPER, by=by, at=at)
    return queries.number(taken.pk)


def _next(document: Document, fields: PaperFields, why: str, by: Person, at: datetime) -> NumberTaken:
    series = queries.series_for(RegisterKind.OUTGOING, document, fields.issued_on)
    register = locked_register(RegisterKind.OUTGOING, series, fields.issued_on.year)
    last = last_taken(register)
    on = max(fields.issued_on, last.taken_on) if last else fields.issued_on
    return next_number(register, on=on, by=by, at=at, document_id=document.pk, way=NumberWay.PAPER, reason=why)


def _identify(document: Document, taken: NumberTaken, fields: PaperFields, at: datetime) -> None:
    notation = required(fields.notation, what="ký hiệu", most=50).removeprefix("/")
    number = number_text(taken.number)
    twin = document_queries.find_by_code(number, notation, document.issuer_code, direction=Direction.OUTGOING)
    if twin is not None and twin.issued_on is not None and twin.issued_on.year == fields.issued_on.year:
        raise NumberTwice(code_text=f"{number}/{notation}", year=fields.issued_on.year)
    wire_id = wire_identifier(document.issuer_code, fields.issued_on, f"{number}/{notation}")
    documents.give_identity(document.pk, number=number, notation=notation, issued_on=fields.issued_on, wire_id=wire_id)
    documents.freeze(document.pk, at=at)


def _write_entry(taken: NumberTaken, fields: PaperFields, by: Person, at: datetime) -> None:
    PaperEntry.objects.create(
        taken=taken,
        unit=organizations.unit(fields.unit_id),
        recipients=[line for line in map(tidy, fields.recipients) if line],
        copies=fields.copies,
        sent_on=fields.sent_on,
        entered_at=at,
        entered_by=by,
    )
