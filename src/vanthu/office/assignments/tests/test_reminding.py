"""Reminders by rules, in working days over Tết, once each; work that comes again, once for each of its days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.assignments import operations, queries
from vanthu.office.assignments.operations import recurring
from vanthu.office.assignments.operations.reminding import remind_on
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.notices import queries as notices
from vanthu.office.testing.cast import Cast
from vanthu.runtime.clock import VIETNAM

Reminder = apps.get_model("assignments", "Reminder")


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def given(cast: Cast, due_on: date, at: datetime) -> Any:
    made = operations.give(
        title="Báo cáo", lead_unit_id=cast.ccvc.pk, lead_person_id=cast.an.pk, due_on=due_on, by=cast.dung, at=at
    )
    return queries.tasks_in(made.pk)[0]


def told(person: Any) -> list[str]:
    rows = notices.listing(person).rows
    return [row.title.split(":")[0] for row in reversed(rows) if row.kind in {"reminder", "escalation"}]


@pytest.mark.parametrize(
    ("due_on", "days", "expected"),
    [
        (date(2026, 3, 12), -3, date(2026, 3, 9)),
        (date(2026, 3, 16), -1, date(2026, 3, 13)),
        (date(2026, 3, 14), 0, date(2026, 3, 13)),
        (date(2026, 3, 13), 1, date(2026, 3, 16)),
        (date(2026, 2, 24), -3, date(2026, 2, 12)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
    ],
    ids=["before", "over a weekend", "on a Saturday", "after", "before Tet", "after Tet"],
)
def test_a_reminder_is_counted_in_working_days(due_on: date, days: int, expected: date) -> None:
    assert remind_on(due_on, days) == expected


def test_a_task_due_after_tet_is_reminded_of_before_the_holidays_and_escalated_after_them(in_snv: Cast) -> None:
    begun = moment(date(2026, 2, 2))
    given(in_snv, date(2026, 2, 24), begun)
    day, last = date(2026, 2, 2), date(2026, 3, 2)
    while day <= last:
        for hour in (5, 8, 15):
            operations.remind_due(at=moment(day, hour))
        day += timedelta(days=1)
    assert told(in_snv.an) == ["Còn 12 ngày đến hạn", "Còn 1 ngày đến hạn", "Hạn hôm nay", "Quá hạn 1 ngày"]
    assert told(in_snv.binh) == ["Quá hạn 1 ngày"]
    assert told(in_snv.dung) == ["Quá hạn 3 ngày"]


def test_a_worker_that_stopped_loses_no_reminder_and_sends_none_twice(in_snv: Cast) -> None:
    given(in_snv, date(2026, 3, 13), in_snv.at - timedelta(days=10))
    operations.remind_due(at=moment(date(2026, 3, 10)))
    assert told(in_snv.an) == ["Còn 3 ngày đến hạn"]
    assert operations.remind_due(at=moment(date(2026, 3, 16))) == 2
    assert operations.remind_due(at=moment(date(2026, 3, 16), 10)) == 0
    assert told(in_snv.an) == ["Còn 3 ngày đến hạn", "Quá hạn 3 ngày"], "told once, as things stand"
    assert told(in_snv.binh) == ["Quá hạn 3 ngày"]
    assert Reminder.objects.filter(person=in_snv.an).count() == 4, "every rule left its row"


def test_a_new_deadline_is_reminded_of_anew_and_a_finished_task_no_more(in_snv: Cast) -> None:
    task = given(in_snv, date(2026, 3, 13), in_snv.at - timedelta(days=10))
    operations.remind_due(at=moment(date(2026, 3, 13)))
    at = moment(date(2026, 3, 13), 10)
    operations.ask_extension(task.pk, wanted_on=date(2026, 3, 20), reason="Chờ", by=in_snv.an, at=at)
    operations.grant_extension(task.pk, by=in_snv.dung, at=at)
    assert operations.remind_due(at=moment(date(2026, 3, 16))) == 0
    operations.remind_due(at=moment(date(2026, 3, 17)))
    assert told(in_snv.an)[-1] == "Còn 3 ngày đến hạn"
    operations.complete(task.pk, result="xong", by=in_snv.an, at=moment(date(2026, 3, 18)))
    assert operations.remind_due(at=moment(date(2026, 3, 30))) == 0


def test_rules_are_data_of_the_agency(in_snv: Cast) -> None:
    operations.begin_with_rules(at=in_snv.at)
    for rule in queries.reminder_rules():
        operations.end_rule(rule.pk, by=in_snv.dung, at=in_snv.at)
    given(in_snv, date(2026, 3, 20), in_snv.at)
    assert operations.remind_due(at=moment(date(2026, 3, 30))) == 0, "rules that were ended do not come back"
    operations.set_rule(days=2, whom="giver", by=in_snv.dung, at=in_snv.at)
    operations.remind_due(at=moment(date(2026, 3, 30)))
    assert (told(in_snv.an), told(in_snv.dung)) == ([], ["Quá hạn 10 ngày"])
    with pytest.raises(NotAllowed):
        operations.set_rule(days=2, whom="doer", by=in_snv.binh, at=in_snv.at)
    with pytest.raises(operations.RuleRefused):
        operations.set_rule(days=99, whom="doer", by=in_snv.dung, at=in_snv.at)


def repeated(cast: Cast, **values: Any) -> Any:
    said = {
        "title": "Báo cáo tháng", "every": "month", "first_on": date(2026, 3, 31), "due_days": 3,
        "lead_unit_id": cast.ccvc.pk, "lead_person_id": cast.an.pk, "by": cast.dung, "at": cast.at, **values,
    }  # fmt: skip
    return operations.repeat(**said)


def test_work_that_comes_again_is_made_once_for_each_of_its_days(in_snv: Cast) -> None:
    row = repeated(in_snv)
    assert queries.tasks_of(in_snv.an, at=in_snv.at).rows == ()
    days = [date(2026, 3, 31), date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 4)]
    assert [operations.recur_due(at=moment(day)) for day in days] == [1, 0, 0, 1]
    assert [task.due_on for task in queries.tasks_of(in_snv.an, at=in_snv.at).rows] == [
        date(2026, 4, 3),
        date(2026, 5, 7),
    ]
    with pytest.raises(NotAllowed):
        operations.end_recurrence(row.pk, by=in_snv.binh, at=in_snv.at)
    operations.end_recurrence(row.pk, by=in_snv.dung, at=in_snv.at)
    assert operations.recur_due(at=moment(date(2026, 6, 30))) == 0


@pytest.mark.parametrize(
    ("every", "number", "expected"),
    [
        ("week", 2, date(2026, 2, 14)),
        ("month", 1, date(2026, 2, 28)),
        ("month", 2, date(2026, 3, 31)),
        ("quarter", 1, date(2026, 4, 30)),
        ("year", 2, date(2028, 1, 31)),
    ],
)
def test_a_month_too_short_ends_a_day_earlier(every: str, number: int, expected: date) -> None:
    assert recurring.occurrence(date(2026, 1, 31), every, number) == expected
