"""Vietnam time. Only interfaces (pages, jobs, commands) read the clock; everything below is told the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "+07")
"""UTC+07:00 all year, the zone of every time an agency records (QD28-A14)."""


_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Return the present moment, aware, in Vietnam time."""
    return _moment.get() or datetime.now(VIETNAM)


@contextmanager
def one_moment(moment: datetime | None = None) -> Iterator[None]:
    """Let everything inside be told of the same moment: a page, whose parts would else differ by milliseconds."""
    token = _moment.set(moment or now())
    try:
        yield
    finally:
        _moment.reset(token)


def day_begins(day: date, *, later: int = 0) -> datetime:
    """Return the first moment of a day in Vietnam, or of the day so many days later."""
    return datetime.combine(day + timedelta(days=later), time(), VIETNAM)
