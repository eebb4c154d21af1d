"""Where number, date and signatures belong in a PDF that came from elsewhere, found by what is printed in it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pypdfium2

from vanthu.standards.letter.errors import PlacesNotFound
from vanthu.standards.letter.model import DESCENT, SEAL_MM, Slot
from vanthu.standards.letter.reading import POINTS_PER_MM, Glyph, Line, Page, read_pages

_ASCENT = 0.891
_BLANK = frozenset(" \u00a0._…·-–")  # what is typed where a figure is to be written
_DIGIT_WIDTH = 0.5  # of the size
_IMAGE_WIDTH, _IMAGE_HEIGHT = 36 * POINTS_PER_MM, 24 * POINTS_PER_MM
_LEAST_ROOM = 15 * POINTS_PER_MM  # lower than this no signature can be read

_NUMBER = re.compile(r"Số\s*:")
_DATE = re.compile(r"(?P<day>ngày)[\W\d_]*(?P<month>tháng)[\W\d_]*(?P<year>năm)", re.IGNORECASE)
_PLACES = {
    "number": "chỗ trống sau “Số:” để ghi số",
    "day": "chỗ trống sau chữ “ngày” ở dòng địa danh và thời gian",
    "month": "chỗ trống sau chữ “tháng” ở dòng địa danh và thời gian",
    "year": "chỗ trống đủ rộng sau chữ “năm” ở dòng địa danh và thời gian",
    "leader": "họ tên người ký với khoảng trống ít nhất 15 mm phía trên để đặt chữ ký",
}


@dataclass(frozen=True, slots=True)
class _Gap:
    """Blank space in a line; `printed` when figures already stand there."""

    x0: float
    x1: float
    printed: bool


def locate_slots(
    pdf: bytes,
    *,
    signer_name: str,
    beside: Sequence[str] = (),
    dated: bool = True,
    numbered: bool = True,
    seal_mm: float = SEAL_MM,
) -> dict[str, Slot]:
    """The slots of an uploaded letter; "year" is absent where the year is already printed.

    `beside`: names of those who sign too, at "leader_2", "leader_3"…; `dated`: False for a document that bears no
    date at its head (mẫu 1.9); `numbered`: False for a file into which number and date cannot be written, since
    somebody else has signed it. Raises PlacesNotFound, whose `missing` names the slots that are not there, also when
    the file has no text at all.
    """
    try:
        pages = read_pages(pdf)
    except pypdfium2.PdfiumError as error:
        sentence = "Không đọc được tệp PDF: tệp hỏng hoặc có mật khẩu; hãy xuất lại tệp rồi tải lên."
        raise PlacesNotFound(sentence, missing=tuple(_PLACES)) from error
    slots = dict(_signature_slots(pages, signer_name, seal_mm))
    slots |= dict(_number_slot(pages[0])) if numbered else {}
    slots |= dict(_date_slots(pages[0])) if dated and numbered else {}
    for number, name in enumerate(beside, start=2):
        found = dict(_signature_slots(pages, name, seal_mm)).get("leader")
        slots |= {f"leader_{number}": replace(found, name=f"leader_{number}")} if found else {}
    places = _wanted(beside, dated=dated and numbered, numbered=numbered)
    missing = tuple(name for name in places if name not in slots and not (name == "year" and _year_printed(pages[0])))
    if missing:
        what = "; ".join(places[name] for name in missing)
        raise PlacesNotFound(
            f"Trong tệp PDF không tìm thấy: {what}. Hãy sửa dự thảo rồi tải lên lại; tệp ảnh quét không dùng được.",
            missing=missing,
        )
    return slots


def _wanted(beside: Sequence[str], *, dated: bool, numbered: bool) -> dict[str, str]:
    """The places that must be there, with their words."""
    left_out = (set() if dated else {"day", "month", "year"}) | (set() if numbered else {"number"})
    places = {name: words for name, words in _PLACES.items() if name not in left_out}
    for number, name in enumerate(beside, start=2):
        places[f"leader_{number}"] = f"họ tên {name} với khoảng trống ít nhất 15 mm phía trên để đặt chữ ký"
    return places


# ── number and date ──────────────────────────────────────────────────────────────────────────────────────────────────


def _characters(line: Line) -> str:
    """One character a glyph, so that a match's index is a glyph's."""
    return "".join(glyph.text[:1] or " " for glyph in line.glyphs)


def _number_slot(page: Page) -> Iterator[tuple[str, Slot]]:
    for line in page.lines:
        match = _NUMBER.match(_characters(line).lstrip())
        if match is None:
            continue
        start = _characters(line).index(":")
        gap = _gap(page, line, start, _next(line, start, "/"), digits=5)
        if not gap.printed and gap.x1 - gap.x0 >= 2 * _DIGIT_WIDTH * line.glyphs[start].size:
            yield "number", _text_slot("number", page, line.glyphs[start], gap, "Regular")
        return


def _date_line(page: Page) -> tuple[Line, re.Match[str]] | None:
    """The first line in the upper half of page 1 where a place and a comma come before the date."""
    for line in page.lines:
        match = _DATE.search(_characters(line))
        if match and line.baseline > page.height / 2 and "," in line.text[: match.start()]:
            return line, match
    return None


def _date_slots(page: Page) -> Iterator[tuple[str, Slot]]:
    found = _date_line(page)
    if found is None:
        return
    line, match = found
    ends = {"day": match.start("month"), "month": match.start("year"), "year": None}
    for name, end in ends.items():
        last = match.end(name) - 1
        gap = _gap(page, line, last, end, digits=4 if name == "year" else 2)
        digits = 4 if name == "year" else 2
        if not gap.printed and gap.x1 - gap.x0 >= 0.95 * digits * _DIGIT_WIDTH * line.glyphs[last].size:
            yield name, _text_slot(name, page, line.glyphs[last], gap, "Italic" if line.italic else "Regular")


def _year_printed(page: Page) -> bool:
    found = _date_line(page)
    if found is None:
        return False
    line, match = found
    return re.match(r"\W*\d{4}\b", _characters(line)[match.end() :]) is not None


def _next(line: Line, start: int, character: str) -> int | None:
    position = _characters(line).find(character, start + 1)
    return None if position < 0 else position


def _gap(page: Page, line: Line, last: int, end: int | None, *, digits: int) -> _Gap:
    """From the glyph `last` to the glyph `end`, or, where nothing follows, room for `digits` figures."""
    between = line.glyphs[last + 1 : end]
    printed = any(glyph.text not in _BLANK for glyph in between)
    before, size = line.glyphs[last].x1, line.glyphs[last].size
    if end is not None:
        return _Gap(before, line.glyphs[end].x0, printed)
    start = before + 0.25 * size
    dotted = max((glyph.x1 for glyph in between), default=start)
    free = min(_next_on_the_line(page, line), page.width - 10 * POINTS_PER_MM)
    return _Gap(start, min(max(dotted, start + (digits * _DIGIT_WIDTH + 0.1) * size), free), printed)


def _next_on_the_line(page: Page, line: Line) -> float:
    beside = [
        other.x0
        for other in page.lines
        if abs(other.baseline - line.baseline) < line.glyphs[0].size and other.x0 > line.x1
    ]
    return min(beside, default=page.width)


def _text_slot(name: str, page: Page, beside: Glyph, gap: _Gap, style: Literal["Regular", "Italic"]) -> Slot:
    y = beside.baseline - DESCENT * beside.size
    height = (_ASCENT + DESCENT) * beside.size
    return Slot(name, page.index, gap.x0, y, gap.x1 - gap.x0, height, size=beside.size, style=style)


# ── signatures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _comparable(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _signature_slots(pages: tuple[Page, ...], signer_name: str, seal_mm: float) -> Iterator[tuple[str, Slot]]:
    """Between the title and the name, where the name stands last; the seal covers the left third of the image."""
    wanted = _comparable(signer_name)
    named = [
        (page, line) for page in pages for line in page.lines if wanted and _comparable(line.text).endswith(wanted)
    ]
    if not named:
        return
    page, line = named[-1]
    size = line.glyphs[0].size
    # The title before a name ("TS. …") does not move the middle: the name's own line is what is centred.
    centre, floor = line.centre, line.baseline + _ASCENT * size
    above = _lowest_above(page, centre, floor)
    room = above - floor
    if room < _LEAST_ROOM:
        return
    height = min(_IMAGE_HEIGHT, room - 2 * POINTS_PER_MM)
    width = _IMAGE_WIDTH * height / _IMAGE_HEIGHT
    y = floor + min((room - height) / 2, 5 * POINTS_PER_MM)
    leader = Slot("leader", page.index, centre - width / 2, y, width, height)
    yield "leader", leader
    seal = seal_mm * POINTS_PER_MM
    yield "seal", Slot("seal", page.index, leader.x + width / 3 - seal, y + (height - seal) / 2, seal, seal)


def _lowest_above(page: Page, centre: float, floor: float) -> float:
    """The foot of the nearest text above `floor` where the image would stand, or the top margin."""
    half = _IMAGE_WIDTH / 2
    feet = [
        line.baseline - DESCENT * line.glyphs[0].size
        for line in page.lines
        if line.baseline > floor and line.x0 < centre + half and line.x1 > centre - half
    ]
    return min(feet, default=page.height - 20 * POINTS_PER_MM)
