"""Vietnam time. Only interfaces (pages, jobs, commands) read the clock; everything below is told the time."""

from datetime import date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "+07")
"""UTC+07:00 all year, the zone of every time an agency records (QD28-A14)."""


def now() -> datetime:
    """Return the present moment, aware, in Vietnam time."""
    return datetime.now(VIETNAM)


def day_begins(day: date, *, later: int = 0) -> datetime:
    """Return the first moment of a day in Vietnam, or of the day so many days later."""
    return datetime.combine(day + timedelta(days=later), time(), VIETNAM)
