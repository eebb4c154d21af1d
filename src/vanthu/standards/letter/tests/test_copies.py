"""Copies onto paper stand under the end of the text they copy; electronic ones leave the corner for their text."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
import segno

from vanthu.standards.letter import LetterRefused, Lookup, PaperCopy, compose, compose_copy, copy_stamp_place
from vanthu.standards.letter.examples import examples
from vanthu.standards.letter.model import Issued
from vanthu.standards.letter.reading import read_pages
from vanthu.standards.letter.tests.letters import AT, MM, ONE_PAGE, PARAGRAPH

COPY = PaperCopy(
    kind="sao_y",
    agency_name="Sở Y tế",
    notation="SY-SYT",
    place="Lâm Đồng",
    signer_authority=("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
    signer_name="Lê Văn Sáu",
    recipients=("Các phòng thuộc Sở", "Lưu: VT"),
)


def test_the_copy_stands_on_the_same_sheet_under_a_line_over_the_whole_width() -> None:
    original = compose(ONE_PAGE, at=AT).pdf
    result = compose_copy(original, COPY, at=AT)
    (page,), (before,) = read_pages(result.pdf), read_pages(original)
    assert result.pages == 1
    end = min(line.baseline for line in before.lines)
    rule = max((rule for rule in page.rules if rule.length > 155 * MM), key=lambda rule: rule.y)
    assert 0 < end - rule.y < 10 * MM
    found = {line.text: line for line in page.lines if line.baseline < rule.y}
    form, agency, number = found["SAO Y"], found["SỞ Y TẾ"], found["Số: /SY-SYT"]
    assert (form.sizes, form.bold, agency.bold, agency.sizes) == ({14}, True, True, {12})
    assert form.centre > page.width / 2 > agency.centre
    assert number.baseline == pytest.approx(found["Lâm Đồng, ngày tháng năm"].baseline, abs=0.05)
    assert found["Nơi nhận:"].baseline == pytest.approx(found["TL. GIÁM ĐỐC"].baseline, abs=0.05)
    assert set(result.slots) == {"number", "day", "month", "year", "leader", "seal"}
    assert result.slots["leader"].y < found["TL. GIÁM ĐỐC"].baseline
    # The page itself is where it was.
    assert {(line.text, round(line.baseline)) for line in before.lines} <= {
        (line.text, round(line.baseline)) for line in page.lines
    }


def test_without_room_on_the_last_page_the_copy_stands_on_the_next() -> None:
    original = compose(replace(ONE_PAGE, body=(PARAGRAPH,) * 5), at=AT)
    result = compose_copy(original.pdf, COPY, at=AT)
    assert result.pages == original.pages + 1
    assert result.slots["leader"].page == original.pages


def test_each_page_keeps_its_size() -> None:
    original = compose(examples()["du_an"], at=AT).pdf
    copied = read_pages(compose_copy(original, COPY, at=AT).pdf)
    assert [(page.width, page.height) for page in copied[:2]] == [
        (page.width, page.height) for page in read_pages(original)
    ]
    assert [line.text for line in copied[0].lines] == [line.text for line in read_pages(original)[0].lines]


@pytest.mark.parametrize(("kind", "form"), [("trich_sao", "TRÍCH SAO"), ("sao_luc", "SAO LỤC")])
def test_each_kind_of_copy_names_itself(kind: str, form: str) -> None:
    issued = Issued(number="5", day=9, month=3, year=2026)
    result = compose_copy(compose(ONE_PAGE, at=AT).pdf, replace(COPY, kind=kind, issued=issued), at=AT)
    texts = [line.text for line in read_pages(result.pdf)[0].lines]
    assert form in texts
    assert "Số: 05/SY-SYT" in texts
    assert "Lâm Đồng, ngày 09 tháng 3 năm 2026" in texts


def test_an_electronic_copy_leaves_the_upper_right_corner_of_page_one_for_its_text() -> None:
    original = compose(ONE_PAGE, at=AT).pdf
    slot, page = copy_stamp_place(original), read_pages(original)[0]
    assert (slot.name, slot.page, slot.size, slot.style) == ("copy_stamp", 0, 10, "Regular")
    assert all(line.baseline < slot.y for line in page.lines)
    assert page.width / 2 < slot.x < slot.x + slot.width < page.width
    assert slot.y + slot.height < page.height


@pytest.mark.parametrize("original", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_not_copied(original: bytes) -> None:
    for refused in (lambda: compose_copy(original, COPY, at=AT), lambda: copy_stamp_place(original)):
        with pytest.raises(LetterRefused, match="Không đọc được tệp PDF"):
            refused()


def test_an_unknown_kind_of_copy_is_refused() -> None:
    with pytest.raises(LetterRefused, match="Hình thức sao"):
        compose_copy(compose(ONE_PAGE, at=AT).pdf, replace(COPY, kind="ban_sao"), at=AT)


def test_a_copy_does_not_name_the_machine_it_was_made_on() -> None:
    assert not re.search(rb"/(work|home|root|tmp|usr)/", compose_copy(compose(ONE_PAGE, at=AT).pdf, COPY, at=AT).pdf)


LOOKUP = Lookup(
    "7K3M-9QRT-W2XY-ABCD-EF45",
    "https://vanban.lamdong.gov.vn/ban-sao/7K3M9QRTW2XYABCDEF45",
    "vanban.lamdong.gov.vn/ban-sao",
    "Chuyển từ văn bản điện tử sang văn bản giấy lúc 09:30 ngày 09/3/2026; người chuyển: Nguyễn Thị Chi; "
    "hệ thống: Văn Thư, chủ quản: Sở Y tế.",
)


@pytest.mark.parametrize("lookup", [LOOKUP, Lookup(LOOKUP.code)])
def test_code_and_qr_stand_under_the_recipients_and_move_nothing_that_phu_luc_i_prescribes(lookup: Lookup) -> None:
    original = compose(ONE_PAGE, at=AT).pdf
    without, result = compose_copy(original, COPY, at=AT), compose_copy(original, replace(COPY, lookup=lookup), at=AT)
    (before,), (page,) = read_pages(without.pdf), read_pages(result.pdf)
    assert {(line.text, line.baseline) for line in before.lines} <= {(line.text, line.baseline) for line in page.lines}
    assert result.slots == without.slots
    added = [
        line for line in page.lines if (line.text, line.baseline) not in {(x.text, x.baseline) for x in before.lines}
    ]
    assert any(LOOKUP.code in line.text for line in added)
    last_recipient = next(line for line in page.lines if line.text.startswith("- Lưu: VT"))
    for line in added:
        assert line.baseline < last_recipient.baseline
        assert line.x1 < result.slots["leader"].x


def test_the_qr_code_on_paper_is_the_address_with_the_code() -> None:
    result = compose_copy(compose(ONE_PAGE, at=AT).pdf, replace(COPY, lookup=LOOKUP), at=AT)
    assert list(_modules(result.pdf)) == [bytes(row) for row in segno.make_qr(LOOKUP.address, error="m").matrix]


def _modules(pdf: bytes) -> Iterator[bytes]:
    """What lies at the places of the modules of the code, which is 22 mm wide at the left margin."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72, grayscale=True).to_pil()
    left, width, size = (
        30 / 25.4 * 300,
        22 / 25.4 * 300,
        segno.make_qr(LOOKUP.address, error="m").symbol_size(border=0)[0],
    )
    module = width / size
    dark = [page.getpixel((round(left + module / 2), y)) < 128 for y in range(page.height)]
    # The square at its upper left corner is the only ink there that is seven modules high.
    top = next(y for y in range(page.height) if all(dark[y : y + round(6.8 * module)]))
    for row in range(size):
        y = round(top + (row + 0.5) * module)
        yield bytes(page.getpixel((round(left + (column + 0.5) * module), y)) < 128 for column in range(size))


def test_recipients_that_need_the_room_beside_the_signature_push_the_code_below_them() -> None:
    many = tuple(f"Phòng số {number} thuộc Sở Y tế" for number in range(14))
    result = compose_copy(compose(ONE_PAGE, at=AT).pdf, replace(COPY, recipients=many, lookup=LOOKUP), at=AT)
    lines = {line.text: line for line in read_pages(result.pdf)[-1].lines}
    code = next(line for words, line in lines.items() if LOOKUP.code in words)
    assert code.baseline < min(line.baseline for words, line in lines.items() if words.startswith("- Phòng số 13"))
