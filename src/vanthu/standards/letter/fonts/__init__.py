"""Tinos, metric-compatible with Times New Roman (ND30 Phụ lục I): the only faces a document is printed with."""

from functools import cache
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont

from vanthu.standards.letter.errors import FontIncomplete

Style = Literal["Regular", "Bold", "Italic", "BoldItalic"]

FOLDER = Path(__file__).parent
FAMILY = "Tinos"
STYLES: tuple[Style, ...] = ("Regular", "Bold", "Italic", "BoldItalic")

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
VIETNAMESE_LETTERS = _VOWELS + _VOWELS.upper() + "đĐ"


def font_path(style: Style) -> Path:
    """The file of one of the four faces."""
    return FOLDER / f"{FAMILY}-{style}.ttf"


@cache
def _covered(style: Style) -> frozenset[int]:
    with TTFont(font_path(style), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def printable_characters() -> frozenset[str]:
    """Every character that all four faces can print."""
    return frozenset(map(chr, frozenset.intersection(*map(_covered, STYLES))))


def require_vietnamese() -> None:
    """Raise FontIncomplete unless every face is there and has every Vietnamese letter."""
    for style in STYLES:
        if not font_path(style).is_file():
            raise FontIncomplete(f"Thiếu tệp phông chữ {font_path(style).name}; hãy cài lại phần mềm.")
        missing = [letter for letter in VIETNAMESE_LETTERS if ord(letter) not in _covered(style)]
        if missing:
            raise FontIncomplete(
                f"Phông chữ {font_path(style).name} thiếu chữ {''.join(missing)}; hãy cài lại phần mềm."
            )
