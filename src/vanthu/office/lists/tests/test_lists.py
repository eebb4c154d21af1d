"""Filters kept under a name, for oneself or for a unit; columns of choice."""

from __future__ import annotations

import pytest

from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.lists import operations, queries
from vanthu.office.lists.operations import MOST, FilterIncomplete
from vanthu.office.lists.states import ListName
from vanthu.office.testing.cast import Cast

DEN, DI = ListName.INCOMING, ListName.OUTGOING


def names(person: object, which: ListName = DEN) -> list[str]:
    return [one.name for one in queries.settings(person, which).filters]  # type: ignore[arg-type]


def test_a_filter_is_kept_for_its_list_and_its_person_alone(in_snv: Cast) -> None:
    operations.keep_filter(DEN, " Hỏa  tốc ", "tab=tat-ca&khan=3", by=in_snv.an, at=in_snv.at)
    assert names(in_snv.an) == ["Hỏa tốc"]
    assert names(in_snv.an, DI) == names(in_snv.binh) == []


def test_a_second_filter_of_the_same_name_takes_the_place_of_the_first(in_snv: Cast) -> None:
    for query in ("khan=3", "khan=2"):
        operations.keep_filter(DEN, "Khẩn", query, by=in_snv.an, at=in_snv.at)
    assert [one.query for one in queries.settings(in_snv.an, DEN).filters] == ["khan=2"]


def test_what_the_head_keeps_for_the_unit_stands_in_the_lists_of_its_people(in_snv: Cast) -> None:
    operations.keep_filter(DEN, "Của phòng", "khan=1", for_unit=True, by=in_snv.binh, at=in_snv.at)
    assert names(in_snv.an) == ["Của phòng"]
    assert names(in_snv.chi) == names(in_snv.dung) == []
    with pytest.raises(NotAllowed):
        operations.keep_filter(DEN, "Của tôi", "khan=1", for_unit=True, by=in_snv.an, at=in_snv.at)


def test_only_who_kept_a_filter_drops_it(in_snv: Cast) -> None:
    kept = operations.keep_filter(DEN, "Của phòng", "khan=1", for_unit=True, by=in_snv.binh, at=in_snv.at)
    with pytest.raises(NotFound):
        operations.drop_filter(kept.pk, by=in_snv.an, at=in_snv.at)
    operations.drop_filter(kept.pk, by=in_snv.binh, at=in_snv.at)
    assert names(in_snv.an) == []


@pytest.mark.parametrize(("title", "query"), [(" ", "khan=1"), ("Trống", ""), ("Dài", "q=" + "x" * 1000)])
def test_a_filter_without_name_or_without_condition_is_refused(in_snv: Cast, title: str, query: str) -> None:
    with pytest.raises(FilterIncomplete):
        operations.keep_filter(DEN, title, query, by=in_snv.an, at=in_snv.at)
    assert names(in_snv.an) == []


def test_after_twenty_filters_one_must_be_dropped_but_each_can_be_changed(in_snv: Cast) -> None:
    for number in range(MOST):
        operations.keep_filter(DEN, f"Bộ lọc {number}", "khan=1", by=in_snv.an, at=in_snv.at)
    with pytest.raises(FilterIncomplete):
        operations.keep_filter(DEN, "Một bộ lọc nữa", "khan=1", by=in_snv.an, at=in_snv.at)
    operations.keep_filter(DEN, "Bộ lọc 3", "khan=2", by=in_snv.an, at=in_snv.at)


def test_columns_are_chosen_for_one_list_and_given_up_again(in_snv: Cast) -> None:
    operations.choose_columns(DI, ["so-ky-hieu", "nguoi-ky"], by=in_snv.an, at=in_snv.at)
    assert queries.settings(in_snv.an, DI).columns == ("so-ky-hieu", "nguoi-ky")
    assert queries.settings(in_snv.an, DEN).columns == queries.settings(in_snv.binh, DI).columns == ()
    operations.choose_columns(DI, [], by=in_snv.an, at=in_snv.at)
    assert queries.settings(in_snv.an, DI).columns == ()
