"""The components of an official letter found again in its PDF, with their faces, sizes and places.

Works from what is printed, not from how it was made, so a draft, the issued and signed file and a letter from a word
processor are measured alike. Names follow the boxes (ô số) of ND30 Phụ lục I section IV.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TypeVar

from vanthu.standards.letter.reading import POINTS_PER_MM, Frame, Line, Page, Rule, read_pages

_T = TypeVar("_T")

_NATIONAL_NAME = re.compile(r"CỘNG (HÒA|HOÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM", re.IGNORECASE)
_MOTTO = re.compile(r"Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE)
_NUMBER = re.compile(r"Số\s*:")
_PLACE_AND_DATE = re.compile(r".{2,60},\s*ngày[\W\d_]*tháng[\W\d_]*năm[\W\d_]*", re.IGNORECASE)
_URGENCY = re.compile(r"(HỎA|HOẢ) TỐC|THƯỢNG KHẨN|KHẨN")
_ADDRESSED_TO = re.compile(r"Kính gửi\s*:?")
_RECIPIENTS = re.compile(r"Nơi nhận\s*:")
_DIGITS = re.compile(r"\d+")

_DEEPEST_INDENT = 15 * POINTS_PER_MM  # what begins further right than this is no line of the body


@dataclass(frozen=True)
class Measured:
    """What was found; None or an empty tuple where a component is absent."""

    pages: tuple[Page, ...]
    national_name: Line | None
    motto: Line | None
    motto_rule: Rule | None
    governing_name: tuple[Line, ...]
    agency_name: tuple[Line, ...]
    agency_rule: Rule | None
    number: Line | None
    place_and_date: Line | None
    subject: tuple[Line, ...]
    urgency: Line | None
    urgency_frame: Frame | None
    addressed_to: tuple[Line, ...]
    """From the line with "Kính gửi" on."""
    body: tuple[Line, ...]
    recipients_heading: Line | None
    recipients: tuple[Line, ...]
    signer_authority: tuple[Line, ...]
    signer_name: Line | None
    contact_rule: Rule | None
    contact: tuple[Line, ...]
    page_numbers: tuple[Line | None, ...]
    """One a page."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's text: a line that begins further right than the margin begins a paragraph."""
        margin = min((line.x0 for line in self.lines), default=0.0)
        found: list[list[str]] = []
        for line in self.body:
            if not found or line.x0 > margin + 5:
                found.append([])
            found[-1].append(line.text)
        return tuple(" ".join(lines) for lines in found)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every page."""
        return tuple(line for page in self.pages for line in page.lines)


def measure(pdf: bytes) -> Measured:
    """Find the components; raises pypdfium2.PdfiumError when the bytes are no readable PDF."""
    pages = read_pages(pdf)
    first = pages[0]
    page_numbers = tuple(_page_number(page) for page in pages)
    contact_rule, contact = _contact(first)
    rest = [line for page in pages for line in page.lines if line not in (*page_numbers, *contact)]

    national_name = _first(rest, lambda line: _NATIONAL_NAME.search(line.text) is not None)
    motto = _first(rest, lambda line: _MOTTO.search(line.text) is not None)
    number = _first(first.lines, lambda line: _NUMBER.match(line.text) is not None)
    place_and_date = _first(first.lines, lambda line: _PLACE_AND_DATE.fullmatch(line.text) is not None)
    governing_name, agency_name = _agency(first, national_name, number)
    subject = _subject(first, number)
    urgency, urgency_frame = _urgency(first)
    addressed_to = _addressed_to(rest)
    heading = _first(reversed(rest), lambda line: _RECIPIENTS.match(line.text) is not None)
    recipients = _recipients(rest, heading)
    authority, name = _signer(pages, heading)
    return Measured(
        pages=pages,
        national_name=national_name,
        motto=motto,
        motto_rule=_rule_below(first, motto),
        governing_name=governing_name,
        agency_name=agency_name,
        agency_rule=_rule_below(first, agency_name[-1] if agency_name else None),
        number=number,
        place_and_date=place_and_date,
        subject=subject,
        urgency=urgency,
        urgency_frame=urgency_frame,
        addressed_to=addressed_to,
        body=_body(rest, after=addressed_to, before=heading),
        recipients_heading=heading,
        recipients=recipients,
        signer_authority=authority,
        signer_name=name,
        contact_rule=contact_rule,
        contact=contact,
        page_numbers=page_numbers,
    )


def _first(items: Iterable[_T], matches: Callable[[_T], bool]) -> _T | None:
    return next((item for item in items if matches(item)), None)


def _page_number(page: Page) -> Line | None:
    """A figure alone in the top margin, in the middle half of the page."""
    return _first(
        page.lines,
        lambda line: (
            _DIGITS.fullmatch(line.text) is not None
            and line.baseline > page.height - 25 * POINTS_PER_MM
            and page.width / 4 < line.centre < page.width * 3 / 4
        ),
    )


def _contact(page: Page) -> tuple[Rule | None, tuple[Line, ...]]:
    """Box 13: below the last line ruled over the whole width of the text, in the lowest third of page 1."""
    wide = [rule for rule in page.rules if rule.length > 0.65 * page.width and rule.y < page.height / 3]
    if not wide:
        return None, ()
    rule = min(wide, key=lambda rule: rule.y)
    return rule, tuple(line for line in page.lines if line.baseline < rule.y)


def _rule_below(page: Page, line: Line | None) -> Rule | None:
    if line is None:
        return None
    return _first(
        sorted(page.rules, key=lambda rule: -rule.y),
        lambda rule: 0 < line.baseline - rule.y < 12 and line.x0 - 5 < rule.centre < line.x1 + 5,
    )


def _agency(page: Page, national: Line | None, number: Line | None) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Left of the national name and above the number: upright is the governing body, bold the agency."""
    if national is None or number is None:
        return (), ()
    left = [line for line in page.lines if line.baseline > number.baseline + 5 and line.x1 < national.x0 + 5]
    return tuple(line for line in left if not line.bold), tuple(line for line in left if line.bold)


def _subject(page: Page, number: Line | None) -> tuple[Line, ...]:
    """From "V/v" on, the centred lines that follow closely."""
    if number is None:
        return ()
    start = next((index for index, line in enumerate(page.lines) if line.text.startswith("V/v")), None)
    if start is None:
        return ()
    first = page.lines[start]
    found = [first]
    for line in page.lines[start + 1 :]:
        near = 0 < found[-1].baseline - line.baseline < 1.6 * max(first.sizes)
        if not near or line.sizes != first.sizes or abs(line.centre - first.centre) > 3:
            break
        found.append(line)
    return tuple(found)


def _urgency(page: Page) -> tuple[Line | None, Frame | None]:
    line = _first(page.lines, lambda line: _URGENCY.fullmatch(line.text) is not None)
    if line is None:
        return None, None
    around = _first(
        page.frames,
        lambda frame: frame.x0 < line.x0 and line.x1 < frame.x1 and frame.y0 < line.baseline < frame.y1,
    )
    return line, around


def _addressed_to(lines: list[Line]) -> tuple[Line, ...]:
    start = next((index for index, line in enumerate(lines) if _ADDRESSED_TO.match(line.text)), None)
    if start is None:
        return ()
    margin = min(line.x0 for line in lines)
    following = takewhile(lambda line: line.x0 > margin + _DEEPEST_INDENT, lines[start + 1 :])
    return (lines[start], *following)


def _body(lines: list[Line], *, after: tuple[Line, ...], before: Line | None) -> tuple[Line, ...]:
    """Between the addressees and the line level with the signer's title."""
    if not after or before is None:
        return ()
    start = lines.index(after[-1]) + 1
    return tuple(line for line in lines[start : lines.index(before)] if not _beside_or_below(line, before))


def _beside_or_below(line: Line, heading: Line) -> bool:
    return line.page == heading.page and line.baseline < heading.baseline + 3


def _recipients(lines: list[Line], heading: Line | None) -> tuple[Line, ...]:
    """The small lines in the left column below the heading, and those that flow to the next page."""
    if heading is None:
        return ()
    small = max(heading.sizes)
    return tuple(
        line
        for line in lines
        if line is not heading
        and max(line.sizes) < small
        and (line.page > heading.page or (_beside_or_below(line, heading) and line.x0 < heading.x0 + 60))
    )


def _signer(pages: tuple[Page, ...], heading: Line | None) -> tuple[tuple[Line, ...], Line | None]:
    """Bold lines right of the middle: what stands above the empty space is the authority, the next one the name."""
    if heading is None:
        return (), None
    page = pages[heading.page]
    right = [
        line for line in page.lines if _beside_or_below(line, heading) and line.bold and line.centre > page.width / 2
    ]
    right.sort(key=lambda line: -line.baseline)
    for index, (above, below) in enumerate(pairwise(right), start=1):
        if above.baseline - below.baseline > 3 * max(above.sizes):
            return tuple(right[:index]), below
    return tuple(right), None
