"""Which days are working days: Monday to Friday, less holidays, plus the Saturdays the Government swaps in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

_SEARCHED_DAYS = 366


@dataclass(frozen=True)
class WorkCalendar:
    """Public holidays come from the `holidays` library, with the swaps it knows.

    `extra_holidays` are days off it does not know (a swap announced this year, a storm), `make_up_days` the days worked
    in their place; both win over the library, and a day in both is worked.
    """

    extra_holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        if day in self.extra_holidays:
            return False
        off, worked = _national(day.year)
        return day in worked or (day.weekday() < 5 and day not in off)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`. Raises ValueError when a whole year has none."""
        for ahead in range(1, _SEARCHED_DAYS + 1):
            if self.is_working_day(later := day + timedelta(days=ahead)):
                return later
        raise ValueError("no working day within a year: the calendar is wrong")

    def add_working_days(self, day: date, count: int) -> date:
        """`count` working days after `day`, which itself is not counted. Raises ValueError below 0."""
        if count < 0:
            raise ValueError("deadlines run forward")
        for _ in range(count):
            day = self.next_working_day(day)
        return day


@cache
def _national(year: int) -> tuple[Collection[date], Collection[date]]:
    """(holidays, weekend days worked in exchange) of one year."""
    days = holidays.country_holidays("VN", years=year, language="vi")
    return frozenset(days), frozenset(days.weekend_workdays)
