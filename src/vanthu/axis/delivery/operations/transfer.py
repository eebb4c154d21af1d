"""The transfer status: how far the receiving software is with one delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts
from vanthu.axis.delivery.operations.commits import commits
from vanthu.axis.delivery.queries import NoSuchPackage, hub_id, of_system
from vanthu.axis.evidence.operations import append
from vanthu.axis.evidence.operations.appending import Happening, append_all
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.group import Joint
from vanthu.axis.kernel.rows import changed
from vanthu.axis.registry.policies import Caller
from vanthu.runtime.moves import moved
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import ErrorCode, TransferStatus


class StatusNotAllowed(AxisError):
    """The delivery is in no state from which this status can follow."""

    code = "VT-TRUC-TRANG-THAI"
    template = "Gói tin {doc_id} đang ở trạng thái «{state}», không chuyển sang «{wanted}» được."
    wire_code = ErrorCode.MOVE_NOT_ALLOWED


def update_status(request: vxp.UpdateStatus, caller: Caller, *, at: datetime) -> None:
    """Note how far the receiving software is; repeating a status is fine. Raises NoSuchPackage, StatusNotAllowed."""
    if request.status == TransferStatus.DONE:
        commits.run(_Receipt(hub_id(request.doc_id), request, caller, at))
    else:
        commits.run(partial(_note, request, caller, at))


@dataclass(frozen=True)
class _Receipt(Joint[None]):
    """A system says that it is done with a delivery, as it does for every one."""

    key: UUID
    request: vxp.UpdateStatus
    caller: Caller
    at: datetime

    @property
    def by(self) -> str:
        """Return how attempts and facts name the caller."""
        return self.caller.name

    @property
    def description(self) -> str:
        """Return what it says beside."""
        return (self.request.description or "")[: attempts.LONGEST]

    @classmethod
    def all_of(cls, works: Sequence[_Receipt]) -> list[None]:
        ended = _end(works)
        for work in works:
            # Whatever is not plainly waiting for its caller is looked at alone: told before, given up, or not its own.
            if work not in ended:
                _note(work.request, work.caller, work.at)
        return [None] * len(works)


def _end(receipts: Sequence[_Receipt]) -> Sequence[_Receipt]:
    """End the deliveries that wait in the mailboxes of those who say so; return the receipts that did it."""
    once = {receipt.key: receipt for receipt in reversed(receipts)}
    each: dict[str, list[Any]] = {
        "updated_at": [receipt.at for receipt in once.values()],
        "done_at": [receipt.at for receipt in once.values()],
        "description": [receipt.description for receipt in once.values()],
        "(mailbox_id)": [receipt.caller.system.id for receipt in once.values()],
    }
    same = {"state": states.DONE, "rank": None, "watch_at": None}
    where = "rank IS NOT NULL AND mailbox_id = given.column5"
    packages = changed(Delivery, list(once), where=where, same=same, each=each, told="package_id")
    ended = [once[key] for key in packages]
    attempts.note_each((attempts.Tried(one.key, one.by, one.at, one.description) for one in ended), states.DONE)
    facts = []
    for receipt in ended:
        data = {"package": packages[receipt.key].hex, "state": states.DONE, "description": receipt.description}
        facts.append(Happening("delivery.status", str(receipt.key), data, by=receipt.by, at=receipt.at))
    if facts:
        append_all(facts)
    return ended


def _note(request: vxp.UpdateStatus, caller: Caller, at: datetime) -> None:
    key, wanted = hub_id(request.doc_id), str(request.status)
    found = of_system(caller.system).filter(pk=key).values_list("state", "package_id", "urgency").first()
    if found is None:
        raise NoSuchPackage(doc_id=request.doc_id[:60])
    (state, package_id, urgency), row = found, Delivery.objects.filter(pk=key)
    if state == wanted:
        return
    changes: dict[str, Any] = {"description": (request.description or "")[:500], "updated_at": at}
    changes["rank"] = states.rank(wanted, urgency)
    if wanted == states.DONE:
        changes |= {"done_at": at, "watch_at": None}
    if wanted not in states.ASKED_FOR or not moved(row, wanted, states.DELIVERY_MOVES, **changes):
        # Two calls of one client may be here at the same moment; the second finds done what it asks for.
        if row.filter(state=wanted).exists():
            return
        raise StatusNotAllowed(doc_id=request.doc_id[:60], state=state, wanted=wanted)
    attempts.note(key, wanted, by=caller.name, at=at, description=changes["description"])
    # The audit compares the newest `state` of the leaves with the row: every change of it must leave one.
    data = {"package": package_id.hex, "state": wanted, "description": changes["description"]}
    append("delivery.status", str(key), data, by=caller.name, at=at)


class Told(NamedTuple):
    """What a system tells of a delivery; `arrived_at`: when the recipient got it, where the system says so."""

    delivery_id: UUID
    status: TransferStatus
    description: str
    arrived_at: datetime | None = None


def note_told(news: Sequence[Told], caller: Caller, *, at: datetime) -> None:
    """Note what a system tells of many deliveries, in as few statements as for one.

    Call it inside a transaction. What cannot follow the state a delivery is in, and what is no news, is left out.
    """
    asked = of_system(caller.system).filter(pk__in=[one.delivery_id for one in news]).select_for_update(of=("self",))
    known = {row[0]: row[1:] for row in asked.values_list("pk", "state", "package_id", "urgency", "created_at")}
    alike: dict[tuple[str, str, int], list[UUID]] = {}
    arrivals: dict[UUID, datetime] = {}
    facts: list[Happening] = []
    for one in news:
        key, wanted, said = one.delivery_id, str(one.status), one.description[:500]
        found = known.get(key)
        if found is None or wanted not in states.ASKED_FOR or found[0] not in states.DELIVERY_MOVES.sources(wanted):
            continue
        _, package_id, urgency, created_at = found
        alike.setdefault((wanted, said, urgency), []).append(key)
        data = {"package": package_id.hex, "state": wanted, "description": said}
        if wanted == states.DONE and one.arrived_at:
            # By the clock of whoever tells; ours says what is possible at all.
            arrivals[key] = min(max(one.arrived_at, created_at), at)
            data["arrived_at"] = arrivals[key].isoformat()
        facts.append(Happening("delivery.status", str(key), data, by=caller.name, at=at))
    for (wanted, said, urgency), keys in alike.items():
        changes: dict[str, Any] = {"description": said, "updated_at": at, "rank": states.rank(wanted, urgency)}
        if wanted == states.DONE:
            changes |= {"done_at": at, "watch_at": None}
        Delivery.objects.filter(pk__in=keys).update(state=states.DELIVERY_MOVES.target(wanted), **changes)
        attempts.note_all(keys, wanted, by=caller.name, at=at, description=said)
    if arrivals:
        each = {"arrived_at": list(arrivals.values())}
        changed(Delivery, list(arrivals), where="arrived_at IS NULL", same={}, each=each, told="package_id")
    if facts:
        append_all(facts)


def begin(rows: Sequence[tuple[UUID, UUID, int]], description: str, caller: Caller, *, at: datetime) -> None:
    """Note that new deliveries (id, package, urgency) are being worked on, in as few statements as for one.

    Call it inside the transaction in which they were found to be new; one that is no longer is left as it is.
    """
    found = Delivery.objects.filter(pk__in=[key for key, _, _ in rows], state=states.INITIAL)
    ready = set(found.select_for_update().values_list("pk", flat=True))
    begun = [row for row in rows if row[0] in ready]
    for urgency in sorted({urgency for _, _, urgency in begun}):
        these = Delivery.objects.filter(pk__in=[key for key, _, own in begun if own == urgency])
        state = states.DELIVERY_MOVES.target(states.PROCESSING)
        these.update(state=state, rank=states.rank(state, urgency), description=description, updated_at=at)
    attempts.note_all([row[0] for row in begun], states.PROCESSING, by=caller.name, at=at, description=description)
    told = {"state": states.PROCESSING, "description": description}
    facts = [(str(key), {"package": package_id.hex, **told}) for key, package_id, _ in begun]
    if facts:
        append_all([Happening("delivery.status", key, data, by=caller.name, at=at) for key, data in facts])
