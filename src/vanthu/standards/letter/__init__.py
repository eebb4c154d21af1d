"""Thể thức: the components of an official letter laid out as ND30 Phụ lục I prescribes, and found again in a PDF."""

from vanthu.standards.letter.composing import Composer, compose
from vanthu.standards.letter.errors import FontIncomplete, LetterError, LetterRefused, PlacesNotFound
from vanthu.standards.letter.locate import locate_slots
from vanthu.standards.letter.model import SLOT_NAMES, Composed, Letter, Profile, Slot, SlotName
from vanthu.standards.letter.reading import page_count

__all__ = [
    "SLOT_NAMES",
    "Composed",
    "Composer",
    "FontIncomplete",
    "Letter",
    "LetterError",
    "LetterRefused",
    "PlacesNotFound",
    "Profile",
    "Slot",
    "SlotName",
    "compose",
    "locate_slots",
    "page_count",
]
