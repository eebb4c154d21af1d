"""Places found in letters that other programs made, and named when they are not there."""

from dataclasses import replace

import pytest
import typst

from vanthu.standards.letter import PlacesNotFound, Slot, compose, fonts, locate_slots
from vanthu.standards.letter.reading import read_pages
from vanthu.standards.letter.tests.letters import AT, MM, ONE_PAGE, PARAGRAPH

FACES = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])


def close(value: float, tolerance: float = 0.3) -> object:
    return pytest.approx(value, abs=tolerance)


def word_processor_letter(
    number: str = "Số:           /SNV-CCVC",
    date: str = "Lâm Đồng, ngày      tháng      năm 2026",
    gap: str = "3cm",
    name: str = "Nguyễn Văn Dũng",
) -> bytes:
    """A letter as others lay it out: tables, blanks or dots between the words, the signer's name twice."""
    source = f"""
#set page(paper: "a4", margin: (x: 2.5cm, y: 2cm))
#set text(font: "Tinos", size: 13pt)
#table(columns: (1fr, 1.4fr), stroke: none, align: center,
  [SỞ NỘI VỤ], [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*],
  text({number!r}), text(style: "italic", {date!r}))
Theo đề nghị của ông {name} ngày 01 tháng 02 năm 2026, Sở có ý kiến như sau: Số: 12/KH-SNV.
#table(columns: (1fr, 1fr), stroke: none, align: center,
  align(left)[Nơi nhận: \\ \\- Như trên.],
  [*PHÓ GIÁM ĐỐC* #v({gap}) *{name}*])
""".replace("'", '"')
    pdf = typst.compile(source.encode(), font_paths=FACES, format="pdf", timestamp=AT)
    assert isinstance(pdf, bytes)
    return pdf


def missing_of(pdf: bytes, signer_name: str = "Nguyễn Văn Dũng") -> tuple[str, ...]:
    with pytest.raises(PlacesNotFound) as refused:
        locate_slots(pdf, signer_name=signer_name)
    return refused.value.missing


@pytest.mark.parametrize("profile", ["A", "B"])
@pytest.mark.parametrize("place", ["Huế", "Thành phố Hồ Chí Minh"])
def test_a_letter_of_our_own_is_located_where_it_was_composed(profile: str, place: str) -> None:
    composed = compose(replace(ONE_PAGE, profile=profile, place=place, body=(PARAGRAPH,) * 8), at=AT)
    found = locate_slots(composed.pdf, signer_name="Nguyễn Văn Dũng")
    assert set(found) == set(composed.slots)
    for name, slot in composed.slots.items():
        assert (found[name].page, found[name].size, found[name].style or None) == (slot.page, slot.size, slot.style)
        # The number stands at the right of its place, the others in the middle of theirs.
        share = 1 if name == "number" else 0.5
        assert found[name].x + found[name].width * share == close(slot.x + slot.width * share, 0.5)
        assert (found[name].y, found[name].height) == (close(slot.y), close(slot.height))


def test_blanks_of_a_word_processor_are_places_and_its_printed_year_needs_none() -> None:
    pdf = word_processor_letter()
    slots = locate_slots(pdf, signer_name="Nguyễn Văn Dũng")
    assert set(slots) == {"number", "day", "month", "leader", "seal"}
    number = next(line for line in read_pages(pdf)[0].lines if line.text.startswith("Số:"))
    assert slots["number"].baseline == close(number.baseline)
    assert number.x0 < slots["number"].x < slots["number"].x + slots["number"].width < number.x1
    assert (slots["number"].style, slots["day"].style) == ("Regular", "Italic")


@pytest.mark.parametrize("dots", ["......", "……", "____"])
def test_dots_stand_for_a_place(dots: str) -> None:
    pdf = word_processor_letter(f"Số: {dots}/SNV", f"Lâm Đồng, ngày {dots} tháng {dots} năm {dots}")
    assert {"number", "day", "month", "year"} <= set(locate_slots(pdf, signer_name="Nguyễn Văn Dũng"))


def test_the_signature_goes_between_title_and_the_last_mention_of_the_name() -> None:
    pdf = word_processor_letter()
    slots = locate_slots(pdf, signer_name="nguyễn  văn dũng")
    leader, seal = slots["leader"], slots["seal"]
    lines = read_pages(pdf)[0].lines
    title = next(line for line in lines if line.text == "PHÓ GIÁM ĐỐC")
    name = [line for line in lines if line.text == "Nguyễn Văn Dũng"][-1]
    assert name.baseline < leader.y < leader.y + leader.height < title.baseline
    assert leader.x + leader.width / 2 == close(name.centre)
    assert (seal.width, seal.height) == (close(36 * MM), close(36 * MM))
    assert seal.x + seal.width - leader.x == close(leader.width / 3)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"number": "Kính trình"}, ("number",)),
        ({"number": "Số: 125/SNV"}, ("number",)),
        ({"number": "Số:/SNV"}, ("number",)),
        ({"date": "Lâm Đồng"}, ("day", "month", "year")),
        ({"date": "Lâm Đồng, ngày 09 tháng      năm 2026"}, ("day",)),
        ({"date": "Lâm Đồng, ngày      tháng 3 năm 2026"}, ("month",)),
        ({"gap": "1cm"}, ("leader",)),
        ({"name": "Lê An"}, ("leader",)),
    ],
)
def test_a_place_that_is_absent_taken_or_too_narrow_is_named(change: dict[str, str], missing: tuple[str, ...]) -> None:
    assert missing_of(word_processor_letter(**change)) == missing


def test_a_page_without_text_lacks_every_place() -> None:
    blank = typst.compile(b'#set page(paper: "a4")\n#rect()', font_paths=FACES, format="pdf")
    assert isinstance(blank, bytes)
    assert missing_of(blank) == ("number", "day", "month", "year", "leader")


def test_what_is_no_pdf_is_refused_in_words() -> None:
    with pytest.raises(PlacesNotFound) as refused:
        locate_slots(b"%PDF-1.7 not really", signer_name="Nguyễn Văn Dũng")
    assert refused.value.sentence.startswith("Không đọc được tệp PDF")


def test_the_sentence_names_what_to_look_for() -> None:
    with pytest.raises(PlacesNotFound) as refused:
        locate_slots(word_processor_letter(number="Kính trình"), signer_name="Nguyễn Văn Dũng")
    assert "“Số:”" in refused.value.sentence
    assert refused.value.code == "letter.places_not_found"


def test_a_slot_is_counted_from_the_lower_left_corner() -> None:
    slot = Slot("number", 0, 10, 100, 30, 14.4, size=13)
    assert slot.baseline == pytest.approx(102.808)
