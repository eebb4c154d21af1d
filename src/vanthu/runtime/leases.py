"""Rows that a worker takes for a while: the row is the record, the queue and the history.

A worker leases rows that are due, works without a transaction open, then finishes or postpones them. A worker that
dies loses only its lease; the row comes back when the lease runs out. One SQL serves SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet

from vanthu.runtime.ids import new_id
from vanthu.runtime.transactions import write

BACKOFF_SECONDS = (2, 5, 15, 60, 300, 900, 1800)
"""How long after the n-th failed try the next one is due; the last value repeats."""


class LeasedRow(models.Model):
    """A row of work: due at a time, perhaps leased, finished at last."""

    due_at = models.DateTimeField()
    urgency = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=LeasedRow)


class LeaseLost(Exception):
    """Another worker took the row over because this one's lease ran out; its result must not be written."""


def due(at: datetime) -> Q:
    """Rows that a worker may take at this moment."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    return Q(finished_at__isnull=True, due_at__lte=at) & free


def lease(rows: QuerySet[Row], *, at: datetime, seconds: int = 120, limit: int = 20) -> list[Row]:
    """Take up to `limit` due rows for `seconds`; urgent ones first, then the oldest."""
    chosen = list(rows.filter(due(at)).order_by("-urgency", "due_at").values_list("pk", flat=True)[:limit])
    if not chosen:
        return []
    token = new_id()
    with write():
        rows.filter(due(at), pk__in=chosen).update(
            lease=token, leased_until=at + timedelta(seconds=seconds), tries=F("tries") + 1
        )
    return list(rows.filter(lease=token).order_by("-urgency", "due_at"))


def finish(row: LeasedRow, *, at: datetime, **changes: Any) -> None:
    """Write the result of a leased row and end its work; raises LeaseLost."""
    _update(row, finished_at=at, lease=None, leased_until=None, **changes)


def postpone(row: LeasedRow, *, at: datetime, **changes: Any) -> None:
    """Give a leased row back, due again after the back-off for its number of tries; raises LeaseLost."""
    give_back(row, at=at, seconds=_back_off(row), **changes)


def give_back(row: LeasedRow, *, at: datetime, seconds: float, **changes: Any) -> None:
    """Give a leased row back, due again after so many seconds; raises LeaseLost."""
    _update(row, due_at=at + timedelta(seconds=seconds), lease=None, leased_until=None, **changes)


def held(rows: Sequence[Row]) -> list[Row]:
    """Lock rows that were leased together and return those that no other worker took over, in the same order."""
    if not rows:
        return []
    ours = type(rows[0])._base_manager.select_for_update().filter(pk__in=[row.pk for row in rows])
    keys = set(ours.filter(lease=rows[0].lease).values_list("pk", flat=True))
    return [row for row in rows if row.pk in keys]


def finish_all(rows: Sequence[LeasedRow], *, at: datetime, **changes: Any) -> None:
    """End the work of rows that are `held`, all with the same result."""
    _update_all(rows, finished_at=at, lease=None, leased_until=None, **changes)


def postpone_all(rows: Sequence[LeasedRow], *, at: datetime, **changes: Any) -> None:
    """Give back rows that are `held`, each due again after the back-off for its number of tries."""
    by_wait: dict[int, list[LeasedRow]] = {}
    for row in rows:
        by_wait.setdefault(_back_off(row), []).append(row)
    for seconds, these in by_wait.items():
        due_at = at + timedelta(seconds=seconds)
        _update_all(these, due_at=due_at, lease=None, leased_until=None, **changes)


def give_back_all(rows: Sequence[LeasedRow], *, at: datetime, seconds: float) -> None:
    """Give back rows that are `held`, due again after so many seconds."""
    _update_all(rows, due_at=at + timedelta(seconds=seconds), lease=None, leased_until=None)


def _back_off(row: LeasedRow) -> int:
    return BACKOFF_SECONDS[min(row.tries, len(BACKOFF_SECONDS)) - 1]


def _update_all(rows: Sequence[LeasedRow], **changes: Any) -> None:
    if not rows:
        return
    type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).update(**changes)
    for row in rows:
        row.__dict__.update(changes)


def _update(row: LeasedRow, **changes: Any) -> None:
    rows = type(row)._base_manager.filter(pk=row.pk, lease=row.lease)
    if rows.update(**changes) != 1:
        raise LeaseLost(f"{type(row).__name__} {row.pk}")
    for name, value in changes.items():
        setattr(row, name, value)
