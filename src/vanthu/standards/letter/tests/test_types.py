"""Every type of ND30-A7, in both sets of sizes: its components in their sizes, styles and places, read from the PDF."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from vanthu.standards.letter import TYPES, Composed, Letter, compose, from_text, plain_text
from vanthu.standards.letter.blocks import Image, Paragraph
from vanthu.standards.letter.examples import examples
from vanthu.standards.letter.measure import measure
from vanthu.standards.letter.reading import Line, Page, read_pages
from vanthu.standards.letter.tests.letters import AT, MM

DATED = {name: letter for name, letter in examples().items() if TYPES[letter.kind].dated}
TITLED = {name: letter for name, letter in examples().items() if TYPES[letter.kind].titled}
ONE_SIGNER = {name: letter for name, letter in examples().items() if TYPES[letter.kind].signatures == "one"}


def close(value: float, tolerance: float = 0.4) -> Any:
    return pytest.approx(value, abs=tolerance)


@cache
def composed(name: str, profile: str) -> Composed:
    return compose(replace(examples()[name], profile=profile), at=AT)


@cache
def pages(name: str, profile: str = "B") -> tuple[Page, ...]:
    return read_pages(composed(name, profile).pdf)


def line(name: str, text: str, profile: str = "B") -> Line:
    """The first line that begins with these words."""
    found = next((line for page in pages(name, profile) for line in page.lines if line.text.startswith(text)), None)
    assert found is not None, text
    return found


def width_of(letter: Letter) -> tuple[float, float]:
    return (30 * MM, 277 * MM) if letter.landscape else (30 * MM, 190 * MM)


@pytest.mark.parametrize("profile", ["A", "B"])
@pytest.mark.parametrize("name", list(examples()))
def test_every_type_is_laid_out_in_both_sets_of_sizes_inside_the_margins(name: str, profile: str) -> None:
    letter, result = examples()[name], composed(name, profile)
    assert b"<pdfaid:part>2</pdfaid:part>" in result.pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in result.pdf
    assert result.pages == len(pages(name, profile))
    national, motto = line(name, "CỘNG HÒA", profile), line(name, "Độc lập", profile)
    number = line(name, "Số:", profile)
    upper, lower = (13, 14) if profile == "A" else (12, 13)
    assert (national.sizes, motto.sizes, number.sizes) == ({upper}, {lower}, {13})
    assert number.text == f"Số: /{letter.notation}"
    left, right = width_of(letter)
    inside = [each for page in pages(name, profile) for each in page.lines if each.baseline < page.height - 20 * MM]
    # Marks at the ends of lines hang a little over the margin.
    assert min(each.x0 for each in inside) >= left - 0.5
    assert max(each.x1 for each in inside) <= right + 4
    assert all(each.baseline > 20 * MM for each in inside)


@pytest.mark.parametrize("name", list(examples()))
def test_only_the_sizes_of_one_set_stand_in_a_document(name: str) -> None:
    sizes = {profile: {size for page in pages(name, profile) for each in page.lines for size in each.sizes}
             for profile in ("A", "B")}  # fmt: skip
    assert sizes["A"] <= {11, 12, 13, 14}
    assert sizes["B"] <= {11, 12, 13, 14}


@pytest.mark.parametrize("name", list(DATED))
def test_place_and_date_share_the_line_of_the_number(name: str) -> None:
    number, date = line(name, "Số:"), line(name, f"{examples()[name].place}, ngày")
    assert date.text == f"{examples()[name].place}, ngày tháng năm"
    assert number.baseline == close(date.baseline, 0.05)
    assert date.fonts == {"Tinos-Italic"}


@pytest.mark.parametrize("profile", ["A", "B"])
@pytest.mark.parametrize("name", list(TITLED))
def test_type_and_subject_stand_bold_in_the_middle_over_a_line_a_third_to_a_half_as_long(
    name: str, profile: str
) -> None:
    letter, kind = examples()[name], TYPES[examples()[name].kind]
    title_words = getattr(letter.particulars, "title", "") or kind.name
    title = line(name, title_words.upper(), profile)
    left, right = width_of(letter)
    assert title.text == title_words.upper()
    assert (title.sizes, title.fonts) == ({14}, {"Tinos-Bold"})
    assert title.centre == close((left + right) / 2, 0.7)
    block = [title]
    if kind.subject_printed:
        page = pages(name, profile)[0]
        start = page.lines.index(title) + 1
        while " ".join(each.text for each in block[1:]) != letter.subject:
            block.append(page.lines[start])
            start += 1
        assert all((each.sizes, each.fonts) == ({14}, {"Tinos-Bold"}) for each in block)
        assert all(each.centre == close((left + right) / 2, 0.7) for each in block)
    longest = max(each.width for each in block[1:] or block)
    below = [rule for rule in pages(name, profile)[0].rules if 0 < block[-1].baseline - rule.y < 12]
    assert len(below) == 1
    assert longest / 3 <= below[0].length <= longest / 2
    assert below[0].centre == close((left + right) / 2, 0.7)


@pytest.mark.parametrize("name", list(examples()))
def test_the_text_of_the_example_is_all_on_the_page_and_ends_with_its_mark(name: str) -> None:
    letter = examples()[name]
    shown = "".join(each.text for page in pages(name) for each in page.lines).replace(" ", "").casefold()
    blocks = [block for each in letter.body for block in (from_text(each) if isinstance(each, str) else (each,))]
    for words in plain_text(blocks).split():
        assert words.casefold().strip(".;,") in shown
    assert "./." in shown
    assert shown.count("./.") == 1 + len(letter.attachments)


@pytest.mark.parametrize("name", list(examples()))
def test_the_places_of_each_document_are_on_its_pages_and_empty(name: str) -> None:
    kind, slots = TYPES[examples()[name].kind], composed(name, "B").slots
    expected = {"number", "leader", "seal"} | ({"day", "month", "year"} if kind.dated else set())
    expected |= {"leader_2"} if kind.signatures != "one" else set()
    expected |= {"seal_2"} if kind.signatures == "parties" else set()
    assert set(slots) == expected
    for slot in slots.values():
        page = pages(name)[slot.page]
        assert 0 < slot.x < slot.x + slot.width < page.width
        assert 0 < slot.y < slot.y + slot.height < page.height
        image = not slot.size
        under = [
            glyph
            for each in page.lines
            for glyph in each.inked
            if slot.y + 1 < glyph.baseline < slot.y + slot.height - 1
            and glyph.x1 > slot.x + 0.5
            and glyph.x0 < slot.x + slot.width - 0.5
        ]
        assert under == [] or (image and slot.name.startswith("seal"))


@pytest.mark.parametrize("name", list(ONE_SIGNER))
def test_noi_nhan_stands_level_with_the_title_of_the_signer(name: str) -> None:
    letter, heading = examples()[name], line(name, "Nơi nhận:")
    page = pages(name)[heading.page]
    title = next(
        each for each in page.lines if each.text == letter.signer_authority[0] and each.x0 > page.width / 2 - 60
    )
    signer = next(each for each in page.lines if each.text == letter.signer_name)
    assert heading.baseline == close(title.baseline, 0.05)
    assert (heading.sizes, heading.fonts) == ({12}, {"Tinos-BoldItalic"})
    assert (title.fonts, signer.fonts) == ({"Tinos-Bold"}, {"Tinos-Bold"})
    assert title.centre == close(signer.centre, 0.7)
    leader = composed(name, "B").slots["leader"]
    assert leader.x + leader.width / 2 == close(signer.centre, 0.7)


def test_measuring_an_official_letter_still_finds_all_of_it() -> None:
    found = measure(composed("cong_van", "B").pdf)
    assert found.paragraphs[-1].endswith("để được hướng dẫn./.")
    assert len(found.addressed_to) == 3
    assert found.contact


def test_every_structure_is_among_the_examples() -> None:
    bodies = [letter.body for letter in examples().values()]
    bodies += [item.body for letter in examples().values() for item in letter.attachments]
    kinds = {type(block).__name__ for body in bodies for block in body if not isinstance(block, str | Paragraph)}
    assert kinds >= {"Part", "Chapter", "Section", "Subsection", "Heading", "Article", "Clause", "Point", "List"}
    assert kinds >= {"Table", Image.__name__}
