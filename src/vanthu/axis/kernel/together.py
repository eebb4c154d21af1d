"""One question to the database for many callers at the same moment.

Who asks while another's question is on its way waits for the next one, which was begun after he came, and shares its
answer with everybody who came until it was begun: nobody is told less than he would have found himself.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class AskedTogether(Generic[T]):
    """Shares one answer of `ask`, or what it raises, among the threads that want it."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._asking = threading.Lock()
        self._moments = itertools.count()
        self._asked = -1
        self._told: Future[T] = Future()

    def __call__(self) -> T:
        """Return the answer to a question that was asked after this call began."""
        came = next(self._moments)
        with self._asking:
            if self._asked < came:
                self._asked, self._told = next(self._moments), Future()
                try:
                    self._told.set_result(self._ask())
                except BaseException as error:  # noqa: BLE001  # raised again to everybody whose question it was
                    self._told.set_exception(error)
            told = self._told
        return told.result()
