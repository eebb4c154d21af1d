"""Doing the same thing many times at one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def at_once(count: int, action: Callable[[int], T]) -> list[T | Exception]:
    """Call `action(0)` … `action(count - 1)` in as many threads; what one raises takes the place of its result.

    Use it with `committed_cast`: every thread has a database connection of its own. Each must put an agency in force.
    """
    ready = threading.Barrier(count)

    def one(number: int) -> T | Exception:
        from django.db import connection

        ready.wait(timeout=60)
        try:
            return action(number)
        except Exception as error:  # noqa: BLE001 (returned to the test, which judges it)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
