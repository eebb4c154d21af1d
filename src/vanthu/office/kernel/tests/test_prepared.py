"""A prepared question answers what the QuerySet would, with other values every time, and refuses what it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from vanthu.office.kernel.prepared import NotPreparable, Text, padded, prepared, prepared_count
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.testing.cast import Cast
from vanthu.runtime import clock
from vanthu.runtime.ids import new_id

pytestmark = pytest.mark.django_db


def persons() -> Any:
    return apps.get_model("organizations", "Person").objects


def held() -> Any:
    return apps.get_model("access", "DutyHeld").objects


@dataclass(frozen=True)
class Who:
    people: tuple[UUID, ...]
    unit: UUID | None


@prepared
def named(ids: Sequence[UUID]) -> Any:
    return persons().filter(pk__in=ids).select_related("unit", "agency").order_by("full_name")


@prepared
def lines(ids: Sequence[UUID], column: str) -> Any:
    return persons().filter(pk__in=ids).order_by("full_name").values_list(column, "pk")


@prepared
def of(who: Who) -> Any:
    found = Q(pk__in=who.people) if who.unit is None else Q(pk__in=who.people) | Q(unit=who.unit)
    return persons().filter(found).order_by("full_name").values_list("full_name", flat=True)


@prepared
def with_name(text: Text) -> Any:
    return persons().filter(full_name__contains=text).values_list("full_name", flat=True)


@prepared
def duties_since(at: datetime, kinds: tuple[str, ...]) -> Any:
    return held().filter(valid_from__lte=at, duty__in=kinds).values_list("pk", flat=True)


@prepared_count
def how_many(ids: Sequence[UUID], most: int) -> Any:
    return persons().filter(pk__in=ids).order_by("full_name")[:most]


def test_it_answers_objects_with_what_is_read_beside_them(cast: Cast) -> None:
    with cast.in_snv():
        for people in ([cast.an, cast.binh], [cast.chi, cast.dung]):
            found = named([one.pk for one in people])
            assert {one.pk for one in found} == {one.pk for one in people}
            with CaptureQueriesContext(connection) as asked:
                assert [(one.unit and one.unit.name, one.agency.name) for one in found]
            assert len(asked) == 0


def test_lists_of_another_length_and_other_words_are_other_shapes(cast: Cast) -> None:
    with cast.in_snv():
        assert lines([cast.an.pk], "full_name") == [(cast.an.full_name, cast.an.pk)]
        assert lines([cast.binh.pk], "position") == [(cast.binh.position, cast.binh.pk)]
        assert len(lines([cast.an.pk, cast.binh.pk], "full_name")) == 2
        assert lines([], "full_name") == []


def test_nothing_is_kept_of_the_values_of_before(cast: Cast) -> None:
    with cast.in_snv():
        assert of(Who((cast.an.pk,), None)) == [cast.an.full_name]
        assert of(Who((cast.binh.pk,), None)) == [cast.binh.full_name]
        assert cast.an.full_name in of(Who((cast.dung.pk,), cast.ccvc.pk))
        assert of(Who((cast.dung.pk,), None)) == [cast.dung.full_name]


def test_another_agency_finds_nothing_of_this_one(cast: Cast) -> None:
    with cast.in_snv():
        assert named([cast.an.pk])
    with agency_in_force(new_id()):
        assert named([cast.an.pk]) == []


def test_words_are_values_with_the_signs_that_like_reads_otherwise(cast: Cast) -> None:
    with cast.in_snv():
        assert with_name(Text(cast.an.full_name[1:])) == [cast.an.full_name]
        assert with_name(Text("%")) == with_name(Text("_")) == with_name(Text("\\")) == []


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "icontains", "startswith", "istartswith"])
def test_words_are_looked_for_as_every_lookup_looks_for_them(cast: Cast, lookup: str) -> None:
    @prepared
    def found(text: Text) -> Any:
        return persons().filter(**{f"full_name__{lookup}": text}).values_list("full_name", flat=True)

    with cast.in_snv():
        assert found(Text(cast.an.full_name)) == [cast.an.full_name]
        assert found(Text("100%_\\")) == []


def test_moments_are_values_and_kinds_are_shape(cast: Cast) -> None:
    at = clock.now()
    with cast.in_snv():
        assert set(duties_since(at, ("clerk", "leader"))) > set(duties_since(at, ("clerk",))) != set()
        assert duties_since(at.replace(year=1999), ("clerk",)) == []


def test_a_row_is_its_keys_and_what_was_not_read_of_it_is_not_made_up(cast: Cast) -> None:
    @prepared
    def colleagues(person: Any) -> Any:
        return persons().filter(unit=person.unit_id).exclude(pk=person.pk).values_list("full_name", flat=True)

    @prepared
    def namesakes(person: Any) -> Any:
        return persons().filter(full_name=person.full_name)

    with cast.in_snv():
        assert cast.binh.full_name in colleagues(cast.an)
        assert cast.an.full_name in colleagues(cast.binh)
        for question, person in ((colleagues, persons().defer("unit").get(pk=cast.an.pk)), (namesakes, cast.an)):
            with pytest.raises(NotPreparable):
                question(person)


def test_it_counts(cast: Cast) -> None:
    ids = [cast.an.pk, cast.binh.pk, cast.chi.pk]
    with cast.in_snv():
        assert [how_many(ids, most) for most in (5, 2)] == [3, 2]
        assert how_many([new_id()], 5) == how_many([], 5) == 0


def test_grouped_and_joined_questions_are_answered_too(cast: Cast) -> None:
    @prepared
    def by_unit(ids: Sequence[UUID]) -> Any:
        mine = persons().filter(pk__in=ids).order_by().values_list("unit").annotate(number=Count("pk"))
        return mine.union(persons().filter(pk__in=ids).order_by().values_list("agency").annotate(number=Count("pk")))

    with cast.in_snv():
        for person in (cast.an, cast.binh):
            assert sorted(by_unit([person.pk])) == sorted([(person.unit_id, 1), (person.agency_id, 1)])


def test_what_hangs_on_its_values_is_refused(cast: Cast) -> None:
    @prepared
    def of_the_year(day: date) -> Any:
        return held().filter(valid_from__year__gt=day.year)

    @prepared
    def asks(person: UUID) -> Any:
        return persons().filter(unit=persons().get(pk=person).unit)

    @prepared
    def now(person: UUID) -> Any:
        return held().filter(person=person, valid_from__lte=clock.now())

    with cast.in_snv():
        for question, value in ((of_the_year, clock.now().date()), (asks, cast.an.pk), (now, cast.an.pk)):
            with pytest.raises(NotPreparable):
                question(value)  # type: ignore[operator]


def test_few_shapes_serve_lists_of_every_length() -> None:
    ids = [new_id() for _ in range(51)]
    assert [len(padded(ids[:n])) for n in (0, 1, 2, 3, 5, 50, 51)] == [0, 1, 2, 4, 8, 64, 64]
    assert set(padded(ids[:5])) == set(ids[:5])
