"""Telling the parent what became here of what came down: it lies in a mailbox, it was taken, or nobody took it.

The log of evidence holds every change of a delivery in the order of the commits, so reading on in it misses none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from vanthu.axis.delivery import queries as deliveries
from vanthu.axis.delivery.queries import Fate
from vanthu.axis.evidence import queries as evidence
from vanthu.axis.federation import states
from vanthu.axis.federation.models import Link, Pulled
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.operations.rounds import Round, put_off
from vanthu.axis.federation.operations.steps import reached
from vanthu.axis.federation.operations.turns import committed
from vanthu.axis.federation.parent import Parent
from vanthu.axis.federation.policies import FINAL
from vanthu.axis.registry import queries as registry
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.leases import LeaseLost, finish, give_back, held, lease
from vanthu.runtime.transactions import write
from vanthu.standards.vxp import TransferStatus, VxpRefused

LEASE_SECONDS = 600
AT_ONCE = 64
TO_TELL = (states.PUT_DOWN, states.NOT_TAKEN)
_FACTS = 2000
_LOOK_AGAIN = timedelta(days=1)
"""What waits for its receiver is looked at this often although the log told of no change: nothing hangs on one look."""


@dataclass(frozen=True)
class _Answer:
    """What the parent has to know of an item, and the state it ends in; None: it goes on waiting."""

    status: TransferStatus
    sentence: str
    end: str | None


def answer_due(parent: Parent, *, at: datetime) -> int:
    """Tell the parent what changed here since it was told last; return how much there was."""
    noticed = _notice(parent, at)
    if links.silent(at=at):
        return noticed
    due = Pulled.objects.filter(state__in=TO_TELL)
    rows = lease(due, at=at, seconds=LEASE_SECONDS, limit=links.at_once(AT_ONCE))
    if not rows:
        return noticed
    turns = Round(rows, parent, at)
    turns.step(TO_TELL, lambda row: row.pk, tell)
    return noticed + turns.end()


def _notice(parent: Parent, at: datetime) -> int:
    """Make due what came down and changed since the log was last read; return how many items, or facts, there were."""
    read = links.link().facts_read
    last, subjects = evidence.subjects_since(read, "delivery.status", limit=_FACTS)
    if last == read:
        return 0
    packages = deliveries.packages_from(parent.system, subjects) if subjects else ()
    again: dict[str, Any] = {"due_at": at, "tries": 0}
    with write():
        found = Pulled.objects.filter(package__in=packages)
        noticed = found.filter(state=states.PUT_DOWN).update(**again) if packages else 0
        if packages:
            late = found.filter(state__in={states.NOT_FETCHED} & states.PULLED_MOVES.sources("tell_again"))
            noticed += late.update(state=states.PULLED_MOVES.target("tell_again"), finished_at=None, **again)
        Link.objects.filter(pk=1, facts_read=read).update(facts_read=last)
    reached("pull.noticed")
    return noticed or int(last - read == _FACTS)


def tell(row: Pulled, parent: Parent, at: datetime) -> None:
    """Give the parent the answer that is due, unless it has it; what it refuses for good has ended there already."""
    answer = _answer(row, parent)
    if answer.status != row.told:
        try:
            parent.client.update_status(row.hub_id, answer.status, answer.sentence or None)
        except VxpRefused as error:
            if error.error_code not in FINAL:
                put_off(row, error.sentence, at=at)
                return
        reached("pull.told")
    committed(row, lambda: _settle(row, answer, parent, at))
    reached("pull.finished")


def _settle(row: Pulled, answer: _Answer, parent: Parent, at: datetime) -> None:
    """Write what the parent was told, and let the row wait, or end; what changed meanwhile is told next.

    The row is locked before the deliveries are read: a change that this does not see makes it due again afterwards.
    """
    if not held([row]):
        raise LeaseLost(f"Pulled {row.pk}")
    told = {"told": answer.status, "told_at": at if answer.status != row.told else row.told_at}
    if _answer(row, parent).status != answer.status:
        give_back(row, at=at, seconds=0, tries=0, **told)
    elif answer.end:
        finish(row, at=at, state=answer.end, **told)
    else:
        give_back(row, at=at, seconds=_LOOK_AGAIN.total_seconds(), tries=0, **told)


def _answer(row: Pulled, parent: Parent) -> _Answer:
    if row.state == states.NOT_TAKEN:
        return _Answer(TransferStatus.FAIL, row.sentence, states.FAILED)
    if parent.settings.done_when == "kept" or row.package_id is None:
        return _Answer(TransferStatus.DONE, "", states.DONE)
    return _answer_of(_own(row, deliveries.fates(row.package_id)))


def _answer_of(fates: Sequence[Fate]) -> _Answer:
    """Return what several deliveries are together: done when all are, over when none waits any more."""
    waiting = [fate for fate in fates if fate.waits]
    if all(fate.state == TransferStatus.DONE for fate in fates):
        return _Answer(TransferStatus.DONE, _taken(fates), states.DONE)
    bad = [fate for fate in fates if fate.given_up or fate.state == TransferStatus.FAIL]
    if not waiting:
        return _Answer(TransferStatus.FAIL, _said(bad, of=fates), states.NOT_FETCHED)
    if bad:
        return _Answer(TransferStatus.FAIL, _said(bad, of=fates), None)
    return _Answer(TransferStatus.PROCESSING, f"Đã tới trục {settings.AXIS.organ_id}, chờ nơi nhận lấy", None)


def _taken(fates: Sequence[Fate]) -> str:
    moments = [fate.done_at for fate in fates if fate.done_at]
    if len(fates) == 1 and fates[0].said:
        return fates[0].said
    return f"Nơi nhận đã nhận lúc {max(moments).astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}" if moments else ""


def _said(bad: Sequence[Fate], *, of: Sequence[Fate]) -> str:
    """Return why some could not be served, each by name where there are others."""
    return "; ".join(fate.told if len(of) == 1 else f"{fate.to_code}: {fate.told}" for fate in bad)[:500]


def _own(row: Pulled, fates: Sequence[Fate]) -> Sequence[Fate]:
    """Return the deliveries an item stands for: of the recipient it is listed under, or of all where it names none."""
    named = [fate for fate in fates if fate.to_code == row.to_code]
    if not named and (agency := registry.by_code(row.to_code)):
        named = [fate for fate in fates if fate.recipient_id == agency.id]
    return named or fates
