"""Long lists page by page, and what their search finds."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.kernel import paging, words
from vanthu.office.kernel.prepared import Text
from vanthu.office.testing.cast import Cast

Unit = apps.get_model("organizations", "Unit")
ORDER = ("-ordinal", "name", "pk")


def made(*ordinals: int) -> None:
    for place, ordinal in enumerate(ordinals):
        Unit.objects.create(name=f"Phòng {place}", abbreviation=f"P{place}", ordinal=ordinal)


def wanted() -> list[Any]:
    return list(Unit.objects.order_by(*ORDER))


def forwards(size: int) -> list[paging.Page[Any]]:
    pages = [paging.page(Unit.objects.all(), ORDER, size=size)]
    while pages[-1].after:
        pages.append(paging.page(Unit.objects.all(), ORDER, after=pages[-1].after, size=size))
    return pages


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_every_line_is_on_one_page_also_where_lines_are_alike(in_snv: Cast, size: int) -> None:
    made(5, 5, 5, 7, 7, 1, 5)
    assert [unit for page in forwards(size) for unit in page.rows] == wanted()


def test_going_back_shows_the_same_pages(in_snv: Cast) -> None:
    made(5, 5, 5, 7, 7, 1, 5)
    pages = forwards(2)
    back = [pages[-1]]
    while back[-1].before:
        back.append(paging.page(Unit.objects.all(), ORDER, before=back[-1].before, size=2))
    assert [page.rows for page in back] == [page.rows for page in reversed(pages)]


def test_a_new_line_moves_none_to_another_page(in_snv: Cast) -> None:
    made(5, 5, 5, 7)
    first = paging.page(Unit.objects.all(), ORDER, size=2)
    made_later = Unit.objects.create(name="Phòng mới", abbreviation="PM", ordinal=9)
    second = paging.page(Unit.objects.all(), ORDER, after=first.after, size=2)
    assert made_later not in second.rows
    assert not set(first.rows) & set(second.rows)


@pytest.mark.parametrize("mark", ["", "[", "[1]", "[1,2,3,4]", '["x","y","z"]', '{"a":1}', "[null,null,null]", "2"])
def test_a_mark_that_cannot_be_read_shows_the_first_page(in_snv: Cast, mark: str) -> None:
    made(1, 2, 3)
    assert paging.page(Unit.objects.all(), ORDER, after=mark, size=2).rows == tuple(wanted()[:2])


def named_like(start: Text) -> Any:
    return Unit.objects.filter(name__startswith=start)


def asked(size: int, *, few: bool, before: str = "", after: str = "") -> paging.Page[Any]:
    place = {"before": before, "after": after}
    columns = ("name", "ordinal", "pk")
    return paging.page_asked(named_like, (Text("Phòng"),), columns, ORDER, size=size, most=1_000, few=few, **place)


@pytest.mark.parametrize("few", [False, True])
@pytest.mark.parametrize("size", [1, 3, 50])
def test_a_prepared_list_has_the_same_pages_both_ways_and_the_same_number(in_snv: Cast, size: int, few: bool) -> None:
    made(5, 5, 5, 7, 7, 1, 5)
    lines = [(unit.name, unit.ordinal, unit.pk) for unit in wanted() if unit.name.startswith("Phòng")]
    pages = [asked(size, few=few)]
    while pages[-1].after:
        pages.append(asked(size, few=few, after=pages[-1].after))
    assert [line for page in pages for line in page.rows] == lines
    assert {page.total for page in pages} == {len(lines)}
    back = [pages[-1]]
    while back[-1].before:
        back.append(asked(size, few=few, before=back[-1].before))
    assert [page.rows for page in back] == [page.rows for page in reversed(pages)]


@pytest.mark.parametrize(
    "mark",
    [
        "[",
        "[null,null,null]",
        '["x","y","z"]',
        "[1,2,3]",
        '["2026-01-01","2026-01-01T00:00:00+07:00",5]',
        '[1,"x",7]',
        '[99999999999999999999,"Phòng 1","01928a3e-5c1f-7b7e-8d0a-1f2e3d4c5b6a"]',
    ],
)
def test_a_mark_that_somebody_made_up_shows_the_first_page_of_a_prepared_list(in_snv: Cast, mark: str) -> None:
    made(1, 2, 3)
    assert asked(2, few=False, after=mark).rows == asked(2, few=False).rows


def test_more_lines_than_anybody_pages_through_are_not_counted(in_snv: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made(1, 2, 3)
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    assert paging.page(Unit.objects.all(), ORDER, size=1).uncounted


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("tuyen dung", True),
        ("TUYỂN DỤNG", True),
        ("dụng tuyển", True),
        ("đợt 1", True),
        ("dot 01", True),
        ("125", True),
        ("0125/SNV", True),
        ("125/snv-cc", True),
        ("25/SNV", False),
        ("12", False),
        ("tuyển sinh", False),
        ("  ", True),
        ("–;", True),
    ],
)
def test_words_are_found_without_accents_and_numbers_as_a_whole(in_snv: Cast, typed: str, is_found: bool) -> None:
    line = words.line("125/SNV-CCVC", "125", "SNV-CCVC", "V/v tuyển dụng viên chức (đợt 1).")
    Unit.objects.create(name=line, abbreviation="X")
    assert Unit.objects.filter(words.containing(typed, "name"), abbreviation="X").exists() == is_found
