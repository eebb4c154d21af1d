"""Thể thức: the 29 types of document laid out as ND30 Phụ lục I and III prescribe, and found again in a PDF.

letter = Letter(kind="quyet_dinh", body=from_json(stored), …)
composed = compose(letter, at=now)                      # PDF/A-2b, and the places left for number, date and signatures
"""

from vanthu.standards.letter.body import from_json, from_text, plain_blocks, plain_text, to_json
from vanthu.standards.letter.catalogue import COPIES, TYPES, document_type, notation
from vanthu.standards.letter.composing import Composer, compose, compose_attachment, compose_copy
from vanthu.standards.letter.copies import copy_stamp_place
from vanthu.standards.letter.copying import is_certified_copy, is_copy, scan_faults
from vanthu.standards.letter.copying import refusal as copy_refusal
from vanthu.standards.letter.errors import (
    BodyRefused,
    FontIncomplete,
    ImageRefused,
    LetterError,
    LetterRefused,
    PlacesNotFound,
)
from vanthu.standards.letter.images import fit as fit_image
from vanthu.standards.letter.locate import locate_slots
from vanthu.standards.letter.model import (
    SLOT_NAMES,
    Composed,
    ImageFile,
    Letter,
    Lookup,
    PaperCopy,
    Profile,
    Slot,
    SlotName,
)
from vanthu.standards.letter.reading import page_count, page_texts
from vanthu.standards.letter.typed import from_typed
from vanthu.standards.letter.typed_document import document_from_typed

__all__ = [
    "COPIES",
    "SLOT_NAMES",
    "TYPES",
    "BodyRefused",
    "Composed",
    "Composer",
    "FontIncomplete",
    "ImageFile",
    "ImageRefused",
    "Letter",
    "LetterError",
    "LetterRefused",
    "Lookup",
    "PaperCopy",
    "PlacesNotFound",
    "Profile",
    "Slot",
    "SlotName",
    "compose",
    "compose_attachment",
    "compose_copy",
    "copy_refusal",
    "copy_stamp_place",
    "document_from_typed",
    "document_type",
    "fit_image",
    "from_json",
    "from_text",
    "from_typed",
    "is_certified_copy",
    "is_copy",
    "locate_slots",
    "notation",
    "page_count",
    "page_texts",
    "plain_blocks",
    "plain_text",
    "scan_faults",
    "to_json",
]
