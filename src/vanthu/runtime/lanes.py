"""Rows worked through side by side: those of one lane one after another in their order, lanes beside each other.

Waiting for another machine is most of such a turn, and a slow one of many must not delay the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Generic, TypeVar

from django.db import close_old_connections, connection

Row = TypeVar("Row")
AT_ONCE = 8
"""Lanes of one kind of work that are walked beside each other."""


def in_lanes(
    rows: Sequence[Row],
    lane_of: Callable[[Row], Hashable],
    turn: Callable[[Row], bool],
    *,
    untried: Callable[[Sequence[Row]], None],
    name: str = "lane",
) -> int:
    """Give each row its turn and return how many had one; `untried` is called with the others.

    When a turn returns False (nobody answers) or raises, no lane begins another row; the first error is raised in the
    end. `name`: those of one name share their threads, so that one kind of work leaves another its own. Inside a
    transaction, which no other thread could see, the lanes go one after another.
    """
    lanes: dict[Hashable, list[Row]] = {}
    for row in rows:
        lanes.setdefault(lane_of(row), []).append(row)
    work = _Work(turn)
    if connection.in_atomic_block or len(lanes) == 1:
        left = [row for lane in lanes.values() for row in work.walk(lane)]
    else:
        left = [row for lane in _pool(name).map(work.walk_apart, lanes.values()) for row in lane]
    if left:
        untried(left)
    if work.error is not None:
        raise work.error
    return len(rows) - len(left)


class _Work(Generic[Row]):
    """One run through the lanes: whether it goes on, and the first error in it."""

    def __init__(self, turn: Callable[[Row], bool]) -> None:
        self._turn = turn
        self._over = False
        self.error: Exception | None = None

    def walk(self, lane: Sequence[Row]) -> Sequence[Row]:
        """Give the rows of a lane their turns; return those that had none."""
        for place, row in enumerate(lane):
            if self._over:
                return lane[place:]
            try:
                self._over = not self._turn(row) or self._over
            except Exception as error:  # noqa: BLE001  # raised again by the thread that brought the rows
                self._over, self.error = True, self.error or error
        return ()

    def walk_apart(self, lane: Sequence[Row]) -> Sequence[Row]:
        """Walk in a thread of the pool, which keeps no connection of a pool that has fewer than there are threads."""
        try:
            return self.walk(lane)
        finally:
            close_old_connections()


@cache
def _pool(name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"vanthu-{name}")
