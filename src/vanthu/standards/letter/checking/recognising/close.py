"""Boxes 7a, 7b, 9b, 12 and 13: the signers by their place and the empty room above the name, and the recipients."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from vanthu.standards.letter.checking.components import Close, Signer
from vanthu.standards.letter.checking.geometry import size_of
from vanthu.standards.letter.checking.words import mostly_capitals
from vanthu.standards.letter.reading import Line, Page, Rule

RECIPIENTS = re.compile(r"^\s*Nơi\s+nhận\b", re.IGNORECASE)
_TYPIST = re.compile(r"^[A-ZĐ]{1,6}\s?\.?\s?\(?\d{1,4}\)?\.?$")
_ROOM_TO_SIGN = 2.4  # of the size: so much empty room at least parts the title from the name
_STAMPED = 10.6  # points: text that signing software prints is not larger
_RIGHT_COLUMN = 0.56  # of the page: what is centred on the text stands further left
_NAME_WORDS = range(1, 8)


def find_close(pages: Sequence[Page], lines: Sequence[Line]) -> Close:
    """The end of the main text; `lines` are those of the pages that may belong to it."""
    contact_rule, contact = _contact(pages[0], lines)
    rest = [line for line in lines if line not in contact]
    heading = next((line for line in reversed(_ordered(rest)) if RECIPIENTS.match(line.text)), None)
    signers = _signers(pages, rest, heading)
    recipients = _recipients(pages, rest, heading, signers)
    typist = next((line for line in recipients[-2:] if _TYPIST.match(line.text)), None)
    return Close(
        signers=signers,
        heading=heading,
        recipients=tuple(line for line in recipients if line is not typist),
        typist=typist,
        contact_rule=contact_rule,
        contact=contact,
    )


def _ordered(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.page, -line.baseline, line.x0))


def _contact(page: Page, lines: Sequence[Line]) -> tuple[Rule | None, tuple[Line, ...]]:
    """Below the last line ruled over the whole width of the text, at the foot of page 1."""
    wide = [rule for rule in page.rules if rule.length > 0.65 * page.width and rule.y < page.height / 4]
    if not wide:
        return None, ()
    rule = min(wide, key=lambda rule: rule.y)
    below = tuple(line for line in lines if line.page == page.index and line.baseline < rule.y)
    return (rule, below) if below and len(below) < 5 else (None, ())


# ── signers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _signers(pages: Sequence[Page], lines: Sequence[Line], heading: Line | None) -> tuple[Signer, ...]:
    """The right column first searched from the end; then, level with it, a second signer on the left."""
    on_pages = sorted({line.page for line in lines}, reverse=True)
    for index in on_pages[:3] if heading is None else [heading.page, *(p for p in on_pages if p > heading.page)]:
        page = pages[index]
        right = _column(
            lines, page, lambda line, page: line.centre > page.width * _RIGHT_COLUMN and line.x0 > page.width * 0.36
        )
        signer = _signer(right)
        if signer is None:
            continue
        top = signer.capacity[0].baseline
        left = _column(
            lines,
            page,
            lambda line, page: line.centre < page.width * 0.5 and line is not heading and line.x1 < page.width * 0.56,
        )
        level = [line for line in left if line.baseline < top + 20 and _above_recipients(line, heading)]
        other = _signer(level)
        found = (other, signer) if other is not None and abs(other.capacity[0].baseline - top) < 25 else (signer,)
        return tuple(item for item in found if item is not None)
    return ()


def _above_recipients(line: Line, heading: Line | None) -> bool:
    return heading is None or line.page < heading.page or line.baseline > heading.baseline + 3


def _column(lines: Sequence[Line], page: Page, inside: Callable[[Line, Page], bool]) -> list[Line]:
    found = [line for line in lines if line.page == page.index and inside(line, page) and size_of(line) > _STAMPED]
    return sorted(found, key=lambda line: -line.baseline)


def _signer(column: Sequence[Line]) -> Signer | None:
    """The last name that stands below empty room under a title."""
    for index in range(len(column) - 1, 0, -1):
        above, name = column[index - 1], column[index]
        room = above.baseline - name.baseline
        if room < _ROOM_TO_SIGN * size_of(name) or room > 220 or abs(above.centre - name.centre) > 60:
            continue
        if len(name.text.split()) not in _NAME_WORDS or any(character.isdigit() for character in name.text):
            continue
        capacity = _capacity(column[:index])
        if capacity:
            return Signer(capacity, name)
    return None


def _capacity(above: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of the title, up to what is neither bold nor in capitals, or far above."""
    found: list[Line] = []
    for line in reversed(above):
        if not (line.bold or mostly_capitals(line.text)) or (found and not _close(line, found[-1])):
            break
        found.append(line)
    return tuple(reversed(found))


def _close(above: Line, below: Line) -> bool:
    return above.baseline - below.baseline < 2.2 * size_of(below) and abs(above.centre - below.centre) < 60


# ── recipients ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _recipients(
    pages: Sequence[Page], lines: Sequence[Line], heading: Line | None, signers: Sequence[Signer]
) -> tuple[Line, ...]:
    """The left column below the heading, and what flows to the next page."""
    if heading is None:
        return ()
    signed = {line for signer in signers for line in (*signer.capacity, signer.name)}
    beside = min((line.x0 for line in signed if line is not None and line.page == heading.page), default=1e9)
    width = pages[heading.page].width
    found = [
        line
        for line in _ordered(lines)
        if line is not heading and line not in signed and size_of(line) < 15 and _belongs(line, heading, beside, width)
    ]
    return tuple(_unbroken(found, heading))


def _belongs(line: Line, heading: Line, beside: float, width: float) -> bool:
    if line.page > heading.page:
        return line.x0 < heading.x0 + 40 and line.centre < width * 0.5
    left = line.x0 < heading.x0 + 40 and line.x0 < min(beside, width * 0.45)
    return line.page == heading.page and line.baseline < heading.baseline - 3 and left


def _unbroken(found: Sequence[Line], heading: Line) -> list[Line]:
    """As far as no large gap parts a line from the one above."""
    kept: list[Line] = []
    for above, line in pairwise((heading, *found)):
        if line.page == above.page and above.baseline - line.baseline > 60:
            break
        kept.append(line)
    return kept
