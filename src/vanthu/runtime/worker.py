"""The background process: it runs its duties in turn, rests when none had work, and stops cleanly when told."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import close_old_connections

from vanthu.runtime.bell import Bell

log = logging.getLogger("vanthu.worker")

LONGEST_REST = 30.0
LISTENING = 0.05
"""Seconds between two looks at the bell, by one thread for all duties; a look costs one stat of a file."""


@dataclass
class Duty:
    """Something a worker does again and again: `run` returns how many pieces of work it did.

    `every` is how many seconds it rests when there was none; a duty `on_bell` is woken by the bell before that. One
    that is `held` by another machine for long is not waited for when the worker stops: what it began is done again.
    """

    name: str
    run: Callable[[], int]
    every: float = 0.2
    on_bell: bool = False
    held: bool = False
    failures: int = field(default=0, compare=False)


def work(duties: Sequence[Duty], bell: Bell | None = None) -> None:
    """Run every duty in a thread of its own until SIGTERM or SIGINT; a failing duty is logged and tried again."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    ear = _Ear(bell) if bell else None
    threads = [_thread(duty, stop, ear) for duty in duties]
    for thread in threads:
        thread.start()
    if ear:
        ear.listen(stop)
    stop.wait()
    for thread in threads:
        if not thread.daemon:
            thread.join()


def run_once(duties: Sequence[Duty]) -> int:
    """Run every duty once and return how much was done; tests and commands use it."""
    return sum(duty.run() for duty in duties)


class _Ear:
    """Listens to the bell for all duties: many threads that look for themselves cost a worker that has nothing to do
    more than anything else.
    """

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._changed = threading.Condition()
        self._over = False
        self.rang = bell.last()

    def listen(self, stop: threading.Event) -> None:
        """Wake who rests whenever the bell rings, until told to stop."""
        while not stop.wait(LISTENING):
            last = self._bell.last()
            if last != self.rang:
                self._tell(last)
        self._over = True
        self._tell(self.rang)

    def rest(self, seconds: float, rang: int) -> None:
        """Return after so many seconds, when the bell has rung since `rang`, or when the worker stops."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or self.rang != rang, timeout=seconds)

    def _tell(self, last: int) -> None:
        with self._changed:
            self.rang = last
            self._changed.notify_all()


def _thread(duty: Duty, stop: threading.Event, ear: _Ear | None) -> threading.Thread:
    return threading.Thread(target=_keep_at, args=(duty, stop, ear), name=duty.name, daemon=duty.held)


def _keep_at(duty: Duty, stop: threading.Event, ear: _Ear | None) -> None:
    heard = ear if duty.on_bell else None
    while not stop.is_set():
        rang = heard.rang if heard else 0
        done = _tried(duty)
        # Before the rest: there are more duties than the pool of PostgreSQL has connections.
        close_old_connections()
        if not done:
            _rest(duty, stop, heard, rang)


def _rest(duty: Duty, stop: threading.Event, ear: _Ear | None, rang: int) -> None:
    """Wait until the duty is due again; a bell that rang since it began ends the wait, unless it failed."""
    seconds = min(duty.every * 2**duty.failures, LONGEST_REST)
    if ear is None or duty.failures:
        stop.wait(seconds)
    else:
        ear.rest(seconds, rang)


def _tried(duty: Duty) -> int:
    """Return the amount of work done; a failure counts as none, so that the next try waits longer."""
    try:
        done = duty.run()
    except Exception:
        # The last line of defence of a process that must not end: whatever a duty did not expect is
        # logged whole, its leased rows come back by themselves, and the duty is tried again.
        log.exception("duty %s failed", duty.name)
        duty.failures = min(duty.failures + 1, 8)
        return 0
    duty.failures = 0
    return done
