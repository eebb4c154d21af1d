"""Append facts: one update and one insert, inside the transaction of what happened."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from vanthu.axis.evidence.models import Fact, Head
from vanthu.axis.kernel.rows import insert_new
from vanthu.standards.evidence.leaves import canonical


@dataclass(frozen=True)
class Happening:
    """What a fact is made of. `data` holds texts, whole numbers, lists and objects only."""

    kind: str
    subject: str
    data: Mapping[str, Any]
    by: str
    at: datetime


def append(
    kind: str, subject: str, data: Mapping[str, Any], *, by: str, at: datetime, then: Callable[[], None] | None = None
) -> None:
    """Append a fact to the log.

    Must be called inside the transaction of what it tells about, as its last step: the head stays locked until that
    transaction ends. `then` is what must be looked at under that lock.
    """
    append_all([Happening(kind, subject, data, by, at)], then=then)


def append_all(happenings: Sequence[Happening], *, then: Callable[[], None] | None = None) -> None:
    """Append facts in this order, as `append` does one."""
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is appended in the transaction of what it tells about")
    step = _Step(happenings, then)
    gathered = _gathered.get()
    if gathered is None:
        _take([step])
    else:
        gathered.append(step)


@contextmanager
def one_step() -> Iterator[None]:
    """Append at the end, in one step of the log, what is appended inside; nothing where something is raised.

    Nothing inside may go on after a savepoint of its own was rolled back: facts of it would be told.
    """
    steps: list[_Step] = []
    token = _gathered.set(steps)
    try:
        yield
    finally:
        _gathered.reset(token)
    if steps:
        _take(steps)


class _Step(NamedTuple):
    happenings: Sequence[Happening]
    then: Callable[[], None] | None


_gathered: ContextVar[list[_Step] | None] = ContextVar("gathered", default=None)


def _take(steps: Sequence[_Step]) -> None:
    happenings = [told for step in steps for told in step.happenings]
    last = _head_moved(len(happenings))
    facts = [_fact(number, told) for number, told in enumerate(happenings, last - len(happenings) + 1)]
    if insert_new(facts) != len(facts):
        raise RuntimeError(f"a fact up to {last} exists although the head of the log is {last - len(facts)}")
    for step in steps:
        if step.then:
            step.then()


def _fact(number: int, told: Happening) -> Fact:
    data = canonical(told.data)
    fact = Fact(number=number, kind=told.kind, subject=told.subject, data=data, by=told.by, at=told.at.isoformat())
    fact.leaf = fact.hashed()
    return fact


def _head_moved(steps: int) -> int:
    """Move the head and return the number it has now; nobody else appends until this transaction ends.

    The row is locked by being changed; on SQLite the write transaction itself is the lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_table()} SET number = number + %s WHERE id = 1 RETURNING number", [steps])
        rows = cursor.fetchall()
    if rows:
        return int(rows[0][0])
    _first_head()
    return _head_moved(steps)


def _first_head() -> None:
    insert_new([Head(pk=1, number=0, log=secrets.token_hex(16))])


def _table() -> str:
    return connection.ops.quote_name(Head._meta.db_table)
