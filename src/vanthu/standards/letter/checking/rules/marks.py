"""Boxes 10a, 10b and 11: secrecy, urgency and circulation (ND30 Phụ lục I section III.2; QD28-A1)."""

from collections.abc import Iterator

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.geometry import MM
from vanthu.standards.letter.checking.model import Finding
from vanthu.standards.letter.checking.recognising.head import URGENCY_MARKS
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.words import folded, in_capitals
from vanthu.standards.letter.reading import Colour, Frame
from vanthu.standards.letter.secrecy import secrecy_mark

_HEIGHT = 8.0
_EXACT = 1.0  # mm


def check(document: Document) -> Iterator[Finding]:
    """The marks on page 1."""
    yield from _secrecy(document)
    yield from _urgency(document)
    yield from _circulation(document)


def _secrecy(document: Document) -> Iterator[Finding]:
    mark = secrecy_mark(document.pages)
    if mark is None:
        return
    lines = [line for line in document.pages[0].lines if mark.level.label in line.text.upper()][:1]
    yield breach(
        "TT-DO-MAT",
        document.places(lines),
        f"Văn bản có dấu chỉ độ mật “{mark.level.label}”; văn bản mật không soạn, gửi trên hệ thống này.",
        "Đưa văn bản ra khỏi hệ thống và xử lý theo quy định về bí mật nhà nước.",
    )


def _urgency(document: Document) -> Iterator[Finding]:
    line, frame = document.head.urgency, document.head.urgency_frame
    if line is None:
        return
    places = document.places([line])
    width = URGENCY_MARKS.get(folded(line.text))
    if width is None or not in_capitals(line.text):
        sentence = f"Dấu mức độ khẩn ghi “{line.text}”; chỉ có HỎA TỐC, THƯỢNG KHẨN, KHẨN, in hoa."
        yield breach("TT-KHAN-CHU", places, sentence, "Dùng một trong ba mức, in hoa.")
    if not all(_bright_red(colour) for colour in line.colours) or (frame and not _bright_red(frame.colour)):
        sentence = "Dấu mức độ khẩn không phải màu đỏ tươi."
        yield breach("TT-KHAN-MAU", places, sentence, "Đặt màu đỏ tươi cho chữ và khung.")
    yield from _urgency_frame(document, frame, width)


def _urgency_frame(document: Document, frame: Frame | None, width: float | None) -> Iterator[Finding]:
    places = document.places([document.head.urgency])
    mend = "Vẽ khung viền đơn đúng kích thước: HỎA TỐC 30 × 8, THƯỢNG KHẨN 40 × 8, KHẨN 20 × 8 mm."
    if frame is None:
        yield breach("TT-KHAN-KHUNG", places, "Dấu mức độ khẩn không có khung viền.", mend)
        return
    wide, high = frame.width / MM, frame.height / MM
    if width is not None and (abs(wide - width) > _EXACT or abs(high - _HEIGHT) > _EXACT):
        sentence = f"Khung dấu mức độ khẩn {wide:.0f} × {high:.0f} mm; quy định {width:.0f} × {_HEIGHT:.0f} mm."
        yield breach("TT-KHAN-KHUNG", places, sentence, mend)


def _circulation(document: Document) -> Iterator[Finding]:
    line, frame = document.head.circulation, document.head.circulation_frame
    if line is None:
        return
    places = document.places([line])
    if line.bold and not in_capitals(line.text):
        sentence = f"Chỉ dẫn phạm vi lưu hành “{line.text}” không in hoa."
        yield breach("TT-LUU-HANH-KIEU-CHU", places, sentence, "Viết in hoa, đứng, đậm.")
    if frame is None:
        sentence = "Chỉ dẫn phạm vi lưu hành không có khung viền."
        yield breach("TT-LUU-HANH-KHUNG", places, sentence, "Vẽ khung viền đơn quanh chữ.")


def _bright_red(colour: Colour) -> bool:
    red, green, blue = colour
    return red > 180 and green < 80 and blue < 80
