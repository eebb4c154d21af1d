"""Which lines stand on which page: words measured with the metrics of the face, so that PDF and DOCX break alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from fontTools.ttLib import TTFont

from vanthu.standards.letter.fonts import Style, font_path
from vanthu.standards.registers.forms import Form
from vanthu.standards.registers.model import Row, text_of

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 297 * MM, 210 * MM
LEFT, RIGHT, TOP, BOTTOM = 20 * MM, 12 * MM, 15 * MM, 14 * MM
WIDTH = PAGE_WIDTH - LEFT - RIGHT
SIZE, LINE = 10.0, 12.0
"""Size of the letters and height of a line, in points."""
PAD_X, PAD_Y = 3.0, 2.5
RULE = 0.5
_SPARE = 30.0  # points: for the line of totals and for programs that measure a little differently


@dataclass(frozen=True)
class Line:
    """A row broken into lines, cell by cell."""

    cells: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """Height of the row with its padding and rule."""
        return max(1, *map(len, self.cells)) * LINE + 2 * PAD_Y + RULE


@dataclass(frozen=True)
class Leaf:
    """One page: its lines, and how many lines came before it."""

    number: int
    lines: tuple[Line, ...]
    before: int

    @property
    def through(self) -> int:
        """How many lines there are up to the end of this page."""
        return self.before + len(self.lines)


def leaves(form: Form, rows: Iterable[Row]) -> Iterator[Leaf]:
    """Yield the pages one after another; never more than one is held. A row too high for a page is divided."""
    room = PAGE_HEIGHT - TOP - BOTTOM - heading_height(form) - _SPARE
    held: list[Line] = []
    used, number, before = 0.0, 1, 0
    for row in rows:
        line = broken(form, row, most=int((room - 2 * PAD_Y - RULE) // LINE))
        if held and used + line.height > room:
            yield Leaf(number, tuple(held), before)
            before, number = before + len(held), number + 1
            held, used = [], 0.0
        held.append(line)
        used += line.height
    if held or number == 1:
        yield Leaf(number, tuple(held), before)


def broken(form: Form, row: Row, *, most: int = 1000) -> Line:
    """Break every cell of a row into lines of its column; what exceeds `most` lines ends with an ellipsis."""
    if len(row) != len(form.columns):
        raise ValueError(f"{form.key}: {len(row)} cells for {len(form.columns)} columns")
    widths = (column.share * WIDTH - 2 * PAD_X - 1 for column in form.columns)
    cells = (wrapped(text_of(cell), width) for cell, width in zip(row, widths, strict=True))
    return Line(tuple(cell if len(cell) <= most else (*cell[: most - 1], f"{cell[most - 1]}…") for cell in cells))


def heading_height(form: Form) -> float:
    """Height of the headings and of the row of column numbers."""
    widths = (column.share * WIDTH - 2 * PAD_X - 1 for column in form.columns)
    lines = max(len(wrapped(column.title, width, "Bold")) for column, width in zip(form.columns, widths, strict=True))
    return (lines + 1) * LINE + 4 * PAD_Y + 2 * RULE


@lru_cache(maxsize=2_000)
def wrapped(text: str, width: float, style: Style = "Regular") -> tuple[str, ...]:
    """Break a text at spaces, and within words that are wider than the column."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_filled(paragraph.split(), width, style))
    return tuple(lines) or ("",)


def _filled(words: list[str], width: float, style: Style) -> Iterator[str]:
    line, used = "", 0.0
    for word in (part for whole in words for part in _parts(whole, width, style)):
        size = text_width(word, style)
        if line and used + _space(style) + size > width:
            yield line
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + _space(style) + size) if line else (word, size)
    yield line


def _parts(word: str, width: float, style: Style) -> Iterator[str]:
    """The word itself, or pieces of it that fit: "125/SNV-" and "CCVC" rather than in the middle of a name."""
    while text_width(word, style) > width and len(word) > 1:
        fits = max(1, next((n for n in range(len(word), 0, -1) if text_width(word[:n], style) <= width), 1))
        at = max((word.rfind(mark, 0, fits) + 1 for mark in "-/"), default=0)
        cut = at if at > 1 else fits
        yield word[:cut]
        word = word[cut:]
    yield word


@lru_cache(maxsize=10_000)
def text_width(text: str, style: Style = "Regular") -> float:
    """Width of a text in points, without kerning."""
    advances, fallback = _advances(style)
    return sum(advances.get(ord(character), fallback) for character in text) * SIZE


def _space(style: Style) -> float:
    return text_width(" ", style)


@cache
def _advances(style: Style) -> tuple[dict[int, float], float]:
    with TTFont(font_path(style), lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        widths = {code: metrics[glyph][0] / units for code, glyph in font.getBestCmap().items()}
    return widths, max(widths.values())
