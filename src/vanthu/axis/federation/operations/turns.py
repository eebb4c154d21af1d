"""Working through leased rows so that one nobody can work with does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol, TypeVar

from vanthu.axis.delivery.operations.commits import commits
from vanthu.runtime.leases import LeasedRow, LeaseLost, postpone

log = logging.getLogger(__name__)

T = TypeVar("T")


class HasRow(Protocol):
    """What came of the turn of a row."""

    @property
    def row(self) -> LeasedRow:
        """The row, still leased."""
        ...


Turn = TypeVar("Turn", bound=HasRow)


@contextmanager
def turn_of(row: LeasedRow, *, at: datetime) -> Iterator[None]:
    """Let a row have its turn; what nobody foresaw puts it back behind the others, and is raised for the log.

    A row that another worker took over meanwhile is left to that one.
    """
    try:
        yield
    except LeaseLost:
        return
    except Exception as error:
        postpone(row, at=at, sentence=f"{type(error).__name__}: {error}"[:500])
        raise


def give_back(rows: Sequence[LeasedRow]) -> None:
    """Give rows back that were leased and not tried."""
    for row in rows:
        untried = type(row)._base_manager.filter(pk=row.pk, lease=row.lease)
        untried.update(lease=None, leased_until=None, tries=max(row.tries - 1, 0))


def committed(row: LeasedRow, work: Callable[[], T]) -> T:
    """Run what is written of a row in a commit shared with the turns beside it, and return its result.

    It may run again after a rollback, and finds the row as it was then.
    """
    before = dict(row.__dict__)

    def run() -> T:
        row.__dict__.update(before)
        return work()

    return commits.run(run)


def noted(turns: Sequence[Turn], note: Callable[[Sequence[Turn]], None], *, at: datetime) -> None:
    """Write what came of turns in one commit; where that fails, of each alone: one must not take the others with it.

    Raises the first error of one alone. What happened meanwhile to a row is for `note` to see, with `leases.held`.
    """
    if len(turns) == 1:
        with turn_of(turns[0].row, at=at):
            _note(turns, note)
        return
    try:
        _note(turns, note)
    except Exception as error:  # noqa: BLE001  # each of them is tried again below, and raises there
        log.warning("what came of %d turns is written one by one: %r", len(turns), error)
        _one_by_one(turns, note, at)


def _one_by_one(turns: Sequence[Turn], note: Callable[[Sequence[Turn]], None], at: datetime) -> None:
    first: Exception | None = None
    for one in turns:
        try:
            noted([one], note, at=at)
        except Exception as error:  # noqa: BLE001  # raised below, when the others have had theirs
            first = first or error
    if first is not None:
        raise first


def _note(turns: Sequence[Turn], note: Callable[[Sequence[Turn]], None]) -> None:
    """Commit what is noted; rows are in memory as they were before whenever it was rolled back."""
    before = [dict(one.row.__dict__) for one in turns]

    def restore() -> None:
        for one, fields in zip(turns, before, strict=True):
            one.row.__dict__.update(fields)

    def run() -> None:
        restore()
        note(turns)

    if not turns:
        return
    try:
        commits.run(run)
    except BaseException:
        restore()
        raise
