"""The places left for number, date, signature and seal (ND30-A14, A17, A32, A33), and the signature's company."""

from dataclasses import replace
from functools import cache

import pytest

from vanthu.standards.letter import SLOT_NAMES, Composed, Letter, compose
from vanthu.standards.letter.measure import measure
from vanthu.standards.letter.reading import Line
from vanthu.standards.letter.tests.letters import AT, CLOSING, MM, ONE_PAGE, PARAGRAPH


def close(value: float, tolerance: float = 0.3) -> object:
    return pytest.approx(value, abs=tolerance)


@cache
def composed(letter: Letter) -> Composed:
    return compose(letter, at=AT)


@pytest.fixture(params=["A", "B"])
def letter(request: pytest.FixtureRequest) -> Letter:
    return replace(ONE_PAGE, profile=request.param)


def end_of(line: Line, word: str) -> float:
    """Where `word` ends on the line."""
    text = "".join(glyph.text for glyph in line.glyphs)
    return line.glyphs[text.index(word) + len(word) - 1].x1


def start_of(line: Line, word: str) -> float:
    text = "".join(glyph.text for glyph in line.glyphs)
    return line.glyphs[text.index(word)].x0


def test_the_six_places_are_reserved(letter: Letter) -> None:
    slots = composed(letter).slots
    assert set(slots) == set(SLOT_NAMES)
    assert all(slot.name == name for name, slot in slots.items())


def test_number_and_date_are_blank_between_their_words_and_wide_enough(letter: Letter) -> None:
    slots, found = composed(letter).slots, measure(composed(letter).pdf)
    number, date = found.number, found.place_and_date
    assert end_of(number, ":") <= slots["number"].x + 0.1
    assert slots["number"].x + slots["number"].width <= start_of(number, "/") + 0.1
    bounds = {"day": ("ngày", "tháng"), "month": ("tháng", "năm"), "year": ("năm", None)}
    for name, (before, after) in bounds.items():
        assert end_of(date, before) < slots[name].x
        assert after is None or slots[name].x + slots[name].width < start_of(date, after)
    for name, digits in {"number": 5, "day": 2, "month": 2, "year": 4}.items():
        assert slots[name].width >= digits * 0.5 * slots[name].size


def test_the_place_of_the_number_is_as_wide_as_the_numbers_of_the_register_are_long(letter: Letter) -> None:
    widths = [composed(replace(letter, number_digits=digits)).slots["number"].width for digits in (3, 4, 5)]
    size = composed(letter).slots["number"].size
    assert widths == [pytest.approx((0.5 * digits + 0.1) * size, abs=0.2) for digits in (3, 4, 5)]


def test_text_that_fills_a_place_stands_on_the_baseline_of_its_line_in_its_size_and_style(letter: Letter) -> None:
    slots, found = composed(letter).slots, measure(composed(letter).pdf)
    lines = {"number": found.number} | dict.fromkeys(("day", "month", "year"), found.place_and_date)
    for name, line in lines.items():
        assert slots[name].baseline == close(line.baseline, 0.05)
        assert line.sizes == {slots[name].size}
        assert line.fonts == {f"Tinos-{slots[name].style}"}


def test_no_ink_stands_under_number_and_date(letter: Letter) -> None:
    page = measure(composed(letter).pdf).pages[0]
    for name in ("number", "day", "month", "year"):
        slot = composed(letter).slots[name]
        under = [
            glyph
            for line in page.lines
            for glyph in line.inked
            if slot.y < glyph.baseline < slot.y + slot.height
            and glyph.x1 > slot.x + 0.5
            and glyph.x0 < slot.x + slot.width - 0.5
        ]
        assert under == []


def test_the_signature_stands_in_the_middle_between_title_and_name(letter: Letter) -> None:
    found, leader = measure(composed(letter).pdf), composed(letter).slots["leader"]
    foot = found.signer_authority[-1].baseline - 0.216 * 14
    top = found.signer_name.baseline + 0.891 * 14
    assert leader.x + leader.width / 2 == close(found.signer_name.centre, 0.7)
    assert leader.y + leader.height / 2 == close((foot + top) / 2, 0.5)
    assert top < leader.y
    assert leader.y + leader.height < foot


@pytest.mark.parametrize("seal_mm", [36.0, 32.0, 42.0])
def test_the_seal_covers_the_left_third_of_the_signature_at_its_real_size(letter: Letter, seal_mm: float) -> None:
    slots = compose(letter, at=AT, seal_mm=seal_mm).slots
    leader, seal = slots["leader"], slots["seal"]
    assert (seal.width, seal.height) == (close(seal_mm * MM, 0.01), close(seal_mm * MM, 0.01))
    assert seal.x < leader.x
    assert seal.x + seal.width - leader.x == close(leader.width / 3)
    assert seal.y + seal.height / 2 == close(leader.y + leader.height / 2)


def test_the_seal_stays_clear_of_the_recipients() -> None:
    long = ("Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân thành phố trực thuộc trung ương (để báo cáo)", "Lưu: VT")
    result = composed(replace(ONE_PAGE, recipients=long))
    assert max(line.x1 for line in measure(result.pdf).recipients) < result.slots["seal"].x


LAST = {"one line": ("Trân trọng",), "two lines": (CLOSING,), "many lines": (" ".join([PARAGRAPH] * 4),)}


@pytest.mark.parametrize("last", LAST)
@pytest.mark.parametrize("paragraphs", range(1, 13))
def test_two_lines_of_the_text_are_on_the_page_of_the_signature(paragraphs: int, last: str) -> None:
    """Whatever its length: no signature stands alone on a page, no paragraph leaves one line behind."""
    letter = replace(ONE_PAGE, body=(PARAGRAPH,) * paragraphs + LAST[last], urgency=paragraphs % 4)
    result = composed(letter)
    found = measure(result.pdf)
    page = found.recipients_heading.page
    assert found.signer_name.page == page == result.slots["leader"].page == result.slots["seal"].page
    assert len([line for line in found.body if line.page == page]) >= 2
    expected = (*letter.body[:-1], letter.body[-1].rstrip(".") + "./.")
    assert " ".join(found.paragraphs) == " ".join(expected)
    seal = result.slots["seal"]
    assert min(seal.y, found.signer_name.baseline) > 15 * MM
    for before in range(page):
        of_page = [line for line in found.body if line.page == before]
        assert of_page
        if before > 0 or len(of_page) > 1:
            assert not (of_page[-1].x0 > 30 * MM + 5 and of_page[-1].x1 > 189 * MM), "a paragraph left one line behind"
