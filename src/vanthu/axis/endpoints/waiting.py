"""Calls that wait until something new lies in a mailbox (parameter `wait`), instead of asking again and again.

A waiting call holds a thread, so there are only so many of them in a process; one more is answered at once, as by a
hub that does not know `wait`. One thread for all of them looks into the database when the bell of this machine rings,
and now and then because another machine may have put down what they wait for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

from vanthu.axis.delivery import queries as deliveries
from vanthu.axis.endpoints.gate import gate
from vanthu.axis.registry.queries import KnownSystem
from vanthu.runtime.bell import Bell
from vanthu.runtime.serving import stopping
from vanthu.standards.vxp.codes import MessageType

log = logging.getLogger(__name__)

LONGEST = 30.0
LISTENING = 0.03
"""Seconds between two looks at the bell, while anybody waits at all; a look costs one stat of a file."""
LOOK_SECONDS = 0.5
"""Between two looks into the database where the bell does not ring; each is a walk of one step along an index."""


@dataclass(eq=False)
class _Waiter:
    """One call that waits for one kind of message for one system."""

    system_id: UUID
    message_type: MessageType
    woken: threading.Event = field(default_factory=threading.Event)
    new: bool = False


class Watcher:
    """Wakes the waiting calls of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiters: set[_Waiter] = set()
        self._looking = False

    def wait(self, system: KnownSystem, message_type: MessageType, *, seconds: float) -> bool:
        """Return when something new waits for a system, or after `seconds`, or when the server is told to stop.

        At once when too many wait already.

        Return whether something was new. What is in hand or has failed is nothing new.
        """
        if deliveries.has_new(system.id, message_type):
            return True
        waiter = self._added(_Waiter(system.id, message_type))
        if waiter is None:
            return False
        try:
            _give_connection_back()
            with gate.outside(system):
                waiter.woken.wait(min(max(seconds, 0.0), LONGEST))
            return waiter.new
        finally:
            with self._lock:
                self._waiters.discard(waiter)

    def _added(self, waiter: _Waiter) -> _Waiter | None:
        with self._lock:
            if len(self._waiters) >= settings.AXIS.limits.waiting_calls:
                return None
            self._waiters.add(waiter)
            if not self._looking:
                self._looking = True
                threading.Thread(target=self._look, name="vanthu-waiting", daemon=True).start()
        return waiter

    def _look(self) -> None:
        """Look for all who wait until nobody does."""
        bell = Bell(settings.BELL)
        try:
            while waiters := self._present():
                rang = bell.last()
                _wake(waiters)
                _listen(bell, rang)
        finally:
            connection.close()

    def _present(self) -> list[_Waiter]:
        with self._lock:
            waiters = [waiter for waiter in self._waiters if not waiter.woken.is_set()]
            self._looking = bool(self._waiters)
            return waiters or list(self._waiters)


def _listen(bell: Bell, rang: int) -> None:
    """Return when the bell has rung since, when it is time to look anyway, or when the server is told to stop."""
    until = time.monotonic() + LOOK_SECONDS
    while True:
        time.sleep(LISTENING)
        if bell.last() != rang or time.monotonic() >= until or stopping():
            return


def _wake(waiters: Iterable[_Waiter]) -> None:
    found: dict[tuple[UUID, MessageType], bool] = {}
    try:
        for waiter in waiters:
            key = (waiter.system_id, waiter.message_type)
            if key not in found:
                found[key] = deliveries.has_new(*key)
            waiter.new = found[key]
            if waiter.new or stopping():
                waiter.woken.set()
    except DatabaseError as error:
        log.warning("cannot look for what the waiting calls wait for: %s", error)
        connection.close()


def _give_connection_back() -> None:
    """Hold no connection while waiting: there are fewer of them than threads."""
    if not connection.in_atomic_block:
        connection.close()


watcher = Watcher()
