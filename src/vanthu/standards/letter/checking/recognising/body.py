"""Box 6: the edges of the text and its paragraphs; tables and forms are left out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from vanthu.standards.letter.checking.components import Paragraph
from vanthu.standards.letter.checking.geometry import MM, Edges, Zone, size_of
from vanthu.standards.letter.reading import Line, Page

_INDENTED = 3.5 * MM
_CENTRED = 5.0  # points a centred line may be off
_DEEPEST_PARAGRAPH = 45 * MM  # what begins further right is part of a form or a signature
_PARAGRAPH_INDENTS = (10 * MM, 12.7 * MM)
_SAME_LINE = 2.5  # points
_FOOTNOTE_RULE = 70 * MM


def reading_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.page, -line.baseline, line.x0))


def in_tables(lines: Iterable[Line], zones: Sequence[Sequence[Zone]]) -> frozenset[Line]:
    return frozenset(line for line in lines if any(zone.holds(line) for zone in zones[line.page]))


def footnotes(pages: Sequence[Page], lines: Iterable[Line], left: float) -> frozenset[Line]:
    """Small lines below a short rule that begins at the left edge in the lower half of a page."""
    found: set[Line] = set()
    for line in lines:
        page = pages[line.page]
        short = [
            rule.y
            for rule in page.rules
            if rule.length < _FOOTNOTE_RULE and abs(rule.x0 - left) < 6 and rule.y < page.height / 2
        ]
        if short and line.baseline < max(short) and size_of(line) < 13:
            found.add(line)
    return frozenset(found)


def paragraphs_of(lines: Iterable[Line], edges: Edges) -> tuple[Paragraph, ...]:
    """Running text and centred headings, in reading order."""
    groups: list[list[Line]] = []
    before: Line | None = None
    for line in _alone(reading_order(lines)):
        if groups and before is not None and _continues(before, line, groups[-1], edges):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = line
    return tuple(_paragraph(group, edges) for group in groups)


def _alone(lines: Sequence[Line]) -> Iterator[Line]:
    """Without lines that share their baseline with another: columns, forms, superscripts."""
    shared: set[int] = set()
    for above, line in pairwise(lines):
        if above.page == line.page and abs(above.baseline - line.baseline) < _SAME_LINE:
            shared.update((id(above), id(line)))
    yield from (line for line in lines if id(line) not in shared)


def _paragraph(lines: Sequence[Line], edges: Edges) -> Paragraph:
    return Paragraph(tuple(lines), lines[0].x0 - edges.left, centred=all(is_centred(line, edges) for line in lines))


def is_centred(line: Line, edges: Edges) -> bool:
    """In the middle of the text with room on both sides.

    What begins where a paragraph does ends where it does by chance, unless it is bold as headings are.
    """
    inside = line.x0 > edges.left + _INDENTED and line.x1 < edges.right - _INDENTED
    by_chance = any(abs(line.x0 - edges.left - indent) < 1 for indent in _PARAGRAPH_INDENTS) and not line.bold
    return inside and not by_chance and abs(line.centre - edges.centre) < _CENTRED


def _continues(before: Line, line: Line, group: Sequence[Line], edges: Edges) -> bool:
    if abs(size_of(before) - size_of(line)) > 0.6 or is_centred(before, edges) != is_centred(line, edges):
        return False
    if is_centred(line, edges):
        return _near(before, line) and before.bold == line.bold and not _numbered_heading(line)
    if not _near(before, line) or line.x0 - edges.left > _DEEPEST_PARAGRAPH:
        return False
    full = before.x1 > edges.right - 2.5 * MM if edges.aligned else before.x1 > edges.right - 25 * MM
    if not full:
        return False
    # At the left edge it goes on; a hanging or indented block goes on at its own edge.
    at_edge = line.x0 - edges.left < _INDENTED
    return at_edge or (len(group) > 1 and abs(line.x0 - before.x0) < 2) or _hangs(group, line)


def _numbered_heading(line: Line) -> bool:
    return line.text.startswith(("Chương", "Mục", "Phần", "Tiểu mục"))


def _hangs(group: Sequence[Line], line: Line) -> bool:
    """The second line of an item that stands under the words of the first, behind its dash."""
    return len(group) == 1 and 4 < line.x0 - group[0].x0 < 30


def _near(before: Line, line: Line) -> bool:
    if line.page != before.page:
        return line.page == before.page + 1
    return before.baseline - line.baseline < 2.3 * size_of(line)
