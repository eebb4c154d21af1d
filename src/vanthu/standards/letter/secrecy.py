"""Dấu chỉ độ mật: a secrecy mark told apart from the words of a text (ND30-PLI box 10a; QD28-A1).

State secrets must not enter a networked document system. Precision comes first: the words "bảo mật", "bí mật nhà nước"
or "MẬT" in a heading, a sentence or a table are no mark, and a system that took them for one would be switched off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import pairwise

import pypdfium2

from vanthu.standards.letter.reading import PDFIUM_LOCK, Frame, Glyph, Line, Page, _read_page


class Secrecy(IntEnum):
    """Độ mật, the lowest first (Luật Bảo vệ bí mật nhà nước)."""

    CONFIDENTIAL = 1
    SECRET = 2
    TOP_SECRET = 3

    @property
    def label(self) -> str:
        """The words of the mark."""
        return _LABELS[self]


class Found(StrEnum):
    """Where a mark was found."""

    PAGE = "page"
    METADATA = "metadata"
    SERIES = "series"


_LABELS = {Secrecy.CONFIDENTIAL: "MẬT", Secrecy.SECRET: "TỐI MẬT", Secrecy.TOP_SECRET: "TUYỆT MẬT"}
_LEVELS = {label: level for level, label in _LABELS.items()}
_BY_KEY = {"".join(label.split()): level for label, level in _LEVELS.items()}

_METADATA_NAMES = frozenset(
    {"độ mật", "mức độ mật", "dấu chỉ độ mật", "do mat", "do_mat", "domat", "mucdomat", "muc_do_mat"}
    | {"secrecy", "secrecy level", "secrecylevel", "security", "security level", "securitylevel", "classification"}
    | {"confidentiality", "doc_secrecy", "steering secrecy"}
)
_LISTS = frozenset({"keywords", "subject", "title", "từ khóa"})
"""Properties in which one of several items, or the whole, may be a mark."""
_METADATA_VALUES = {
    "1": Secrecy.CONFIDENTIAL, "2": Secrecy.SECRET, "3": Secrecy.TOP_SECRET,
    "mật": Secrecy.CONFIDENTIAL, "tối mật": Secrecy.SECRET, "tuyệt mật": Secrecy.TOP_SECRET,
    "mat": Secrecy.CONFIDENTIAL, "toi mat": Secrecy.SECRET, "tuyet mat": Secrecy.TOP_SECRET,
    "confidential": Secrecy.CONFIDENTIAL, "secret": Secrecy.SECRET, "top secret": Secrecy.TOP_SECRET,
}  # fmt: skip

_ZONE_LEFT = 0.5  # of the page: the middle of a mark lies left of it (box 10a is at the left edge)
_ZONE_DEEPEST = 0.5  # of the page from the top
_BODY_WIDTH = 0.55  # of the page: a line of text as wide as this belongs to the body
_ALONE = 1.2  # of the size: what stands nearer on the same baseline belongs to the same words
_BOX_WIDEST, _BOX_HIGHEST = 170.0, 60.0  # points
_NUMBER_LINE = re.compile(r"^\s*Số\s*:", re.IGNORECASE)
_OPENING = re.compile(r"^(Kính gửi|Căn cứ|Thực hiện|Theo)\b")


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """A mark: its level, where it was found, and what was read there."""

    level: Secrecy
    found: Found
    text: str

    @property
    def sentence(self) -> str:
        """What was seen, as a Vietnamese clause without a full stop."""
        where = {
            Found.PAGE: f"trang 1 có dấu chỉ độ mật «{self.level.label}» ở ô số 10a",
            Found.METADATA: f"thông tin kèm theo ghi độ mật là «{self.text}»",
            Found.SERIES: f"số, ký hiệu «{self.text}» thuộc sổ văn bản mật",
        }
        return where[self.found]


@dataclass(frozen=True, slots=True)
class _Words:
    """Characters of one line that stand together, apart from others on their baseline."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline


def secrecy_mark(
    pages: Sequence[Page] = (),
    *,
    metadata: Mapping[str, str] | None = None,
    notation: str = "",
    secret_series: Collection[str] = (),
) -> SecrecyMark | None:
    """Return the mark of secrecy a document carries, None when it carries none.

    `pages`: as read, only the first is looked at. `metadata`: properties of the file or of its package by name.
    `secret_series`: parts of a ký hiệu that only the agency's series of secret documents have, e.g. "M" in
    "05/BC-SNV-M" (ND30-A15.2). A page that is only a picture shows nothing here: a person must look at it.
    """
    return (
        (_on_page(pages[0]) if pages else None) or _in_metadata(metadata or {}) or _in_notation(notation, secret_series)
    )


def secrecy_of_pdf(pdf: bytes, *, notation: str = "", secret_series: Collection[str] = ()) -> SecrecyMark | None:
    """Return the mark a PDF carries on page 1, in its properties or by its number; None also when nothing is readable.

    What no program can read is refused, or kept as received, elsewhere: here only a mark counts.
    """
    try:
        page, properties = _first_page(pdf)
    except pypdfium2.PdfiumError:
        return secrecy_mark(notation=notation, secret_series=secret_series)
    named = notation or _printed_notation(page)
    return secrecy_mark((page,), metadata=properties, notation=named, secret_series=secret_series)


def _first_page(pdf: bytes) -> tuple[Page, dict[str, str]]:
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(pdf)) as document:
        document.init_forms()
        return _read_page(document, 0), document.get_metadata_dict(skip_empty=True)


def _printed_notation(page: Page) -> str:
    """What stands behind "Số:" on the first page, so that a series of secret documents is known there too."""
    lines = (_NUMBER_LINE.sub("", line.text) for line in page.lines if _NUMBER_LINE.match(line.text))
    return next(lines, "").strip()


# ── on the page ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _on_page(page: Page) -> SecrecyMark | None:
    words = [piece for line in page.lines for piece in _pieces(line)]
    for piece in words:
        level = level_of_mark(piece.text)
        if level and _in_box_10a(piece, words, page) and _looks_like_mark(piece, words, page):
            return SecrecyMark(level, Found.PAGE, level.label)
    return _letter_spaced(page, words)


def _pieces(line: Line) -> Iterator[_Words]:
    """Parts of a line with wide gaps between them: box 10a and 9a may stand on one baseline."""
    inked = line.inked
    start = 0
    for index, (before, glyph) in enumerate(pairwise(inked), start=1):
        if glyph.x0 - before.x1 > _ALONE * glyph.size:
            yield _Words(inked[start:index])
            start = index
    yield _Words(inked[start:])


def _letter_spaced(page: Page, words: Sequence[_Words]) -> SecrecyMark | None:
    """M Ậ T with a wide space between letters comes as pieces of one letter."""
    for line in page.lines:
        key = _key(line.text)
        whole = _Words(line.inked)
        if key in _BY_KEY and len(list(_pieces(line))) > 1 and _looks_like_mark(whole, words, page):
            others = [piece for piece in words if piece.baseline != whole.baseline]
            if _in_box_10a(whole, others, page):
                return SecrecyMark(_BY_KEY[key], Found.PAGE, _BY_KEY[key].label)
    return None


def level_of_mark(text: str) -> Secrecy | None:
    """Return the level when the text is exactly a mark in capitals, however its letters are spaced and composed."""
    return _BY_KEY.get(_key(text))


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split()).strip("()[]“”\"'.")


def _in_box_10a(piece: _Words, words: Sequence[_Words], page: Page) -> bool:
    """Below the number, left of the middle, above where the text begins."""
    if (piece.x0 + piece.x1) / 2 > _ZONE_LEFT * page.width or piece.baseline < (1 - _ZONE_DEEPEST) * page.height:
        return False
    if any(_NUMBER_LINE.match(one.text) and one.baseline < piece.baseline - 2 for one in words):
        return False
    return not any(_is_body(one, page) and one.baseline > piece.baseline + 2 for one in words)


def _is_body(piece: _Words, page: Page) -> bool:
    """A line of the text itself; headings are bold or in capitals, and stand in columns."""
    if _OPENING.match(piece.text) and not piece.text.startswith("Kính"):
        return True
    wide = piece.x1 - piece.x0 > _BODY_WIDTH * page.width
    return wide and not _all_bold(piece.glyphs) and not piece.text.isupper()


def _looks_like_mark(piece: _Words, words: Sequence[_Words], page: Page) -> bool:
    if _in_table(piece, page):
        return False
    if _own_box(piece, page):
        return True
    if _continues_above(piece, words):
        return False
    return _red(piece.glyphs) or _all_bold(piece.glyphs) or _style_unknown(piece.glyphs)


def _own_box(piece: _Words, page: Page) -> Frame | None:
    return next((frame for frame in page.frames if _around(frame, piece) and _small(frame)), None)


def _around(frame: Frame, piece: _Words) -> bool:
    return (
        frame.x0 <= piece.x0 + 2
        and frame.x1 >= piece.x1 - 2
        and frame.y0 <= piece.baseline + 1
        and frame.y1 >= piece.baseline + 0.5 * piece.size
    )


def _small(frame: Frame) -> bool:
    return frame.width <= _BOX_WIDEST and frame.height <= _BOX_HIGHEST


def _in_table(piece: _Words, page: Page) -> bool:
    """A cell has neighbours: another box at its edge, or long rules close above and below."""
    box = _own_box(piece, page)
    if box is not None and any(_share_edge(box, other) for other in page.frames if other is not box):
        return True
    if any(_around(frame, piece) and not _small(frame) and frame.height < page.height / 2 for frame in page.frames):
        return True
    near = [
        rule.y - piece.baseline
        for rule in page.rules
        if rule.length > _BOX_WIDEST and rule.x0 <= piece.x0 and rule.x1 >= piece.x1
    ]
    return any(0 < gap < 3 * piece.size for gap in near) and any(-2 * piece.size < gap <= 0 for gap in near)


def _share_edge(box: Frame, other: Frame) -> bool:
    beside = min(abs(box.x1 - other.x0), abs(box.x0 - other.x1)) < 2 and _overlap(box.y0, box.y1, other.y0, other.y1)
    stacked = min(abs(box.y1 - other.y0), abs(box.y0 - other.y1)) < 2 and _overlap(box.x0, box.x1, other.x0, other.x1)
    return beside or stacked


def _overlap(a0: float, a1: float, b0: float, b1: float) -> bool:
    return min(a1, b1) - max(a0, b0) > 2


def _continues_above(piece: _Words, words: Iterable[_Words]) -> bool:
    """The last line of a heading in several lines: the same face, size and colour right above."""
    style = _style(piece.glyphs)
    return any(
        0 < above.baseline - piece.baseline < 1.7 * piece.size
        and _style(above.glyphs) == style
        and _overlap(piece.x0, piece.x1, above.x0, above.x1)
        for above in words
    )


def _style(glyphs: Sequence[Glyph]) -> tuple[str, float, tuple[int, int, int]]:
    return glyphs[0].font, round(glyphs[0].size, 1), glyphs[0].colour


def _red(glyphs: Sequence[Glyph]) -> bool:
    return all(red > 140 and green < 100 and blue < 100 for red, green, blue in (glyph.colour for glyph in glyphs))


def _all_bold(glyphs: Sequence[Glyph]) -> bool:
    return all(re.search(r"bold|black|heavy|demi|bd\b|,b", glyph.font, re.IGNORECASE) for glyph in glyphs)


def _style_unknown(glyphs: Sequence[Glyph]) -> bool:
    """Some programs give their faces numbers for names: then nobody can say that they are not bold."""
    return all(re.fullmatch(r"(|[A-Z]+\d+|CIDFont\+\w+|T\d+|F\d+|Unnamed.*)", glyph.font) for glyph in glyphs)


# ── elsewhere ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _in_metadata(metadata: Mapping[str, str]) -> SecrecyMark | None:
    for name, value in metadata.items():
        folded = " ".join(unicodedata.normalize("NFC", name).casefold().strip(" /:").split())
        for said in _said(folded, unicodedata.normalize("NFC", str(value))):
            if level := _METADATA_VALUES.get(" ".join(said.casefold().split())):
                return SecrecyMark(level, Found.METADATA, said.strip())
    return None


def _said(name: str, value: str) -> Iterator[str]:
    """What a property says about secrecy: all of it when it is named so, else items that are a mark in capitals."""
    if name in _METADATA_NAMES:
        yield value.strip()
    elif name in _LISTS:
        for item in re.split(r"[,;|\n]", value):
            stated = re.sub(r"^\s*(độ mật|mức độ mật)\s*:", "", item, flags=re.IGNORECASE)
            if " ".join(stated.split()) in _LEVELS or (stated != item and stated.strip()):
                yield stated.strip()


def _in_notation(notation: str, secret_series: Collection[str]) -> SecrecyMark | None:
    text = unicodedata.normalize("NFC", notation).strip()
    parts = {part.strip("() ").upper() for part in re.split(r"[/\-–]|(?=\()", text) if part.strip("() ")}
    marks = {"MẬT": Secrecy.CONFIDENTIAL, "TỐIMẬT": Secrecy.SECRET, "TUYỆTMẬT": Secrecy.TOP_SECRET}
    for part in sorted(parts):
        if level := marks.get("".join(part.split())):
            return SecrecyMark(level, Found.SERIES, text)
    configured = {unicodedata.normalize("NFC", one).strip().upper() for one in secret_series if one.strip()}
    return SecrecyMark(Secrecy.CONFIDENTIAL, Found.SERIES, text) if parts & configured else None
