"""Which days are working days: Monday to Friday, less holidays, plus the Saturdays the Government swaps in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache

import holidays

_SEARCHED_DAYS = 366
MORNING_ENDS, AFTERNOON_BEGINS, AFTERNOON_ENDS = time(12), time(13), time(17)


@dataclass(frozen=True)
class WorkCalendar:
    """Public holidays come from the `holidays` library, with the swaps it knows.

    `extra_holidays` are days off it does not know (a swap announced this year, a storm), `make_up_days` the days worked
    in their place; both win over the library, and a day in both is worked. A day of which only the morning or only the
    afternoon is worked is a working day: the law counts days.
    """

    extra_holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    mornings: frozenset[date] = frozenset()
    afternoons: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up_days or day in self.mornings or day in self.afternoons:
            return True
        if day in self.extra_holidays:
            return False
        off, worked = _national(day.year)
        return day in worked or (day.weekday() < 5 and day not in off)

    def first_half_ends(self, day: date) -> time:
        """When what is due "in the morning" of a day is due: the end of the half that is worked."""
        return AFTERNOON_ENDS if day in self.afternoons else MORNING_ENDS

    def begins(self, day: date, usually: time) -> time:
        """When work begins on a day."""
        return AFTERNOON_BEGINS if day in self.afternoons else usually

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
