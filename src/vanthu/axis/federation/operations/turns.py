"""Working through leased rows so that one nobody can work with does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from vanthu.axis.delivery.operations.commits import commits
from vanthu.runtime.leases import LeasedRow, LeaseLost, postpone

T = TypeVar("T")


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
