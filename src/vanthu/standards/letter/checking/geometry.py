"""Where things stand on a page: columns, the edges of the text, tables, rules below a line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vanthu.standards.letter.reading import POINTS_PER_MM, Frame, Glyph, Line, Page, Rule

MM = POINTS_PER_MM
_SAME_EDGE = 0.8 * MM
_LONG_LINE = 0.75  # of the page
_TALLEST_ROW = 40 * MM
_COLUMN_GAP = 1.1  # of the size: in a head, wider gaps part two columns


@dataclass(frozen=True, slots=True)
class Edges:
    """Left and right edge of the text in points; `aligned` when several lines agree on the right one."""

    left: float
    right: float
    aligned: bool

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def columns(line: Line) -> Iterator[Line]:
    """The parts of a line that wide gaps set apart."""
    start = 0
    for index, (before, glyph) in enumerate(pairwise(line.glyphs), start=1):
        if glyph.x0 - before.x1 > _COLUMN_GAP * glyph.size and _inked(line.glyphs[start:index]):
            yield replace(line, glyphs=line.glyphs[start:index])
            start = index
    if _inked(line.glyphs[start:]):
        yield replace(line, glyphs=line.glyphs[start:])


def split_at(line: Line, x: float) -> tuple[Line, ...]:
    """The line cut before the first glyph that stands at or right of `x`."""
    left = tuple(glyph for glyph in line.glyphs if glyph.x0 < x)
    right = tuple(glyph for glyph in line.glyphs if glyph.x0 >= x)
    return tuple(replace(line, glyphs=part) for part in (left, right) if _inked(part))


def _inked(glyphs: Sequence[Glyph]) -> bool:
    return any(not glyph.text.isspace() for glyph in glyphs)


def size_of(line: Line) -> float:
    """The size most of its letters have, to the nearest half point."""
    return line.main_size


def edges_of(lines: Iterable[Line], page: Page) -> Edges:
    """What several lines agree on; where none do, the outermost."""
    found = list(lines)
    left = _agreed(sorted(line.x0 for line in found))
    # Short lines may end at one place by chance: only those that fill the page tell its right edge.
    long = (line.x1 for line in found if line.x1 > _LONG_LINE * page.width)
    right = _agreed(sorted(long, reverse=True))
    if left is None:
        left = min((line.x0 for line in found), default=30 * MM)
    outermost = max((line.x1 for line in found), default=0.0)
    return Edges(left, max(outermost, page.width - 20 * MM) if right is None else right, aligned=right is not None)


def _agreed(sorted_values: Sequence[float]) -> float | None:
    """The outermost value that at least three lines share."""
    for value in sorted_values:
        together = [other for other in sorted_values if abs(other - value) < _SAME_EDGE]
        if len(together) >= 3:
            return sorted(together)[len(together) // 2]
    return None


def rules_below(page: Page, line: Line, *, reach: float = 17.0) -> tuple[Rule, ...]:
    """Ruled lines close below a line of text and centred somewhere under it, the nearest first."""
    near = [
        rule
        for rule in page.rules
        if -1 < line.baseline - rule.y < reach and line.x0 - 12 < rule.centre < line.x1 + 12 and rule.length > 8
    ]
    return tuple(sorted(near, key=lambda rule: -rule.y))


def frame_around(page: Page, line: Line) -> Frame | None:
    """The small frame drawn around a line of text."""
    around = [
        frame
        for frame in page.frames
        if frame.x0 < line.x0 + 2 and line.x1 - 2 < frame.x1 and frame.y0 < line.baseline + 2 < frame.y1
        if frame.height < 60 and frame.width < 250
    ]
    return min(around, key=lambda frame: frame.width, default=None)


@dataclass(frozen=True, slots=True)
class Zone:
    """A table's place on a page."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, line: Line) -> bool:
        middle = line.baseline + 3
        return self.y0 - 2 <= middle <= self.y1 + 2 and self.x0 - 6 <= line.centre <= self.x1 + 6


def tables(page: Page) -> tuple[Zone, ...]:
    """Where at least two vertical lines, or three equal horizontal ones, or boxes side by side make a table."""
    spans = [(bar.x, bar.y0, bar.x, bar.y1) for bar in page.bars]
    spans += [(frame.x0, frame.y0, frame.x1, frame.y1) for frame in page.frames]
    return tuple(_zones(spans)) + tuple(_ruled(page))


def _zones(spans: list[tuple[float, float, float, float]]) -> Iterator[Zone]:
    groups: list[list[tuple[float, float, float, float]]] = []
    for span in sorted(spans, key=lambda item: -item[3]):
        for group in groups:
            if any(span[3] > other[1] - 3 and span[1] < other[3] + 3 for other in group):
                group.append(span)
                break
        else:
            groups.append([span])
    for group in groups:
        if len(group) > 1:
            xs = [x for item in group for x in (item[0], item[2])]
            yield Zone(min(xs), min(item[1] for item in group), max(xs), max(item[3] for item in group))


def _ruled(page: Page) -> Iterator[Zone]:
    groups: dict[tuple[int, int], list[Rule]] = {}
    for rule in page.rules:
        groups.setdefault((round(rule.x0 / 3), round(rule.x1 / 3)), []).append(rule)
    for rules in groups.values():
        for near in _close_together(sorted(rules, key=lambda rule: -rule.y)):
            if len(near) > 2 and near[0].length > 0.2 * page.width:
                yield Zone(near[0].x0, near[-1].y, near[0].x1, near[0].y)


def _close_together(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Runs of rules with no more than a tall row between two: the line above an address is part of no table."""
    run: list[Rule] = []
    for rule in rules:
        if run and run[-1].y - rule.y > _TALLEST_ROW:
            yield run
            run = []
        run.append(rule)
    if run:
        yield run
