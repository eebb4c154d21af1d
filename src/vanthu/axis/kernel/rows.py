"""Inserting rows on the path every package takes.

The ORM spends most of a millisecond on building an INSERT that never changes. Here its text is built once from the
model, so that the model stays the only description of the table, and PostgreSQL and SQLite run the same statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

_Stored = Callable[[Any], Any]


def insert_new(rows: Sequence[Model]) -> int:
    """Insert rows of one model, leaving out those that collide with one already there; return how many went in.

    One statement, so it is safe against the same rows arriving at the same moment.
    """
    if not rows:
        return 0
    model = type(rows[0])
    marks, parameters = ", ".join([_marks(model)] * len(rows)), []
    for row in rows:
        parameters += [stored(getattr(row, name)) for name, stored in _columns(model)]
    with connection.cursor() as cursor:
        cursor.execute(f"{_opening(model)} {marks} ON CONFLICT DO NOTHING", parameters)
        return max(int(cursor.rowcount), 0)


@cache
def _columns(model: type[Model]) -> tuple[tuple[str, _Stored], ...]:
    """Return each column's attribute and what turns its value into what the driver is given.

    Texts, numbers and nothing are what they are in every column; the rest is asked of the field, except identifiers,
    of which a package has many.
    """
    return tuple((field.attname, partial(_stored, field, _is_identifier(field))) for field in _fields(model))


def _stored(field: Field[Any, Any], is_identifier: bool, value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if is_identifier and isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return field.get_db_prep_save(value, connection)


def _is_identifier(field: Field[Any, Any]) -> bool:
    return getattr(field, "target_field", field).get_internal_type() == "UUIDField"


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
