"""Agencies, units, people and the accounts they log in with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.organizations import operations, queries

if TYPE_CHECKING:
    from vanthu.office.testing.cast import Cast


def test_an_agency_is_found_by_its_new_and_by_its_old_code(cast: Cast) -> None:
    assert queries.agency_by_code(" h99.02 ") == cast.snv
    assert queries.agency_by_code("000.00.05.H99") == cast.syt
    assert queries.agency_by_code("H01") is None
    assert queries.agency_by_code("") is None


@pytest.mark.parametrize("code", ["H99.02", "000.00.02.H99"])
def test_a_code_belongs_to_one_agency(cast: Cast, code: str) -> None:
    with pytest.raises(operations.CodeTaken) as refused:
        operations.create_agency(
            code=code, name="Sở Khác", abbreviation="SK", level="department", place="Thử", by=None, at=cast.at
        )
    assert "Sở Nội vụ" in refused.value.sentence


def test_a_person_of_another_agency_is_not_found(in_snv: Cast) -> None:
    assert queries.person(in_snv.an.pk) == in_snv.an
    with pytest.raises(NotFound):
        queries.person(in_snv.em.pk)
    with pytest.raises(NotFound):
        queries.unit(in_snv.van_phong_syt.pk)


def test_people_are_listed_by_agency_and_by_unit(in_snv: Cast) -> None:
    assert {person.full_name for person in queries.people()} == {
        "Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Chi", "Phạm Tiến Dũng",
    }  # fmt: skip
    assert queries.people(in_snv.van_phong.pk) == [in_snv.chi]
    assert queries.units() == [in_snv.van_phong, in_snv.ccvc]


def test_who_has_left_is_no_longer_listed_and_cannot_act(in_snv: Cast) -> None:
    operations.change_person(in_snv.an.pk, left_at=in_snv.at, by=None, at=in_snv.at)
    assert in_snv.an not in queries.people()
    assert queries.persons_of(in_snv.an.account) == []  # type: ignore[arg-type]


def test_one_account_may_stand_for_persons_of_several_agencies(cast: Cast) -> None:
    account = cast.chi.account
    assert account is not None
    with cast.in_syt():
        second = operations.create_person(
            full_name="Lê Thị Chi", position="Văn thư biệt phái", account=account, by=None, at=cast.at
        )
    assert queries.persons_of(account) == [cast.chi, second]


def test_log_in_names_are_given_once_whatever_their_case(cast: Cast) -> None:
    with pytest.raises(operations.UsernameTaken):
        operations.create_account(username="AN", password="mot-mat-khau-dai")


@pytest.mark.parametrize("password", ["ngan", "password123"])
def test_a_weak_password_is_refused_with_what_is_needed(db: None, password: str) -> None:
    with pytest.raises(operations.PasswordWeak) as refused:
        operations.create_account(username="moi", password=password)
    assert "ít nhất 10 ký tự" in refused.value.sentence


def test_the_cast_can_log_in(cast: Cast) -> None:
    from django.contrib.auth import authenticate

    assert authenticate(username="an", password=cast.password) == cast.an.account
    assert authenticate(username="an", password="sai") is None


def test_a_change_that_changes_nothing_leaves_no_fact(in_snv: Cast) -> None:
    operations.change_unit(in_snv.ccvc.pk, name=in_snv.ccvc.name, by=None, at=in_snv.at)
    assert [fact.verb for fact in audit.facts_about([in_snv.ccvc.pk])] == ["create_unit"]
    operations.change_unit(in_snv.ccvc.pk, name="Phòng mới", by=in_snv.dung, at=in_snv.at)
    newest = audit.facts_about([in_snv.ccvc.pk])[-1]
    assert (newest.verb, newest.by_name, newest.details) == ("change_unit", "Phạm Tiến Dũng", {"name": "Phòng mới"})
