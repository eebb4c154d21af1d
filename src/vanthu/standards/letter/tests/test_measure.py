"""What is filled in and drawn after the letter was made is measured with it; what is absent is said to be absent."""

import ctypes
import io
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst

from vanthu.standards.letter import Slot, compose, fonts
from vanthu.standards.letter.measure import measure
from vanthu.standards.letter.tests.letters import AT, ONE_PAGE, PARAGRAPH


def with_annotation(pdf: bytes, texts: dict[str, str], slots: dict[str, Slot]) -> bytes:
    """The texts drawn into their slots as annotations, as a filled field is: no content of the page itself."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    for name, text in texts.items():
        slot = slots[name]
        data = fonts.font_path(slot.style or "Regular").read_bytes()
        buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        font = pdfium.FPDFText_LoadFont(document, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, True)
        item = pdfium.FPDFPageObj_CreateTextObj(document, font, slot.size)
        encoded = (text + "\x00").encode("utf-16-le")
        pdfium.FPDFText_SetText(item, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
        start = slot.x + slot.width - len(text) * 0.5 * slot.size
        pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, start, slot.baseline)
        annotation = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_STAMP)
        corners = pdfium.FS_RECTF(slot.x, slot.y + slot.height, slot.x + slot.width, slot.y)
        pdfium.FPDFAnnot_SetRect(annotation, corners)
        pdfium.FPDFAnnot_AppendObject(annotation, item)
        pdfium.FPDFPage_CloseAnnot(annotation)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("profile", ["A", "B"])
@pytest.mark.parametrize("place", ["Lâm Đồng", "Thành phố Hồ Chí Minh"])
def test_number_and_date_filled_in_later_belong_to_their_lines(profile: str, place: str) -> None:
    composed = compose(replace(ONE_PAGE, profile=profile, place=place), at=AT)
    texts = {"number": "125", "day": "09", "month": "3", "year": "2026"}
    found = measure(with_annotation(composed.pdf, texts, dict(composed.slots)))
    assert found.number.text == "Số: 125/SNV-CCVC"
    assert found.place_and_date.text == f"{place}, ngày 09 tháng 3 năm 2026"
    assert found.number.sizes == {13}
    assert found.place_and_date.sizes == {14 if profile == "A" else 13}
    assert measure(composed.pdf).paragraphs == found.paragraphs


def test_measuring_changes_nothing_and_tells_the_same_twice() -> None:
    pdf = compose(ONE_PAGE, at=AT).pdf
    assert measure(pdf) == measure(pdf)
    assert pdf == compose(ONE_PAGE, at=AT).pdf


def test_a_page_that_is_no_letter_has_none_of_its_components() -> None:
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
    source = f'#set text(font: "Tinos")\n{PARAGRAPH}'
    found = measure(typst.compile(source.encode(), font_paths=faces, format="pdf"))
    components = (found.national_name, found.motto, found.number, found.place_and_date, found.recipients_heading)
    assert components == (None,) * 5
    assert (found.body, found.agency_name, found.subject, found.addressed_to, found.recipients) == ((),) * 5
    assert len(found.lines) > 1


def test_bytes_that_are_no_pdf_are_refused() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        measure(b"no pdf")
