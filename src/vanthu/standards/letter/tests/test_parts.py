"""What only some documents have: each part of mẫu 1.1–1.10, 2.1, 2.2 where Phụ lục I and III put it."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanthu.standards.letter import Composed, Letter, LetterRefused, compose, compose_attachment
from vanthu.standards.letter.blocks import (
    Article,
    Block,
    Cell,
    Chapter,
    Clause,
    Heading,
    Paragraph,
    Run,
    Section,
    Table,
    cell,
    runs,
    table,
)
from vanthu.standards.letter.examples import examples
from vanthu.standards.letter.model import Agreement, Appendix, Enactment, Issued, Party, Signer
from vanthu.standards.letter.reading import Line, Page, read_pages
from vanthu.standards.letter.tests.letters import AT, MM, ONE_PAGE, PARAGRAPH
from vanthu.standards.letter.tests.test_body import BLOCK

MIDDLE = 110 * MM


def close(value: float, tolerance: float = 0.4) -> Any:
    return pytest.approx(value, abs=tolerance)


def seen(result: Composed) -> tuple[Page, ...]:
    return read_pages(result.pdf)


@cache
def shown(letter: Letter) -> tuple[Page, ...]:
    return seen(compose(letter, at=AT))


def lines_of(pages: tuple[Page, ...]) -> list[Line]:
    return [line for page in pages for line in page.lines]


def at(lines: list[Line], text: str) -> Line:
    found = next((line for line in lines if line.text.startswith(text)), None)
    assert found is not None, text
    return found


def test_a_decision_has_authority_bases_and_its_word_before_the_articles() -> None:
    lines = lines_of(shown(examples()["quyet_dinh"]))
    texts = [line.text for line in lines]
    authority, word, first = (at(lines, text) for text in ("GIÁM ĐỐC SỞ NỘI VỤ", "QUYẾT ĐỊNH:", "Điều 1."))
    for line in (authority, word):
        assert (line.sizes, line.fonts, line.centre) == ({14}, {"Tinos-Bold"}, close(MIDDLE, 0.7))
    bases = lines[lines.index(authority) + 1 : lines.index(word)]
    assert {font for line in bases for font in line.fonts} == {"Tinos-Italic"}
    assert texts.index("GIÁM ĐỐC SỞ NỘI VỤ") < texts.index("QUYẾT ĐỊNH:") < lines.index(first)
    firsts = [line for line in bases if line.x0 > 30 * MM + 5]
    assert [line.text.split()[0] for line in firsts] == ["Căn", "Căn", "Theo"]
    assert all(line.x0 == close(42.7 * MM) for line in firsts)
    assert bases[-1].text.endswith(".")
    assert [line.text[-1] for line, after in pairwise(bases) if after in firsts] == [";", ";"]
    label = [glyph for glyph in first.glyphs if glyph.text.strip()][:6]
    assert "".join(glyph.text for glyph in label) == "Điều1."
    assert {glyph.font for glyph in label} == {"Tinos-Bold"}
    assert first.glyphs[-1].font == "Tinos-Regular"


def test_a_resolution_names_its_session_and_decides() -> None:
    lines = lines_of(shown(examples()["nghi_quyet"]))
    body, session = at(lines[4:], "HỘI ĐỒNG NHÂN DÂN XÃ"), at(lines, "KHÓA I, KỲ HỌP THỨ 4")
    assert body.baseline > session.baseline
    assert at(lines, "QUYẾT NGHỊ:").centre == close(MIDDLE, 0.7)


def test_numbered_headings_stand_as_the_table_of_layout_says() -> None:
    lines = lines_of(shown(examples()["quyet_dinh_gian_tiep"])[1:])
    for text in ("Phần I", "NHỮNG QUY ĐỊNH CHUNG", "Chương II", "Mục 1", "QUẢN LÝ VĂN BẢN ĐI", "Tiểu mục 2"):
        line = at(lines, text)
        assert (line.fonts, line.sizes, line.centre) == ({"Tinos-Bold"}, {14}, close(MIDDLE, 0.7))
    for text in ("Điều 3. Soạn thảo văn bản", "1. Trách nhiệm của đơn vị soạn thảo"):
        line = at(lines, text)
        assert (line.fonts, line.x0) == ({"Tinos-Bold"}, close(42.7 * MM))
    for text in ("a) Xác định", "đ) Lập hồ sơ", "1. Quy chế này quy định", "- Đúng thể thức"):
        line = at(lines, text)
        assert (line.fonts, line.x0) == ({"Tinos-Regular"}, close(42.7 * MM))


def test_headings_of_a_text_without_articles_have_number_and_title_on_one_line() -> None:
    line = at(lines_of(shown(examples()["ke_hoach"])), "II. NỘI DUNG, THỜI GIAN")
    assert (line.fonts, line.sizes, line.x0) == ({"Tinos-Bold"}, {14}, close(42.7 * MM))


@pytest.mark.parametrize("filler", range(19, 30, 2))
def test_no_heading_stands_at_the_foot_of_a_page_without_its_text(filler: int) -> None:
    body = (*(f"Dòng {place}" for place in range(filler)), Chapter("Tên chương"), Section("Tên mục"))
    body = (*body, Article("Tên điều"), Clause(title="Tên khoản"), *((PARAGRAPH,) * 8))
    pages = shown(replace(ONE_PAGE, body=body))
    for page in pages[:-1]:
        last = page.lines[-1].text
        assert not last.startswith(("Chương", "TÊN", "Mục", "Điều", "1. Tên"))


def test_words_are_bold_italic_or_underlined_as_the_drafter_set_them() -> None:
    words = (
        Run("thường "),
        Run("đậm ", bold=True),
        Run("nghiêng ", italic=True),
        Run("cả hai", bold=True, italic=True),
    )
    letter = replace(ONE_PAGE, body=(Paragraph((*words, Run(" gạch", underline=True))), "Hết"))
    page = shown(letter)[0]
    line = at(list(page.lines), "thường")
    fonts = {glyph.text: glyph.font for glyph in line.glyphs}
    assert (fonts["ờ"], fonts["đ"], fonts["ê"], fonts["ả"]) == (
        "Tinos-Regular",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
    )
    under = [rule for rule in page.rules if 0 < line.baseline - rule.y < 4]
    assert sum(rule.length for rule in under) > 15


def test_a_table_repeats_its_head_on_each_page_and_keeps_its_columns() -> None:
    rows = [("STT", "Cơ quan", "Số lượng"), *((str(place), "Sở Nội vụ", f"{place}.000") for place in range(1, 90))]
    grid = table(*rows, widths=(1, 6, 2), align=("center", "left", "right"))
    pages = shown(replace(ONE_PAGE, body=(grid, "Hết")))
    heads = [line for line in lines_of(pages) if line.text.startswith("STT")]
    assert {line.page for line in heads} == {line.page for line in lines_of(pages) if line.text.endswith(".000")}
    assert len(heads) >= 3
    assert all(line.fonts == {"Tinos-Bold"} for line in heads)
    last_column = [line for line in lines_of(pages) if line.text.endswith(".000")]
    assert len(last_column) == 89
    assert {size for line in last_column for size in line.sizes} == {13}
    assert max(line.x1 for line in last_column) - min(line.x1 for line in last_column) < 0.5


def test_cells_over_several_columns_and_rows_stand_over_what_they_reach() -> None:
    lines = lines_of(shown(examples()["du_an"]))
    over, years = at(lines, "Kinh phí theo năm"), [at(lines, year) for year in ("2026", "2029")]
    assert over.centre == close((years[0].centre + years[1].centre) / 2, 1)
    assert at(lines, "8.000").x1 > at(lines, "500").x1
    total = at(lines, "Cộng")
    assert (
        total.x0 > at(lines, "1 Hạ").x0 if any(line.text.startswith("1 Hạ") for line in lines) else total.x0 > 30 * MM
    )


def test_a_wide_table_turns_the_whole_document() -> None:
    page = shown(examples()["du_an"])[0]
    assert (page.width, page.height) == (close(297 * MM), close(210 * MM))
    lines = list(page.lines)
    assert at(lines, "CỘNG HÒA").centre > page.width / 2
    assert at(lines, "DỰ ÁN").centre == close((30 * MM + 277 * MM) / 2, 0.7)


def test_a_telegram_names_its_sender_and_lists_its_receivers() -> None:
    lines = lines_of(shown(examples()["cong_dien"]))
    lead = at(lines, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG điện:")
    assert lead.centre == close(MIDDLE, 0.7)
    dashes = [line for line in lines if line.text.startswith("- ") and max(line.sizes) == 14]
    assert len(dashes) == 3
    assert len({round(line.x0) for line in dashes}) == 1


def test_an_invitation_says_who_whereto_who_chairs_when_and_where_in_this_order() -> None:
    texts = [line.text for line in lines_of(shown(examples()["giay_moi"]))]
    order = ["Sở Nội vụ trân trọng kính mời:", "Tới dự", "Chủ trì:", "Thời gian:", "Địa điểm:", "Nơi nhận:"]
    places = [next(i for i, text in enumerate(texts) if text.startswith(words)) for words in order]
    assert places == sorted(places)


def test_an_introduction_ends_with_the_day_it_is_valid_until() -> None:
    texts = [line.text for line in lines_of(shown(examples()["giay_gioi_thieu"]))]
    assert "Giấy này có giá trị đến hết ngày 31 tháng 3 năm 2026./." in texts
    assert "Sở Nội vụ trân trọng giới thiệu:" in texts


def test_minutes_bear_no_date_and_are_signed_left_by_the_secretary_right_by_the_chair() -> None:
    result = compose(examples()["bien_ban"], at=AT)
    lines = lines_of(seen(result))
    assert not any(line.text.startswith("Lâm Đồng, ngày") for line in lines)
    secretary, chair = at(lines, "THƯ KÝ"), at(lines, "CHỦ TỌA")
    assert secretary.baseline == close(chair.baseline, 0.05)
    assert secretary.centre < MIDDLE < chair.centre
    names = [at(lines, "Trịnh Thu Hà"), at([line for line in lines if line.bold], "Nguyễn Văn Dũng")]
    assert names[0].baseline == close(names[1].baseline, 0.05)
    slots = result.slots
    assert slots["leader_2"].x + slots["leader_2"].width / 2 == close(secretary.centre, 0.7)
    assert slots["leader"].x + slots["leader"].width / 2 == close(chair.centre, 0.7)
    assert slots["seal"].x + slots["seal"].width - slots["leader"].x == close(slots["leader"].width / 3)
    heading = at(lines, "Nơi nhận:")
    assert heading.baseline < names[0].baseline
    assert at(lines, "- Lưu: VT, Hồ sơ.").x0 == close(30 * MM)
    texts = [line.text for line in lines]
    assert "Cuộc họp kết thúc vào 16 giờ 30, ngày 09 tháng 3 năm 2026./." in texts


def test_each_party_of_an_agreement_signs_at_its_own_place_with_names_level() -> None:
    base = examples()["ban_thoa_thuan"]
    parties = (
        Party(label="Bên A", name="Sở Nội vụ"),
        *(
            Party(label=f"Bên {sign}", name="Sở Y tế", signer=Signer(("ĐẠI DIỆN", "GIÁM ĐỐC", "SỞ"), f"Người {sign}"))
            for sign in "BCD"
        ),
    )
    result = compose(replace(base, particulars=Agreement(preamble="Chúng tôi gồm:", parties=parties)), at=AT)
    assert {name for name in result.slots if name.startswith("leader")} == {
        "leader",
        *(f"leader_{n}" for n in (2, 3, 4)),
    }
    lines = lines_of(seen(result))
    assert at([line for line in lines if line.bold], "Nguyễn Văn Dũng").baseline == close(
        at(lines, "Người B").baseline, 0.05
    )
    assert at(lines, "Người C").baseline < at(lines, "Người B").baseline


@pytest.mark.parametrize("count", [1, 2, 5])
def test_an_agreement_with_the_wrong_number_of_own_parties_is_refused(count: int) -> None:
    other = Signer(("GIÁM ĐỐC",), "Người B")
    parties = tuple(Party(label=f"Bên {n}", name="Sở", signer=other) for n in range(count))
    agreement = Agreement(preamble="Chúng tôi gồm:", parties=parties)
    with pytest.raises(LetterRefused, match="đúng một bên"):
        compose(replace(examples()["hop_dong"], particulars=agreement), at=AT)


def test_leave_has_room_for_the_confirmation_of_the_place_when_it_is_wanted() -> None:
    letter = examples()["giay_nghi_phep"]
    assert any(line.text.startswith("Xác nhận") for line in lines_of(shown(letter)))
    without = replace(letter, particulars=replace(letter.particulars, confirmation=False))
    assert not any(line.text.startswith("Xác nhận") for line in lines_of(shown(without)))


def test_the_limits_of_circulation_stand_in_a_frame_in_the_top_margin() -> None:
    page = shown(replace(ONE_PAGE, circulation="XEM XONG TRẢ LẠI"))[0]
    mark, frame = at(list(page.lines), "XEM XONG TRẢ LẠI"), page.frames[0]
    assert (mark.sizes, mark.fonts, mark.colours) == ({13}, {"Tinos-Bold"}, {(0, 0, 0)})
    assert page.height - 20 * MM < frame.y0 < mark.baseline < frame.y1 < page.height
    assert frame.x0 < mark.x0 < mark.x1 < frame.x1
    assert mark.centre > page.width / 2


def test_another_title_of_the_signer_stands_above_the_name() -> None:
    lines = lines_of(shown(replace(ONE_PAGE, signer_other_title="Thứ trưởng Bộ Nội vụ")))
    title, name = at(lines, "THỨ TRƯỞNG BỘ NỘI VỤ"), at(lines, ONE_PAGE.signer_name)
    assert title.baseline - name.baseline == close(1.15 * 14, 0.5)
    assert title.centre == close(name.centre, 0.7)


# ── attachments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_appendices_begin_new_pages_with_their_own_numbers_titles_and_reference() -> None:
    pages = shown(examples()["ke_hoach"])
    for number, page in (("I", pages[1]), ("II", pages[2])):
        label, title, *rest = page.lines
        assert (label.text, label.sizes, label.fonts) == (f"Phụ lục {number}", {14}, {"Tinos-Bold"})
        assert label.centre == close(MIDDLE, 0.7)
        assert title.text.isupper()
        reference = at(rest, "(Kèm theo Kế hoạch số …/KH-SNV")
        assert (reference.fonts, reference.sizes) == ({"Tinos-Italic"}, {14})


def test_a_single_appendix_has_no_number() -> None:
    one = (Appendix(title="Danh sách", body=("Một",)),)
    pages = shown(replace(ONE_PAGE, attachments=one))
    assert pages[1].lines[0].text == "Phụ lục"


def test_each_appendix_is_numbered_on_its_own_from_its_second_page() -> None:
    long = (PARAGRAPH,) * 14
    attachments = (Appendix(title="Một", body=long), Appendix(title="Hai", body=long, landscape=True))
    pages = shown(replace(ONE_PAGE, body=long, attachments=attachments))
    numbers = []
    for page in pages:
        top = [line.text for line in page.lines if line.baseline > page.height - 20 * MM]
        numbers.append(top[0] if top else None)
    assert numbers == [None, "2", None, "2", None, "2", "3"][: len(numbers)]
    assert numbers.count(None) == 3
    assert pages[-1].width > pages[-1].height > 0
    assert pages[2].width < pages[2].height


def test_number_and_date_are_filled_in_once_they_are_known_and_leave_no_places() -> None:
    issued = Issued(number="7", day=5, month=2, year=2026)
    result = compose(replace(examples()["ke_hoach"], issued=issued), at=AT)
    lines = lines_of(seen(result))
    assert at(lines, "Số:").text == "Số: 07/KH-SNV"
    assert at(lines, "Lâm Đồng,").text == "Lâm Đồng, ngày 05 tháng 02 năm 2026"
    texts = [line.text for line in lines]
    assert texts.count("(Kèm theo Kế hoạch số 07/KH-SNV") == 2
    assert texts.count("ngày 05 tháng 02 năm 2026 của Sở Nội vụ)") == 2
    assert set(result.slots) == {"leader", "seal"}


@pytest.mark.parametrize(("day", "month", "printed"), [(9, 3, "ngày 09 tháng 3"), (12, 11, "ngày 12 tháng 11")])
def test_zeros_stand_only_before_days_under_ten_and_the_months_one_and_two(day: int, month: int, printed: str) -> None:
    issued = Issued(number="125", day=day, month=month, year=2026)
    lines = lines_of(shown(replace(ONE_PAGE, issued=issued)))
    assert at(lines, "Lâm Đồng,").text == f"Lâm Đồng, {printed} năm 2026"
    assert at(lines, "Số:").text == "Số: 125/SNV-CCVC"


def test_a_text_issued_with_a_decision_has_its_own_head_without_number_and_date() -> None:
    page = shown(examples()["quyet_dinh_gian_tiep"])[1]
    texts = [line.text for line in page.lines]
    assert texts[:2] == ["UBND TỈNH LÂM ĐỒNG", "SỞ NỘI VỤ"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts
    assert not any(text.startswith(("Số:", "Lâm Đồng, ngày")) for text in texts)
    title = at(list(page.lines), "QUY CHẾ")
    assert (title.fonts, title.sizes, title.centre) == ({"Tinos-Bold"}, {14}, close(MIDDLE, 0.7))
    assert any(text.startswith("(Kèm theo Quyết định số …/QĐ-SNV") for text in texts)


@pytest.mark.parametrize("landscape", [False, True])
def test_an_appendix_of_its_own_leaves_the_upper_right_corner_for_the_text_of_the_seal(landscape: bool) -> None:
    apart = Appendix(title="Biểu tổng hợp", body=(PARAGRAPH,), landscape=landscape, separate=True)
    letter = replace(ONE_PAGE, attachments=(apart,))
    assert compose(letter, at=AT).pages == 1
    result = compose_attachment(letter, apart, at=AT)
    (page,) = seen(result)
    slot = result.slots["appendix_stamp"]
    assert set(result.slots) == {"appendix_stamp"}
    assert (slot.page, slot.size, slot.style) == (0, 10, "Regular")
    assert slot.x > page.width / 2
    assert slot.x + slot.width <= page.width - 9 * MM
    assert page.height - 20 * MM < slot.y < slot.y + slot.height < page.height
    assert all(line.baseline < slot.y for line in page.lines)
    assert b"<pdfaid:part>2</pdfaid:part>" in result.pdf


# ── the page of the signature ────────────────────────────────────────────────────────────────────────────────────────


def _body(ending: str, paragraphs: int) -> tuple[Any, ...]:
    grid = table(("STT", "Tên"), *((str(n), "Sở Nội vụ") for n in range(4)), widths=(1, 5))
    ends: dict[str, tuple[Any, ...]] = {
        "table": (grid,),
        "table and a line": (Heading("Tổng hợp"), grid, "Trân trọng"),
        "bold words": (Paragraph((Run(PARAGRAPH + " ", bold=True), Run(PARAGRAPH))),),
        "article": (Article("Điều khoản thi hành"), Clause(runs("Có hiệu lực từ ngày ký"))),
    }
    return (*((PARAGRAPH,) * paragraphs), *ends[ending])


@pytest.mark.parametrize("ending", ["table", "table and a line", "bold words", "article"])
@pytest.mark.parametrize("paragraphs", [6, 7, 8])
def test_something_of_the_text_always_goes_with_the_signature(ending: str, paragraphs: int) -> None:
    pages = shown(replace(ONE_PAGE, body=_body(ending, paragraphs)))
    signed = next(page for page in pages if any(line.text == ONE_PAGE.signer_name for line in page.lines))
    heading = at(list(signed.lines), "Nơi nhận:")
    above = [line for line in signed.lines if heading.baseline + 5 < line.baseline < signed.height - 20 * MM]
    assert len(above) >= 2
    words = " ".join(line.text for line in lines_of(pages))
    assert words.count("./.") == 1


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "change", "named"),
    [
        ("quyet_dinh", {"particulars": None}, "Quyết định thiếu các mục riêng"),
        ("quyet_dinh", {"legal_bases": ()}, "Quyết định phải có căn cứ"),
        ("giay_moi", {"particulars": Enactment(authority="x")}, "Giấy mời thiếu các mục riêng"),
        ("ke_hoach", {"particulars": Enactment(authority="x")}, "Kế hoạch không có các mục riêng"),
        ("cong_dien", {"addressed_to": ()}, "Công điện thiếu nơi gửi đến"),
        ("to_trinh", {"addressed_to": ()}, "Tờ trình thiếu nơi gửi đến"),
        ("ke_hoach", {"kind": "nghi_dinh"}, "29 loại"),
        ("ke_hoach", {"circulation": "MẬT"}, "phạm vi lưu hành"),
        ("ke_hoach", {"subject": ""}, "trích yếu"),
        ("ke_hoach", {"body": (Article(),)}, "Nội dung (Điều 1.) chưa có chữ"),
        ("ke_hoach", {"body": ("x", Clause())}, "Nội dung, khối thứ 2 (1.) chưa có chữ"),
        ("ke_hoach", {"body": ("x", Chapter(""))}, "nội dung, khối thứ 2"),
        (
            "ke_hoach",
            {"body": ("x", Clause(runs("chữ \uf0b7")))},
            "Nội dung, khối thứ 2 (1.) có ký tự “\uf0b7” (U+F0B7)",
        ),
        ("ke_hoach", {"body": ("x", Table(((cell("漢"),),), (1,), header_rows=0))}, "khối thứ 2 (bảng) có ký tự “漢”"),
        ("ke_hoach", {"body": ("x", Table(((Cell(),),), (1, 1), header_rows=0))}, "khối thứ 2 (bảng): hàng 1 thiếu ô"),
        ("ke_hoach", {"attachments": (Appendix(title="x", body=()),)}, "nội dung phụ lục"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_place(name: str, change: dict[str, Any], named: str) -> None:
    with pytest.raises(LetterRefused) as refused:
        compose(replace(examples()[name], **change), at=AT)
    assert named in refused.value.sentence


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCK | st.just(Paragraph(runs(PARAGRAPH))) | st.just(Paragraph(runs(PARAGRAPH * 2))), max_size=14))
def test_any_text_is_laid_out_or_refused_with_a_sentence(blocks: list[Block]) -> None:
    sentence = ""
    try:
        result = compose(replace(ONE_PAGE, body=tuple(blocks)), at=AT)
        assert result.slots["leader"].y > 0
        assert all(slot.page < result.pages for slot in result.slots.values())
    except LetterRefused as refused:
        sentence = refused.sentence
    assert sentence == "" or sentence.endswith(".")
