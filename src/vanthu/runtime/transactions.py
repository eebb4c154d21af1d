"""The write transaction of every operation.

On SQLite, writers queue on a file lock before they begin: without it `BEGIN IMMEDIATE` polls, and one writer of
many can wait seconds. On PostgreSQL this is `transaction.atomic()` and nothing more.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_held = threading.local()


@contextmanager
def write() -> Iterator[None]:
    """Open a write transaction; inside another one, a savepoint of it. Do no network or device call inside."""
    with _queue(), transaction.atomic():
        yield


def after_commit(action: Callable[[], None]) -> None:
    """Run `action` when the transaction in force has been committed; at once when there is none."""
    transaction.on_commit(action)


@contextmanager
def _queue() -> Iterator[None]:
    if getattr(_held, "depth", 0) or not _needs_queue():
        yield
        return
    descriptor = os.open(f"{connection.settings_dict['NAME']}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _held.depth = 1
        yield
    finally:
        _held.depth = 0
        os.close(descriptor)


def _needs_queue() -> bool:
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and ":memory:" not in name and "mode=memory" not in name
