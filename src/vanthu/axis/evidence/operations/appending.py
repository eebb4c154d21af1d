"""The one verb of evidence: append."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from vanthu.axis.evidence.models import START, Fact, Head
from vanthu.axis.kernel.rows import insert_new


def append(kind: str, subject: str, data: Mapping[str, Any], *, by: str, at: datetime) -> int:
    """Append a fact to the chain and return its number.

    Must be called inside the transaction of what it tells about, as its last step: the chain's head stays locked
    until that transaction ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is appended in the transaction of what it tells about")
    number, previous = _locked_head()
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fact = Fact(number=number + 1, kind=kind, subject=subject, data=text, by=by, at=at.isoformat())
    fact.digest = fact.digest_after(previous)
    if insert_new([fact]) != 1:
        raise RuntimeError(f"fact {fact.number} exists although the head of the chain is {number}")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_table()} SET number = %s, digest = %s WHERE id = 1", [fact.number, fact.digest])
    return fact.number


def _locked_head() -> tuple[int, str]:
    """Return number and digest of the newest fact; nobody else appends until this transaction ends.

    On SQLite the write transaction itself is the lock.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, digest FROM {_table()} WHERE id = 1{lock}")
        row = cursor.fetchone()
    return (int(row[0]), str(row[1])) if row else _first_head()


def _first_head() -> tuple[int, str]:
    insert_new([Head(pk=1, number=0, digest=START)])
    head = Head.objects.select_for_update().get(pk=1)
    return head.number, head.digest


def _table() -> str:
    return connection.ops.quote_name(Head._meta.db_table)
