"""Phiếu giải quyết văn bản đến: every part is there, filled in or left to be written."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pypdfium2

from vanthu.standards.letter.handling import HandlingSheet, Opinion, handling_sheet
from vanthu.standards.letter.reading import PDFIUM_LOCK

AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def words_of(pdf: bytes) -> str:
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_the_form_says_which_document_it_is_and_who_decided_what() -> None:
    sheet = HandlingSheet(
        governing_name="UBND tỉnh Thử Nghiệm",
        agency_name="Sở Nội vụ",
        place="Thử Nghiệm",
        day=date(2026, 2, 9),
        identification=(("Số đến", "07"), ("Trích yếu", "cung cấp số liệu")),
        leader=(Opinion(lines=("Phòng CCVC chủ trì", "“Làm kỹ # [a]”"), name="Phạm Tiến Dũng", day=date(2026, 2, 9)),),
    )
    pdf = handling_sheet(sheet, at=AT)
    assert pdf == handling_sheet(sheet, at=AT)
    words = words_of(pdf)
    for said in (
        "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN",
        "Thử Nghiệm, ngày 09 tháng 02 năm 2026",
        "Số đến: 07",
        "Phòng CCVC chủ trì",
        "“Làm kỹ # [a]”",
        "Ngày 09/02/2026",
        "Ý kiến của lãnh đạo đơn vị",
        "Ý kiến đề xuất của người giải quyết",
    ):
        assert said in words
