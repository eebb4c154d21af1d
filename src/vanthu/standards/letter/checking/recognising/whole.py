"""The whole of a file taken apart, in the order in which one part needs the other."""

import re
from collections.abc import Sequence

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.geometry import MM, edges_of, size_of, tables
from vanthu.standards.letter.checking.kinds import DocumentKind
from vanthu.standards.letter.checking.recognising.attachments import find_attachments, first_page
from vanthu.standards.letter.checking.recognising.body import footnotes, in_tables, paragraphs_of
from vanthu.standards.letter.checking.recognising.close import find_close
from vanthu.standards.letter.checking.recognising.head import find_head, head_lines
from vanthu.standards.letter.reading import Line, Page

_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:Trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE)
_STAMP = re.compile(r"^(Số:.*;.*\d{2}/\d{2}/\d{4};|Sao y;|Sao lục;|Trích sao;)", re.IGNORECASE)
_MARGIN = 24 * MM


def recognise(pages: Sequence[Page], *, expected: DocumentKind | None = None) -> Document:
    """Name what can be named; never raises for a page that shows nothing known."""
    every = [line for page in pages for line in (head_lines(page) if page.index == 0 else page.lines)]
    numbers = tuple(_page_number(page, [line for line in every if line.page == page.index]) for page in pages)
    stamps = frozenset(line for line in every if _is_stamp(line, pages[line.page]))
    outside = stamps.union(line for line in numbers if line is not None)
    lines = [line for line in every if line not in outside]

    start = first_page(pages, lines)
    main_pages = len(pages) if start is None else start
    main = [line for line in lines if line.page < main_pages]
    zones = [tables(page) for page in pages]
    tabled = in_tables(lines, zones)

    head, kind = find_head(pages[0], [line for line in main if line.page == 0], expected=expected)
    in_head = head.lines
    rest = [line for line in main if line not in in_head and line not in tabled]
    close = find_close(pages, rest)
    ending = close.lines.difference(close.contact)
    body = _between([line for line in rest if line not in close.contact], in_head, ending)
    # Short texts have few lines that begin at the edge; nơi nhận stands there too.
    flush = [line for line in (close.heading, *close.recipients) if line is not None]
    edges = edges_of([*body, *flush] or [line for line in lines if line not in tabled], pages[0])
    notes = footnotes(pages, body, edges.left)
    body = [line for line in body if line not in notes]
    return Document(
        pages=tuple(pages),
        kind=kind,
        head=head,
        close=close,
        edges=edges,
        paragraphs=paragraphs_of(body, edges),
        attachments=find_attachments(pages, lines, start, edges, tabled),
        page_numbers=numbers,
        stamps=stamps,
        tabled=tabled,
        main_pages=main_pages,
    )


def _page_number(page: Page, lines: Sequence[Line]) -> Line | None:
    """A figure alone in the top or bottom margin."""
    for line in lines:
        high = line.baseline > page.height - _MARGIN
        low = line.baseline < _MARGIN
        if (high or low) and _PAGE_NUMBER.match(line.text) and not _has_neighbour(line, lines):
            return line
    return None


def _has_neighbour(line: Line, lines: Sequence[Line]) -> bool:
    return any(other is not line and abs(other.baseline - line.baseline) < 2 for other in lines)


def _is_stamp(line: Line, page: Page) -> bool:
    """S4 and S5: small text in the upper right corner, printed by the signature."""
    return size_of(line) <= 10.6 and line.baseline > page.height - 35 * MM and line.centre > page.width / 2


def _between(lines: Sequence[Line], head: frozenset[Line], close: frozenset[Line]) -> list[Line]:
    """Below the head and above the end of the main text."""
    foot = min((line.baseline for line in head), default=None)
    first = min((line.page for line in close), default=None)
    end = max((line.baseline for line in close if line.page == first), default=0.0)
    return [
        line
        for line in lines
        if line not in close
        and (foot is None or line.page > 0 or line.baseline < foot)
        and (first is None or (line.page, -line.baseline) < (first, -end))
    ]
