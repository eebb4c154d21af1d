"""Registers in print: the columns of the decree, cover and totals, every line once, memory that does not grow."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest

from vanthu.standards.registers import FORMS, Cover, Row, layout, write_docx, write_pdf, write_xlsx

AT = datetime(2026, 12, 31, 16, 30, tzinfo=timezone(timedelta(hours=7)))
FORM = FORMS["outgoing"]
COVER = Cover(
    governing_name="Ủy ban nhân dân tỉnh Thử Nghiệm", agency_name="Sở Nội vụ", year=2026, from_number=1, to_number=90,
    from_day=date(2026, 1, 1), to_day=date(2026, 12, 31), volume="02",
)  # fmt: skip


def rows(count: int, form: Any = FORM) -> Iterator[Row]:
    """Lines whose second to last cell names them."""
    for number in range(1, count + 1):
        cells: list[Any] = ["Sở Y tế; Ủy ban nhân dân phường Bến Thử"] * len(form.columns)
        cells[0], cells[1], cells[-2] = f"{number:02d}/SNV-CCVC", date(2026, 3, 9), f"dòng{number}"
        yield tuple(cells)


def text_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(pdf)]


def pdf_of(count: int, form: Any = FORM, cover: Cover = COVER) -> tuple[bytes, Any]:
    target = io.BytesIO()
    written = write_pdf(form, cover, rows(count, form), target, at=AT)
    return target.getvalue(), written


def words_of(docx: bytes) -> str:
    document = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    return "\n".join(re.findall(r"<w:t[^>]*>([^<]*)", document))


LEAST = {"outgoing": 10, "incoming": 10, "post": 6, "copies": 9, "follow_up": 7, "copying": 8}


@pytest.mark.parametrize("key", FORMS)
def test_every_form_prints_its_columns_numbered_under_its_name(key: str) -> None:
    form = FORMS[key]
    assert len(form.columns) == LEAST[key]
    cover, first, page = text_of(pdf_of(3, form)[0])
    for said in (form.title.upper(), "SỞ NỘI VỤ", "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM", "Năm: 2026", "Quyển số: 02"):
        assert said in cover
        assert said in first
    assert ("Từ số 01 đến số 90" in cover) == (key != "follow_up")
    assert f"({len(form.columns)})" in page
    assert "Cộng trang: 3" in page


def test_what_the_cover_does_not_know_is_dotted() -> None:
    cover = text_of(pdf_of(1, cover=Cover(agency_name="Sở Nội vụ"))[0])[0]
    for said in ("Năm: ……", "Từ ngày …… đến ngày ……", "Từ số …… đến số ……", "Quyển số: ……"):
        assert said in cover


def test_every_line_is_printed_once_in_order_with_totals_that_add_up() -> None:
    pdf, written = pdf_of(180)
    pages = text_of(pdf)[2:]
    assert (len(pages), written.rows) == (written.pages, 180)
    assert written.pages > 13, "more than one part is bound"
    assert [int(one) for one in re.findall(r"dòng(\d+)", "\n".join(pages))] == list(range(1, 181))
    through = 0
    for number, page in enumerate(pages, start=1):
        on_page, so_far = map(int, re.findall(r"Cộng trang: (\d+) văn bản. Lũy kế: (\d+) văn bản", page)[0])
        through += on_page
        assert (on_page, so_far) == (len(re.findall(r"dòng\d+", page)), through)
        assert f"Trang {number}" in page
    assert f"Sổ gồm {written.pages} trang, tổng cộng 180 văn bản." in pages[-1]
    assert "tổng cộng" not in "".join(pages[:-1])


def test_an_empty_register_is_a_book_with_one_page() -> None:
    pdf, written = pdf_of(0)
    assert (written.rows, written.pages) == (0, 1)
    assert "tổng cộng 0 văn bản" in text_of(pdf)[2]


def test_the_bound_pdf_is_whole_says_pdf_a_and_is_the_same_every_time() -> None:
    pdf, _ = pdf_of(40)
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        assert whole.check_pdf_syntax() == []
        assert b"<pdfaid:part>2</pdfaid:part>" in whole.Root.Metadata.read_bytes()
        assert whole.Root.OutputIntents[0].S == "/GTS_PDFA1"
        fonts = {str(font.BaseFont) for page in whole.pages for font in page.Resources.Font.values()}
    assert all("Tinos" in font for font in fonts)
    assert pdf == pdf_of(40)[0]


def test_docx_has_the_same_pages_as_the_pdf() -> None:
    target = io.BytesIO()
    written = write_docx(FORM, COVER, rows(60), target, at=AT)
    said = words_of(target.getvalue())
    assert (written.rows, written.pages) == (60, pdf_of(60)[1].pages)
    assert [int(one) for one in re.findall(r"dòng(\d+)", said)] == list(range(1, 61))
    assert f"Sổ gồm {written.pages} trang, tổng cộng 60 văn bản." in said
    assert said.count("SỔ ĐĂNG KÝ VĂN BẢN ĐI") == 2
    document = zipfile.ZipFile(io.BytesIO(target.getvalue())).read("word/document.xml").decode()
    assert document.count("<w:tblHeader/>") == 2 * written.pages


def test_xlsx_keeps_text_as_text_and_days_as_days() -> None:
    dangerous = ("=1+1", date(2026, 3, 9), "@sum", "+84", None, 3, "-x", "", "https://a.example", "\x07chuông")
    target = io.BytesIO()
    assert write_xlsx(FORM, COVER, [dangerous], target).rows == 1
    book = zipfile.ZipFile(target)
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert "<v>46090</v>" in sheet, "9 March 2026 as Excel counts days"
    assert "<hyperlink" not in sheet


@pytest.mark.parametrize(
    "cell",
    ["<script>&", "#let x = 1 *đậm* $a$ @b", "Nguyễn \\ Văn", "a\tb\nc", "x" * 400, "Ẩ" * 3000],
    ids=["markup", "typst", "backslash", "tab and line", "one long word", "three thousand letters"],
)
def test_any_text_prints_as_text(cell: str) -> None:
    row = (cell, *["x"] * 9)
    for write in (write_pdf, write_docx):
        target = io.BytesIO()
        written = write(FORM, COVER, [row, row], target, at=AT)  # type: ignore[operator]
        assert written.rows == 2
    page = text_of(pdf_of(1)[0])[2]
    assert "dòng1" in page


def test_a_row_with_too_few_cells_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="3 cells for 10 columns"):
        layout.broken(FORM, ("a", "b", "c"))


@pytest.mark.parametrize("text", ["Ủy ban nhân dân xã Đồng Mẫu", "125/SNV-CCVC-HĐND-UBND", "từ" * 60, "a b " * 40])
def test_no_line_is_wider_than_its_column(text: str) -> None:
    for width in (40.0, 60.0, 120.0):
        lines = layout.wrapped(text, width)
        assert all(layout.text_width(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_pages_are_as_full_as_they_can_be() -> None:
    room = layout.PAGE_HEIGHT - layout.TOP - layout.BOTTOM - layout.heading_height(FORM) - 30
    leaves = list(layout.leaves(FORM, rows(100)))
    for leaf, following in pairwise(leaves):
        used = sum(line.height for line in leaf.lines)
        assert used <= room < used + following.lines[0].height


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        with io.BytesIO() as target:
            write_docx(FORM, COVER, rows(count), target, at=AT)
            size = target.getbuffer().nbytes
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most - size

    peak(100)
    assert peak(8_000) < 8_000_000, "held, the lines alone would take four times that"
