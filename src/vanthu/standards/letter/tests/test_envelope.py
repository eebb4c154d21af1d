"""Bì văn bản (ND30 Phụ lục IV)."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from vanthu.standards.letter.envelope import SIZES, Envelope, compose_envelope
from vanthu.standards.letter.errors import LetterRefused

AT = datetime(2026, 3, 9, 1, tzinfo=UTC)
SENT = Envelope(
    sender="Sở Nội vụ",
    sender_address="Số 2 đường Lê Lợi, tỉnh Thử Nghiệm",
    sender_contacts=("Điện thoại: 024 3825 0001", "Email: vanthu@snv.thunghiem.example"),
    code_text="125/SNV-CCVC",
    addressee="Công ty Cổ phần Thương mại và Dịch vụ Kỹ thuật Ánh Dương Việt Nam",
    address="Tầng 12, tòa nhà Ánh Dương, số 12 phố Huế, phường Hai Bà Trưng, thành phố Hà Nội",
    urgency=3,
)


def text(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()).replace("\r\n", "\n")


@pytest.mark.parametrize("size", list(SIZES))
def test_an_envelope_is_one_page_of_its_real_size(size: str) -> None:
    pdf = compose_envelope(Envelope(sender="Sở", code_text="1/S", addressee="A" * 280, size=size), at=AT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (page,) = opened.pages
        found = [float(page.mediabox[number]) / 72 * 25.4 for number in (2, 3)]
    assert found == pytest.approx(SIZES[size], abs=0.1)


def test_it_says_who_sends_which_document_to_whom_and_how_urgently() -> None:
    told = " ".join(text(compose_envelope(SENT, at=AT)).split())
    for words in ("SỞ NỘI VỤ", SENT.sender_address, *SENT.sender_contacts, SENT.code_text, "Kính gửi:", "HỎA TỐC"):
        assert words in told
    assert SENT.addressee in told
    assert SENT.address in told


def test_without_urgency_there_is_no_mark() -> None:
    plain = text(compose_envelope(Envelope(sender="Sở", code_text="1/S", addressee="Ông A"), at=AT))
    assert "KHẨN" not in plain
    assert "HỎA" not in plain


@pytest.mark.parametrize("wrong", [{"size": "a0"}, {"addressee": " "}, {"addressee": "A" * 301}])
def test_what_cannot_be_printed_is_refused(wrong: dict[str, str]) -> None:
    values = {"sender": "Sở", "code_text": "1/S", "addressee": "Ông A", **wrong}
    with pytest.raises(LetterRefused):
        compose_envelope(Envelope(**values), at=AT)  # type: ignore[arg-type]
