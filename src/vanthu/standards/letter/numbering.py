"""The numbers of phần, chương, mục, điều, khoản and điểm: told from the order of the blocks, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from vanthu.standards.letter.blocks import (
    Article,
    Block,
    Chapter,
    Clause,
    Heading,
    Part,
    Point,
    Section,
    Subsection,
)
from vanthu.standards.letter.errors import BodyRefused

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Điểm in the order of the Vietnamese alphabet, without the letters that bear a mark (ND30 Phụ lục I)."""

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# What begins anew below each heading. Chương and điều run through the whole text (Phụ lục I, mục II.6).
RESETS: dict[type, tuple[type, ...]] = {
    Part: (Heading, Clause, Point),
    Chapter: (Section, Subsection, Clause, Point),
    Section: (Subsection, Clause, Point),
    Subsection: (Clause, Point),
    Heading: (Clause, Point),
    Article: (Clause, Point),
    Clause: (Point,),
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block and what is printed before it: "Chương II", "Điều 3.", "a)"; empty where nothing is."""

    label: str
    block: Block


def roman(number: int) -> str:
    """4 is "IV"; for 1 to 399."""
    digits = []
    for value, sign in _ROMAN:
        digits.append(sign * (number // value))
        number %= value
    return "".join(digits)


def numbered(blocks: Iterable[Block]) -> tuple[Numbered, ...]:
    """Every block with its number; raises BodyRefused when a khoản has more điểm than there are letters."""
    counts: dict[type, int] = {}
    found = []
    for place, block in enumerate(blocks, start=1):
        kind = type(block)
        counts[kind] = counts.get(kind, 0) + 1
        counts |= dict.fromkeys(RESETS.get(kind, ()), 0)
        found.append(Numbered(_label(block, counts[kind], place), block))
    return tuple(found)


def _label(block: Block, number: int, place: int) -> str:
    match block:
        case Part():
            return f"Phần {roman(number)}"
        case Chapter():
            return f"Chương {roman(number)}"
        case Section():
            return f"Mục {number}"
        case Subsection():
            return f"Tiểu mục {number}"
        case Heading():
            return f"{roman(number)}."
        case Article():
            return f"Điều {number}."
        case Clause():
            return f"{number}."
        case Point():
            return f"{_letter(number, place)})"
        case _:
            return ""


def _letter(number: int, place: int) -> str:
    if number > len(POINT_LETTERS):
        raise BodyRefused(
            f"Khối thứ {place} (điểm): một khoản chỉ có tối đa {len(POINT_LETTERS)} điểm, từ a đến y; hãy tách thành "
            "khoản mới.",
            block=place,
        )
    return POINT_LETTERS[number - 1]
