"""Who holds which duty, and who may give it."""

from __future__ import annotations

import pytest

from vanthu.office.access import operations, queries
from vanthu.office.access.states import Duty
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.testing.cast import Cast


@pytest.mark.parametrize(
    ("who", "duty"),
    [("an", Duty.SPECIALIST), ("binh", Duty.UNIT_HEAD), ("chi", Duty.CLERK), ("dung", Duty.LEADER)],
)
def test_the_cast_holds_the_duties_of_its_story(in_snv: Cast, who: str, duty: Duty) -> None:
    assert queries.duties_of(in_snv.everybody()[who], at=in_snv.at) == {duty}


@pytest.mark.parametrize("who", ["em", "giang"])
def test_people_of_another_agency_hold_no_duty_here(in_snv: Cast, who: str) -> None:
    assert queries.duties_of(in_snv.everybody()[who], at=in_snv.at) == frozenset()


def test_a_duty_counts_from_when_it_is_given_until_it_is_taken(in_snv: Cast) -> None:
    operations.give_duty(in_snv.an, Duty.CLERK, by=None, at=in_snv.at)
    operations.take_duty(in_snv.an, Duty.CLERK, by=None, at=in_snv.after(days=2))
    held = [queries.has_duty(in_snv.an, Duty.CLERK, at=in_snv.after(days=days)) for days in (-1, 0, 1, 2, 3)]
    assert held == [False, True, True, False, False]


def test_giving_a_duty_twice_is_giving_it_once(in_snv: Cast) -> None:
    for _ in range(2):
        operations.give_duty(in_snv.an, Duty.CLERK, by=None, at=in_snv.at)
    assert queries.holders(Duty.CLERK, at=in_snv.at) == [in_snv.chi, in_snv.an]
    operations.take_duty(in_snv.an, Duty.CLERK, by=None, at=in_snv.after(hours=1))
    assert queries.holders(Duty.CLERK, at=in_snv.after(hours=1)) == [in_snv.chi]


def test_holders_can_be_asked_for_by_unit(in_snv: Cast) -> None:
    assert queries.holders(Duty.UNIT_HEAD, at=in_snv.at, unit_id=in_snv.ccvc.pk) == [in_snv.binh]
    assert queries.holders(Duty.UNIT_HEAD, at=in_snv.at, unit_id=in_snv.van_phong.pk) == []


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "em", "giang"])
def test_only_administrators_give_and_take_duties(in_snv: Cast, who: str) -> None:
    by = in_snv.everybody()[who]
    for verb in (operations.give_duty, operations.take_duty):
        with pytest.raises(NotAllowed) as refused:
            verb(in_snv.an, Duty.LEADER, by=by, at=in_snv.at)
        assert "quản trị" in refused.value.sentence
    operations.give_duty(in_snv.chi, Duty.ADMINISTRATOR, by=None, at=in_snv.at)
    operations.give_duty(in_snv.an, Duty.LEADER, by=in_snv.chi, at=in_snv.at)
    assert queries.has_duty(in_snv.an, Duty.LEADER, at=in_snv.at)


def test_a_person_of_another_agency_is_given_nothing(in_snv: Cast) -> None:
    with pytest.raises(NotFound):
        operations.give_duty(in_snv.em, Duty.LEADER, by=None, at=in_snv.at)


def test_giving_a_duty_is_a_fact(in_snv: Cast) -> None:
    operations.give_duty(in_snv.an, Duty.CLERK, by=None, at=in_snv.at)
    held = queries.held(in_snv.at).get(person=in_snv.an, duty=Duty.CLERK)
    (fact,) = audit.facts_about([held.pk])
    assert fact.details == {"person": str(in_snv.an.pk), "duty": "clerk"}
