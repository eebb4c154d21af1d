"""Inserting and changing rows on the path every package takes.

The ORM spends most of a millisecond on building a statement that never changes. Here its text is built once from the
model, so that the model stays the only description of the table, and PostgreSQL and SQLite run the same statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

_Stored = Callable[[Any], Any]
_PARAMETERS = 30_000
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def insert_new(rows: Sequence[Model]) -> int:
    """Insert rows of one model, leaving out those that collide with one already there; return how many went in.

    One statement (a few for thousands of rows), so it is safe against the same rows arriving at the same moment.
    """
    went_in = 0
    for part in _parts(rows):
        with connection.cursor() as cursor:
            cursor.execute(_statement(part), _parameters(part))
            went_in += max(int(cursor.rowcount), 0)
    return went_in


def newly_inserted(rows: Sequence[Model]) -> list[bool]:
    """Insert rows as `insert_new` does, and tell of each whether it went in."""
    keys: set[Any] = set()
    for part in _parts(rows):
        returned = connection.ops.quote_name(str(_key(type(part[0])).column))
        with connection.cursor() as cursor:
            cursor.execute(f"{_statement(part)} RETURNING {returned}", _parameters(part))
            keys.update(row[0] for row in cursor.fetchall())
    stored = {model: dict(_columns(model))[_key(model).attname] for model in {type(row) for row in rows}}
    return [stored[type(row)](row.pk) in keys for row in rows]


def changed(
    model: type[Model],
    keys: Sequence[UUID],
    *,
    where: str,
    same: Mapping[str, Any],
    each: Mapping[str, Sequence[Any]],
    told: str,
) -> dict[UUID, UUID]:
    """Change the rows with these keys that are as `where` says, in one statement; return of those changed what is told.

    `same` are the columns that get one value in all rows, `each` those that get one value for each key; one that only
    `where` looks at has a name in brackets. `where` is SQL about the row; it knows the values of `each` as
    `given.column2` and so on. `told` is a column that refers to another row.
    """
    fields = {field.attname: field for field in _fields(model)}
    quote = connection.ops.quote_name
    names = [_key(model).attname, *each]
    columns = [fields[name.strip("()")] for name in names]
    settings = [f"{quote(str(fields[name].column))} = %s" for name in same]
    settings += [
        f"{quote(str(field.column))} = given.column{place}"
        for place, (name, field) in enumerate(zip(names, columns, strict=True), 1)
        if place > 1 and not name.startswith("(")
    ]
    lines = zip(keys, *each.values(), strict=True)
    values = [
        _stored(field, _is_identifier(field), value)
        for line in lines
        for field, value in zip(columns, line, strict=True)
    ]
    marks = ", ".join([f"({', '.join(['%s'] * len(names))})"] * len(keys))
    table, key = quote(model._meta.db_table), quote(str(columns[0].column))
    text = f"UPDATE {table} SET {', '.join(settings)} FROM (VALUES {marks}) AS given "
    text += f"WHERE {table}.{key} = given.column1 AND {where} RETURNING {key}, {quote(str(fields[told].column))}"
    with connection.cursor() as cursor:
        cursor.execute(text, [*(fields[name].get_db_prep_save(same[name], connection) for name in same), *values])
        return {_identifier(row[0]): _identifier(row[1]) for row in cursor.fetchall()}


def _identifier(read: UUID | str) -> UUID:
    return read if isinstance(read, UUID) else UUID(read)


def _parts(rows: Sequence[Model]) -> Iterator[Sequence[Model]]:
    """Both databases take only so many parameters in a statement."""
    most = _PARAMETERS // len(_fields(type(rows[0]))) if rows else 1
    return (rows[start : start + most] for start in range(0, len(rows), most))


def _statement(rows: Sequence[Model]) -> str:
    model = type(rows[0])
    return f"{_opening(model)} {', '.join([_marks(model)] * len(rows))} ON CONFLICT DO NOTHING"


def _parameters(rows: Sequence[Model]) -> list[Any]:
    columns = _columns(type(rows[0]))
    given = ((stored, getattr(row, name)) for row in rows for name, stored in columns)
    return [value if type(value) in _AS_IT_IS else stored(value) for stored, value in given]


def _key(model: type[Model]) -> Field[Any, Any]:
    return model._meta.pk


@cache
def _columns(model: type[Model]) -> tuple[tuple[str, _Stored], ...]:
    """Return each column's attribute and what turns its value into what the driver is given.

    Texts, numbers and nothing are what they are in every column; the rest is asked of the field, except identifiers,
    of which a package has many.
    """
    return tuple((field.attname, partial(_stored, field, _is_identifier(field))) for field in _fields(model))


def _stored(field: Field[Any, Any], is_identifier: bool, value: Any) -> Any:
    if isinstance(value, str | int):
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
