"""What the templates read: every component checked, in its final form, with its size."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vanthu.standards.identifiers import number_text
from vanthu.standards.letter import forms, text
from vanthu.standards.letter.blocks import Block
from vanthu.standards.letter.catalogue import DocumentType, document_type
from vanthu.standards.letter.errors import LetterRefused
from vanthu.standards.letter.model import (
    Agreement,
    Appendix,
    Attachment,
    Enactment,
    Introduction,
    Invitation,
    Issued,
    Leave,
    Letter,
    Minutes,
    OpenLetter,
    Particulars,
    Signer,
    Telegram,
)
from vanthu.standards.letter.numbering import roman
from vanthu.standards.letter.units import Setter

# Sizes go up or down together (footnote of the table of ND30 Phụ lục I): two sets, never mixed.
_COMMON = {"number": 13, "body": 14, "urgency": 13, "signer": 14, "recipients_heading": 12, "recipients": 11}
_COMMON |= {"type_name": 14, "type_subject": 14, "circulation": 13, "page_number": 14}
_COMMON |= {"table": 13, "caption": 13, "appendix": 14, "appendix_title": 14, "reference": 14, "stamp": 10}
SIZES: Mapping[str, dict[str, int]] = {
    "A": _COMMON
    | {"national_name": 13, "motto": 14, "governing_name": 13, "agency_name": 13, "place_and_date": 14}
    | {"subject": 13, "contact": 12},
    "B": _COMMON
    | {"national_name": 12, "motto": 13, "governing_name": 12, "agency_name": 12, "place_and_date": 13}
    | {"subject": 12, "contact": 11},
}
# Text and width in millimetres of the urgency box, all 8 mm high.
_URGENCY: tuple[tuple[str, int] | None, ...] = (None, ("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HỎA TỐC", 30))
_CIRCULATION = ("XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ")
# A block that cannot be parted must stay lower than a page: longer lists of recipients go on below it.
_RECIPIENT_LINES_BESIDE_SIGNER = 24
_LETTERS_A_RECIPIENT_LINE = 38
# A word without a place to break it, longer than a narrow column.
_LONG_WORD = re.compile(r"[^\s\"]{25,}")

# The particulars each type needs; every other type has none.
_PARTICULARS: Mapping[str, type] = {
    "nghi_quyet": Enactment,
    "quyet_dinh": Enactment,
    "cong_dien": Telegram,
    "giay_moi": Invitation,
    "giay_gioi_thieu": Introduction,
    "bien_ban": Minutes,
    "giay_nghi_phep": Leave,
    "hop_dong": Agreement,
    "ban_ghi_nho": Agreement,
    "ban_thoa_thuan": Agreement,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The data of the template, and the pictures it names."""

    data: dict[str, Any]
    pictures: Mapping[str, bytes]


def letter_sheet(letter: Letter) -> Sheet:
    """Everything of the main file; raises LetterRefused naming the component that cannot be printed."""
    kind = _checked(letter)
    setter = Setter(component="Nội dung", images=_images(letter))
    form = forms.form_of(letter)
    attached = [item for item in letter.attachments if not item.separate]
    data = {
        **_head(letter, kind),
        "title_block": _title_block(letter, kind),
        "salutation": _salutation(letter, kind),
        "opening": _opening(letter, kind),
        "units": setter.units((*form.before, *letter.body, *form.after)),
        "signers": _signers(letter),
        "closing": "beside" if kind.signatures == "one" else "side by side",
        "recipients": recipient_lines(
            letter.recipients, typist_and_copies=letter.typist_and_copies, beside=kind.signatures == "one"
        ),
        "confirmation": _confirmation(letter.particulars),
        "contact_line": text.printable(letter.contact_line or "", component="Dòng địa chỉ liên hệ") or None,
        "attachments": [_attachment(letter, kind, item, setter) for item in attached],
        "keep_with_signature": False,
    }
    return Sheet(_with_long_words(data), setter.pictures)


def attachment_sheet(letter: Letter, attachment: Attachment) -> Sheet:
    """Everything of a file that holds one appendix or attached text; raises LetterRefused."""
    kind = _checked(letter)
    setter = Setter(component="Nội dung", images=_images(letter))
    data = {**_head(letter, kind), "attachments": [_attachment(letter, kind, attachment, setter)]}
    return Sheet(_with_long_words(data), setter.pictures)


def _checked(letter: Letter) -> DocumentType:
    kind = document_type(letter.kind)
    if letter.profile not in SIZES or not 0 <= letter.urgency < len(_URGENCY):
        raise LetterRefused("Bộ cỡ chữ phải là A hoặc B và mức độ khẩn từ 0 đến 3; hãy chọn lại.")
    if letter.circulation not in {None, *_CIRCULATION}:
        raise LetterRefused(f"Chỉ dẫn phạm vi lưu hành phải là {' hoặc '.join(_CIRCULATION)}; hãy chọn lại.")
    wanted = _PARTICULARS.get(kind.key)
    optional = kind.key == "thu_cong" and isinstance(letter.particulars, OpenLetter | None)
    if not optional and type(letter.particulars) is not (wanted or type(None)):
        raise LetterRefused(
            f"{kind.name} thiếu các mục riêng của loại văn bản này; hãy điền đủ các mục trên màn hình soạn thảo."
            if wanted
            else f"{kind.name} không có các mục riêng của loại văn bản khác; hãy chọn lại loại văn bản."
        )
    if kind.legal_bases == "required" and not letter.legal_bases:
        raise LetterRefused(f"{kind.name} phải có căn cứ ban hành; hãy điền ít nhất một căn cứ.")
    if kind.addressed_to == "required" and not letter.addressed_to:
        raise LetterRefused(f"{kind.name} thiếu nơi gửi đến (Kính gửi); hãy điền rồi làm lại.")
    return kind


def _images(letter: Letter) -> dict[str, bytes]:
    return {image.reference: image.content for image in letter.images}


def _with_long_words(data: dict[str, Any]) -> dict[str, Any]:
    """Only where there are such words are all words looked at by the compiler: it costs a tenth of the time."""
    return data | {"long_words": any(_LONG_WORD.search(words) for words in _strings(data))}


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(each)


# ── boxes 1–5, 9a, 10b, 11 ───────────────────────────────────────────────────────────────────────────────────────────


def _head(letter: Letter, kind: DocumentType) -> dict[str, Any]:
    governing = letter.governing_name
    subject = text.required(letter.subject, component="Trích yếu").removeprefix("V/v ")
    return {
        "sizes": SIZES[letter.profile],
        "landscape": letter.landscape,
        "title": f"{kind.name}: {subject}" if kind.titled else f"V/v {subject}",
        "governing_name": governing and text.capitals(governing, component="Tên cơ quan chủ quản"),
        "agency_name": text.capitals(letter.agency_name, component="Tên cơ quan ban hành"),
        "subject": None if kind.titled else subject,
        "urgency": _urgency(letter.urgency),
        "circulation": letter.circulation,
        "number_digits": letter.number_digits,
        "place": text.required(letter.place, component="Địa danh"),
        "notation": text.required(letter.notation, component="Ký hiệu").removeprefix("/"),
        "dated": kind.dated,
        "issued": letter.issued and issued_text(letter.issued),
    }


def _urgency(level: int) -> dict[str, Any] | None:
    mark = _URGENCY[level]
    return mark and {"text": mark[0], "width": mark[1]}


def issued_text(issued: Issued) -> dict[str, str]:
    """Number and date as printed: number and day in two figures, of the months only 1 and 2 (Phụ lục I, II.3–4)."""
    number = issued.number.strip()
    return {
        "number": number_text(int(number)) if number.isdecimal() and int(number) else number,
        "day": f"{issued.day:02}",
        "month": f"{issued.month:02}" if issued.month < 3 else str(issued.month),
        "year": str(issued.year),
    }


def _title_block(letter: Letter, kind: DocumentType) -> dict[str, Any] | None:
    if not kind.titled:
        return None
    given = letter.particulars.title if isinstance(letter.particulars, OpenLetter) else kind.name
    subject = text.required(letter.subject, component="Trích yếu") if kind.subject_printed else None
    return {"name": text.capitals(given, component="Tên loại văn bản"), "subject": subject}


def _salutation(letter: Letter, kind: DocumentType) -> dict[str, Any] | None:
    """Kính gửi, or in a công điện who sends it and to whom; one alone has no end mark (Phụ lục I, II.9d)."""
    particulars = letter.particulars
    if isinstance(particulars, Telegram):
        sender = text.capitals(particulars.sender, component="Người gửi công điện")
        return {"lead": f"{sender} điện:", "lines": _addressees(letter, listed=True), "form": "telegram"}
    if isinstance(particulars, OpenLetter) and particulars.salutation:
        return {"lead": text.required(particulars.salutation, component="Lời xưng hô"), "lines": [], "form": "open"}
    if not letter.addressed_to or kind.addressed_to == "none":
        return None
    many = len(letter.addressed_to) > 1
    return {"lead": "Kính gửi:", "lines": _addressees(letter, listed=many), "form": "list" if many else "line"}


def _addressees(letter: Letter, *, listed: bool) -> list[str]:
    if listed:
        return text.listed(letter.addressed_to, component="Kính gửi")
    return [text.required(letter.addressed_to[0], component="Kính gửi")]


def _opening(letter: Letter, kind: DocumentType) -> dict[str, Any] | None:
    if not letter.legal_bases or kind.legal_bases == "none":
        return None
    particulars = letter.particulars
    authority = [particulars.authority, particulars.session] if isinstance(particulars, Enactment) else []
    return {
        "authority": [text.capitals(line, component="Thẩm quyền ban hành") for line in authority if line],
        "bases": text.listed(letter.legal_bases, component="Căn cứ ban hành"),
        "closing_word": kind.closing_word,
    }


# ── boxes 7, 9b, 12 ──────────────────────────────────────────────────────────────────────────────────────────────────


def _signers(letter: Letter) -> list[dict[str, Any]]:
    """From left to right, with the names of their places; "leader" and "seal" are those of the signer of the letter."""
    own = Signer(letter.signer_authority, letter.signer_name)
    match letter.particulars:
        case Minutes() as minutes:
            return [_signer(minutes.signed_by_secretary, "leader_2", None), _signer(own, "leader", "seal")]
        case Agreement() as agreement:
            return _parties(agreement, own)
        case _:
            return [signer_data(own.authority, own.name, other_title=letter.signer_other_title)]


def _parties(agreement: Agreement, own: Signer) -> list[dict[str, Any]]:
    if [party.signer for party in agreement.parties].count(None) != 1 or len(agreement.parties) > 4:
        raise LetterRefused(
            "Hợp đồng, thỏa thuận phải có từ hai đến bốn bên, trong đó đúng một bên là cơ quan ban hành; hãy sửa lại."
        )
    found, others = [], 1
    for party in agreement.parties:
        others += party.signer is not None
        suffix = f"_{others}" if party.signer else ""
        found.append(_signer(party.signer or own, f"leader{suffix}", f"seal{suffix}"))
    return found


def _signer(signer: Signer, slot: str, seal: str | None) -> dict[str, Any]:
    return signer_data(signer.authority, signer.name) | {"slot": slot, "seal": seal}


def signer_data(authority: tuple[str, ...], name: str, *, other_title: str | None = None) -> dict[str, Any]:
    """Boxes 7a and 7b of one signer, whose places are "leader" and "seal"."""
    if not authority:
        raise LetterRefused("Thiếu quyền hạn, chức vụ của người ký; hãy điền rồi làm lại.")
    return {
        "authority": [text.capitals(line, component="Quyền hạn, chức vụ của người ký") for line in authority],
        "other_title": other_title and text.capitals(other_title, component="Chức vụ khác của người ký"),
        "name": text.required(name, component="Họ và tên người ký"),
        "slot": "leader",
        "seal": "seal",
    }


def recipient_lines(
    recipients: tuple[str, ...], *, typist_and_copies: str | None = None, beside: bool = True
) -> dict[str, Any]:
    """Box 9b: those that stand beside the signer, and those for which there is no room there; box 12."""
    if not recipients:
        raise LetterRefused("Thiếu nơi nhận; ít nhất phải có dòng “Lưu: VT”.")
    lines = text.listed(recipients, component="Nơi nhận")
    used, first = 0, 0
    for line in lines:
        used += math.ceil(len(line) / _LETTERS_A_RECIPIENT_LINE)
        first += used <= _RECIPIENT_LINES_BESIDE_SIGNER
    typist = text.printable(typist_and_copies or "", component="Ký hiệu người soạn thảo") or None
    first = first if beside else len(lines)
    return {"beside_signer": lines[:first], "below": lines[first:], "typist_and_copies": typist}


def _confirmation(particulars: Particulars | None) -> str | None:
    return forms.CONFIRMATION if isinstance(particulars, Leave) and particulars.confirmation else None


# ── attachments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _attachment(letter: Letter, kind: DocumentType, item: Attachment, setter: Setter) -> dict[str, Any]:
    appendix = isinstance(item, Appendix)
    name = "Tiêu đề phụ lục" if appendix else "Trích yếu văn bản kèm theo"
    title = text.required(item.title if isinstance(item, Appendix) else item.subject, component=name)
    return {
        "form": "appendix" if appendix else "text",
        "label": _appendix_label(letter, item) if isinstance(item, Appendix) else None,
        "name": None if isinstance(item, Appendix) else text.capitals(item.name, component="Tên loại văn bản kèm theo"),
        "title": title.upper() if appendix else title,
        "reference": _reference(letter, kind),
        "units": _attached_units(item.body, setter),
        "landscape": item.landscape,
    }


def _attached_units(body: tuple[Block | str, ...], setter: Setter) -> list[dict[str, Any]]:
    attached = Setter(component="Nội dung phụ lục", images=setter.images)
    units = attached.units(body)
    setter.pictures.update(attached.pictures)
    return units


def _appendix_label(letter: Letter, item: Appendix) -> str:
    """Roman numerals from two appendices on (Phụ lục I, mục III.1)."""
    all_of_them = [each for each in letter.attachments if isinstance(each, Appendix)]
    if len(all_of_them) < 2:
        return "Phụ lục"
    place = next((place for place, each in enumerate(all_of_them, start=1) if each is item), 1)
    return f"Phụ lục {roman(place)}"


def _reference(letter: Letter, kind: DocumentType) -> str:
    """Filled in on paper, where number and date are known; left open on electronic documents (Phụ lục I, III.1c)."""
    issued = {"number": "…", "day": "…", "month": "…", "year": "…"} | (
        issued_text(letter.issued) if letter.issued else {}
    )
    issuer = text.required(
        letter.particulars.authority if isinstance(letter.particulars, Enactment) else letter.agency_name,
        component="Tên cơ quan ban hành",
    )
    code = f"{issued['number']}/{letter.notation.removeprefix('/')}"
    date = f"ngày {issued['day']} tháng {issued['month']} năm {issued['year']}"
    return f"(Kèm theo {kind.name} số {code} {date} của {issuer})"
