"""Every figure of the table of ND30 Phụ lục I that a PDF can show, read back from the composed file."""

import io
import subprocess
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pypdfium2
import pytest

from vanthu.standards.letter import Letter, compose
from vanthu.standards.letter.measure import Measured, measure
from vanthu.standards.letter.reading import Line
from vanthu.standards.letter.tests.letters import AT, CLOSING, MM, ONE_PAGE, PARAGRAPH

SEVERAL = ("Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh", "Ủy ban nhân dân các xã, phường", "Sở Y tế")
CONTACT = "Số 1 đường Trần Phú, phường Xuân Hương; ĐT: 0263 3822 000; thư điện tử: snv@lamdong.gov.vn"
THREE_PAGES = tuple(f"{number}. {PARAGRAPH}" for number in range(1, 19))

SIZES = {
    "A": {"national_name": 13, "motto": 14, "governing_name": 13, "agency_name": 13, "number": 13}
    | {"place_and_date": 14, "subject": 13, "addressed_to": 14, "body": 14, "signer_authority": 14, "signer_name": 14}
    | {"recipients_heading": 12, "recipients": 11, "urgency": 13, "contact": 12, "page_numbers": 14},
    "B": {"national_name": 12, "motto": 13, "governing_name": 12, "agency_name": 12, "number": 13}
    | {"place_and_date": 13, "subject": 12, "addressed_to": 14, "body": 14, "signer_authority": 14, "signer_name": 14}
    | {"recipients_heading": 12, "recipients": 11, "urgency": 13, "contact": 11, "page_numbers": 14},
}
STYLES = {"national_name": "Tinos-Bold", "motto": "Tinos-Bold", "governing_name": "Tinos-Regular"} | {
    "agency_name": "Tinos-Bold",
    "number": "Tinos-Regular",
    "place_and_date": "Tinos-Italic",
    "subject": "Tinos-Regular",
    "addressed_to": "Tinos-Regular",
    "body": "Tinos-Regular",
    "signer_authority": "Tinos-Bold",
    "signer_name": "Tinos-Bold",
    "recipients_heading": "Tinos-BoldItalic",
    "recipients": "Tinos-Regular",
    "urgency": "Tinos-Bold",
    "contact": "Tinos-Regular",
    "page_numbers": "Tinos-Regular",
}


def close(value: float, tolerance: float = 0.3) -> object:
    return pytest.approx(value, abs=tolerance)


@cache
def measured(letter: Letter) -> Measured:
    return measure(compose(letter, at=AT).pdf)


def lines_of(found: Measured, component: str) -> tuple[Line, ...]:
    value = getattr(found, component)
    lines = value if isinstance(value, tuple) else (value,)
    present = tuple(line for line in lines if line is not None)
    assert present, component
    return present


@pytest.fixture(params=["A", "B"])
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def full(profile: str) -> Measured:
    """Three pages with every component."""
    letter = replace(ONE_PAGE, profile=profile, urgency=3, addressed_to=SEVERAL, contact_line=CONTACT)
    return measured(replace(letter, body=(*THREE_PAGES, CLOSING)))


def test_each_component_has_the_size_of_its_profile_and_profiles_are_not_mixed(full: Measured, profile: str) -> None:
    found = {name: {size for line in lines_of(full, name) for size in line.sizes} for name in SIZES[profile]}
    assert found == {name: {size} for name, size in SIZES[profile].items()}


def test_each_component_is_upright_bold_or_italic_as_the_table_says(full: Measured) -> None:
    found = {name: {font for line in lines_of(full, name) for font in line.fonts} for name in STYLES}
    assert found == {name: {font} for name, font in STYLES.items()}


def test_no_other_face_than_the_four_of_tinos_is_embedded(tmp_path, profile: str) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(compose(replace(ONE_PAGE, profile=profile), at=AT).pdf)
    table = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert {row.split()[0].partition("+")[2] for row in table} == {
        "Tinos-Regular",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
    }
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in table)  # embedded, subset, readable as Unicode


def test_the_page_is_a4_with_margins_20_20_30_20(full: Measured) -> None:
    for page in full.pages:
        assert (page.width, page.height) == (close(210 * MM), close(297 * MM))
    inside = [line for line in full.lines if line not in full.page_numbers]
    assert min(line.x0 for line in inside) == close(30 * MM)
    assert max(line.x1 for line in inside) == close(190 * MM, 0.6)
    assert all(line.baseline - 0.216 * max(line.sizes) > 20 * MM - 0.1 for line in inside)
    assert full.national_name.baseline + 0.891 * max(full.national_name.sizes) == close(277 * MM)


def test_everything_is_black_but_the_urgency_box(full: Measured) -> None:
    others = [line for line in full.lines if line != full.urgency]
    assert {colour for line in others for colour in line.colours} == {(0, 0, 0)}
    assert {rule.colour for page in full.pages for rule in page.rules} == {(0, 0, 0)}


def test_the_motto_stands_under_the_national_name_with_a_line_as_long_as_its_text(full: Measured) -> None:
    assert full.national_name.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert full.motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert full.national_name.x1 == close(190 * MM, 0.6)
    assert full.motto.centre == close(full.national_name.centre, 0.5)
    single = 1.15 * max(full.motto.sizes)
    assert full.national_name.baseline - full.motto.baseline == close(single, 0.5)
    assert (full.motto_rule.x0, full.motto_rule.x1) == (close(full.motto.x0, 0.6), close(full.motto.x1, 0.6))


@pytest.mark.parametrize(
    "name", ["Sở Nội vụ", "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và nông nghiệp"]
)
def test_the_agency_stands_centred_under_its_superior_with_a_line_a_third_to_a_half_as_long(
    name: str, profile: str
) -> None:
    found = measured(replace(ONE_PAGE, profile=profile, agency_name=name))
    assert " ".join(line.text for line in found.governing_name) == "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG"
    assert " ".join(line.text for line in found.agency_name) == name.upper()
    block = (*found.governing_name, *found.agency_name)
    assert all(line.centre == close(block[0].centre, 0.7) for line in block)
    assert all(a.baseline - b.baseline == close(1.15 * max(a.sizes), 0.5) for a, b in pairwise(block))
    longest = max(line.width for line in found.agency_name)
    assert longest / 3 <= found.agency_rule.length <= longest / 2
    assert found.agency_rule.centre == close(block[0].centre, 0.7)
    assert found.national_name.baseline == close(block[0].baseline)


def test_an_agency_without_a_superior_begins_level_with_the_national_name() -> None:
    found = measured(replace(ONE_PAGE, governing_name=None, agency_name="Bộ Nội vụ"))
    assert found.governing_name == ()
    assert found.agency_name[0].baseline == close(found.national_name.baseline)


def test_number_and_date_share_a_line_and_are_centred_under_agency_and_national_name(profile: str) -> None:
    letter = replace(ONE_PAGE, profile=profile)
    found, year = measured(letter), compose(letter, at=AT).slots["year"]
    assert found.number.text == "Số: /SNV-CCVC"
    assert found.place_and_date.text == "Lâm Đồng, ngày tháng năm"
    assert found.number.baseline == close(found.place_and_date.baseline, 0.05)
    assert found.number.centre == close(found.agency_name[0].centre, 0.7)
    with_year = (found.place_and_date.x0 + year.x + year.width) / 2
    assert with_year == close(found.national_name.centre, 0.7)


def test_the_longest_place_keeps_its_date_on_one_line_inside_the_margins(profile: str) -> None:
    letter = replace(ONE_PAGE, profile=profile, place="Thành phố Hồ Chí Minh")
    found, year = measured(letter), compose(letter, at=AT).slots["year"]
    assert found.place_and_date.text == "Thành phố Hồ Chí Minh, ngày tháng năm"
    assert found.number.x1 < found.place_and_date.x0
    assert year.x + year.width <= 190 * MM + 0.5


def test_the_subject_stands_six_points_under_the_number_and_centred_with_it(full: Measured) -> None:
    assert " ".join(line.text for line in full.subject) == f"V/v {ONE_PAGE.subject}"
    assert all(line.centre == close(full.number.centre, 0.7) for line in full.subject)
    foot = full.number.baseline - 0.216 * max(full.number.sizes)
    top = full.subject[0].baseline + 0.891 * max(full.subject[0].sizes)
    assert foot - top == close(6, 0.5)


@pytest.mark.parametrize(("urgency", "text", "width"), [(1, "KHẨN", 20), (2, "THƯỢNG KHẨN", 40), (3, "HỎA TỐC", 30)])
def test_the_urgency_box_is_bright_red_and_exact_to_the_millimetre(
    urgency: int, text: str, width: int, profile: str
) -> None:
    found = measured(replace(ONE_PAGE, profile=profile, urgency=urgency))
    frame = found.urgency_frame
    assert found.urgency.text == text
    assert (frame.width, frame.height) == (close(width * MM, 0.05), close(8 * MM, 0.05))
    assert found.urgency.colours == {(255, 0, 0)}
    assert frame.colour == (255, 0, 0)
    assert found.urgency.centre == close((frame.x0 + frame.x1) / 2, 0.5)
    assert frame.y1 < found.subject[-1].baseline
    assert frame.y0 > found.addressed_to[0].baseline


def test_an_ordinary_letter_has_no_urgency_box() -> None:
    found = measured(ONE_PAGE)
    assert (found.urgency, found.urgency_frame) == (None, None)
    assert found.pages[0].frames == ()


def test_one_addressee_stands_on_the_line_of_kinh_gui_in_the_middle() -> None:
    (line,) = measured(ONE_PAGE).addressed_to
    assert line.text == "Kính gửi: Sở Tài chính"
    assert line.centre == close(110 * MM, 0.7)


def test_several_addressees_stand_each_on_a_line_with_dashes_under_the_colon(full: Measured) -> None:
    lead, *lines = full.addressed_to
    assert lead.text == "Kính gửi:"
    assert [line.text for line in lines] == [f"- {SEVERAL[0]};", f"- {SEVERAL[1]};", f"- {SEVERAL[2]}."]
    colon = lead.glyphs[-1]
    assert all(line.x0 == close(colon.x0, 0.6) for line in lines)


def test_the_body_is_justified_with_first_lines_indented(full: Measured) -> None:
    firsts = [line for line in full.body if line.x0 > 30 * MM + 5]
    assert len(firsts) == len(THREE_PAGES) + 1
    assert all(line.x0 == close(30 * MM + 12.7 * MM) for line in firsts)
    assert all(line.x0 == close(30 * MM) for line in full.body if line not in firsts)
    inner = [line for line, after in pairwise(full.body) if after not in firsts]
    assert len(inner) > 30
    assert all(line.x1 == close(190 * MM, 0.6) for line in inner)


def test_lines_of_the_body_are_single_to_one_and_a_half_apart_and_paragraphs_six_points_more(full: Measured) -> None:
    pairs = [(above, below) for above, below in pairwise(full.body) if above.page == below.page]
    within = {round(a.baseline - b.baseline, 1) for a, b in pairs if b.x0 < 30 * MM + 5}
    between = {round(a.baseline - b.baseline, 1) for a, b in pairs if b.x0 > 30 * MM + 5}
    single = 1.149 * 14
    assert len(within) == 1
    assert single <= min(within) <= 1.5 * single
    assert min(between) - max(within) >= 5.9


@pytest.mark.parametrize("end", ["", ".", "./.", ";"])
def test_the_text_ends_with_its_mark_once(end: str) -> None:
    found = measured(replace(ONE_PAGE, body=(PARAGRAPH, "kết quả thực hiện" + end)))
    assert found.paragraphs[-1] == "kết quả thực hiện./."


def test_the_signer_stands_right_with_noi_nhan_level_with_his_title(full: Measured) -> None:
    title, heading = full.signer_authority, full.recipients_heading
    assert [line.text for line in title] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert full.signer_name.text == "Nguyễn Văn Dũng"
    assert heading.baseline == close(title[0].baseline, 0.05)
    assert heading.x0 == close(30 * MM)
    assert all(line.centre == close(full.signer_name.centre, 0.7) for line in title)
    assert full.signer_name.x0 > 105 * MM
    assert all(line.x1 < min(line.x0 for line in title) for line in full.recipients)


def test_recipients_stand_flush_left_and_end_with_luu(full: Measured) -> None:
    assert [line.text for line in full.recipients] == ["- Như trên;", "- UBND tỉnh (để b/c);", "- Lưu: VT, CCVC."]
    assert all(line.x0 == close(30 * MM) for line in full.recipients)


def test_typist_and_number_of_copies_stand_after_the_last_recipient() -> None:
    found = measured(replace(ONE_PAGE, typist_and_copies="PL.(300)"))
    assert found.recipients[-1].text == "- Lưu: VT, CCVC. PL.(300)"


def test_sixty_recipients_all_follow_one_another_over_the_page() -> None:
    names = tuple(f"Ủy ban nhân dân xã số {number}" for number in range(60))
    found = measured(replace(ONE_PAGE, recipients=(*names, "Lưu: VT"), typist_and_copies="PL.(300)"))
    assert [line.text for line in found.recipients] == [*(f"- {name};" for name in names), "- Lưu: VT. PL.(300)"]
    same_page = [(a, b) for a, b in pairwise(found.recipients) if a.page == b.page]
    assert all(a.baseline - b.baseline == close(1.15 * 11) for a, b in same_page)
    assert found.signer_name.page == 0


def test_the_contact_line_stands_at_the_foot_of_page_one_under_a_line_over_the_whole_width(full: Measured) -> None:
    assert " ".join(line.text for line in full.contact) == CONTACT
    assert {line.page for line in full.contact} == {0}
    rule = full.contact_rule
    assert (rule.x0, rule.x1) == (close(30 * MM), close(190 * MM))
    lowest = min(line.baseline for line in full.body if line.page == 0)
    assert lowest > rule.y > full.contact[0].baseline
    assert full.contact[-1].baseline - 0.216 * max(full.contact[-1].sizes) == close(20 * MM, 1)


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top_margin(full: Measured) -> None:
    assert full.page_numbers[0] is None
    assert [line.text for line in full.page_numbers[1:]] == ["2", "3"]
    for line in full.page_numbers[1:]:
        assert line.centre == close(110 * MM)
        assert 277 * MM < line.baseline < 297 * MM


def test_a_letter_of_one_page_has_no_page_number() -> None:
    assert measured(ONE_PAGE).page_numbers == (None,)


def test_the_file_says_it_is_pdf_a_2b_and_who_wrote_what() -> None:
    pdf = compose(ONE_PAGE, at=AT).pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    metadata = pypdfium2.PdfDocument(io.BytesIO(pdf)).get_metadata_dict()
    assert (metadata["Title"], metadata["Author"]) == (f"V/v {ONE_PAGE.subject}", "SỞ NỘI VỤ")


def test_pages_are_counted() -> None:
    assert compose(ONE_PAGE, at=AT).pages == 1
    assert compose(replace(ONE_PAGE, body=(*THREE_PAGES, CLOSING)), at=AT).pages == 3
