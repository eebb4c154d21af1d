"""Pages of long lists: each begins behind a line of the one before, so the thousandth costs what the first does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")

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
    return _page(found, lambda chosen: chosen, _value, order, before, after, size)


def page_of(
    found: QuerySet[M],
    columns: Sequence[str],
    order: Order,
    *,
    before: str = "",
    after: str = "",
    size: int,
    most: int | None = None,
) -> Page[tuple[Any, ...]]:
    """Return the same page with the values of these columns (those of the order among them) in place of objects.

    A line of a list needs a tenth of what an object of each table it touches would cost to make. What is counted no
    further than a page has (`most`) costs no counting.
    """
    places = {name: place for place, name in enumerate(columns)}
    return _page(
        found,
        lambda chosen: chosen.values_list(*columns),
        lambda line, name: line[places[name]],
        order,
        before,
        after,
        size,
        most,
    )


def _page(
    found: QuerySet[Any],
    read: Callable[[QuerySet[Any]], Iterable[Any]],
    value: Callable[[Any, str], Any],
    order: Order,
    before: str,
    after: str,
    size: int,
    most: int | None = None,
) -> Page[Any]:
    most = MOST_COUNTED if most is None else most
    backwards = bool(before) and not after
    chosen = _beyond(found, order, before if backwards else after, backwards)
    # One more than is shown tells whether there is a page behind.
    taken = list(read(chosen.order_by(*(_turned(order) if backwards else order))[: size + 1]))
    more, lines = len(taken) > size, taken[:size]
    if backwards:
        lines.reverse()
    behind, ahead = (more, bool(lines)) if backwards else (bool(after and lines), more)
    # A first page that has no second is the whole list.
    whole = not (more or before or after)
    known = len(lines) if whole else most + 1 if most <= size else None
    return Page(
        tuple(lines),
        before=_mark(lines[0], order, value) if lines and behind else "",
        after=_mark(lines[-1], order, value) if lines and ahead else "",
        total=_counted(found, order, most) if known is None else known,
        most=most,
    )


def _counted(found: QuerySet[Any], order: Order, most: int) -> int:
    # In the list's order: read in none, a hundred thousand lines of other lists may lie before the first of its own.
    return found.order_by(*order)[: most + 1].count()


def with_rows(page: Page[Any], rows: Sequence[T]) -> Page[T]:
    """Return the page with other things in the place of its lines."""
    return replace(page, rows=tuple(rows))


def _beyond(found: QuerySet[M], order: Order, mark: str, backwards: bool) -> QuerySet[M]:
    values = _read(mark, order)
    if values is None:
        return found
    beyond, same, within = Q(), Q(), Q()
    for column, value in zip(order, values, strict=True):
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


def _read(mark: str, order: Order) -> Sequence[Any] | None:
    try:
        values = json.loads(mark)
    except ValueError:
        return None
    return values if isinstance(values, list) and len(values) == len(order) else None
