"""Dấu "ĐẾN" on a rendition of a received document (ND30 Phụ lục IV); the bytes that came are never touched."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

import pikepdf
import pypdfium2

from vanthu.standards.letter.errors import LetterRefused
from vanthu.standards.letter.printing import printed
from vanthu.standards.letter.reading import PDFIUM_LOCK

WIDTH, HEIGHT = 50, 35
"""Millimetres."""
WANTED = (30, 58)
"""Left and top, in millimetres, where there is usually room: below the number of the document."""
_EDGE = 4
_STEP = 2
_INK = 235
"""A grey below this is something printed."""
_POINT = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What the stamp says; what is empty is left to be written by hand."""

    agency: str
    number: str
    day: date
    passed_to: str = ""
    dossier: str = ""


def with_arrival_stamp(pdf: bytes, arrival: Arrival, *, at: datetime) -> bytes:
    """Return a copy of a PDF with the stamp on its first page, where it covers the least.

    Signatures become pictures: a copy that was drawn upon is not what was signed. Raises LetterRefused when the
    bytes are no readable PDF.
    """
    try:
        left, top = free_place(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(io.BytesIO(_stamp(arrival, at))) as stamp:
            document.flatten_annotations("all")
            if "/AcroForm" in document.Root:
                del document.Root.AcroForm
            page = document.pages[0]
            x, _bottom, _right, upper = (float(edge) for edge in page.mediabox)
            lower = upper - (top + HEIGHT) * _POINT
            box = (x + left * _POINT, lower, x + (left + WIDTH) * _POINT, lower + HEIGHT * _POINT)
            page.add_overlay(stamp.pages[0], pikepdf.Rectangle(*box))
            out = io.BytesIO()
            document.save(out)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise LetterRefused("Không đọc được tệp PDF nên không đóng được dấu đến lên bản in.") from error
    return out.getvalue()


def free_place(pdf: bytes) -> tuple[int, int]:
    """Return left and top (mm) of the place on the first page that the stamp would cover the least, near the usual one.

    Raises pypdfium2.PdfiumError.
    """
    ink = _summed(_printed(pdf))
    wide, high = len(ink[0]) - 1, len(ink) - 1
    lefts = range(_EDGE, max(wide - WIDTH - _EDGE, _EDGE + 1), _STEP)
    tops = range(_EDGE, max(high - HEIGHT - _EDGE, _EDGE + 1), _STEP)

    def cost(place: tuple[int, int]) -> float:
        left, top = place
        right, bottom = min(left + WIDTH, wide), min(top + HEIGHT, high)
        covered = ink[bottom][right] - ink[top][right] - ink[bottom][left] + ink[top][left]
        return covered + (abs(left - WANTED[0]) + abs(top - WANTED[1])) / 4

    return min(((left, top) for top in tops for left in lefts), key=cost)


def _printed(pdf: bytes) -> Sequence[Sequence[int]]:
    """Return the first page as rows of one number per square millimetre: 1 where something is printed."""
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        picture = page.render(scale=1 / _POINT, grayscale=True).to_pil().convert("L")
    dark = picture.point([1 if grey < _INK else 0 for grey in range(256)])
    width, height = picture.size
    cells = dark.tobytes()
    return [cells[row * width : (row + 1) * width] for row in range(height)]


def _summed(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the sums of everything above and left of each corner: what a rectangle covers is then four of them."""
    sums = [[0] * (len(cells[0]) + 1)]
    for row in cells:
        sums.append([0, *(above + here for above, here in zip(sums[-1][1:], accumulate(row), strict=True))])
    return sums


def _stamp(arrival: Arrival, at: datetime) -> bytes:
    lines = [
        ("Số", arrival.number),
        ("Ngày", f"{arrival.day:%d/%m/%Y}"),
        ("Chuyển", arrival.passed_to),
        ("Số và ký hiệu HS", arrival.dossier),
    ]
    data = {"agency": arrival.agency.upper(), "number": arrival.number, "lines": lines}
    return printed("arrival", data, at=at)
