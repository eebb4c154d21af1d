"""Where a phụ lục or another attached text begins, and its heading, title and note."""

import re
from collections.abc import Sequence

from vanthu.standards.letter.checking.components import Attachment
from vanthu.standards.letter.checking.geometry import Edges, size_of
from vanthu.standards.letter.checking.kinds import BY_TITLE
from vanthu.standards.letter.checking.recognising.body import paragraphs_of, reading_order
from vanthu.standards.letter.checking.words import folded, mostly_capitals
from vanthu.standards.letter.reading import Line, Page

HEADING = re.compile(r"^\s*Phụ\s+lục(?P<number>\s+[\w.]+)?\s*[:.]?\s*$", re.IGNORECASE)
_NOTE = re.compile(r"^\s*\(\s*(?:Ban hành\s+)?(?:[Kk]èm|KÈM)\s+theo\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*Số\s*:")
_WITHIN = 16  # lines from the top of a page in which an attachment shows itself


def first_page(pages: Sequence[Page], lines: Sequence[Line]) -> int | None:
    """The page on which attachments begin; None when there are none."""
    for page in pages:
        top = reading_order(line for line in lines if line.page == page.index)[:_WITHIN]
        if begins(page, top):
            return page.index
    return None


def begins(page: Page, top: Sequence[Line]) -> bool:
    """Whether the first lines of a page are those of an attachment."""
    if not top:
        return False
    if _is_heading(page, top[0]):
        return True
    noted = any(_NOTE.match(line.text) and _middle(page, line) for line in top)
    named = any(" ".join(line.text.upper().split()) in BY_TITLE and _middle(page, line) for line in top)
    numbered = any(_NUMBER.match(line.text) for line in top)
    return noted and named and (page.index > 0 or not numbered)


def _is_heading(page: Page, line: Line) -> bool:
    return bool(HEADING.match(line.text)) and (_middle(page, line) or line.bold)


def _middle(page: Page, line: Line) -> bool:
    return abs(line.centre - page.width / 2) < 40


def find_attachments(
    pages: Sequence[Page], lines: Sequence[Line], first: int | None, edges: Edges, tabled: frozenset[Line]
) -> tuple[Attachment, ...]:
    """Every attachment from page `first` on."""
    if first is None:
        return ()
    starts = [
        page.index
        for page in pages[first:]
        if begins(page, reading_order(line for line in lines if line.page == page.index)[:_WITHIN])
    ]
    ends = [*starts[1:], len(pages)]
    return tuple(_attachment(lines, start, end, edges, tabled) for start, end in zip(starts, ends, strict=True))


def _attachment(lines: Sequence[Line], start: int, end: int, edges: Edges, tabled: frozenset[Line]) -> Attachment:
    own = reading_order(line for line in lines if start <= line.page < end)
    heading = own[0] if HEADING.match(own[0].text) else None
    title: list[Line] = []
    note: list[Line] = []
    for line in own[1 if heading is not None else 0 :][:_WITHIN]:
        if note:
            if note[-1].text.rstrip().endswith(")") or line.page != note[-1].page:
                break
            note.append(line)
        elif _NOTE.match(line.text):
            note.append(line)
        elif line.page == start and _is_title(line, title) and heading is not None:
            title.append(line)
        elif heading is not None:
            break
    used = {heading, *title, *note}
    rest = [line for line in own if line not in used and line not in tabled]
    return Attachment(start, end - start, heading, tuple(title), tuple(note), paragraphs_of(rest, edges))


def _is_title(line: Line, before: Sequence[Line]) -> bool:
    if folded(line.text) == "" or not (line.bold or mostly_capitals(line.text)):
        return False
    return not before or abs(size_of(line) - size_of(before[-1])) < 0.6
