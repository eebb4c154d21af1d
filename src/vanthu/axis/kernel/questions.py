"""Questions that every package asks, built by the ORM once.

For one row found by its key the ORM spends most of a millisecond on building a text that is the same each time. Here
it builds it with marks where the identifiers stand; the model stays the only description of the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet, UUIDField

_Converter = Callable[..., Any]
_IDENTIFIER = UUIDField()


class Question:
    """What a function of identifiers asks with `values_list`; calling it gives the first row, None where there is none.

    The function may use its arguments as values to compare with, and for nothing else.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build

    def __call__(self, *identifiers: UUID) -> tuple[Any, ...] | None:
        built = _built(self._build, connection.vendor)
        given = [_stored(one) for one in identifiers]
        with connection.cursor() as cursor:
            cursor.execute(built.text, [given[place] if known else place for known, place in built.parameters])
            row = cursor.fetchone()
        return None if row is None else built.read(row)


@dataclass(frozen=True)
class _Built:
    """A text, its parameters (of the question by place, or as they are), and how columns are read."""

    text: str
    parameters: tuple[tuple[bool, Any], ...]
    converters: tuple[tuple[int, tuple[_Converter, ...], Any], ...]

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, steps, expression in self.converters:
            for step in steps:
                values[place] = step(values[place], expression, connection)
        return tuple(values)


@cache
def _built(build: Callable[..., QuerySet[Any, Any]], vendor: str) -> _Built:
    marks = [uuid4() for _ in signature(build).parameters]
    compiler = build(*marks)[:1].query.get_compiler(connection=connection)
    text, parameters = compiler.as_sql()
    places = {_stored(mark): place for place, mark in enumerate(marks)}
    known = tuple((value in places, places.get(value, value)) for value in parameters)
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return _Built(text, known, tuple((place, tuple(steps), told) for place, (steps, told) in converters.items()))


def _stored(identifier: UUID) -> Any:
    return _IDENTIFIER.get_db_prep_value(identifier, connection)
