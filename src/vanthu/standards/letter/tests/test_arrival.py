"""Dấu "ĐẾN" on a rendition (ND30 Phụ lục IV)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from vanthu.standards.letter.arrival import HEIGHT, WANTED, WIDTH, Arrival, free_place, with_arrival_stamp
from vanthu.standards.letter.errors import LetterRefused

AT = datetime(2026, 3, 9, 1, tzinfo=UTC)
CAME = Arrival(agency="Sở Nội vụ", number="07", day=date(2026, 3, 9), passed_to="Phòng Công chức, viên chức")
MM = 150 / 25.4


def page(*dark: tuple[int, int, int, int]) -> bytes:
    """An A4 page on which these rectangles (mm) are printed."""
    picture = Image.new("L", (1240, 1754), 255)
    for box in dark:
        ImageDraw.Draw(picture).rectangle([edge * MM for edge in box], fill=0)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150)
    return out.getvalue()


def overlaps(place: tuple[int, int], box: tuple[int, int, int, int]) -> bool:
    left, top = place
    return left < box[2] and box[0] < left + WIDTH and top < box[3] and box[1] < top + HEIGHT


def test_on_an_empty_page_it_stands_below_the_number() -> None:
    assert free_place(page()) == WANTED


@pytest.mark.parametrize("box", [(20, 50, 190, 130), (20, 10, 190, 250), (0, 40, 100, 297)])
def test_it_covers_nothing_where_there_is_room(box: tuple[int, int, int, int]) -> None:
    assert not overlaps(free_place(page(box)), box)


def test_a_full_page_gets_it_all_the_same() -> None:
    assert with_arrival_stamp(page((0, 0, 210, 297)), CAME, at=AT)


def test_it_says_number_day_and_where_the_document_went() -> None:
    stamped = pypdfium2.PdfDocument(with_arrival_stamp(page(), CAME, at=AT))
    told = " ".join(str(stamped[0].get_textpage().get_text_range()).split())
    for words in ("SỞ NỘI VỤ", "ĐẾN", "Số: 07", "Ngày: 09/03/2026", "Phòng Công chức, viên chức", "Số và ký hiệu HS:"):
        assert words in told


def test_signature_fields_are_gone_so_that_nobody_takes_the_copy_for_what_was_signed() -> None:
    with pikepdf.open(io.BytesIO(page())) as document:
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), SigFlags=3)
        out = io.BytesIO()
        document.save(out)
    with pikepdf.open(io.BytesIO(with_arrival_stamp(out.getvalue(), CAME, at=AT))) as stamped:
        assert "/AcroForm" not in stamped.Root


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(LetterRefused):
        with_arrival_stamp(b"no pdf", CAME, at=AT)
