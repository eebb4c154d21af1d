"""The text of a document as frozen blocks: what a drafter writes, without any layout (ND30 Phụ lục I, mục II.6)."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style; brought to NFC, printed literally."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", unicodedata.normalize("NFC", self.text))


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Justified, first line indented; `align` "center" or "right" has no indent."""

    runs: Runs
    align: Align = "justify"


@dataclass(frozen=True, slots=True)
class Part:
    """Phần: Roman number on its own line, title below in capitals."""

    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Chương, as Phần; numbered through the whole text."""

    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """Mục of a text with điều: "Mục 1" on its own line, title below in capitals; begins anew in each chương."""

    title: str


@dataclass(frozen=True, slots=True)
class Subsection:
    """Tiểu mục: as Mục; begins anew in each mục."""

    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Mục of a text without điều: "I. NHỮNG KẾT QUẢ", number and title on one line; begins anew in each phần."""

    title: str


@dataclass(frozen=True, slots=True)
class Article:
    """Điều: numbered through the whole text. A title stands alone on the line; else the text follows the number."""

    title: str = ""
    runs: Runs = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """Khoản: "1."; begins anew in each điều, mục, chương and phần. A title stands alone on the line, in bold."""

    runs: Runs = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Điểm: "a)" in the order of the Vietnamese alphabet; begins anew in each khoản."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class List:
    """A paragraph an item, each with its mark before it."""

    items: tuple[Runs, ...]
    mark: Literal["-", "+"] = "-"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its paragraphs, and over how many columns and rows it reaches."""

    lines: tuple[Runs, ...] = ()
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    """Instead of the alignment of its column."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell that reaches over others takes their place, as in HTML."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    """Of the columns, relative to each other."""
    header_rows: int = 1
    """Printed again on each page the table goes on to; bold and centred."""
    align: tuple[Align, ...] = ()
    """Of the columns; left where none is given."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the middle of the page; its bytes are found by `source` among the images of the letter."""

    source: str
    width_mm: float
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = (
    Paragraph
    | Part
    | Chapter
    | Section
    | Subsection
    | Heading
    | Article
    | Clause
    | Point
    | List
    | Table
    | Image
    | PageBreak
)
Body = tuple[Block, ...]


def runs(text: str) -> Runs:
    """Plain text as the runs of a block."""
    return (Run(text),) if text else ()


def cell(text: str, *, columns: int = 1, rows: int = 1, align: Align | None = None) -> Cell:
    """A cell with plain text, a line a paragraph."""
    lines = tuple(runs(line) for line in text.split("\n") if line.strip())
    return Cell(lines, columns=columns, rows=rows, align=align)


def table(
    *rows: tuple[str, ...], widths: tuple[float, ...], align: tuple[Align, ...] = (), header_rows: int = 1
) -> Table:
    """A table of plain text."""
    return Table(tuple(tuple(map(cell, row)) for row in rows), widths=widths, align=align, header_rows=header_rows)
