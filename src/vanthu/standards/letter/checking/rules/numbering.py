"""Boxes 3 and 4: số, ký hiệu, địa danh and thời gian (ND30 Phụ lục I sections II.3, II.4, Phụ lục III).

A draft has neither number nor date yet: the empty places are right as they are.
"""

import re
from collections.abc import Iterator
from datetime import date

from vanthu.standards.identifiers import COPY_TYPES, DOCUMENT_TYPES
from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.geometry import MM
from vanthu.standards.letter.checking.kinds import COURTESY, LETTER
from vanthu.standards.letter.checking.model import Finding, place_of
from vanthu.standards.letter.checking.recognising.head import NUMBER
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.words import nfc
from vanthu.standards.letter.reading import Line

_CENTRED = 6 * MM  # the number's place is as wide as it may become: a short one leaves the middle
_LEVEL = 4.0  # points
_BLANK = re.compile(r"[\s._…·]*")
_NOTATION = re.compile(r"[A-ZĐÀ-Ỹ][A-Za-zĐđÀ-ỹ0-9]*(?:[-.&][A-Za-zĐđÀ-ỹ0-9]+)*")
_DATE = re.compile(
    r"(?P<place>.*?)(?P<comma>\s*,)?\s*ngày(?P<day>[\W\d_]*)tháng(?P<month>[\W\d_]*)năm(?P<year>[\W\d_]*)"
)
_ABBREVIATIONS = frozenset((*DOCUMENT_TYPES, *COPY_TYPES))
_ZERO_MONTHS = (1, 2)
# What no agency is called: others, as TC or TB, may well stand for an agency before the unit.
_NEVER_AN_AGENCY = frozenset(("CV", "QĐ", "QyĐ", "CTr", "TTr", "NQ", "BGN", "BTT", "GUQ", "GGT", "GNP"))


def check(document: Document) -> Iterator[Finding]:
    """The line of the number and the line of the date."""
    head = document.head
    if head.national_name is None and head.motto is None:
        return
    page = document.pages[0]
    nowhere = (place_of(page, 30 * MM, page.height - 60 * MM, page.width - 15 * MM, page.height - 30 * MM),)
    if head.number is not None:
        yield from _number(document, head.number)
    elif document.kind is not COURTESY:
        yield breach("TT-SO-THIEU", nowhere, "Không nhận ra dòng “Số: …/…”.", "Ghi số, ký hiệu dưới tên cơ quan.")
    if head.date is not None:
        yield from _date(document, head.date)
    elif document.kind is None or document.kind.dated:
        yield breach(
            "TT-NGAY-THIEU",
            nowhere,
            "Không nhận ra dòng địa danh và thời gian ban hành.",
            "Ghi “Địa danh, ngày … tháng … năm …” dưới Quốc hiệu.",
        )


# ── number ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _number(document: Document, line: Line) -> Iterator[Finding]:
    places = document.places([line])
    text = nfc(line.text)
    match = NUMBER.match(text)
    code = match["code"] if match else ""
    number, slash, notation = code.partition("/")
    if not text.startswith("Số:") or not slash:
        sentence = f"Dòng số, ký hiệu ghi “{text}”; quy định dạng “Số: 15/QĐ-BNV”."
        yield breach("TT-SO-DANG", places, sentence, "Ghi “Số:”, số, dấu “/” rồi ký hiệu.")
        return
    yield from _figures(document, line, number)
    notation = re.sub(r"^\d{4}/", "", notation)
    if not _BLANK.fullmatch(notation):
        yield from _notation(document, line, notation)
    agency = document.head.agency
    if agency and abs(line.centre - agency[-1].centre) > _CENTRED:
        yield breach(
            "TT-SO-VI-TRI",
            places,
            f"Số, ký hiệu lệch {abs(line.centre - agency[-1].centre) / MM:.0f} mm so với giữa tên cơ quan.",
            "Canh giữa số, ký hiệu dưới tên cơ quan ban hành.",
        )


def _figures(document: Document, line: Line, number: str) -> Iterator[Finding]:
    if _BLANK.fullmatch(number):
        return
    if not re.fullmatch(r"\s?\d+[a-zđ]?", number):
        sentence = f"Phần số ghi “{number}”; quy định là chữ số Ả Rập, ngay trước dấu “/”."
        yield breach("TT-SO-DANG", document.places([line]), sentence, "Ghi số liền dấu “/”, ví dụ “Số: 15/QĐ-BNV”.")
    elif len(number.strip()) == 1:
        sentence = f"Số {number.strip()} ghi một chữ số; số nhỏ hơn 10 phải thêm số 0 phía trước."
        yield breach("TT-SO-CHU-SO-0", document.places([line]), sentence, f"Ghi “0{number.strip()}”.")


def _notation(document: Document, line: Line, notation: str) -> Iterator[Finding]:
    places = document.places([line])
    if not _NOTATION.fullmatch(notation):
        sentence = f"Ký hiệu ghi “{notation}”; giữa các nhóm chữ viết tắt là gạch nối (-), không cách chữ."
        yield breach("TT-SO-DANG", places, sentence, "Ghi liền, ví dụ “QĐ-BNV”, “BNV-VP”.")
        return
    groups = notation.split("-")
    small = [group for group in groups if group not in _ABBREVIATIONS and _has_small(group)]
    if small:
        sentence = f"Ký hiệu “{notation}” có “{small[0]}” chưa in hoa hoặc không có trong Phụ lục III."
        yield breach("TT-KY-HIEU-IN-HOA", places, sentence, "Viết in hoa chữ viết tắt tên cơ quan, đơn vị.")
    yield from _type(document, line, notation, groups[0])


def _has_small(group: str) -> bool:
    return any(character.islower() for character in group)


def _type(document: Document, line: Line, notation: str, first: str) -> Iterator[Finding]:
    """Whether the abbreviation of the type is that of the printed type."""
    kind, places = document.kind, document.places([line])
    letter = kind is LETTER and bool(document.head.letter_subject)
    if letter and first in _NEVER_AN_AGENCY:
        sentence = f"Ký hiệu công văn “{notation}” có chữ viết tắt tên loại “{first}”."
        yield breach("TT-KY-HIEU-CONG-VAN", places, sentence, "Bỏ chữ viết tắt tên loại: “Số: …/cơ quan-đơn vị”.")
    elif document.head.title is not None and kind is not None and kind.abbreviation and first != kind.abbreviation:
        sentence = f"Tên loại là {kind.name} nhưng ký hiệu “{notation}” không bắt đầu bằng “{kind.abbreviation}-”."
        yield breach(
            "TT-KY-HIEU-LOAI", places, sentence, f"Ghi ký hiệu “{kind.abbreviation}-” và tên viết tắt cơ quan."
        )


# ── date ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _date(document: Document, line: Line) -> Iterator[Finding]:
    places = document.places([line])
    match = _DATE.fullmatch(nfc(line.text).strip())
    place = match["place"].strip() if match else ""
    if match is None or not match["comma"] or not place:
        sentence = f"Địa danh và thời gian ghi “{line.text}”; quy định “Hà Nội, ngày 05 tháng 01 năm 2020”."
        yield breach("TT-NGAY-DANG", places, sentence, "Ghi địa danh, dấu phẩy, rồi “ngày … tháng … năm …”.")
        return
    if re.search(r"\d\s*[/.-]\s*\d", match["day"] + match["month"]):
        sentence = f"Thời gian ghi “{line.text}” không theo dạng “ngày … tháng … năm …”."
        yield breach("TT-NGAY-DANG", places, sentence, "Ghi “ngày … tháng … năm …”.")
        return
    yield from _zeros(document, line, _figure(match["day"]), _figure(match["month"]))
    yield from _calendar(document, line, *(_figure(match[name]) for name in ("day", "month", "year")))
    yield from _position(document, line)


def _figure(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _zeros(document: Document, line: Line, day: str, month: str) -> Iterator[Finding]:
    places = document.places([line])
    if len(day) == 1 or (len(month) == 1 and int(month) in _ZERO_MONTHS):
        sentence = f"Thời gian ghi “{line.text}”; ngày nhỏ hơn 10 và tháng 1, 2 phải thêm số 0 phía trước."
        fixed = f"ngày {day.zfill(2)}" if len(day) == 1 else f"tháng {month.zfill(2)}"
        yield breach("TT-NGAY-THIEU-SO-0", places, sentence, f"Ghi “{fixed}”.")
    if len(month) == 2 and month.startswith("0") and int(month) > max(_ZERO_MONTHS):
        sentence = f"Tháng ghi “{month}”; chỉ tháng 1 và 2 thêm số 0 phía trước."
        yield breach("TT-NGAY-THUA-SO-0", places, sentence, f"Ghi “tháng {int(month)}”.")


def _calendar(document: Document, line: Line, day: str, month: str, year: str) -> Iterator[Finding]:
    if not (day and month and len(year) == 4):
        return
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        sentence = f"Không có ngày {day} tháng {month} năm {year}."
        yield breach("TT-NGAY-KHONG-CO", document.places([line]), sentence, "Ghi đúng ngày ban hành.")


def _position(document: Document, line: Line) -> Iterator[Finding]:
    head = document.head
    places = document.places([line])
    if head.number is not None and abs(line.baseline - head.number.baseline) > _LEVEL:
        yield breach(
            "TT-NGAY-VI-TRI",
            places,
            "Địa danh và thời gian không cùng dòng với số, ký hiệu.",
            "Đặt hai thành phần trên cùng một dòng.",
        )
    elif head.motto is not None and abs(line.centre - head.motto.centre) > _CENTRED and line.width < head.motto.width:
        yield breach(
            "TT-NGAY-VI-TRI",
            places,
            f"Địa danh và thời gian lệch {abs(line.centre - head.motto.centre) / MM:.0f} mm so với giữa Quốc hiệu.",
            "Canh giữa địa danh và thời gian dưới Quốc hiệu.",
        )
