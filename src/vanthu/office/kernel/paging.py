"""Pages of long lists: each begins behind a line of the one before, so the thousandth costs what the first does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Model, Q, QuerySet, Window

from vanthu.office.kernel.prepared import NotPreparable, Number, Text, prepared, prepared_count

M = TypeVar("M", bound=Model)
T = TypeVar("T")

Mark = tuple[Any, ...] | None
"""What stands in the columns of the order in the line where a page begins."""

MOST_COUNTED = 1_000
"""Lines are counted up to here; nobody pages through more, and counting a million takes longer than showing fifty."""

MOST_FOUND = 300
"""What words are found in is counted up to here: each line is read for them, and whoever finds more looks anew."""

Order = tuple[str, ...]
"""Columns by which a list is sorted, "-" before those that go down; together they are unique, and never null."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some lines of a list; `before` and `after` lead to the pages beside it and are empty at its ends."""

    rows: tuple[T, ...]
    before: str
    after: str
    total: int
    """How many lines the whole list has; `most` + 1 stands for more than that."""
    most: int = MOST_COUNTED
    """How far was counted."""

    @property
    def uncounted(self) -> bool:
        """Tell whether there are more lines than were counted."""
        return self.total > self.most


def page(found: QuerySet[M], order: Order, *, before: str = "", after: str = "", size: int) -> Page[M]:
    """Return the lines behind `after`, or those in front of `before`, or the first ones; marks nobody gave are ignored.

    Lines that were added or went away meanwhile move no other line to another page.
    """
    return _page(_Found(found, lambda chosen: chosen), _value, order, before, after, size, MOST_COUNTED)


def page_of(
    found: QuerySet[M], columns: Sequence[str], order: Order, *, before: str = "", after: str = "", size: int
) -> Page[tuple[Any, ...]]:
    """Return the same page with the values of these columns (those of the order among them) in place of objects.

    A line of a list needs a tenth of what an object of each table it touches would cost to make.
    """
    read = _Found(found, lambda chosen: chosen.values_list(*columns))
    return _page(read, _column(columns), order, before, after, size, MOST_COUNTED)


def page_asked(
    build: Callable[..., QuerySet[Any, Any]],
    given: tuple[Any, ...],
    columns: Sequence[str],
    order: Order,
    *,
    before: str = "",
    after: str = "",
    size: int,
    most: int,
    few: bool = False,
) -> Page[tuple[Any, ...]]:
    """Return the page of what `build` returns for `given`, as a prepared question does: see `kernel.prepared`.

    What is counted no further than a page has (`most`) costs no counting; of `few` lines, which are all looked up to
    find the first of them, the first page brings the number with it.
    """
    return _page(_Asked(build, given, tuple(columns), few), _column(columns), order, before, after, size, most)


@dataclass(frozen=True)
class _Found:
    """A list that is asked for as it is."""

    found: QuerySet[Any]
    read: Callable[[QuerySet[Any]], Iterable[Any]]

    def lines(self, order: Order, mark: Mark, backwards: bool, most: int) -> tuple[list[Any], int | None]:
        return list(self.read(_part(self.found, order, mark, backwards, most))), None

    def count(self, order: Order, most: int) -> int:
        return _first(self.found, order, most).count()


@dataclass(frozen=True)
class _Asked:
    """A list whose question is prepared."""

    build: Callable[..., QuerySet[Any, Any]]
    given: tuple[Any, ...]
    columns: tuple[str, ...]
    few: bool

    def lines(self, order: Order, mark: Mark, backwards: bool, most: int) -> tuple[list[Any], int | None]:
        if self.few and mark is None and not backwards:
            numbered = _numbered_lines(self.build, self.given, self.columns, order, most)
            return [line[:-1] for line in numbered], numbered[0][-1] if numbered else 0
        try:
            return _lines(self.build, self.given, self.columns, order, mark, backwards, most), None
        except NotPreparable:
            if mark is None:
                raise
            # Somebody made up a mark whose values the columns read otherwise.
            return self.lines(order, None, backwards, most)

    def count(self, order: Order, most: int) -> int:
        return _number(self.build, self.given, order, most)


@prepared
def _lines(
    build: Callable[..., QuerySet[Any, Any]],
    given: tuple[Any, ...],
    columns: tuple[str, ...],
    order: Order,
    mark: Mark,
    backwards: bool,
    most: int,
) -> QuerySet[Any, Any]:
    return _part(build(*given), order, mark, backwards, most).values_list(*columns)


@prepared
def _numbered_lines(
    build: Callable[..., QuerySet[Any, Any]], given: tuple[Any, ...], columns: tuple[str, ...], order: Order, most: int
) -> QuerySet[Any, Any]:
    found = build(*given).annotate(lines_in_all=Window(Count("pk")))
    return _first(found, order, most).values_list(*columns, "lines_in_all")


@prepared_count
def _number(
    build: Callable[..., QuerySet[Any, Any]], given: tuple[Any, ...], order: Order, most: int
) -> QuerySet[Any, Any]:
    return _first(build(*given), order, most)


def _column(columns: Sequence[str]) -> Callable[[Any, str], Any]:
    places = {name: place for place, name in enumerate(columns)}
    return lambda line, name: line[places[name]]


def _page(
    found: _Found | _Asked,
    value: Callable[[Any, str], Any],
    order: Order,
    before: str,
    after: str,
    size: int,
    most: int,
) -> Page[Any]:
    backwards = bool(before) and not after
    # One more than is shown tells whether there is a page behind.
    taken, number = found.lines(order, _read(before if backwards else after, order), backwards, size + 1)
    more, lines = len(taken) > size, taken[:size]
    if backwards:
        lines.reverse()
    behind, ahead = (more, bool(lines)) if backwards else (bool(after and lines), more)
    # A first page that has no second is the whole list.
    whole = not (more or before or after)
    known = len(lines) if whole else most + 1 if most <= size else number
    return Page(
        tuple(lines),
        before=_mark(lines[0], order, value) if lines and behind else "",
        after=_mark(lines[-1], order, value) if lines and ahead else "",
        total=found.count(order, most + 1) if known is None else known,
        most=most,
    )


def _first(found: QuerySet[Any, Any], order: Order, most: int) -> QuerySet[Any, Any]:
    # In the list's order: read in none, a hundred thousand lines of other lists may lie before the first of its own.
    return found.order_by(*order)[:most]


def with_rows(page: Page[Any], rows: Sequence[T]) -> Page[T]:
    """Return the page with other things in the place of its lines."""
    return replace(page, rows=tuple(rows))


def _part(found: QuerySet[Any, Any], order: Order, mark: Mark, backwards: bool, most: int) -> QuerySet[Any, Any]:
    return _beyond(found, order, mark, backwards).order_by(*(_turned(order) if backwards else order))[:most]


def _beyond(found: QuerySet[Any, Any], order: Order, mark: Mark, backwards: bool) -> QuerySet[Any, Any]:
    if mark is None:
        return found
    beyond, same, within = Q(), Q(), Q()
    for column, value in zip(order, mark, strict=True):
        name, down = column.lstrip("-"), column.startswith("-") != backwards
        # Said once more without "or", so that the database begins in the index where the mark is.
        within = within or Q(**{f"{name}__{'lte' if down else 'gte'}": value})
        beyond |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        same &= Q(**{name: value})
    try:
        return found.filter(within, beyond)
    except (ValidationError, ValueError, TypeError):
        return found


def _turned(order: Order) -> Order:
    return tuple(column[1:] if column.startswith("-") else f"-{column}" for column in order)


def _mark(line: Any, order: Order, value: Callable[[Any, str], Any]) -> str:
    values = [value(line, column.lstrip("-")) for column in order]
    # JSON would keep a moment to the millisecond only, which is not the line any more.
    exact = [one.isoformat() if hasattr(one, "isoformat") else one for one in values]
    return json.dumps(exact, cls=DjangoJSONEncoder, separators=(",", ":"))


def _value(line: Model, path: str) -> Any:
    value: Any = line
    for name in path.split("__"):
        value = getattr(value, name)
    return value


def _read(mark: str, order: Order) -> Mark:
    try:
        values = json.loads(mark)
        found = [_typed(one) for one in values] if isinstance(values, list) else []
    except ValueError:
        return None
    return tuple(found) if len(found) == len(order) else None


def _typed(value: Any) -> Any:
    """Return what was written into a mark; raises ValueError for what never is."""
    if isinstance(value, int):
        return Number(value)
    if not isinstance(value, str):
        raise ValueError(value)
    for read in (UUID, date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(value)
    return Text(value)
