"""Questions of those who run the axis: the facts about one thing, and what people and systems changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from vanthu.axis.evidence.models import Fact
from vanthu.axis.evidence.queries import count
from vanthu.standards.evidence.leaves import loads

WINDOW, WINDOWS = 50_000, 10
"""Facts looked through at a time, and how often: what happens to packages stands between the changes."""
TRAFFIC = ("package.", "delivery.")


@dataclass(frozen=True)
class FactLine:
    """One fact; its leaf has the index `number` − 1."""

    number: int
    kind: str
    subject: str
    data: dict[str, Any]
    by: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """A page of facts, the newest first; the next page begins before `next_before` (None: this was the last)."""

    facts: tuple[FactLine, ...]
    next_before: int | None


def facts_about(subjects: Iterable[str], *, limit: int = 200) -> list[FactLine]:
    """Return the facts about these subjects, the newest first."""
    return _lines(Fact.objects.filter(subject__in=list(subjects)).order_by("-number")[:limit])


def facts_of_package(package: UUID, deliveries: Iterable[UUID]) -> list[FactLine]:
    """Return the facts of a package and its deliveries, the oldest first."""
    subjects = [str(package), *(str(each) for each in deliveries)]
    return _lines(Fact.objects.filter(subject__in=subjects).order_by("number"))


def changes(*, before: int | None = None, by: str = "", limit: int = 50) -> Changes:
    """Return what is not the traffic of packages: changes of the registry, of operators, proposals."""
    most = count()
    top = most if before is None else min(before - 1, most)
    traffic = Q()
    for prefix in TRAFFIC:
        traffic |= Q(kind__startswith=prefix)
    found: list[FactLine] = []
    for _ in range(WINDOWS):
        rows = Fact.objects.filter(number__lte=top, number__gt=top - WINDOW).exclude(traffic)
        rows = rows.filter(by=by) if by else rows
        found += _lines(rows.order_by("-number")[: limit - len(found)])
        if len(found) >= limit:
            return Changes(tuple(found), found[-1].number)
        top -= WINDOW
        if top <= 0:
            return Changes(tuple(found), None)
    return Changes(tuple(found), top + 1)


def _lines(rows: Iterable[Fact]) -> list[FactLine]:
    return [
        FactLine(row.number, row.kind, row.subject, loads(row.data), row.by, datetime.fromisoformat(row.at))
        for row in rows
    ]
