"""Questions that are asked all the time: written in SQL once for every shape, and asked with other values each time.

Django builds a question anew and writes its SQL each time it is asked, which was two fifths of what a page cost.
A prepared question is a function that returns a QuerySet. It is called with made-up values, twice, to see where in the
SQL each value stands; from then on only the values are put there. What is no value belongs to the shape: each other
number, word, flag, length of a list is written anew, so none of them may come from what people type.

    @prepared
    def _links_of(document_ids: Sequence[UUID]) -> QuerySet[Link]:
        return Link.objects.filter(source__in=document_ids)
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from itertools import cycle
from typing import Any, NamedTuple, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable

from vanthu.runtime import clock
from vanthu.runtime.ids import new_id

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
R = TypeVar("R")

MOST_SHAPES = 256
"""Shapes of one question that are remembered; those asked for last."""


class Text(str):
    """Words as a value: people type them, and the shape of the question does not hang on them."""

    __slots__ = ()


class Number(int):
    """A number as a value: a place in a list, what somebody typed."""

    __slots__ = ()


class NotPreparable(TypeError):
    """A programming error: the question makes something of its values that cannot be repeated with others."""


class Preparing:
    """Prepares the questions of a program.

    `in_force` returns the identifiers that rows are scoped by beside the arguments; `assumed` puts others in force, and
    lets nothing be known that was found out before.
    """

    def __init__(
        self,
        in_force: Callable[[], tuple[UUID, ...]] = tuple,
        assumed: Callable[[Sequence[UUID]], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._in_force, self._assumed = in_force, assumed

    def rows(self, build: Callable[P, QuerySet[M, R]]) -> Callable[P, list[R]]:
        """Let a function that returns a QuerySet answer what the QuerySet yields.

        Values are UUIDs, days, moments, Text and Number, alone or in tuples, lists and frozen dataclasses, the keys of
        rows (a row that is handed over tells nothing else), and the identifiers in force. The function must look at
        nothing else that changes, ask nothing, and treat values as opaque: hand each of them on as it is. Raises
        NotPreparable.
        """

        @lru_cache(maxsize=MOST_SHAPES)
        def written(shape: Any, vendor: str) -> _Rows | None:
            return _Rows.of(self._call(build, shape), self._call(build, shape))

        @wraps(build)
        def answer(*args: P.args, **kwargs: P.kwargs) -> list[R]:
            shape, values = self._apart((args, tuple(kwargs.items())))
            found = written(shape, connections[DEFAULT_DB_ALIAS].vendor)
            return found.asked(values) if found else []

        return answer

    def count(self, build: Callable[P, QuerySet[Any, Any]]) -> Callable[P, int]:
        """Let a function that returns a QuerySet answer how many rows there are; as `rows` otherwise."""

        @lru_cache(maxsize=MOST_SHAPES)
        def written(shape: Any, vendor: str) -> _Written | None:
            return _Written.of(self._call(build, shape), self._call(build, shape), _sql_of_count)

        @wraps(build)
        def answer(*args: P.args, **kwargs: P.kwargs) -> int:
            shape, values = self._apart((args, tuple(kwargs.items())))
            connection = connections[DEFAULT_DB_ALIAS]
            found = written(shape, connection.vendor)
            if found is None:
                return 0
            with connection.cursor() as cursor:
                cursor.execute(found.sql, found.params(values))
                number: int = cursor.fetchone()[0]
            return number

        return answer

    def _apart(self, thing: Any) -> tuple[Any, list[Any]]:
        values: list[Any] = list(self._in_force())
        return (len(values), _shape(thing, values)), values

    def _call(self, build: Callable[..., QuerySet[Any, Any]], shape: Any) -> _Call:
        """Call the function with made-up values, where nothing can be asked."""
        scopes, given = shape
        values: list[Any] = [new_id() for _ in range(scopes)]
        assumed = self._assumed(tuple(values))
        args, kwargs = _made(given, values)
        with clock.one_moment(_made_up(datetime)), assumed, _nothing_asked():
            return _Call(build(*args, **dict(kwargs)), values)


def padded(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return ids, the last again and again up to a power of two: few shapes then serve lists of every length."""
    found = tuple(ids)
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found)) if found else ()


# ── what is a value, and what is shape ───────────────────────────────────────────────────────────────────────────────

_LEAVES = frozenset({UUID, datetime, date, Text, Number})


class _Many(NamedTuple):
    kind: type
    parts: tuple[Any, ...]


class _Same(NamedTuple):
    kind: type
    leaf: type
    length: int


class _Plain(NamedTuple):
    kind: type
    value: Any


class _Row(NamedTuple):
    kind: type[Model]
    names: tuple[str, ...]
    keys: tuple[Any, ...]


def _shape(thing: Any, values: list[Any]) -> Any:
    kind: Any = type(thing)
    if kind in _LEAVES:
        values.append(thing)
        return kind
    if isinstance(thing, tuple | list):
        if len(kinds := set(map(type, thing))) == 1 and (leaf := kinds.pop()) in _LEAVES:
            values.extend(thing)
            return _Same(kind, leaf, len(thing))
        return _Many(kind, tuple([_shape(one, values) for one in thing]))
    if is_dataclass(thing) and not isinstance(thing, type):
        return _Many(kind, tuple([_shape(getattr(thing, one.name), values) for one in fields(thing)]))
    if isinstance(thing, Model):
        known = thing.__dict__
        names = tuple([name for name in _keys_of(kind) if name in known and isinstance(known[name], UUID | None)])
        return _Row(kind, names, tuple([_shape(known[name], values) for name in names]))
    return _Plain(kind, thing)  # with its type: 1 and True are the same key, and not the same SQL


@lru_cache
def _keys_of(kind: type[Model]) -> tuple[str, ...]:
    keys = [one for one in kind._meta.concrete_fields if one.primary_key or one.is_relation]
    return tuple(one.attname for one in keys)


def _made(shape: Any, values: list[Any]) -> Any:
    """Return what has this shape, with values made up for it; they are added to `values`."""
    if isinstance(shape, _Plain):
        return shape.value
    if isinstance(shape, _Same):
        return _of_kind(shape.kind, [_made(shape.leaf, values) for _ in range(shape.length)])
    if isinstance(shape, _Many):
        return _of_kind(shape.kind, [_made(one, values) for one in shape.parts])
    if isinstance(shape, _Row):
        # Whatever else of the row is looked at would have to be asked for, which is refused.
        return shape.kind.from_db(DEFAULT_DB_ALIAS, shape.names, [_made(one, values) for one in shape.keys])
    values.append(_made_up(shape))
    return values[-1]


def _of_kind(kind: type, parts: list[Any]) -> Any:
    return kind(parts) if kind in (tuple, list) else kind(*parts)


_NUMBERS = cycle(range(10_000, 32_000))
"""Numbers to make up, all of which also the smallest column holds: it would find nothing for any other."""


def _made_up(kind: type) -> Any:
    if kind is UUID:
        return new_id()
    if kind is Text:
        return Text(rf"z%_\{new_id().hex}")  # with the signs that LIKE reads otherwise
    if kind is Number:
        return Number(next(_NUMBERS))
    moment = datetime(1600, 1, 1, tzinfo=UTC) + timedelta(seconds=new_id().int % 25_000_000_000, microseconds=1)
    return moment if kind is datetime else moment.date()


class _Call(NamedTuple):
    """A question with made-up values, and these."""

    found: QuerySet[Any, Any]
    values: list[Any]


@contextmanager
def _nothing_asked() -> Iterator[None]:
    def refuse(*_: Any) -> Any:
        raise NotPreparable("a prepared question asks another one while it is built")

    with connections[DEFAULT_DB_ALIAS].execute_wrapper(refuse):
        yield


# ── what is written, and where its values stand ──────────────────────────────────────────────────────────────────────

_Change = Callable[[Any], Any]


@dataclass(frozen=True)
class _Written:
    """SQL, what stands in it for every value, and where each value stands, changed as Django changes it."""

    sql: str
    constants: list[Any]
    slots: list[tuple[int, int, _Change]]

    @classmethod
    def of(
        cls, one: _Call, other: _Call, write: Callable[[QuerySet[Any, Any]], tuple[str, Sequence[Any]] | None]
    ) -> _Written | None:
        """Compare the same question with two sets of values; None where no row can ever be found."""
        first, second = write(one.found), write(other.found)
        if first is None and second is None:
            return None
        if first is None or second is None or first[0] != second[0] or len(first[1]) != len(second[1]):
            raise NotPreparable("the SQL of a prepared question hangs on its values")
        slots = []
        for place, (here, there) in enumerate(zip(first[1], second[1], strict=True)):
            if not _same(here, there):
                slots.append((place, *_origin(here, there, one.values, other.values)))
        return cls(first[0], list(first[1]), slots)

    def params(self, values: Sequence[Any]) -> list[Any]:
        """Return what to execute the SQL with."""
        given = self.constants.copy()
        for place, value, change in self.slots:
            given[place] = change(values[value])
        return given


def _origin(here: Any, there: Any, ones: Sequence[Any], others: Sequence[Any]) -> tuple[int, _Change]:
    for place, (one, other) in enumerate(zip(ones, others, strict=True)):
        for change in _CHANGES.get(type(one), ()):
            if _same(change(one), here) and _same(change(other), there):
                return place, change
    raise NotPreparable(f"a prepared question makes {here!r} of its values")


def _same(one: Any, other: Any) -> bool:
    # What wraps JSON for the database compares by identity.
    return type(one) is type(other) and bool(getattr(one, "obj", one) == getattr(other, "obj", other))


def _ops() -> Any:
    return connections[DEFAULT_DB_ALIAS].ops


def _as_is(value: Any) -> Any:
    return value


def _held_by(field: str) -> _Change:
    def change(value: int) -> Any:
        least, most = _ops().integer_field_range(field)
        if not least <= value <= most:
            raise NotPreparable(f"{value} is no number that a {field} holds")
        return _ops().adapt_integerfield_value(int(value), field)

    return change


_CHANGES: dict[type, tuple[_Change, ...]] = {
    UUID: (_as_is, lambda value: value.hex),
    datetime: (_as_is, lambda value: _ops().adapt_datetimefield_value(value)),
    date: (_as_is, lambda value: _ops().adapt_datefield_value(value)),
    Text: (
        _as_is,
        str,
        lambda value: _ops().prep_for_iexact_query(value),
        lambda value: f"%{_ops().prep_for_like_query(value)}%",
        lambda value: f"{_ops().prep_for_like_query(value)}%",
    ),
    Number: (_held_by("SmallIntegerField"), _held_by("IntegerField"), _held_by("BigIntegerField"), int),
}
"""What the lookups of Django make of a value, on SQLite or PostgreSQL."""


def _sql(found: QuerySet[Any, Any], compiler: Any = None) -> tuple[str, Sequence[Any]] | None:
    try:
        sql, params = (compiler or found.query.get_compiler(using=DEFAULT_DB_ALIAS)).as_sql()
    except EmptyResultSet:
        return None
    return sql, params


def _sql_of_count(found: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]] | None:
    # The parts of a union say themselves which column they have.
    written = _sql(found if found.query.combinator else found.values_list("pk"))
    return written and (f"SELECT COUNT(*) FROM ({written[0]}) AS counted", written[1])


_YIELDS = (ModelIterable, ValuesListIterable, FlatValuesListIterable)


class _Rows:
    """Stands where a QuerySet and its query stand while Django reads rows: the SQL is there already."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, written: _Written, found: QuerySet[Any, Any], compiler: Any) -> None:
        self._written, self._compiler = written, compiler
        self._yields: Any = found._iterable_class
        self.model = found.model

    @classmethod
    def of(cls, one: _Call, other: _Call) -> _Rows | None:
        """Write the question; None where no row can ever be found."""
        if one.found._iterable_class not in _YIELDS or one.found._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise NotPreparable("a prepared question yields objects, tuples, or single values, and prefetches nothing")
        compiler = one.found.query.get_compiler(using=DEFAULT_DB_ALIAS)
        written = _Written.of(one, other, lambda found: _sql(found, compiler if found is one.found else None))
        return None if written is None else cls(written, one.found, compiler)

    def asked(self, values: Sequence[Any]) -> list[Any]:
        """Return what the QuerySet would yield with these values."""
        return list(self._yields(_Asked(self, self._written.params(values))))


class _Asked:
    """A question with its values, as far as Django looks at a QuerySet and its query to read the rows."""

    _known_related_objects: dict[Any, Any] = {}
    db = DEFAULT_DB_ALIAS

    def __init__(self, rows: _Rows, params: list[Any]) -> None:
        self.query, self.model = self, rows.model
        self._rows, self._params = rows, params

    def get_compiler(self, using: str) -> Any:
        """Return what wrote the question, now with the connection of this thread."""
        compiler = copy.copy(self._rows._compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda *_, **__: (self._rows._written.sql, self._params)
        return compiler
