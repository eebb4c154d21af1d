"""Comparing what is printed: with and without marks, and whether it is in capitals."""

import re
import unicodedata
from difflib import SequenceMatcher

VIETNAMESE_WORD = r"[^\W\d_]+"


def folded(text: str) -> str:
    """Small letters without marks, words parted by one space; anything else left out."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D").replace("ð", "d").replace("Ð", "D"))
    letters = "".join(character for character in plain if not unicodedata.combining(character)).casefold()
    return " ".join(re.findall(r"[^\W_]+", letters))


def alike(text: str, wanted: str) -> bool:
    """Whether the two are the same words but for a slip."""
    found = folded(text)
    if found == wanted:
        return True
    if abs(len(found) - len(wanted)) > 4:
        return False
    return SequenceMatcher(None, found, wanted, autojunk=False).ratio() > 0.88


def in_capitals(text: str) -> bool:
    """Whether it has letters and all of them are capitals."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(not character.islower() for character in letters)


def mostly_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and sum(character.isupper() for character in letters) > 0.7 * len(letters)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
