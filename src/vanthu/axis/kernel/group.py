"""Several packages, one commit.

A commit waits for the disk, and only one can happen at a time. While one does, the threads of this process that come
next line up; the first of them then does the work of all in one transaction, and work of one kind (`Joint`) in one
statement where one by one it would be many. Each caller still returns only after the commit that holds its own rows,
so nothing is promised before it is on the disk.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, Self, TypeVar

from django.db import connection, transaction

from vanthu.runtime.transactions import write

T = TypeVar("T")


class Joint(ABC, Generic[T]):
    """Work that costs fewer statements done for many callers together than for each of them."""

    @classmethod
    @abstractmethod
    def all_of(cls, works: Sequence[Self]) -> list[T]:
        """Do the work of all in the transaction in force and return their results in order; raises for all of them."""

    def __call__(self) -> T:
        return self.all_of([self])[0]


class _Slot(Generic[T]):
    """One caller's work, and what became of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.finished = False
        self.turn = threading.Semaphore(0)
        """Comes when the work is done, or when it is this caller's turn to do it for all."""
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
    """Runs pieces of database work of many threads in as few transactions as the disk demands.

    `around` encloses what is done together, inside the transaction: what all of it can share goes there.
    """

    def __init__(self, around: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        self._around = around
        self._arriving = threading.Lock()
        self._waiting: list[_Slot[object]] = []
        self._busy = False

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
        if not self._first(slot):  # type: ignore[arg-type]  # read back only through `slot`
            slot.turn.acquire()
        if not slot.finished:
            self._lead()
        return slot.result()

    def _first(self, slot: _Slot[object]) -> bool:
        """Line up; return whether nobody is at it, so that this caller begins at once."""
        with self._arriving:
            self._waiting.append(slot)
            idle, self._busy = not self._busy, True
        return idle

    def _lead(self) -> None:
        with self._arriving:
            batch, self._waiting = self._waiting, []
        try:
            _run(batch, self._around)
        except BaseException as error:
            # Nothing of this transaction is on the disk, also not what had gone well: each caller hears of it.
            for slot in batch:
                slot.error = slot.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            self._hand_over(batch)

    def _hand_over(self, batch: Sequence[_Slot[object]]) -> None:
        """Let the next begin before these are told: it has a disk to wait for, and they have not."""
        with self._arriving:
            self._busy = bool(self._waiting)
            if self._waiting:
                self._waiting[0].turn.release()
        for slot in batch:
            slot.finished = True
            slot.turn.release()


def _run(batch: Sequence[_Slot[object]], around: Callable[[], AbstractContextManager[None]]) -> None:
    """Do the work of all; only where one fails are they parted by savepoints, which cost a quarter of the statements.

    Raises what takes the whole transaction with it.
    """
    try:
        with write(), around():
            _run_together(batch)
    except Exception:
        if len(batch) == 1:
            raise
        with write():
            _run_apart(batch)


def _run_together(batch: Sequence[_Slot[object]]) -> None:
    joint: dict[type[Joint[object]], list[_Slot[object]]] = {}
    for slot in batch:
        if isinstance(slot.work, Joint):
            joint.setdefault(type(slot.work), []).append(slot)
    for kind, slots in joint.items():
        values = kind.all_of([slot.work for slot in slots])  # type: ignore[misc]  # of this kind, as collected above
        for slot, value in zip(slots, values, strict=True):
            slot.value = value
    for slot in batch:
        if not isinstance(slot.work, Joint):
            slot.value = slot.work()


def _run_apart(batch: Sequence[_Slot[object]]) -> None:
    for slot in batch:
        slot.run()
        # A full disk makes SQLite give up the whole transaction, not only the savepoint.
        if connection.needs_rollback and slot.error is not None:
            raise slot.error
