"""The dates of the wire: `yyyy/MM/dd` and `yyyy/MM/dd HH:mm:ss`, written so, and read in the forms met in practice."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from vanthu.standards.edxml.model import VIETNAM

_DAY = r"(?:(?P<y>\d{4})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})|(?P<d2>\d{1,2})[/-](?P<m2>\d{1,2})[/-](?P<y2>\d{4}))"
_TIME = r"(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_MOMENT = re.compile(rf"{_DAY}(?:[T\s]\s*{_TIME})?", re.ASCII)


def parse_day(text: str) -> date | None:
    """A date with or without a time; None when it has another form or does not exist (2014/02/30)."""
    found = _MOMENT.fullmatch(text)
    return _day(found) if found else None


def parse_moment(text: str) -> datetime | None:
    """A time without a zone is Vietnam time; a date alone is its midnight; None as in `parse_day`."""
    found = _MOMENT.fullmatch(text)
    day = _day(found) if found else None
    if found is None or day is None:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("H", "M", "S"))
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(found["zone"]))
        return moment.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return None


def format_day(day: date) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}"


def format_moment(moment: datetime) -> str:
    """Raises ValueError for a naive time: nobody could say which hour is meant."""
    if moment.tzinfo is None:
        raise ValueError("a timestamp needs its time zone")
    local = moment.astimezone(VIETNAM)
    return f"{format_day(local)} {local:%H:%M:%S}"


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (int(found[part] or found[f"{part}2"]) for part in ("y", "m", "d"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(text: str | None) -> timezone:
    if text is None:
        return VIETNAM
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
