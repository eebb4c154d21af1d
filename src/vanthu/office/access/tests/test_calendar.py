"""The working calendar of an agency: set by its administrator, counted by every deadline (QD28-A6, ND30-A4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from vanthu.office.access import operations
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries as assignments
from vanthu.office.assignments.operations.reminding import remind_due
from vanthu.office.audit import queries as audit
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.tests.stories import arrived
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.organizations import queries
from vanthu.office.organizations.operations import CalendarRefused
from vanthu.office.organizations.states import DayKind
from vanthu.office.testing.cast import Cast
from vanthu.standards.worktime import WorkCalendar


@pytest.fixture(autouse=True)
def _chi_administers(cast: Cast) -> None:
    with cast.in_snv():
        operations.give_duty(cast.chi, Duty.ADMINISTRATOR, by=None, at=cast.at)


TUESDAY, SATURDAY = date(2026, 3, 10), date(2026, 3, 14)
BASIS = "Thông báo số 12/TB-SNV"


def test_a_day_off_and_a_day_worked_move_every_deadline(in_snv: Cast) -> None:
    waiting = arrived(in_snv)
    before = incoming.registering_deadline(waiting, at=in_snv.at)
    operations.set_days({TUESDAY: (DayKind.OFF, BASIS), SATURDAY: (DayKind.WORKED, BASIS)}, by=in_snv.chi, at=in_snv.at)
    after = incoming.registering_deadline(waiting, at=in_snv.at)
    assert before is not None
    assert after is not None
    assert after.breach_at - before.breach_at == timedelta(days=1)
    assert assignments.due_after(1, at=in_snv.at) == date(2026, 3, 11)
    assert assignments.due_after(4, at=in_snv.at) == SATURDAY
    assert assignments.working_days(date(2026, 3, 9), SATURDAY) == 4


def test_the_calendar_of_one_agency_is_not_that_of_another(cast: Cast) -> None:
    with cast.in_snv():
        operations.set_days({TUESDAY: (DayKind.OFF, BASIS)}, by=cast.chi, at=cast.at)
    with cast.in_syt():
        assert queries.work_calendar() == WorkCalendar()


def test_nobody_is_reminded_on_a_day_off_or_in_the_half_that_is_not_worked(
    in_snv: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vanthu.office.assignments.operations.reminding._remind", lambda at, today: 1)
    operations.set_days(
        {in_snv.at.date(): (DayKind.AFTERNOON, BASIS), TUESDAY: (DayKind.OFF, BASIS)}, by=in_snv.chi, at=in_snv.at
    )
    agencies = len(queries.agencies())
    assert [remind_due(at=in_snv.after(hours=hours)) for hours in (0, 5, 24)] == [agencies - 1, agencies, agencies - 1]


def test_the_same_again_changes_nothing_another_basis_does_and_each_leaves_a_fact(in_snv: Cast) -> None:
    days = {TUESDAY: (DayKind.OFF, BASIS)}
    said = [
        operations.set_days(days, by=in_snv.chi, at=in_snv.at),
        operations.set_days(days, by=in_snv.chi, at=in_snv.at),
        operations.set_days({TUESDAY: (DayKind.MORNING, BASIS)}, by=in_snv.chi, at=in_snv.at),
    ]
    assert said == [1, 0, 1]
    (row,) = queries.calendar_days(2026)
    operations.forget_day(row.pk, by=in_snv.chi, at=in_snv.at)
    assert [fact.verb for fact in audit.facts_about([row.pk])] == ["set_day", "set_day", "forget_day"]
    with pytest.raises(NotFound):
        operations.forget_day(row.pk, by=in_snv.chi, at=in_snv.at)


def test_only_the_administrator_sets_days_and_never_without_a_basis(in_snv: Cast) -> None:
    with pytest.raises(NotAllowed):
        operations.set_days({TUESDAY: (DayKind.OFF, BASIS)}, by=in_snv.an, at=in_snv.at)
    with pytest.raises(CalendarRefused, match="10/03/2026 chưa ghi căn cứ"):
        operations.set_days({TUESDAY: (DayKind.OFF, " ")}, by=in_snv.chi, at=in_snv.at)
