"""What a PDF shows: lines of text with faces and sizes, ruled lines and frames, in points from the lower left.

Forms and signature images are read as a viewer shows them: annotations are flattened in memory before reading.
"""

import ctypes
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

Colour = tuple[int, int, int]
POINTS_PER_MM = 72 / 25.4

_WHOLE_WORD_GAP = 0.15  # of the size: beyond it a space is seen
_COLUMN_GAP = 3.0  # of the size: beyond it another column begins
_SAME_BASELINE = 1.0  # points
_HAIRLINE = 2.0  # points: a thinner filled box is a ruled line (word processors draw them so)
UNKNOWN_CHARACTER = "\ufffd"  # the file does not say which character a drawn shape is
_HYPHENS = frozenset((0x02, 0x2D, 0xAD, 0xFFFE))
# The library keeps global state: one thread at a time.
PDFIUM_LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: where it stands and where the next one does."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str
    colour: Colour


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, in reading order."""

    page: int
    glyphs: tuple[Glyph, ...]

    def __hash__(self) -> int:
        # Where it begins tells lines apart; hashing every glyph would take longer than reading them.
        return hash((self.page, len(self.glyphs), self.glyphs[0].x0, self.glyphs[0].baseline))

    @cached_property
    def text(self) -> str:
        """The characters, with a space wherever one is seen."""
        parts = [self.glyphs[0].text]
        for before, glyph in pairwise(self.glyphs):
            gap = glyph.x0 - before.x1 > _WHOLE_WORD_GAP * glyph.size
            parts.append(" " + glyph.text if gap and before.text != " " and glyph.text != " " else glyph.text)
        return "".join(parts).strip(" ")

    @cached_property
    def inked(self) -> tuple[Glyph, ...]:
        """The characters that are not spaces."""
        return tuple(glyph for glyph in self.glyphs if not glyph.text.isspace())

    @property
    def x0(self) -> float:
        return self.inked[0].x0

    @property
    def x1(self) -> float:
        return self.inked[-1].x1

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @cached_property
    def main_size(self) -> float:
        """The size most of its letters have, to the nearest half point."""
        sizes = Counter(round(glyph.size * 2) / 2 for glyph in self.inked)
        return sizes.most_common(1)[0][0]

    @cached_property
    def sizes(self) -> frozenset[float]:
        return frozenset(round(glyph.size, 2) for glyph in self.inked)

    @cached_property
    def fonts(self) -> frozenset[str]:
        """Names of faces without the tag of a subset: "Tinos-Bold"."""
        return frozenset(glyph.font for glyph in self.inked)

    @cached_property
    def colours(self) -> frozenset[Colour]:
        return frozenset(glyph.colour for glyph in self.inked)

    @property
    def bold(self) -> bool:
        return all("bold" in font.lower() for font in self.fonts)

    @property
    def italic(self) -> bool:
        return all("italic" in font.lower() or "oblique" in font.lower() for font in self.fonts)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal ruled line."""

    page: int
    x0: float
    x1: float
    y: float
    thickness: float
    colour: Colour

    @property
    def length(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle drawn with a line; the measures are of the line's middle."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    colour: Colour

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Bar:
    """A vertical ruled line, as tables have."""

    page: int
    x: float
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Where an image is shown; its points are never decoded."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as seen."""

    index: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]
    bars: tuple["Bar", ...] = ()
    pictures: tuple["Picture", ...] = ()


def read_pages(pdf: bytes) -> tuple[Page, ...]:
    """Everything printed on each page; raises pypdfium2.PdfiumError when the bytes are no readable PDF."""
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        count = len(document)
    try:
        return tuple(_read_alone(document, index) for index in range(count))
    finally:
        with PDFIUM_LOCK:
            document.close()


def _read_alone(document: pypdfium2.PdfDocument, index: int) -> Page:
    # The lock is taken anew for each page, so that a long file does not keep everybody else waiting.
    with PDFIUM_LOCK:
        return _read_page(document, index)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; raises pypdfium2.PdfiumError when the bytes are no readable PDF."""
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def page_texts(pdf: bytes, *, most: int = 500) -> tuple[str, ...]:
    """The words of the first `most` pages; lines that a sentence runs over are joined. Raises pypdfium2.PdfiumError."""
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(_flowing(document, index) for index in range(min(most, len(document))))


def _flowing(document: pypdfium2.PdfDocument, index: int) -> str:
    with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
        text = unicodedata.normalize("NFC", textpage.get_text_bounded())
    return re.sub(r"(?<![.;:!?/])\s*[\r\n]+", " ", text).replace("\r\n", "\n").strip()


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    with closing(document[index]) as page:
        # Without this the content of fields and signatures is not part of the page.
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    with closing(document[index]) as page:
        width, height = page.get_size()
        with closing(page.get_textpage()) as textpage:
            lines = _lines(index, _glyphs(textpage))
        shapes = [shape for item in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH]) for shape in _shapes(index, item)]
        images = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])
        pictures = tuple(Picture(index, *item.get_bounds()) for item in images)
    rules = tuple(shape for shape in shapes if isinstance(shape, Rule))
    frames = tuple(shape for shape in shapes if isinstance(shape, Frame))
    bars = tuple(shape for shape in shapes if isinstance(shape, Bar))
    return Page(index, width, height, lines, rules, frames, bars, pictures)


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _glyphs(textpage: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    raw = textpage.raw
    x, baseline, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    faces: dict[int, tuple[float, str, Colour]] = {}
    for index in range(pdfium.FPDFText_CountChars(raw)):
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, baseline)
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        item = pdfium.FPDFText_GetTextObject(raw, index)
        address = ctypes.addressof(item.contents) if item else -1 - index
        if address not in faces:
            faces[address] = _face(raw, index)
        size, font, colour = faces[address]
        yield Glyph(_character(raw, index), x.value, max(x.value, box.right), baseline.value, size, font, colour)


def _face(raw: object, index: int) -> tuple[float, str, Colour]:
    """Size, font and colour, which are those of the text object: asked once for each of them."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(raw, index, *colour)
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, len(name), flags)
    size = pdfium.FPDFText_GetFontSize(raw, index) * abs(matrix.d or matrix.b or 1)
    font = name.value.decode("utf-8", "replace").rpartition("+")[2]
    return size, font, (colour[0].value, colour[1].value, colour[2].value)


def _character(raw: object, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(raw, index)
    # At the end of a line the library guesses that a hyphen divides a word, and hides it: "SNV-" / "CCVC" has none.
    if code in _HYPHENS and pdfium.FPDFText_IsHyphen(raw, index) == 1:
        return "-"
    if pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1:
        return UNKNOWN_CHARACTER
    return chr(code)


def _lines(page: int, glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Lines in the order of the content, which is the order of reading within a table's cell."""
    pieces: list[list[Glyph]] = []
    for found in glyphs:
        glyph = _placed(found, after=pieces[-1][-1] if pieces else None)
        if pieces and _continues(pieces[-1][-1], glyph):
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    with_ink = [piece for piece in pieces if any(not glyph.text.isspace() for glyph in piece)]
    return tuple(Line(page, tuple(piece)) for piece in _filled_in(with_ink))


def _placed(glyph: Glyph, *, after: Glyph | None) -> Glyph:
    """Characters without width share a glyph with their neighbour; their own place is right after it."""
    if (
        after is None
        or unicodedata.category(glyph.text) != "Cf"
        or abs(after.baseline - glyph.baseline) >= _SAME_BASELINE
    ):
        return glyph
    return replace(glyph, x0=after.x1, x1=max(after.x1, glyph.x1))


def _continues(before: Glyph, glyph: Glyph) -> bool:
    gap = glyph.x0 - before.x1
    same_style = (before.font, before.size) == (glyph.font, glyph.size)
    widest = _COLUMN_GAP * glyph.size if same_style else 0.6 * glyph.size
    return abs(before.baseline - glyph.baseline) < _SAME_BASELINE and -0.5 * glyph.size < gap < widest


def _filled_in(pieces: list[list[Glyph]]) -> list[list[Glyph]]:
    """What was written later into the gaps of a line, or right after it, becomes part of that line."""
    lines: list[list[Glyph]] = []
    for piece in pieces:
        words = _words(piece)
        for index, line in enumerate(lines):
            together = _with_words(line, words)
            if together is not None:
                lines[index] = together
                break
        else:
            lines.append(piece)
    return lines


def _words(piece: list[Glyph]) -> list[list[Glyph]]:
    words = [[piece[0]]]
    for before, glyph in pairwise(piece):
        if glyph.x0 - before.x1 > 0.6 * glyph.size:
            words.append([])
        words[-1].append(glyph)
    return words


def _with_words(line: list[Glyph], words: list[list[Glyph]]) -> list[Glyph] | None:
    """The line with all of the words in their gaps, or None when one has no room there."""
    together = line
    for word in words:
        if not _has_room_for(together, word):
            return None
        together = sorted((*together, *word), key=lambda glyph: glyph.x0)
    return together


def _has_room_for(line: list[Glyph], piece: list[Glyph]) -> bool:
    size, start, end = piece[0].size, piece[0].x0, piece[-1].x1
    if abs(line[0].baseline - piece[0].baseline) >= _SAME_BASELINE or abs(line[0].size - size) > 0.5:
        return False
    follows = _slanted(line[-1]) == _slanted(piece[0]) and -0.5 <= start - line[-1].x1 < 0.5 * size
    gaps = pairwise(line)
    return follows or any(a.x1 - 0.5 <= start and end <= b.x0 + 0.5 for a, b in gaps)


def _slanted(glyph: Glyph) -> bool:
    return "italic" in glyph.font.lower() or "oblique" in glyph.font.lower()


# ── drawings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _shapes(page: int, item: pypdfium2.PdfObject) -> Iterator[Rule | Frame | Bar]:
    points = _points(item)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not points or not (fill.value or stroke.value):
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    colour = _colour(item, stroked=bool(stroke.value))
    if y1 - y0 < _HAIRLINE and x1 - x0 > _HAIRLINE:
        thickness = _stroke_width(item) if stroke.value else y1 - y0
        yield Rule(page, x0, x1, (y0 + y1) / 2, thickness, colour)
    elif x1 - x0 < _HAIRLINE and y1 - y0 > _HAIRLINE:
        yield Bar(page, (x0 + x1) / 2, y0, y1)
    elif stroke.value and x1 - x0 > _HAIRLINE:
        yield Frame(page, x0, y0, x1, y1, _stroke_width(item), colour)


def _points(item: pypdfium2.PdfObject) -> list[tuple[float, float]]:
    matrix = item.get_matrix()
    points = []
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(item, index), x, y)
        points.append(matrix.on_point(x.value, y.value))
    return points


def _stroke_width(item: pypdfium2.PdfObject) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    return width.value


def _colour(item: pypdfium2.PdfObject, *, stroked: bool) -> Colour:
    parts = [ctypes.c_uint() for _ in range(4)]
    read = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    read(item, *parts)
    return parts[0].value, parts[1].value, parts[2].value
