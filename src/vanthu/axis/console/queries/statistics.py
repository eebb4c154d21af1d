"""Numbers by day, system, kind and state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from vanthu.axis.delivery import monitoring as deliveries
from vanthu.axis.delivery import states
from vanthu.axis.intake import monitoring as intake
from vanthu.axis.registry import queries as registry
from vanthu.runtime.clock import VIETNAM

DAYS = 7


@dataclass(frozen=True)
class Day:
    """One day: packages by kind, deliveries by the state they are in now."""

    day: date
    documents: int
    statuses: int
    deliveries: tuple[int, ...]


@dataclass(frozen=True)
class BySystem:
    """What one system brought in these days."""

    system_id: str
    documents: int
    statuses: int


@dataclass(frozen=True)
class Statistics:
    """Days, the newest first; `labels` are the states of the columns."""

    days: tuple[Day, ...]
    labels: tuple[str, ...]
    systems: tuple[BySystem, ...]


def statistics(*, at: datetime) -> Statistics:
    """Return the numbers of the last seven days."""
    today = at.astimezone(VIETNAM).date()
    names = registry.system_ids()
    by_system: dict[str, list[int]] = {}
    days = []
    for day in (today - timedelta(days=back) for back in range(DAYS)):
        since = datetime.combine(day, time(), VIETNAM)
        until = since + timedelta(days=1)
        kinds = [0, 0]
        for row in intake.counted(since, until):
            place = 0 if row.message_type == "edoc" else 1
            kinds[place] += row.number
            by_system.setdefault(names.get(row.system_key, ""), [0, 0])[place] += row.number
        found = deliveries.counted(since, until)
        days.append(Day(day, kinds[0], kinds[1], tuple(found.get(state, 0) for state in states.LABELS)))
    systems = [BySystem(name, *numbers) for name, numbers in by_system.items()]
    systems.sort(key=lambda it: -(it.documents + it.statuses))
    return Statistics(tuple(days), tuple(states.LABELS.values()), tuple(systems))
