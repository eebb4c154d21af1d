"""Questions of those who run the axis about what it took and what it refused.

Ids are UUIDs of version 7: they begin with the moment at which they were made, so that the primary key finds the
packages of a span of time without another index on the path every package takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.functions import TruncDate

from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.intake.queries import Described
from vanthu.runtime.clock import VIETNAM

SLACK = timedelta(hours=1)
"""A package is dated when its call begins and named when it is written down."""
_EPOCH = datetime.fromtimestamp(0, UTC)
_FIELDS = tuple(Described.__dataclass_fields__)


@dataclass(frozen=True)
class RefusalLine:
    """One package that was refused; `system_key` is who brought it."""

    id: UUID
    system_key: UUID
    from_code: str
    sha256: str
    code: str
    wire_code: str
    sentence: str
    refused_at: datetime
    notation: str
    document_id: str


def first_id(at: datetime) -> UUID:
    """Return the smallest id that can have been made at a moment."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def within(since: datetime, until: datetime) -> QuerySet[Package]:
    """Return the packages accepted from `since` until before `until`."""
    return Package.objects.filter(pk__gte=first_id(since - SLACK), accepted_at__gte=since, accepted_at__lt=until)


def flow(steps: Sequence[datetime]) -> list[int]:
    """Return how many packages were accepted between each two neighbouring moments."""
    spans = list(pairwise(steps))
    counted = {
        f"n{index}": Count("pk", filter=Q(accepted_at__gte=since, accepted_at__lt=until))
        for index, (since, until) in enumerate(spans)
    }
    found = within(steps[0], steps[-1]).aggregate(**counted)
    return [found[f"n{index}"] for index in range(len(spans))]


def counted(since: datetime, until: datetime, *, by: Sequence[str], kind: str = "") -> list[tuple[Any, ...]]:
    """Return how many packages were accepted, by columns and by "day", all of them or those of one message type."""
    rows = within(since, until)
    return _grouped(rows.filter(message_type=kind) if kind else rows, by, "accepted_at")


def refused(since: datetime, until: datetime, *, by: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return how many packages were refused, by columns and by "day"."""
    return _grouped(Refusal.objects.filter(refused_at__gte=since, refused_at__lt=until), by, "refused_at")


def _grouped(rows: QuerySet[Any], by: Sequence[str], moment: str) -> list[tuple[Any, ...]]:
    found: QuerySet[Any, tuple[Any, ...]] = by_day(rows, moment).order_by().values_list(*by)
    return list(found.annotate(number=Count("pk")))


def by_day(rows: QuerySet[Any], moment: str) -> QuerySet[Any]:
    """Let rows be grouped by "day", the day in Vietnam of a moment of theirs."""
    annotated: QuerySet[Any] = rows.annotate(day=TruncDate(moment, tzinfo=VIETNAM))
    return annotated


class Tally:
    """How many rows a table has that nobody deletes from, by a column of theirs that never changes.

    Who asks every few seconds must not count years each time: the rows of long ago, to which none can be added, are
    counted once in a process and remembered.
    """

    def __init__(self, model: type[Model], column: str = "") -> None:
        self._rows: QuerySet[Any] = model._default_manager.order_by()
        self._column = column
        self._known: Counter[str] = Counter()
        self._until = first_id(_EPOCH)

    def counts(self, *, at: datetime) -> Counter[str]:
        """Return the numbers by value of the column, under "" when none was named."""
        settled = first_id(at - SLACK)
        if self._until < settled:
            self._known += self._count(pk__gte=self._until, pk__lt=settled)
            self._until = settled
        return self._known + self._count(pk__gte=self._until)

    def _count(self, **span: UUID) -> Counter[str]:
        rows = self._rows.filter(**span)
        if not self._column:
            return Counter({"": rows.count()})
        return Counter(dict(rows.values_list(self._column).annotate(number=Count("pk"))))


_PACKAGES, _REFUSALS = Tally(Package, "message_type"), Tally(Refusal)


def totals(*, at: datetime) -> dict[str, int]:
    """Return how many packages of each kind were ever accepted, and how many were refused."""
    accepted = _PACKAGES.counts(at=at)
    return {"edoc": accepted["edoc"], "status": accepted["status"], "refused": _REFUSALS.counts(at=at)[""]}


def refused_counts(since: datetime) -> list[tuple[UUID, str, int]]:
    """Return how often each system was refused since a moment, by reason, the most frequent first."""
    rows = Refusal.objects.filter(refused_at__gte=since).values_list("system_id", "code")
    return list(rows.annotate(number=Count("pk")).order_by("-number", "code"))


def refusals(
    *, system: UUID | None = None, code: str = "", before: datetime | None = None, limit: int = 50
) -> list[RefusalLine]:
    """Return refusals, the newest first; `before` continues a page."""
    rows = Refusal.objects.order_by("-refused_at", "-id")
    rows = rows.filter(system=system) if system else rows
    rows = rows.filter(code=code) if code else rows
    rows = rows.filter(refused_at__lt=before) if before else rows
    return _refusals(rows[:limit])


def refusals_like(text: str, *, limit: int) -> list[RefusalLine]:
    """Return the refusals with this id, of these bytes, or of the document with this id or this number."""
    key = _uuid(text)
    asked = Q(pk=key) if key else Q(sha256=text.lower())
    named = Q(document_id=text) | Q(notation=text)
    return _refusals(Refusal.objects.filter(asked | named).order_by("-refused_at")[:limit]) if text else []


def by_sha256(sha256: str, systems: Iterable[UUID]) -> list[Described]:
    """Return the packages of these bytes; the systems are named because the index begins with them."""
    return _described(Package.objects.filter(system__in=list(systems), sha256=sha256.lower()))


def by_notation(notation: str, *, limit: int) -> list[Described]:
    """Return the newest packages with this number and notation."""
    return _described(Package.objects.filter(notation=notation).order_by("-id")[:limit])


def by_document(document_id: str, *, limit: int) -> list[Described]:
    """Return the newest packages that are, or are about, the document with this id, whoever issued it."""
    return _described(Package.objects.filter(document_id=document_id).order_by("-id")[:limit])


def lately_like(text: str, *, since: datetime, limit: int) -> list[Described]:
    """Return the newest packages since a moment whose document id is this, or whose number or title begins so."""
    asked = Q(document_id=text) | Q(notation__istartswith=text) | Q(title__icontains=text)
    return _described(Package.objects.filter(asked, pk__gte=first_id(since)).order_by("-id")[:limit])


def from_agency(agency: UUID, *, limit: int) -> list[Described]:
    """Return the newest packages of an agency."""
    return _described(Package.objects.filter(sender=agency).order_by("-id")[:limit])


def from_system(system: UUID, *, limit: int) -> list[Described]:
    """Return the newest packages of a system."""
    return _described(Package.objects.filter(system=system).order_by("-id")[:limit])


def _described(rows: QuerySet[Package]) -> list[Described]:
    return [Described(*row) for row in rows.values_list(*_FIELDS)]


def _refusals(rows: QuerySet[Refusal]) -> list[RefusalLine]:
    names = tuple(RefusalLine.__dataclass_fields__)
    columns = ["system_id" if name == "system_key" else name for name in names]
    return [RefusalLine(*row) for row in rows.values_list(*columns)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
