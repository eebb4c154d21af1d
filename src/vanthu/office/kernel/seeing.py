"""Which rows somebody may see: asked so that a database answers quickly, be they few of a million or most of it.

Few: the rows are looked up by what makes them his. Many: the list is read in its order and each row is asked about,
until a page is full. One way for both would read a million rows for one of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from enum import Enum
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet, Subquery

from vanthu.office.kernel import paging
from vanthu.office.kernel.once import once
from vanthu.office.kernel.prepared import prepared_count

M = TypeVar("M", bound=Model)

FEW = 5_000
"""So many rows are fetched by their keys and sorted in some ten milliseconds."""

MOST_ASKED = 50
"""A list that is asked about row by row is counted no further than its first page: each line more is asked about."""


_MANY_SECONDS = 600.0
_many: dict[Hashable, float] = {}
"""Until when it need not be counted again that somebody's rows are many: counting to FEW is what costs, and only the
way they are looked up hangs on it."""


class Of(Enum):
    """How somebody sees what he may see: everything of his agency, nothing, or what is few or many to look up."""

    EVERYTHING = "everything"
    NOTHING = "nothing"
    FEW = "few"
    MANY = "many"

    def most_counted(self, text: str) -> int:
        """Return how far a list seen so, with `text` in it, is counted."""
        if self is Of.MANY:
            return MOST_ASKED
        return paging.MOST_FOUND if text.strip() else paging.MOST_COUNTED


def are_few(who: Hashable, reasons: Callable[..., Sequence[QuerySet[Any, Any]]], *given: Any) -> bool:
    """Tell whether the rows that make others somebody's are no more than FEW together; many they stay for some minutes.

    `reasons` returns for `given`, as a prepared question does, what has one column each and is found by an index of its
    own, so that counting stops early.
    """
    if _many.get((who, FEW), 0.0) > time.monotonic():
        return False
    few: bool = once(("few", who), lambda: _counted(reasons, given, FEW + 1)) <= FEW
    if not few:
        _remember((who, FEW))
    return few


@prepared_count
def _counted(reasons: Callable[..., Sequence[QuerySet[Any, Any]]], given: Any, most: int) -> QuerySet[Any, Any]:
    first, *others = [found.order_by() for found in reasons(*given)]
    return (first.union(*others, all=True) if others else first)[:most]


def _remember(many: Hashable) -> None:
    now = time.monotonic()
    for gone in [one for one, until in list(_many.items()) if until <= now]:
        _many.pop(gone, None)
    _many[many] = now + _MANY_SECONDS


def by_keys(rows: QuerySet[M], keys: Sequence[QuerySet[Any, Any]]) -> QuerySet[M]:
    """Return the rows whose primary key is among these."""
    first, *others = [found.order_by() for found in keys]
    return rows.filter(pk__in=first.union(*others) if others else first)


def one_by_one(rows: QuerySet[M], his: Q, **kept: QuerySet[Any, Any]) -> QuerySet[M]:
    """Return the rows that are his by themselves, or for which one of the subqueries, about the row, finds something.

    A subquery that yields one value is asked for each row; `EXISTS` might be answered once for the whole table.
    """
    rows = rows.alias(**{name: Subquery(found[:1]) for name, found in kept.items()})
    for name in kept:
        his |= Q(**{f"{name}__isnull": False})
    return rows.filter(his)
