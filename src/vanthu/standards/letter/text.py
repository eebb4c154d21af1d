"""What may be printed: text in NFC that the faces can show, and nothing that hides or reorders it."""

import unicodedata

from vanthu.standards.letter.errors import LetterRefused
from vanthu.standards.letter.fonts import printable_characters

# They make a reader see letters in another order than the signed bytes have them.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_CONTROL = frozenset(("Cc", "Cs", "Zl", "Zp"))


def without_controls(text: str, *, component: str) -> str:
    """`text` in NFC; raises LetterRefused, which names `component` (Vietnamese) and the position."""
    clean = unicodedata.normalize("NFC", text)
    for character in dict.fromkeys(clean):
        if unicodedata.category(character) in _CONTROL or character in _REORDERING:
            raise LetterRefused(
                f"{component} có ký tự điều khiển U+{ord(character):04X} ở vị trí {clean.index(character) + 1};"
                " hãy xóa ký tự đó rồi làm lại."
            )
    return clean


def legible(text: str, *, component: str) -> str:
    """`text` in NFC with its spaces; raises LetterRefused for what controls, reorders or has no glyph."""
    clean = without_controls(text, component=component)
    for character in dict.fromkeys(clean):
        if character not in printable_characters():
            raise LetterRefused(
                f"{component} có ký tự “{character}” (U+{ord(character):04X}) ở vị trí {clean.index(character) + 1}"
                " mà phông chữ Times New Roman không in được; hãy thay bằng chữ."
            )
    return clean


def printable(text: str, *, component: str) -> str:
    """Like `legible`, without spaces at its ends."""
    return legible(unicodedata.normalize("NFC", text).strip(" \u00a0"), component=component)


def required(text: str, *, component: str) -> str:
    """Like `printable`, and refuses an empty text."""
    clean = printable(text, component=component)
    if not clean:
        raise LetterRefused(f"Thiếu {component[0].lower()}{component[1:]}; hãy điền rồi làm lại.")
    return clean


def capitals(text: str | None, *, component: str) -> str:
    """Like `required`, in hoa."""
    return required(text or "", component=component).upper()


def listed(lines: tuple[str, ...], *, component: str) -> list[str]:
    """Lines of a list, each ending in ";" and the last in "."; a dash or end mark given with them is not doubled."""
    bare = [required(line, component=component).removeprefix("- ").rstrip(" ;.,") for line in lines]
    if not all(bare):
        raise LetterRefused(f"{component} có một dòng trống; hãy bỏ dòng đó hoặc điền tên.")
    return [line + (";" if index < len(bare) else ".") for index, line in enumerate(bare, start=1)]


def ended(paragraph: str) -> str:
    """The last paragraph with the mark that ends the text, "./." (ND30 Phụ lục III)."""
    return paragraph if paragraph.endswith("./.") else paragraph.rstrip(" .;,") + "./."
