"""Words as people type them: how they are kept, and how they are found again (no accents, any case, any order)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Q

from vanthu.office.kernel.prepared import Text

_NOT_WORDS = re.compile(r"[^\w/&.\-]+|[/&.\-]+(?=\s|$)|(?<!\S)[/&.\-]+")
_LEADING_ZEROS = re.compile(r"(?<!\S)0+(?=\d)")


def tidy(text: str) -> str:
    """Return one line of text as it is kept: Unicode NFC, one space between words, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str) -> str:
    """Return text in small letters without accents and leading zeros, one blank between words.

    "Tuyển dụng: đợt 01" becomes "tuyen dung dot 1".
    """
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(mark for mark in apart if not unicodedata.combining(mark)).lower()
    return _LEADING_ZEROS.sub("", " ".join(_NOT_WORDS.sub(" ", plain).split()))


def line(*parts: str) -> str:
    """Return everything by which a thing is found, folded, with a blank before and after each word."""
    return f" {folded(' '.join(parts))} "


_CODE = re.compile(r"\s*0*(\d{1,9})/(\S*)\s*")


def code(text: str) -> tuple[tuple[str, str], str] | None:
    """Return the ways to write the number of a code somebody typed ("1/SNV" means 1 and 01), and its notation."""
    found = _CODE.fullmatch(text)
    return ((found[1], found[1].zfill(2)), found[2]) if found else None


def needles(text: str) -> tuple[Text, ...]:
    """Return what a line has to have in it that somebody looks for with `text`.

    A number is found as a whole, a code from its beginning, any other word anywhere.
    """
    found = folded(text).split()
    return tuple(Text(f" {word} " if word.isdigit() else f" {word}" if word[0].isdigit() else word) for word in found)


def has_all(wanted: Iterable[Text], path: str) -> Q:
    """Return the condition that a line (`path` leads to its words) has all of what `needles` returned."""
    found = Q()
    for one in wanted:
        found &= Q(**{f"{path}__contains": one})
    return found


def containing(text: str, path: str) -> Q:
    """Return the condition that a line (`path` leads to its words) has every word of `text`."""
    return has_all(needles(text), path)
