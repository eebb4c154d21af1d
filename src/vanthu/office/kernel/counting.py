"""Numbers that stand around many pages: each is counted once a page, and those known to be needed in one question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Value

from vanthu.office.kernel.once import is_kept, keep, once
from vanthu.office.kernel.prepared import prepared


@dataclass(frozen=True)
class Counting:
    """What is to be counted: the rows, of one table or of several, and the column of text by which they are parted."""

    name: Hashable
    """Under which the answer is kept while a page is made; agency and person belong to it."""
    rows: Callable[..., Sequence[QuerySet[Any]]]
    """Returns them for `given`, as a prepared question does: see `kernel.prepared`."""
    given: tuple[Any, ...] = ()
    by: str = ""


def counted(counting: Counting) -> dict[str, int]:
    """Return how many rows there are in each part; all of them under "" where they are not parted."""
    answer: dict[str, int] = once(counting.name, lambda: _ask([counting])[0])
    return answer


def count_together(countings: Iterable[Counting]) -> None:
    """Ask for several numbers at once and keep the answers for `counted`, where answers are kept at all."""
    open_ones = {one.name: one for one in countings if is_kept(one.name) is False}
    if open_ones:
        for name, answer in zip(open_ones, _ask(list(open_ones.values())), strict=True):
            keep(name, answer)


def _ask(countings: Sequence[Counting]) -> list[dict[str, int]]:
    found = [Counter[str]() for _ in countings]
    for place, part, number in _numbers([(one.rows, one.given, one.by) for one in countings]):
        found[place][part] += number
    return [dict(one) for one in found]


@prepared
def _numbers(countings: Sequence[tuple[Callable[..., Sequence[QuerySet[Any]]], tuple[Any, ...], str]]) -> QuerySet[Any]:
    asked: list[Any] = [
        rows.order_by()
        .annotate(counted_as=Value(place), counted_part=F(by) if by else Value(""))
        .values_list("counted_as", "counted_part")
        .annotate(counted_rows=Count("pk"))
        for place, (of, given, by) in enumerate(countings)
        for rows in of(*given)
    ]
    first, *others = asked
    together: QuerySet[Any] = first.union(*others, all=True) if others else first
    return together
