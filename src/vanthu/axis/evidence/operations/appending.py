"""Append a fact: one insert and one update, inside the transaction of what happened."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from vanthu.axis.evidence.models import Fact, Head
from vanthu.axis.kernel.rows import insert_new
from vanthu.standards.evidence.leaves import canonical


def append(kind: str, subject: str, data: Mapping[str, Any], *, by: str, at: datetime) -> int:
    """Append a fact to the log and return its number; its leaf has the index before that number.

    Must be called inside the transaction of what it tells about, as its last step: the head stays locked until that
    transaction ends. `data` holds texts, whole numbers, lists and objects only.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is appended in the transaction of what it tells about")
    number = _locked_head()
    fact = Fact(number=number + 1, kind=kind, subject=subject, data=canonical(data), by=by, at=at.isoformat())
    fact.leaf = fact.hashed()
    if insert_new([fact]) != 1:
        raise RuntimeError(f"fact {fact.number} exists although the head of the log is {number}")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_table()} SET number = %s WHERE id = 1", [fact.number])
    return fact.number


def _locked_head() -> int:
    """Return the number of the newest fact; nobody else appends until this transaction ends.

    On SQLite the write transaction itself is the lock.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {_table()} WHERE id = 1{lock}")
        row = cursor.fetchone()
    return int(row[0]) if row else _first_head()


def _first_head() -> int:
    insert_new([Head(pk=1, number=0, log=secrets.token_hex(16))])
    return Head.objects.select_for_update().get(pk=1).number


def _table() -> str:
    return connection.ops.quote_name(Head._meta.db_table)
