"""Inserting rows on the path every package takes.

The ORM spends most of a millisecond on building an INSERT that never changes. Here its text is built once from the
model, so that the model stays the only description of the table, and PostgreSQL and SQLite run the same statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert_new(rows: Sequence[Model]) -> int:
    """Insert rows of one model, leaving out those that collide with one already there; return how many went in.

    One statement, so it is safe against the same rows arriving at the same moment.
    """
    if not rows:
        return 0
    model = type(rows[0])
    marks, parameters = ", ".join([_marks(model)] * len(rows)), []
    for row in rows:
        parameters += [_stored(field, getattr(row, field.attname)) for field in _fields(model)]
    with connection.cursor() as cursor:
        cursor.execute(f"{_opening(model)} {marks} ON CONFLICT DO NOTHING", parameters)
        return max(int(cursor.rowcount), 0)


def _stored(field: Field[Any, Any], value: Any) -> Any:
    """Return what the driver is given; texts and numbers are what they are, which saves asking the field."""
    return value if isinstance(value, str | int) else field.get_db_prep_save(value, connection)


@cache
def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(model._meta.concrete_fields)


@cache
def _marks(model: type[Model]) -> str:
    return f"({', '.join(['%s'] * len(_fields(model)))})"


@cache
def _opening(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _fields(model))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES"
