"""From a Letter to its PDF/A-2b: the same letter at the same time gives the same bytes."""

import json
import math
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from vanthu.standards.letter import fonts, text
from vanthu.standards.letter.blocks import Block
from vanthu.standards.letter.errors import FontIncomplete, LetterRefused
from vanthu.standards.letter.model import SEAL_MM, Composed, Letter, Slot

TEMPLATES = Path(__file__).parent / "templates"
PAGE_HEIGHT = 297 / 25.4 * 72
TOP_MARGIN = 20 / 25.4 * 72

# Sizes go up or down together (footnote of the table of ND30 Phụ lục I): two sets, never mixed.
_COMMON = {"number": 13, "body": 14, "urgency": 13, "signer": 14, "recipients_heading": 12, "recipients": 11}
_SIZES: Mapping[str, dict[str, int]] = {
    "A": _COMMON
    | {"national_name": 13, "motto": 14, "governing_name": 13, "agency_name": 13, "place_and_date": 14}
    | {"subject": 13, "contact": 12, "page_number": 14},
    "B": _COMMON
    | {"national_name": 12, "motto": 13, "governing_name": 12, "agency_name": 12, "place_and_date": 13}
    | {"subject": 12, "contact": 11, "page_number": 14},
}
# Text and width in millimetres of the urgency box, all 8 mm high.
_URGENCY: tuple[tuple[str, int] | None, ...] = (None, ("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HỎA TỐC", 30))
# In points: one line of the body and the space after a paragraph end higher than this, two lines lower.
_TWO_LINES = 29
# A block that cannot be parted must stay lower than a page: longer lists of recipients go on below it.
_RECIPIENT_LINES_BESIDE_SIGNER = 24
_LETTERS_A_RECIPIENT_LINE = 38


class Composer:
    """A warm compiler with the fonts loaded; one may be shared by threads, which then take turns."""

    def __init__(self) -> None:
        """Raises FontIncomplete when the faces that came with the program are damaged."""
        fonts.require_vietnamese()
        faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
        # Without its face the compiler would print nothing, and say nothing.
        if faces.families() != [fonts.FAMILY] or len(faces.fonts()) != len(fonts.STYLES):
            raise FontIncomplete("Trình soạn thảo không đọc được phông chữ Tinos; hãy cài lại phần mềm.")
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(str(TEMPLATES / "official_letter.typ"), root=str(TEMPLATES), font_paths=faces)

    def compose(self, letter: Letter, *, at: datetime, seal_mm: float = SEAL_MM) -> Composed:
        """Lay the letter out; raises LetterRefused naming the component that cannot be printed."""
        data = _template_data(letter) | {"seal": seal_mm}
        with self._lock:
            pdf = self._compile(data, at=at)
            if self._signature_stands_alone():
                pdf = self._compile(data | {"keep_with_signature": True}, at=at)
            slots = {slot.name: slot for slot in map(_slot, self._positions("<slot>"))}
            return Composed(pdf, slots, pages=self._positions("<last-page>")[0]["page"])

    def _compile(self, data: Mapping[str, Any], *, at: datetime) -> bytes:
        inputs = {"letter": json.dumps(data, ensure_ascii=False)}
        second = at.replace(microsecond=0)  # a PDF keeps no finer time, and the compiler refuses one
        pdf = self._compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=["a-2b"], timestamp=second)
        if not isinstance(pdf, bytes):
            raise TypeError("the compiler gave no PDF")
        return pdf

    def _positions(self, label: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._compiler.query(label, field="value"))
        return found

    def _signature_stands_alone(self) -> bool:
        """Whether fewer than two lines of text are on the page of the signature."""
        (end,), (signature,) = self._positions("<text-end>"), self._positions("<signature>")
        if end["page"] != signature["page"]:
            return True
        return bool(end["page"] > 1 and end["y"] - TOP_MARGIN < _TWO_LINES)


_shared: Composer | None = None
_shared_lock = threading.Lock()


def compose(letter: Letter, *, at: datetime, seal_mm: float = SEAL_MM) -> Composed:
    """Lay out one letter with the compiler this process keeps warm; see Composer.compose."""
    global _shared
    with _shared_lock:
        _shared = _shared or Composer()
    return _shared.compose(letter, at=at, seal_mm=seal_mm)


def _slot(found: Mapping[str, Any]) -> Slot:
    y = PAGE_HEIGHT - found["y"] - found["height"]
    return Slot(
        name=found["name"],
        page=found["page"] - 1,
        x=found["x"],
        y=y,
        width=found["width"],
        height=found["height"],
        size=found["size"],
        style=found["style"],
    )


def _template_data(letter: Letter) -> dict[str, Any]:
    """What the template reads: every text checked and in its final form."""
    if letter.profile not in _SIZES or not 0 <= letter.urgency < len(_URGENCY):
        raise LetterRefused("Bộ cỡ chữ phải là A hoặc B và mức độ khẩn từ 0 đến 3; hãy chọn lại.")
    subject = text.required(letter.subject, component="Trích yếu").removeprefix("V/v ")
    return {
        "sizes": _SIZES[letter.profile],
        "title": f"V/v {subject}",
        "subject": subject,
        "urgency": _urgency(letter.urgency),
        "number_digits": letter.number_digits,
        "place": text.required(letter.place, component="Địa danh"),
        "notation": text.required(letter.notation, component="Ký hiệu").removeprefix("/"),
        "body": _body(letter.body),
        "addressed_to": _addressees(letter.addressed_to),
        "recipients": _recipients(letter),
        "contact_line": text.printable(letter.contact_line or "", component="Dòng địa chỉ liên hệ") or None,
        "keep_with_signature": False,
    } | _names(letter)


def _names(letter: Letter) -> dict[str, Any]:
    if not letter.signer_authority:
        raise LetterRefused("Thiếu quyền hạn, chức vụ của người ký; hãy điền rồi làm lại.")
    authority, governing = "Quyền hạn, chức vụ của người ký", "Tên cơ quan chủ quản"
    return {
        "governing_name": letter.governing_name and text.capitals(letter.governing_name, component=governing),
        "agency_name": text.capitals(letter.agency_name, component="Tên cơ quan ban hành"),
        "signer_authority": [text.capitals(line, component=authority) for line in letter.signer_authority],
        "signer_name": text.required(letter.signer_name, component="Họ và tên người ký"),
    }


def _urgency(level: int) -> dict[str, Any] | None:
    mark = _URGENCY[level]
    return mark and {"text": mark[0], "width": mark[1]}


def _body(paragraphs: tuple[Block | str, ...]) -> list[str]:
    if not paragraphs:
        raise LetterRefused("Thiếu nội dung công văn; hãy điền rồi làm lại.")
    plain = [paragraph for paragraph in paragraphs if isinstance(paragraph, str)]
    if len(plain) < len(paragraphs):
        raise LetterRefused("Bản này chỉ trình bày được các đoạn văn thường.")
    clean = [text.required(paragraph, component="Nội dung") for paragraph in plain]
    return [*clean[:-1], text.ended(clean[-1])]


def _addressees(lines: tuple[str, ...]) -> list[str]:
    """One stands on the line of "Kính gửi:" without end mark; several are a list (ND30 Phụ lục I, ô số 9a)."""
    if not lines:
        raise LetterRefused("Thiếu nơi gửi đến (Kính gửi); hãy điền rồi làm lại.")
    return (
        [text.required(lines[0], component="Kính gửi")] if len(lines) == 1 else text.listed(lines, component="Kính gửi")
    )


def _recipients(letter: Letter) -> dict[str, Any]:
    if not letter.recipients:
        raise LetterRefused("Thiếu nơi nhận; ít nhất phải có dòng “Lưu: VT”.")
    lines = text.listed(letter.recipients, component="Nơi nhận")
    used, beside = 0, 0
    for line in lines:
        used += math.ceil(len(line) / _LETTERS_A_RECIPIENT_LINE)
        beside += used <= _RECIPIENT_LINES_BESIDE_SIGNER
    typist = text.printable(letter.typist_and_copies or "", component="Ký hiệu người soạn thảo") or None
    return {"beside_signer": lines[:beside], "below": lines[beside:], "typist_and_copies": typist}
