"""Which copies the law knows, and what a scan must be."""

import io

import pytest
from PIL import Image

from vanthu.standards.letter import LetterRefused, compose, copy_refusal, is_certified_copy, is_copy, scan_faults
from vanthu.standards.letter.tests.letters import AT, ONE_PAGE

KINDS = ("sao_y", "sao_luc", "trich_sao")
MEDIA = ("paper", "electronic")


def scan(*, dpi: int = 200, mode: str = "RGB") -> bytes:
    """An A4 page as a scanner with this resolution hands it over."""
    page = Image.new(mode, (round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)), "white")
    out = io.BytesIO()
    page.save(out, "PDF", resolution=dpi)
    return out.getvalue()


def test_the_table_is_the_law() -> None:
    allowed = {
        (kind, source, target)
        for kind in KINDS
        for source in MEDIA
        for target in MEDIA
        if copy_refusal(kind, source, target, of_certified_copy=kind == "sao_luc") is None
    }
    assert allowed == {
        ("sao_y", "paper", "paper"), ("sao_y", "electronic", "paper"), ("sao_y", "paper", "electronic"),
        ("sao_luc", "paper", "paper"), ("sao_luc", "paper", "electronic"), ("sao_luc", "electronic", "paper"),
        ("trich_sao", "paper", "paper"), ("trich_sao", "paper", "electronic"),
        ("trich_sao", "electronic", "electronic"), ("trich_sao", "electronic", "paper"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "source", "target", "certified", "words"),
    [
        ("sao_y", "electronic", "electronic", False, "gửi thẳng bản gốc"),
        ("sao_luc", "electronic", "electronic", True, "khoản 2 Điều 25"),
        ("sao_luc", "paper", "paper", False, "chỉ được thực hiện từ bản sao y"),
        ("sao_y", "paper", "paper", True, "chỉ được sao lục"),
    ],
)
def test_a_refusal_names_the_article(kind: str, source: str, target: str, certified: bool, words: str) -> None:
    sentence = copy_refusal(kind, source, target, of_certified_copy=certified)
    assert sentence is not None
    assert words in sentence
    assert "Điều 25 Nghị định 30/2020/NĐ-CP" in sentence


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(LetterRefused, match="Hình thức sao"):
        copy_refusal("photo", "paper", "paper", of_certified_copy=False)


@pytest.mark.parametrize(("notation", "is_one"), [("SY-SNV", True), ("SL-SNV", False), ("SNV-SY", False), ("", False)])
def test_a_certified_copy_is_known_by_its_notation(notation: str, is_one: bool) -> None:
    assert is_certified_copy(notation) is is_one


@pytest.mark.parametrize(
    ("notation", "is_one"),
    [("SY-SNV", True), ("SL-SNV", True), ("TrS-UBND", True), ("SNV-CCVC", False), ("SLĐ", False)],
)
def test_a_copy_is_known_by_its_notation(notation: str, is_one: bool) -> None:
    assert is_copy(notation) is is_one


def test_a_scan_in_colour_of_200_dpi_will_do() -> None:
    assert scan_faults(scan()) == ()


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (scan(dpi=150), "trang 1: độ phân giải 150 dpi, tối thiểu 200 dpi"),
        (scan(mode="L"), "trang 1: ảnh quét không phải ảnh màu"),
        (scan().replace(b"%PDF-1.4", b"%PDF-1.3"), "PDF 1.3"),
        (compose(ONE_PAGE, at=AT).pdf, "không phải là ảnh quét"),
    ],
    ids=["coarse", "grey", "old", "typeset"],  # the bytes hold the time, and two processes must name the cases alike
)
def test_what_a_scan_lacks_is_said_page_by_page(pdf: bytes, words: str) -> None:
    (fault,) = scan_faults(pdf)
    assert words in fault


def test_what_is_no_pdf_is_no_scan() -> None:
    with pytest.raises(LetterRefused, match="không phải PDF"):
        scan_faults(b"no pdf")
