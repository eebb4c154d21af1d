"""How long an agency may take to send and to register a document (QD28-A6, ND30-A4, A15, A18, A23).

A document signed or received on a day off counts as of that day; its time runs out on the next working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from vanthu.standards.worktime.calendar import WorkCalendar

VIETNAM = timezone(timedelta(hours=7), "+07")


@dataclass(frozen=True)
class Deadline:
    """From `warn_at` on a person is reminded; from `breach_at` on the law is broken. `basis` names the articles."""

    warn_at: datetime
    breach_at: datetime
    basis: str


def sending_deadline(signed_at: datetime, urgent: bool, calendar: WorkCalendar) -> Deadline:
    """Sent on the day of signing, at the latest the next working day; urgent ones at once.

    QD28-A6.2 says "the morning" of that day, ND30-A18.1 the day: past noon warns, past midnight breaches.
    Raises ValueError for a time without a zone.
    """
    if urgent:
        return _at_once(signed_at, "Điều 6 khoản 4 QĐ 28/2018/QĐ-TTg; Điều 18 khoản 1 NĐ 30/2020/NĐ-CP")
    return _next_working_day(signed_at, calendar, "Điều 6 khoản 2 QĐ 28/2018/QĐ-TTg; Điều 18 khoản 1 NĐ 30/2020/NĐ-CP")


def registering_deadline(received_at: datetime, urgent: bool, calendar: WorkCalendar) -> Deadline:
    """Registered on the day of arrival, at the latest the next working day; urgent ones at once (ND30-A4.2c).

    Raises ValueError for a time without a zone.
    """
    basis = "Điều 4 khoản 2 điểm c NĐ 30/2020/NĐ-CP"
    return _at_once(received_at, basis) if urgent else _next_working_day(received_at, calendar, basis)


def _at_once(moment: datetime, basis: str) -> Deadline:
    local = _local(moment)
    return Deadline(local, local, basis)


def _next_working_day(moment: datetime, calendar: WorkCalendar, basis: str) -> Deadline:
    last = calendar.next_working_day(_local(moment).date())
    warn_at = datetime.combine(last, calendar.first_half_ends(last), VIETNAM)
    return Deadline(warn_at, _midnight(last) + timedelta(days=1), basis)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a deadline needs a time with its zone")
    return moment.astimezone(VIETNAM)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
