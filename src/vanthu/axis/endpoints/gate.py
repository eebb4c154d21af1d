"""No system holds all the threads of a process: each may have so many calls in it at a time, and no more.

There are always more threads than one system may hold (`thread_count`), so that a sender which floods the axis, or
sends its packages one byte a second, is told to wait, and everybody else is served.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseBase, StreamingHttpResponse

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry.queries import KnownSystem
from vanthu.standards.vxp.codes import ErrorCode

RETRY_SECONDS = 1


class TooManyCalls(AxisError):
    """The system has as many calls in this process as one system may have. Its body is not read."""

    code = "VT-TRUC-QUA-NHIEU"
    template = "Hệ thống {system_id} đang có {limit} yêu cầu được xử lý cùng lúc; hãy gửi lại sau {retry_after} giây."
    wire_code = ErrorCode.SYSTEM_ERROR


class Gate:
    """Counts the calls of each system in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside: Counter[UUID] = Counter()

    def enter(self, system: KnownSystem) -> Callable[[], None]:
        """Let a call of a system in and return what lets it out, once. Raises TooManyCalls."""
        limit = limit_of(system)
        with self._lock:
            if self._inside[system.id] >= limit:
                raise TooManyCalls(system_id=system.system_id, limit=limit, retry_after=RETRY_SECONDS)
            self._inside[system.id] += 1
        return _Once(lambda: self._leave(system.id))

    @contextmanager
    def outside(self, system: KnownSystem) -> Iterator[None]:
        """Count a call out while it only waits; what waits is bounded elsewhere (`waiting`)."""
        self._leave(system.id)
        try:
            yield
        finally:
            with self._lock:
                self._inside[system.id] += 1

    def _leave(self, key: UUID) -> None:
        with self._lock:
            self._inside[key] -= 1
            if not self._inside[key]:
                del self._inside[key]


def limit_of(system: KnownSystem) -> int:
    """Return how many calls a system may have in one process; the operator may give it less than others, not more."""
    most: int = settings.AXIS.limits.concurrent_calls
    return min(system.concurrent_calls or most, most)


def thread_count(wanted: int) -> int:
    """Return how many threads a process needs: more than one system may hold, and those that only wait beside."""
    limits = settings.AXIS.limits
    return int(max(wanted, limits.concurrent_calls + limits.spare_threads) + limits.waiting_calls)


def held_until_sent(response: HttpResponseBase, leave: Callable[[], None]) -> HttpResponseBase:
    """Let the call out when its answer is on the line: a slow reader of a large package still holds its thread."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _Leaving(iter(response), leave)
    else:
        leave()
    return response


class _Once:
    """A thing to do that is done once, however often it is called."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action: Callable[[], None] | None = action

    def __call__(self) -> None:
        action, self._action = self._action, None
        if action:
            action()


class _Leaving:
    """The pieces of an answer; leaves at their end, when the line breaks, and when nobody asked for them at all."""

    def __init__(self, pieces: Iterator[bytes], leave: Callable[[], None]) -> None:
        self._pieces, self._leave = pieces, leave

    def __iter__(self) -> _Leaving:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self._leave()
            raise

    def close(self) -> None:
        self._leave()

    def __del__(self) -> None:
        self._leave()


gate = Gate()
