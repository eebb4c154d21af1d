"""Leased items of the parent's list, taken on side by side, a step at a time; they stop where it does not answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from vanthu.axis.federation import states
from vanthu.axis.federation.models import Pulled
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.operations.turns import give_back, turn_of
from vanthu.axis.federation.parent import Parent
from vanthu.runtime.lanes import in_lanes
from vanthu.runtime.leases import postpone
from vanthu.standards.vxp import VxpUnreachable

Step = Callable[[Pulled, Parent, datetime], None]


class Round:
    """The rows of one round; each step is on the disk before the next begins."""

    def __init__(self, rows: Sequence[Pulled], parent: Parent, at: datetime) -> None:
        self._rows, self._parent, self._at = rows, parent, at
        self._away: list[str] = []
        self._done = 0

    def rows(self, *wanted: str) -> list[Pulled]:
        """Return the rows that are in these states and still leased."""
        return [row for row in self._rows if row.state in wanted and row.lease is not None]

    def step(
        self,
        wanted: Collection[str],
        lane_of: Callable[[Pulled], Hashable],
        step: Step,
        *,
        only: Collection[UUID] | None = None,
        but: Collection[UUID] = (),
    ) -> None:
        """Let every row in these states take a step, those of one lane one after the other."""
        rows = [row for row in self.rows(*wanted) if row.pk not in but and (only is None or row.pk in only)]
        self._done += in_lanes(rows, lane_of, partial(self._turn, step), untried=_left, name="pull")

    def end(self) -> int:
        """Note whether the parent answered; return how many rows came on."""
        if not self._away:
            return len(self._rows)
        links.note_unreachable(self._away[0], at=self._at)
        return max(min(self._done, len(self._rows)) - len(self._away), 0)

    def _turn(self, step: Step, row: Pulled) -> bool:
        with turn_of(row, at=self._at):
            try:
                step(row, self._parent, self._at)
            except VxpUnreachable as error:
                self._away.append(error.sentence)
                put_off(row, error.sentence, at=self._at)
        return not self._away


def put_off(row: Pulled, sentence: str, *, at: datetime) -> None:
    """Give a row back for a later try and note what the parent said; why an item was not taken stays where it is."""
    noted = {} if row.state == states.NOT_TAKEN else {"sentence": sentence[:500]}
    postpone(row, at=at, **noted)


def _left(rows: Sequence[Pulled]) -> None:
    give_back(rows)
    for row in rows:
        row.lease = None
