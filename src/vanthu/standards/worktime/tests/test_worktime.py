from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from vanthu.standards.worktime import WorkCalendar, registering_deadline, sending_deadline

VIETNAM = timezone(timedelta(hours=7))
PLAIN = WorkCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 9), True),
        (date(2026, 3, 7), False),
        (date(2026, 3, 8), False),
        (date(2026, 1, 1), False),
        (date(2026, 2, 17), False),
        (date(2026, 4, 27), False),
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), False),
        (date(2026, 9, 2), False),
    ],
)
def test_weekends_and_public_holidays_are_days_off(day, working):
    assert PLAIN.is_working_day(day) is working


def test_a_swap_the_library_knows_moves_the_working_day():
    assert PLAIN.is_working_day(date(2026, 8, 22))
    assert not PLAIN.is_working_day(date(2026, 8, 31))


def test_the_table_of_the_year_wins_over_the_library():
    calendar = WorkCalendar(
        extra_holidays=frozenset({date(2027, 9, 6)}), make_up_days=frozenset({date(2027, 9, 11), date(2027, 9, 2)})
    )
    assert not calendar.is_working_day(date(2027, 9, 6))
    assert calendar.is_working_day(date(2027, 9, 11))
    assert calendar.is_working_day(date(2027, 9, 2))
    assert PLAIN.is_working_day(date(2027, 9, 6))


def test_days_are_counted_over_tet():
    assert PLAIN.next_working_day(date(2026, 2, 13)) == date(2026, 2, 23)
    assert PLAIN.add_working_days(date(2026, 2, 12), 3) == date(2026, 2, 24)
    assert PLAIN.add_working_days(date(2026, 2, 14), 0) == date(2026, 2, 14)
    with pytest.raises(ValueError, match="forward"):
        PLAIN.add_working_days(date(2026, 2, 14), -1)


def test_half_a_day_is_a_working_day_and_its_morning_may_be_in_the_afternoon():
    off, half = date(2026, 3, 10), date(2026, 3, 11)
    calendar = WorkCalendar(extra_holidays=frozenset({off}), afternoons=frozenset({half}))
    limit = sending_deadline(at("2026-03-09T15:00"), False, calendar)
    assert (limit.warn_at, limit.breach_at) == (at("2026-03-11T17:00"), at("2026-03-12T00:00"))
    assert calendar.begins(half, time(7)) == time(13)
    morning = WorkCalendar(mornings=frozenset({date(2026, 3, 14)}))
    assert morning.next_working_day(date(2026, 3, 13)) == date(2026, 3, 14)
    assert morning.begins(date(2026, 3, 14), time(7)) == time(7)


def test_a_calendar_without_working_days_is_reported():
    every_day = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(800))
    with pytest.raises(ValueError, match="calendar is wrong"):
        WorkCalendar(extra_holidays=every_day).next_working_day(date(2026, 3, 1))


def test_a_document_signed_on_monday_warns_on_tuesday_noon_and_breaches_at_its_end():
    deadline = sending_deadline(at("2026-03-09T14:05:00"), False, PLAIN)
    assert deadline.warn_at == at("2026-03-10T12:00:00")
    assert deadline.breach_at == at("2026-03-11T00:00:00")
    assert "28/2018" in deadline.basis
    assert "30/2020" in deadline.basis


@pytest.mark.parametrize("signed", ["2026-03-06T16:59:00", "2026-03-07T09:00:00", "2026-03-08T23:59:00"])
def test_friday_and_the_weekend_run_out_on_monday(signed):
    assert sending_deadline(at(signed), False, PLAIN).breach_at == at("2026-03-10T00:00:00")


def test_an_urgent_document_is_due_at_once_even_at_night():
    moment = at("2026-03-07T23:10:00")
    for deadline in (sending_deadline(moment, True, PLAIN), registering_deadline(moment, True, PLAIN)):
        assert (deadline.warn_at, deadline.breach_at) == (moment, moment)


def test_the_day_is_the_day_in_vietnam():
    utc_evening = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
    assert sending_deadline(utc_evening, False, PLAIN).warn_at == at("2026-03-11T12:00:00")


def test_registering_runs_out_on_the_next_working_day():
    deadline = registering_deadline(at("2026-04-29T10:00:00"), False, PLAIN)
    assert deadline.breach_at == at("2026-05-05T00:00:00")
    assert "Điều 4" in deadline.basis


def test_a_time_without_a_zone_is_not_guessed():
    with pytest.raises(ValueError, match="zone"):
        sending_deadline(datetime(2026, 3, 9, 8), False, PLAIN)  # noqa: DTZ001
