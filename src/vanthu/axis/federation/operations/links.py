"""How it stands with the parent: whether it answers, and when to leave it alone for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from vanthu.axis.federation.models import Link
from vanthu.axis.kernel.rows import insert_new
from vanthu.runtime.transactions import write

_LONGEST_SILENCE = 60


def link() -> Link:
    """Return the one row, made at the first call."""
    row = Link.objects.filter(pk=1).first()
    if row is None:
        with write():
            insert_new([Link(pk=1)])
        row = Link.objects.get(pk=1)
    return row


def note(**changes: Any) -> None:
    """Write to the one row."""
    link()
    with write():
        Link.objects.filter(pk=1).update(**changes)


def note_reached(*, at: datetime) -> None:
    """Note that the parent answered; only the first time after a failure, or once a minute, costs a write."""
    row = link()
    if row.failures or row.reached_at is None or at - row.reached_at >= timedelta(minutes=1):
        note(reached_at=at, failures=0, silent_until=None, sentence="")


def note_unreachable(sentence: str, *, at: datetime) -> None:
    """Note that no answer came, and leave the parent alone for a little longer each time, at most a minute."""
    row = link()
    wait = timedelta(seconds=min(2 ** min(row.failures, 10), _LONGEST_SILENCE))
    note(failures=F("failures") + 1, silent_until=at + wait, sentence=sentence[:500])


def at_once(most: int) -> int:
    """Return how many rows may be tried side by side: after a failure a single one, to see whether it answers again."""
    return 1 if link().failures else most


def note_turn(away: Sequence[str], done: int, *, at: datetime) -> None:
    """Note how a turn of many calls ended: what the first without an answer said, or that there were answers."""
    if away:
        note_unreachable(away[0], at=at)
    elif done:
        note_reached(at=at)


def silent(*, at: datetime) -> bool:
    """Tell whether the parent is left alone at the moment."""
    until = link().silent_until
    return until is not None and at < until
