"""The agency's signature shown as text: on an appendix in a file of its own (S4) and on an electronic copy (S5).

ND30 Phụ lục I: in the upper right corner of the first page, no image, Times New Roman 10, upright, black; the text ends
with the time of the signing, which is the time written in the signature itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.documents import MALFORMED, AppendingWriter, open_writer
from vanthu.standards.signing.errors import PdfAltered, PlaceMissing
from vanthu.standards.signing.fonts import embed, font_subset
from vanthu.standards.signing.forms import (
    ASCENT,
    DESCENT,
    add_signature_field,
    add_to_form,
    appearance,
    require_plain,
)
from vanthu.standards.signing.places import Slot
from vanthu.standards.signing.prepared import Prepared
from vanthu.standards.signing.signing import prepare, require_fitting

SIZE = 10.0
MOST_LINES = 3
"""So many lines end above the text of a page, whose margin is 20 mm (ND30 PL I)."""
FONT = "/VTDau"
VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class _Place:
    """A slot as it is used: as high as its text."""

    page: int
    x: float
    y: float
    width: float
    height: float


def stamp_text(words: str, at: datetime) -> str:
    """The text with the time: "Số: 15/QĐ-BNV; 05/01/2020; 14:30:05 +07:00" (ISO 8601 zone of Vietnam)."""
    return f"{words}; {at.astimezone(VIETNAM):%d/%m/%Y; %H:%M:%S} +07:00"


def begin_stamp(pdf: bytes, *, slot: Slot, words: str, certificate: SigningCertificate, at: datetime) -> Prepared:
    """Prepare the agency's signature on a file that nobody has signed; `complete` puts the signature in.

    `words`: what stands before the time, "Sao y; Sở Nội vụ". `slot`: where, as wide as the text may be. After it
    nothing but archive data may follow. Raises `AlreadyReserved` (also for a file that is signed), `PdfActiveContent`,
    `PdfUnreadable`, `PdfEncrypted`, `NumberUnprintable`, `PlaceMissing`, and those of `begin` about certificates.
    """
    require_fitting(certificate, "stamp", at=at)
    writer = open_writer(pdf)
    try:
        require_plain(writer)
        draw(writer, slot, stamp_text(words, at))
    except MALFORMED as error:
        raise PlaceMissing(repr(error)) from error
    try:
        return prepare(writer, "stamp", certificate, None, at=at)
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error


def draw(writer: AppendingWriter, slot: Slot, text: str, *, last: bool = True) -> None:
    """Put the text in a new signature field of the agency; `last`: nobody signs after it."""
    font = font_subset("Regular", "".join(sorted(set(text))))
    lines = broken(text, font.widths, slot.width)
    place = _Place(slot.page, slot.x, slot.y + slot.height - _height(lines), slot.width, _height(lines))
    reference = add_signature_field(writer, "stamp", place, last=last)
    embedded = embed(writer, font, "Regular")
    fonts = generic.DictionaryObject({pdf_name(FONT): embedded})
    content = _content(lines, font.glyphs, font.widths, place)
    stream = appearance(content, place.width, place.height, generic.DictionaryObject({pdf_name("/Font"): fonts}))
    reference.get_object()["/AP"][pdf_name("/N")] = writer.add_object(stream)
    add_to_form(writer, [reference], {})


def broken(text: str, widths: Mapping[str, int], width: float) -> list[str]:
    """The text in lines that fit: broken after a semicolon where that is enough, else between words."""
    for parts, glue in ((text.split("; "), "; "), (text.split(" "), " ")):
        lines = _filled(parts, glue, widths, width)
        if len(lines) <= MOST_LINES and all(_length(line, widths) <= width for line in lines):
            return lines
    return lines


def _filled(parts: list[str], glue: str, widths: Mapping[str, int], width: float) -> list[str]:
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]}{glue}{part}"
        if _length(longer, widths) <= width:
            lines[-1] = longer
        else:
            lines[-1] += glue.rstrip()
            lines.append(part)
    return lines


def _length(line: str, widths: Mapping[str, int]) -> float:
    return sum(widths[char] for char in line) * SIZE / 1000


def _height(lines: list[str]) -> float:
    return len(lines) * (ASCENT + DESCENT) * SIZE


def _content(lines: list[str], glyphs: Mapping[str, int], widths: Mapping[str, int], place: _Place) -> bytes:
    """Each line against the right edge, pressed together if a single word is wider than the place."""
    drawn = []
    for index, line in enumerate(lines):
        natural = _length(line, widths)
        squeeze = min(1.0, place.width / natural)
        x = place.width - natural * squeeze
        y = place.height - (index * (ASCENT + DESCENT) + ASCENT) * SIZE
        codes = "".join(f"{glyphs[char]:04X}" for char in line)
        drawn.append(f"BT {FONT} {SIZE:.0f} Tf {squeeze * 100:.2f} Tz 0 g {x:.2f} {y:.2f} Td <{codes}> Tj ET")
    return f"q {' '.join(drawn)} Q".encode()
