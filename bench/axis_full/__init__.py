"""The whole measurement of the axis, in one run: on SQLite and on PostgreSQL, beside what one would use instead.

Real HTTP to real processes on the same machine; every reply only after fsync. A rival that cannot be installed is
left out, and the row says why.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.axis_full import as2, carrying, intake, mailbox, rabbit, stage
from bench.axis_full.plan import FULL, QUICK, Plan
from bench.rows import Row, printed


def run(*, quick: bool = False) -> list[Row]:
    """Measure and return the rows; what is done so far is printed on the way."""
    plan = QUICK if quick else FULL
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        for kind in plan.databases:
            place = Path(folder) / kind
            place.mkdir()
            rows += _or_why(f"axis on {kind}", stage.PostgresUnavailable, lambda: _ours(place, kind, plan))  # noqa: B023
        rows += _or_why("RabbitMQ", rabbit.RabbitUnavailable, lambda: rabbit.measure(plan))
    return rows


def _ours(place: Path, kind: str, plan: Plan) -> list[Row]:
    with stage.databases(kind, place) as new:
        rows: list[Row] = []
        for part in (intake.measure, carrying.measure, mailbox.measure):
            rows += _told(part(place, kind, new, plan))
        return rows + _or_why("django-pyas2", as2.As2Unavailable, lambda: _as2(place, kind, new, plan))


def _as2(place: Path, kind: str, new: stage.NewDatabase, plan: Plan) -> list[Row]:
    label, size = next(iter(plan.sizes.items()))
    return as2.measure(place, kind, new("as2"), size, label, plan)


def _or_why(name: str, unavailable: type[Exception], work: Callable[[], list[Row]]) -> list[Row]:
    try:
        return work()
    except unavailable as reason:
        return _told([Row(f"{name}: left out", 0, "", str(reason))])


def _told(rows: list[Row]) -> list[Row]:
    for row in rows:
        print(f"  …{printed(row)}", flush=True)
    return rows
