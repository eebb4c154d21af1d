"""What a printed register is made of."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | int | date | None
Row: TypeAlias = tuple[Cell, ...]
"""One line, a cell for each column of the form."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What stands on the cover and on the first page (ND30 Phụ lục IV); what is unknown stays dotted."""

    governing_name: str = ""
    agency_name: str
    year: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    from_number: int | None = None
    to_number: int | None = None
    volume: str = ""


@dataclass(frozen=True)
class Written:
    """How much was written; pages without cover and first page, 0 where a program decides on them when it opens."""

    rows: int
    pages: int


def text_of(cell: Cell) -> str:
    """Return a cell as it is printed: days as 05/06/2026, Unicode NFC, no characters a file cannot hold."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = unicodedata.normalize("NFC", str(cell))
    return "".join(one if one in "\n" or unicodedata.category(one)[0] != "C" else " " for one in text).strip()


def cover_lines(cover: Cover, *, numbered: bool) -> tuple[str, ...]:
    """Return the lines below the name of the register."""
    dots = "……"
    lines = [
        f"Năm: {cover.year or dots}",
        f"Từ ngày {text_of(cover.from_day) or dots} đến ngày {text_of(cover.to_day) or dots}",
    ]
    if numbered:
        lines.append(f"Từ số {_number(cover.from_number) or dots} đến số {_number(cover.to_number) or dots}")
    return (*lines, f"Quyển số: {cover.volume or dots}")


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:02d}"
