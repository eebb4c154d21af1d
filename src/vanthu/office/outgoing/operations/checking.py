"""What hinders a draft from being submitted, field by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vanthu.office.access import policies as access
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Urgency
from vanthu.office.exchange import queries as exchange
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.operations.errors import DraftRefused
from vanthu.office.outgoing.operations.fitting import misfits
from vanthu.office.outgoing.operations.problem import Problem
from vanthu.office.outgoing.queries.fields import type_code_of
from vanthu.office.outgoing.queries.particulars import SEVERAL_SIGNERS, WITHOUT_BODY, mistakes
from vanthu.office.outgoing.states import SourceKind
from vanthu.office.signatures import queries as signatures
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.documents.models import Link
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.queries import DraftFields
    from vanthu.office.outgoing.queries.fields import Addressee

LONGEST_NAME = 300
LONGEST_EMAIL = 200
"""Characters of a recipient's name or address, and of an e-mail address."""
SUBJECT_LIMIT = 500
"""Characters of a trích yếu that an exchanged package carries (QCVN 102)."""


def problems(
    fields: DraftFields,
    *,
    by: Person,
    at: datetime,
    source: str = SourceKind.COMPOSED,
    amends: Sequence[Link] = (),
    file_text: str = "",
) -> tuple[Problem, ...]:
    """Return everything that hinders submitting this draft, in the order of the form; empty when nothing does.

    `amends`: what it replaces, amends, repeals or corrects (`documents.queries.amends`); `file_text`: what can be read
    in the file it was uploaded as (`queries.file_text`).
    """
    if not _known(fields, at):
        return (Problem("type_code", "VT-DI-LOAI-VAN-BAN", "Hãy chọn loại văn bản trong danh sách.", grave=True),)
    return (
        *_subject(fields),
        *_text(fields, source),
        *_recipients(fields, by),
        *_signer(fields, at),
        *_cosigners(fields, source),
        *_unit(fields, by),
        *_rest(fields, at),
        *misfits(fields, amends, source=source, file_text=file_text),
    )


def refuse_unless_savable(fields: DraftFields, *, source: str = SourceKind.COMPOSED, by: Person, at: datetime) -> None:
    """Raise DraftRefused for problems that hinder even saving the draft."""
    _refuse(problem for problem in problems(fields, by=by, at=at, source=source) if problem.grave)


def refuse_unless_complete(
    fields: DraftFields, *, source: str, amends: Sequence[Link] = (), file_text: str = "", by: Person, at: datetime
) -> None:
    """Raise DraftRefused for anything that hinders submitting the draft."""
    _refuse(problems(fields, by=by, at=at, source=source, amends=amends, file_text=file_text))


def clean(text: str) -> str:
    """Return text as it is kept: Unicode NFC, without blanks at its ends."""
    return unicodedata.normalize("NFC", text).strip()


def _refuse(found: Iterable[Problem]) -> None:
    if listed := tuple(found):
        raise DraftRefused(listed)


def typing_problems(fields: DraftFields) -> tuple[Problem, ...]:
    """Return what is wrong with what is typed already; that something is still missing is not told."""
    return (*_numbers(fields), *(one for one in _particulars(fields) if one.grave))


def _known(fields: DraftFields, at: datetime) -> bool:
    known = documents.document_type(type_code_of(fields), at.astimezone(VIETNAM).date())
    return known is not None and known.code in letter.TYPES


def _subject(fields: DraftFields) -> Iterator[Problem]:
    length = len(clean(fields.subject))
    if not length:
        yield Problem("subject", "VT-DI-THIEU-TRICH-YEU", "Chưa nhập trích yếu nội dung.", grave=True)
    if length > SUBJECT_LIMIT:
        sentence = f"Trích yếu dài {length} ký tự, gói tin liên thông chỉ nhận {SUBJECT_LIMIT}; hãy rút ngắn."
        yield Problem("subject", "VT-DI-TRICH-YEU-DAI", sentence, grave=True)


def _text(fields: DraftFields, source: str) -> Iterator[Problem]:
    if source == SourceKind.UPLOADED:
        return
    kind = letter.document_type(type_code_of(fields))
    if kind.addressed_to == "required" and not any(clean(line) for line in fields.addressed_to):
        yield Problem("addressed_to", "VT-DI-THIEU-KINH-GUI", "Chưa nhập nơi kính gửi.")
    if kind.legal_bases == "required" and not any(clean(line) for line in fields.legal_bases):
        sentence = f"{kind.name} phải có căn cứ ban hành; chưa nhập căn cứ nào."
        yield Problem("legal_bases", "VT-DI-THIEU-CAN-CU", sentence)
    yield from _particulars(fields)
    if not clean(fields.body) and kind.key not in WITHOUT_BODY:
        yield Problem("body", "VT-DI-THIEU-NOI-DUNG", f"Chưa nhập nội dung {kind.name.lower()}.")
    yield from _numbers(fields)


def _particulars(fields: DraftFields) -> Iterator[Problem]:
    for one in mistakes(type_code_of(fields), fields.particulars):
        code = "VT-DI-MUC-RIENG-SAI" if one.wrong else "VT-DI-THIEU-MUC-RIENG"
        yield Problem(f"particulars.{one.name}", code, one.sentence, grave=one.wrong)


def _numbers(fields: DraftFields) -> Iterator[Problem]:
    """Numbers out of order and tables with holes, in the text and in the one that is issued with it."""
    typed = {"body": fields.body, "particulars.attached_text": fields.particulars.get("attached_text", "")}
    for name, text in typed.items():
        read = letter.document_from_typed if name == "body" else letter.from_typed
        for fault in read(text if isinstance(text, str) else "").faults:
            yield Problem(name, "VT-DI-DANH-SO", fault.sentence)


def _recipients(fields: DraftFields, by: Person) -> Iterator[Problem]:
    if not fields.recipients and not fields.others:
        sentence = "Chưa nêu nơi nhận nào; hãy chọn trong danh bạ của trục hoặc nhập tên nơi nhận ngoài trục."
        yield Problem("recipients", "VT-DI-THIEU-NOI-NHAN", sentence)
    own, seen = organizations.agency(by.agency_id).code, set[str]()
    for code, name in fields.recipients:
        if code in seen:
            yield Problem("recipients", "VT-DI-NOI-NHAN-LAP", f"{name} ({code}) được chọn hai lần.", grave=True)
        seen.add(code)
        if problem := _recipient(code, name, own):
            yield problem
    yield from other_problems(fields.others)


def other_problems(others: Iterable[Addressee]) -> Iterator[Problem]:
    """Yield what is wrong with recipients that are not on the axis."""
    seen = set[str]()
    for one in others:
        name = clean(one.name)
        if not name:
            yield Problem("recipients", "VT-DI-NOI-NHAN-THIEU-TEN", "Có nơi nhận ngoài trục chưa ghi tên.", grave=True)
        if name.casefold() in seen:
            yield Problem("recipients", "VT-DI-NOI-NHAN-LAP", f"{name} được nêu hai lần.", grave=True)
        seen.add(name.casefold())
        if len(name) > LONGEST_NAME or len(clean(one.address)) > LONGEST_NAME:
            sentence = f"Tên hoặc địa chỉ của nơi nhận «{name[:40]}…» dài quá {LONGEST_NAME} ký tự; hãy ghi gọn lại."
            yield Problem("recipients", "VT-DI-NOI-NHAN-DAI", sentence, grave=True)
        if clean(one.email) and not _is_email(clean(one.email)):
            sentence = (
                f"Địa chỉ thư điện tử «{one.email}» của {name} không đúng dạng; hãy sửa, ví dụ ten@coquan.gov.vn."
            )
            yield Problem("recipients", "VT-DI-NOI-NHAN-THU-SAI", sentence, grave=True)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def recipient_problem(code: str, name: str, *, by: Person) -> Problem | None:
    """Return why an organisation of the axis cannot get a document of this person's agency; None when it can."""
    return _recipient(code, name, organizations.agency(by.agency_id).code)


def _recipient(code: str, name: str, own: str) -> Problem | None:
    if code == own:
        return Problem("recipients", "VT-DI-GUI-CHINH-MINH", f"{name} là chính cơ quan ban hành, không gửi qua trục.")
    known = exchange.correspondent(code)
    if known is None:
        sentence = f"{name} ({code}) không có trong danh bạ của trục liên thông; hãy chọn lại từ danh bạ."
        return Problem("recipients", "VT-DI-NOI-NHAN-LA", sentence)
    if known.deleted or not known.receives:
        sentence = f"{name} ({code}) đã ngừng nhận văn bản qua trục; hãy bỏ ra hoặc chọn cơ quan kế thừa."
        return Problem("recipients", "VT-DI-NOI-NHAN-DONG", sentence)
    return None


def _signer(fields: DraftFields, at: datetime) -> Iterator[Problem]:
    signer = organizations.person(fields.signer_id)
    if signer.left_at is not None:
        yield Problem("signer_id", "VT-DI-NGUOI-KY-DA-NGHI", f"{signer.full_name} không còn công tác ở cơ quan.")
    elif not (found := access.competence(signer, type_code=type_code_of(fields), unit_id=fields.unit_id, at=at)):
        sentence = f"{signer.full_name} chưa có thẩm quyền ký văn bản này: {getattr(found, 'why', '')}."
        yield Problem("signer_id", "VT-DI-NGUOI-KY-KHONG-THAM-QUYEN", sentence)
    elif signatures.identity_for(signer) is None:
        sentence = f"{signer.full_name} chưa có chứng thư số ký văn bản trên hệ thống; hãy chọn người ký khác."
        yield Problem("signer_id", "VT-DI-NGUOI-KY-CHUA-CO-CHUNG-THU", sentence)


def _places_for_cosigners(fields: DraftFields) -> Iterator[Problem]:
    """The pages composed here have one place beside the chair's (mẫu 1.9), and one for each party of an agreement."""
    kind, many = letter.document_type(type_code_of(fields)), len(fields.cosigners)
    if kind.signatures == "secretary and chair" and many != 1:
        sentence = (
            f"{kind.name} soạn trên hệ thống do thư ký và chủ tọa ký (mẫu 1.9); hãy chọn đúng một người cùng ký. "
            "Có thêm người ký thì tải tệp PDF lên."
        )
        yield Problem("cosigners", "VT-DI-CUNG-KY-SO-NGUOI", sentence)
    if kind.signatures == "parties" and many:
        sentence = (
            f"{kind.name} soạn trên hệ thống có mỗi bên một người ký; hãy bỏ người cùng ký. Cơ quan có nhiều người ký "
            "thì tải tệp PDF lên."
        )
        yield Problem("cosigners", "VT-DI-CUNG-KY-SO-NGUOI", sentence)


def _cosigners(fields: DraftFields, source: str) -> Iterator[Problem]:
    """Who signs beside the signer: different people of the agency with certificates of their own (CT07-1c)."""
    if source == SourceKind.COMPOSED:
        yield from _places_for_cosigners(fields)
    if not fields.cosigners:
        return
    name, people = letter.document_type(type_code_of(fields)).name, [one.person_id for one in fields.cosigners]
    if type_code_of(fields) not in SEVERAL_SIGNERS:
        sentence = f"{name} chỉ có một người ký; hãy bỏ những người cùng ký."
        yield Problem("cosigners", "VT-DI-CUNG-KY-KHONG-DUNG-LOAI", sentence, grave=True)
    if len({*people, fields.signer_id}) <= len(people):
        sentence = "Một người được chọn ký hai lần; mỗi người chỉ ký một chỗ."
        yield Problem("cosigners", "VT-DI-CUNG-KY-TRUNG", sentence, grave=True)
    for one in fields.cosigners:
        person = organizations.person(one.person_id)
        if person.left_at is not None or signatures.identity_for(person) is None:
            sentence = f"{person.full_name} không còn công tác hoặc chưa có chứng thư số; hãy chọn người cùng ký khác."
            yield Problem("cosigners", "VT-DI-CUNG-KY-CHUA-CO-CHUNG-THU", sentence)
        if not clean(one.title):
            sentence = f"Chưa nhập tư cách ký của {person.full_name} (ví dụ: Thư ký)."
            yield Problem("cosigners", "VT-DI-CUNG-KY-THIEU-TU-CACH", sentence)


def _unit(fields: DraftFields, by: Person) -> Iterator[Problem]:
    unit = organizations.unit(fields.unit_id)
    if by.unit_id not in {None, unit.pk}:
        sentence = f"Đơn vị soạn thảo phải là đơn vị của ông/bà, không phải {unit.name}."
        yield Problem("unit_id", "VT-DI-DON-VI-KHAC", sentence, grave=True)


def _rest(fields: DraftFields, at: datetime) -> Iterator[Problem]:
    if fields.urgency not in Urgency.values:
        yield Problem("urgency", "VT-DI-MUC-DO-KHAN", "Mức độ khẩn không có trong danh mục.", grave=True)
    today = at.astimezone(VIETNAM).date()
    if fields.due_on and fields.due_on < today:
        yield Problem("due_on", "VT-DI-HAN-TRA-LOI", f"Hạn trả lời {fields.due_on:%d/%m/%Y} đã qua.")
