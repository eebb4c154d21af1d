"""Pages of long lists: each begins behind a line of the one before, so the thousandth costs what the first does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")

MOST_COUNTED = 1_000
"""Lines are counted up to here; nobody pages through more, and counting a million takes longer than showing fifty."""

Order = tuple[str, ...]
"""Columns by which a list is sorted, "-" before those that go down; together they are unique, and never null."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some lines of a list; `before` and `after` lead to the pages beside it and are empty at its ends."""

    rows: tuple[T, ...]
    before: str
    after: str
    total: int
    """How many lines the whole list has; MOST_COUNTED + 1 stands for more than that."""

    @property
    def uncounted(self) -> bool:
        """Tell whether there are more lines than were counted."""
        return self.total > MOST_COUNTED


def page(found: QuerySet[M], order: Order, *, before: str = "", after: str = "", size: int) -> Page[M]:
    """Return the lines behind `after`, or those in front of `before`, or the first ones; marks nobody gave are ignored.

    Lines that were added or went away meanwhile move no other line to another page.
    """
    backwards = bool(before) and not after
    chosen = _beyond(found, order, before if backwards else after, backwards)
    # One more than is shown tells whether there is a page behind.
    taken = list(chosen.order_by(*(_turned(order) if backwards else order))[: size + 1])
    more, lines = len(taken) > size, taken[:size]
    if backwards:
        lines.reverse()
    behind, ahead = (more, bool(lines)) if backwards else (bool(after and lines), more)
    total = found.order_by()[: MOST_COUNTED + 1].count()
    return Page(
        tuple(lines),
        before=_mark(lines[0], order) if lines and behind else "",
        after=_mark(lines[-1], order) if lines and ahead else "",
        total=total,
    )


def with_rows(page: Page[Any], rows: Sequence[T]) -> Page[T]:
    """Return the page with other things in the place of its lines."""
    return Page(tuple(rows), page.before, page.after, page.total)


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


def _mark(line: Model, order: Order) -> str:
    values = [_value(line, column.lstrip("-")) for column in order]
    return json.dumps(values, cls=DjangoJSONEncoder, separators=(",", ":"))


def _value(line: Model, path: str) -> Any:
    value: Any = line
    for name in path.split("__"):
        value = getattr(value, name)
    # JSON would keep a moment to the millisecond only, which is not the line any more.
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read(mark: str, order: Order) -> Sequence[Any] | None:
    try:
        values = json.loads(mark)
    except ValueError:
        return None
    return values if isinstance(values, list) and len(values) == len(order) else None
