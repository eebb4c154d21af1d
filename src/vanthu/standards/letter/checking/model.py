"""What a check says: findings with the rule, the article, the place on the page and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vanthu.standards.letter.checking.kinds import DocumentKind
from vanthu.standards.letter.reading import POINTS_PER_MM, Line, Page


class Severity(StrEnum):
    """An error is certain and against the law; a warning deserves a look; an info says what was not judged."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        return {"error": "Lỗi", "warning": "Cảnh báo", "info": "Ghi chú"}[self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page: `page` from 1; millimetres from the upper left corner of the page."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from one rule; the same rule broken in many places is one finding with many places."""

    code: str
    article: str
    severity: Severity
    sentence: str
    """Vietnamese: what is wrong, with what was measured and what is required."""
    mend: str
    """Vietnamese: what to do."""
    places: tuple[Place, ...] = ()
    component: str = ""
    """Vietnamese name of the component."""

    @property
    def page(self) -> int | None:
        """The first page where it shows; None when it is about the whole file."""
        return self.places[0].page if self.places else None


@dataclass(frozen=True, slots=True)
class Component:
    """A component that was recognised, with its box (ô số) in ND30 Phụ lục I."""

    name: str
    label: str
    box: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a check of one file found out."""

    format: str
    """ "pdf" or "docx"."""
    sha256: str
    pages: int
    kind: DocumentKind | None
    components: tuple[Component, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


def place_of(page: Page, x0: float, y0: float, x1: float, y1: float) -> Place:
    """From points from the lower left to millimetres from the upper left."""
    return Place(
        page=page.index + 1,
        x=round(x0 / POINTS_PER_MM, 1),
        y=round((page.height - y1) / POINTS_PER_MM, 1),
        width=round((x1 - x0) / POINTS_PER_MM, 1),
        height=round((y1 - y0) / POINTS_PER_MM, 1),
    )


def around(pages: tuple[Page, ...], lines: Iterable[Line]) -> tuple[Place, ...]:
    """One box a page around the lines."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    return tuple(_box(pages[index], found) for index, found in sorted(by_page.items()))


def _box(page: Page, lines: list[Line]) -> Place:
    top = max(line.baseline + 0.75 * max(line.sizes) for line in lines)
    foot = min(line.baseline - 0.22 * max(line.sizes) for line in lines)
    return place_of(page, min(line.x0 for line in lines), foot, max(line.x1 for line in lines), top)


def as_json(report: Report, *, file: str) -> dict[str, Any]:
    """The documented shape of `vanthu letter check --json`."""
    kind = report.kind
    return {
        "file": file,
        "readable": True,
        "format": report.format,
        "sha256": report.sha256,
        "pages": report.pages,
        "kind": None if kind is None else {"code": kind.key, "name": kind.name, "abbreviation": kind.abbreviation},
        "components": [_component(item) for item in report.components],
        "findings": [_finding(item) for item in report.findings],
    }


def _component(item: Component) -> dict[str, Any]:
    return {
        "name": item.name,
        "label": item.label,
        "box": item.box,
        "text": item.text,
        "place": _place(item.place),
    }


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "code": item.code,
        "article": item.article,
        "severity": item.severity.value,
        "component": item.component,
        "sentence": item.sentence,
        "mend": item.mend,
        "places": [_place(place) for place in item.places],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "page": place.page,
        "x_mm": place.x,
        "y_mm": place.y,
        "width_mm": place.width,
        "height_mm": place.height,
    }
