"""Copies of documents (ND30-A25, Phụ lục I phần II): onto paper under the end of the text, or as an electronic file.

To an electronic file nothing is printed: the agency's signature shows its text at "copy_stamp" (mẫu 3.2).
"""

import io
from contextlib import closing
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import segno

from vanthu.standards.letter import text
from vanthu.standards.letter.catalogue import COPIES
from vanthu.standards.letter.errors import LetterRefused
from vanthu.standards.letter.model import DESCENT, Lookup, PaperCopy, Slot
from vanthu.standards.letter.reading import PDFIUM_LOCK, POINTS_PER_MM, Page, read_pages
from vanthu.standards.letter.sheet import SIZES, issued_text, recipient_lines, signer_data

STAMP_SIZE = 10.0
STAMP_WIDTH_MM = 90.0
_STAMP_LINES = 2
_LINE = 1.107  # height of the face, of its size
_TOP_MM, _RIGHT_MM = 7.0, 10.0  # from the corner, inside the margins: 20 mm above, 15 mm at the right


def copy_stamp_place(pdf: bytes) -> Slot:
    """Where the text of the agency's signature belongs on page 1 of an electronic copy (ô số 14, S5).

    An appendix that was made elsewhere takes its text there too (S4). Raises LetterRefused when the bytes are no
    readable PDF or its first page is turned.
    """
    with PDFIUM_LOCK, closing(_opened(pdf)) as document, closing(document[0]) as page:
        if page.get_rotation():
            raise LetterRefused("Trang đầu của tệp PDF bị xoay nên không đặt được dấu chữ; hãy xuất lại tệp cho thẳng.")
        _, _, right, top = page.get_cropbox()
    tall = _STAMP_LINES * _LINE * STAMP_SIZE
    x = right - (_RIGHT_MM + STAMP_WIDTH_MM) * POINTS_PER_MM
    y = top - _TOP_MM * POINTS_PER_MM - tall
    return Slot("copy_stamp", 0, x, y, STAMP_WIDTH_MM * POINTS_PER_MM, tall, size=STAMP_SIZE, style="Regular")


def copy_data(copy: PaperCopy, original: bytes) -> dict[str, Any]:
    """What the template reads beside the pages of the original; raises LetterRefused."""
    kind = COPIES.get(copy.kind)
    if kind is None or copy.profile not in SIZES:
        raise LetterRefused("Hình thức sao phải là sao y, trích sao hoặc sao lục và bộ cỡ chữ A hoặc B; hãy chọn lại.")
    sizes, last = _measured(original)
    return {
        "sizes": SIZES[copy.profile],
        "landscape": False,
        "long_words": False,
        "title": f"{kind.name} {copy.notation}",
        "form": kind.form,
        "agency_name": text.capitals(copy.agency_name, component="Tên cơ quan sao"),
        "governing_name": None,
        "place": text.required(copy.place, component="Địa danh"),
        "notation": text.required(copy.notation, component="Ký hiệu bản sao").removeprefix("/"),
        "number_digits": copy.number_digits,
        "issued": copy.issued and issued_text(copy.issued),
        "signers": [signer_data(copy.signer_authority, copy.signer_name)],
        "recipients": recipient_lines(copy.recipients),
        "closing": "beside",
        "pages": sizes,
        "height": last.height,
        "foot": _foot(last),
        "lookup": copy.lookup and _lookup(copy.lookup),
    }


def _lookup(lookup: Lookup) -> dict[str, str | None]:
    """The QR code of the address as an SVG without a margin: the template leaves white around it."""
    drawn = segno.make_qr(lookup.address, error="m").svg_inline(border=0) if lookup.address else None
    return {"code": lookup.code, "page": lookup.page, "mark": lookup.mark, "qr": drawn}


def flattened(original: bytes) -> bytes:
    """The original as a viewer shows it: fields and signatures become part of the page. Raises LetterRefused."""
    with PDFIUM_LOCK, closing(_opened(original)) as document:
        document.init_forms()
        for index in range(len(document)):
            with closing(document[index]) as page:
                pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise LetterRefused(
            "Không đọc được tệp PDF của văn bản cần sao: tệp hỏng hoặc có mật khẩu; hãy xuất lại tệp rồi làm lại."
        ) from error


def _sizes(document: pypdfium2.PdfDocument) -> list[tuple[float, float]]:
    return [document.get_page_size(index) for index in range(len(document))]


def _measured(original: bytes) -> tuple[list[tuple[float, float]], Page]:
    """Width and height of each page of the original, and what stands on the last."""
    with PDFIUM_LOCK, closing(_opened(original)) as document, closing(pypdfium2.PdfDocument.new()) as alone:
        sizes = _sizes(document)
        alone.import_pages(document, [len(document) - 1])
        out = io.BytesIO()
        alone.save(out)
    (last,) = read_pages(out.getvalue())
    return sizes, last


def _foot(page: Page) -> float | None:
    """How far from the top the last ink ends; None where that cannot be told, as on a scan."""
    if not page.lines or any(picture.y1 - picture.y0 > 0.8 * page.height for picture in page.pictures):
        return None
    feet = [line.baseline - DESCENT * max(line.sizes, default=0.0) for line in page.lines if line.inked]
    feet += [rule.y for rule in page.rules] + [frame.y0 for frame in page.frames]
    feet += [picture.y0 for picture in page.pictures]
    return page.height - max(min(feet), 0.0)
