"""Several packages, one commit.

A commit waits for the disk, and only one can happen at a time. While one does, the threads of this process that come
next line up; the first of them then does the work of all in one transaction. Each caller still returns only after the
commit that holds its own rows, so nothing is promised before it is on the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db import connection, transaction

from vanthu.runtime.transactions import write

T = TypeVar("T")


class _Slot(Generic[T]):
    """One caller's work, and what became of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.finished = False
        self.value: T | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        """Do the work in a savepoint of its own, so that its failure is its own."""
        try:
            with transaction.atomic():
                self.value = self.work()
        except Exception as error:  # noqa: BLE001  # raised again by the thread that brought the work
            self.error = error

    def result(self) -> T:
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # T may itself be None


class GroupCommit:
    """Runs pieces of database work of many threads in as few transactions as the disk demands."""

    def __init__(self) -> None:
        self._arriving = threading.Lock()
        self._waiting: list[_Slot[object]] = []
        self._turn = threading.Lock()

    def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a write transaction and return its result after the commit; raises what it raises.

        `work` may run in another thread, on that thread's connection, and again when the first time was rolled back
        because of another's: it must reach the database through Django only and keep nothing else. Inside a
        transaction it simply runs, as a part of that one.
        """
        if connection.in_atomic_block:
            with write():
                return work()
        slot = _Slot(work)
        with self._arriving:
            self._waiting.append(slot)  # type: ignore[arg-type]  # read back only through `slot`
        with self._turn:
            if not slot.finished:
                self._lead()
        return slot.result()

    def _lead(self) -> None:
        with self._arriving:
            batch, self._waiting = self._waiting, []
        try:
            _run(batch)
        except BaseException as error:
            # Nothing of this transaction is on the disk, also not what had gone well: each caller hears of it.
            for slot in batch:
                slot.error = slot.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for slot in batch:
                slot.finished = True


def _run(batch: Sequence[_Slot[object]]) -> None:
    """Do the work of all; only where one fails are they parted by savepoints, which cost a quarter of the statements.

    Raises what takes the whole transaction with it.
    """
    try:
        with write():
            for slot in batch:
                slot.value = slot.work()
    except Exception:
        if len(batch) == 1:
            raise
        with write():
            _run_apart(batch)


def _run_apart(batch: Sequence[_Slot[object]]) -> None:
    for slot in batch:
        slot.run()
        # A full disk makes SQLite give up the whole transaction, not only the savepoint.
        if connection.needs_rollback and slot.error is not None:
            raise slot.error
