"""Questions of those who run the axis: what waits, what is late, what failed, what was given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import GIVEN_UP, WAITS, WARNED, BusinessStatus, Delivery
from vanthu.axis.intake.monitoring import SLACK, Tally, by_day, first_id
from vanthu.standards.vxp.codes import MessageType

LATE, FAILED, EXPIRED = "canh-bao", "that-bai", "qua-han"
_DELIVERIES = Tally(Delivery)
KINDS = {LATE: "Chờ quá lâu", FAILED: "Nơi nhận báo thất bại", EXPIRED: "Quá hạn, trục đã dừng giao"}


@dataclass(frozen=True)
class Queue:
    """What waits for one system: `failed` of it its software could not process; `oldest` is the oldest of the rest."""

    mailbox: UUID | None
    message_type: str
    waiting: int
    failed: int
    oldest: datetime | None


@dataclass(frozen=True)
class Line:
    """One delivery in a list."""

    id: UUID
    package_id: UUID
    notation: str
    title: str
    from_code: str
    to_code: str
    mailbox: UUID | None
    message_type: str
    urgency: int
    state: str
    description: str
    created_at: datetime
    updated_at: datetime

    @property
    def label(self) -> str:
        """Return the state in Vietnamese."""
        return states.LABELS[self.state]


def queues() -> list[Queue]:
    """Return what waits by system and kind; the index of the mailboxes answers it."""
    rows = (
        Delivery.objects.filter(WAITS)
        .values_list("mailbox", "message_type", "rank")
        .annotate(number=Count("pk"), oldest=Min("created_at"))
        .order_by("mailbox", "message_type", "rank")
    )
    found: dict[tuple[UUID | None, str], Queue] = {}
    for mailbox, kind, rank, number, oldest in rows:
        had = found.get((mailbox, kind), Queue(mailbox, kind, 0, 0, None))
        failed = rank >= states.FAILED_RANK
        # What its system has begun with may wait for others: it is behind the parent, or on a further axis below.
        ages = [moment for moment in (had.oldest, oldest if rank < states.BEGUN_RANK else None) if moment]
        found[mailbox, kind] = Queue(
            mailbox, kind, had.waiting + number, had.failed + (number if failed else 0), min(ages, default=None)
        )
    return list(found.values())


def state_counts(*, at: datetime) -> dict[str, int]:
    """Return how many deliveries are in each state now; those that are done are what remains of all."""
    found = dict.fromkeys(states.LABELS, 0)
    found |= dict(Delivery.objects.filter(WAITS).order_by().values_list("state").annotate(number=Count("pk")))
    found[states.EXPIRED] = Delivery.objects.filter(GIVEN_UP).count()
    others = sum(number for state, number in found.items() if state != states.DONE)
    found[states.DONE] = max(_DELIVERIES.counts(at=at)[""] - others, 0)
    return found


def count(kind: str, *, since: datetime, most: int) -> int:
    """Return how many deliveries are in trouble of a kind; it counts no further than `most`."""
    return len(_troubled(kind, since=since).values_list("pk")[:most])


def lines(kind: str, *, since: datetime, mailbox: UUID | None = None, start: int = 0, limit: int = 50) -> list[Line]:
    """Return deliveries in trouble, the oldest first (those given up: the newest first)."""
    rows = _troubled(kind, since=since)
    rows = rows.filter(mailbox=mailbox) if mailbox else rows
    ordered = rows.order_by("-updated_at") if kind == EXPIRED else rows.order_by("created_at")
    return _lines(ordered[start : start + limit])


def found(delivery_id: UUID) -> Line | None:
    """Return one delivery."""
    return next(iter(_lines(Delivery.objects.filter(pk=delivery_id))), None)


def packages_of(delivery_ids: Iterable[UUID]) -> set[UUID]:
    """Return the packages of deliveries."""
    return set(Delivery.objects.filter(pk__in=list(delivery_ids)).values_list("package_id", flat=True))


def counted(since: datetime, until: datetime, *, by: Sequence[str], kind: str = "") -> list[tuple[Any, ...]]:
    """Return how many deliveries were opened, by columns (the state is that of now), "day" and "business_type"."""
    rows = _opened(since, until)
    rows = by_day(rows.filter(message_type=kind) if kind else rows, "created_at")
    names = ["package__business_type" if name == "business_type" else name for name in by]
    return list(rows.order_by().values_list(*names).annotate(number=Count("pk")))


def seconds_to_receive(since: datetime, until: datetime) -> dict[UUID | None, float]:
    """Return, by mailbox, how long deliveries that are done waited on the average."""
    took = ExpressionWrapper(F("done_at") - F("created_at"), output_field=DurationField())
    rows = _opened(since, until).filter(state=states.DONE).order_by().values_list("mailbox")
    return {mailbox: mean.total_seconds() for mailbox, mean in rows.annotate(mean=Avg(took)) if mean is not None}


def reported(since: datetime, until: datetime) -> list[tuple[str, int]]:
    """Return how often recipients reported each status of handling."""
    rows = BusinessStatus.objects.filter(pk__gte=first_id(since - SLACK), noted_at__gte=since, noted_at__lt=until)
    return list(rows.order_by().values_list("code").annotate(number=Count("pk")))


def _opened(since: datetime, until: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk__gte=first_id(since - SLACK), created_at__gte=since, created_at__lt=until)


def _troubled(kind: str, *, since: datetime) -> QuerySet[Delivery]:
    if kind == LATE:
        return Delivery.objects.filter(WARNED)
    if kind == EXPIRED:
        return Delivery.objects.filter(GIVEN_UP, updated_at__gte=since)
    kinds = [str(each) for each in MessageType]
    return Delivery.objects.filter(WAITS, Q(message_type__in=kinds), rank__gte=states.FAILED_RANK)


_COLUMNS = (
    "id",
    "package_id",
    "package__notation",
    "package__title",
    "package__from_code",
    "to_code",
    "mailbox_id",
    "message_type",
    "urgency",
    "state",
    "description",
    "created_at",
    "updated_at",
)


def _lines(rows: QuerySet[Delivery]) -> list[Line]:
    return [Line(*row) for row in rows.values_list(*_COLUMNS)]
