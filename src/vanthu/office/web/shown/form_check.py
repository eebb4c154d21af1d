"""Kiểm tra thể thức as the page of a draft shows it: each finding with its place on the page and its remedy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vanthu.office.outgoing import queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.standards.letter.checking import Severity

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import FormCheck, OutgoingDocument

SHOWN_IN = frozenset({OutgoingState.DRAFT, OutgoingState.IN_APPROVAL, OutgoingState.APPROVED})
"""Afterwards the page is signed and nothing of its form can be mended."""


@dataclass(frozen=True)
class FindingShown:
    """One finding; `marks` are the boxes on the pages as JSON: page, x, y, width, height in millimetres."""

    number: int
    code: str
    severity: str
    label: str
    component: str
    sentence: str
    mend: str
    article: str
    places: tuple[str, ...]
    first_page: int
    marks: str


@dataclass(frozen=True)
class FormCheckShown:
    """What is known of the form of the revision that stands now."""

    outgoing: OutgoingDocument
    state: str
    """ "absent", "waiting", "refused" or "done"."""
    findings: tuple[FindingShown, ...] = ()
    counts: str = ""
    at: datetime | None = None
    code: str = ""
    sentence: str = ""


def form_check_shown(outgoing: OutgoingDocument) -> FormCheckShown | None:
    """Return the check of a draft as shown; None once it is signed, and before its file is there."""
    if outgoing.state not in SHOWN_IN:
        return None
    row = queries.form_check(outgoing)
    if row is None and not queries.has_file(outgoing):
        return None
    if row is None:
        return FormCheckShown(outgoing, "absent")
    if row.finished_at is None:
        return FormCheckShown(outgoing, "waiting")
    if row.report is None:
        return FormCheckShown(outgoing, "refused", at=row.finished_at, code=row.error_code, sentence=row.error_sentence)
    return _done(outgoing, row, row.report)


def _done(outgoing: OutgoingDocument, row: FormCheck, report: Mapping[str, Any]) -> FormCheckShown:
    ranked = sorted(report["findings"], key=lambda found: list(Severity).index(Severity(found["severity"])))
    findings = tuple(_finding(number, found) for number, found in enumerate(ranked, start=1))
    return FormCheckShown(outgoing, "done", findings, _counts(findings), row.finished_at)


def _finding(number: int, found: Mapping[str, Any]) -> FindingShown:
    places = found["places"]
    boxes = [[one["page"], one["x_mm"], one["y_mm"], one["width_mm"], one["height_mm"]] for one in places]
    return FindingShown(
        number=number,
        code=found["code"],
        severity=found["severity"],
        label=_severities()[found["severity"]],
        component=found["component"],
        sentence=found["sentence"],
        mend=found["mend"],
        article=found["article"],
        places=tuple(map(_in_words, places[:5])),
        first_page=places[0]["page"] if places else 0,
        marks=json.dumps(boxes),
    )


def _severities() -> dict[str, str]:
    return {Severity.ERROR: _("Lỗi"), Severity.WARNING: _("Cảnh báo"), Severity.INFO: _("Ghi chú")}


def _in_words(place: Mapping[str, Any]) -> str:
    return _("trang %(page)s, cách mép trái %(x)s mm, mép trên %(y)s mm") % {
        "page": place["page"],
        "x": round(place["x_mm"]),
        "y": round(place["y_mm"]),
    }


def _counts(findings: Iterable[FindingShown]) -> str:
    severities = [found.severity for found in findings]
    errors, warnings, notes = (severities.count(one) for one in Severity)
    said = [
        ngettext("%(n)s lỗi", "%(n)s lỗi", errors) % {"n": errors} if errors else "",
        ngettext("%(n)s cảnh báo", "%(n)s cảnh báo", warnings) % {"n": warnings} if warnings else "",
        ngettext("%(n)s ghi chú", "%(n)s ghi chú", notes) % {"n": notes} if notes else "",
    ]
    return ", ".join(filter(None, said))
