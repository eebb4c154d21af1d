"""The transfer status: how far the receiving software is with one delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts
from vanthu.axis.delivery.operations.commits import commits
from vanthu.axis.delivery.queries import NoSuchPackage, hub_id, of_system
from vanthu.axis.evidence.operations import append
from vanthu.axis.evidence.operations.appending import Happening, append_all
from vanthu.axis.kernel.errors import AxisError
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
    commits.run(partial(_note, request, caller, at))


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


def note_told(news: Sequence[tuple[UUID, TransferStatus, str]], caller: Caller, *, at: datetime) -> None:
    """Note what a system tells of many deliveries (id, status, description), in as few statements as for one.

    Call it inside a transaction. What cannot follow the state a delivery is in, and what is no news, is left out.
    """
    asked = of_system(caller.system).filter(pk__in=[key for key, _, _ in news]).select_for_update(of=("self",))
    known = {row[0]: row for row in asked.values_list("pk", "state", "package_id", "urgency")}
    alike: dict[tuple[str, str, int], list[UUID]] = {}
    facts: list[Happening] = []
    for key, status, description in news:
        wanted, said = str(status), description[:500]
        found = known.get(key)
        if found is None or wanted not in states.ASKED_FOR or found[1] not in states.DELIVERY_MOVES.sources(wanted):
            continue
        _, _, package_id, urgency = found
        alike.setdefault((wanted, said, urgency), []).append(key)
        data = {"package": package_id.hex, "state": wanted, "description": said}
        facts.append(Happening("delivery.status", str(key), data, by=caller.name, at=at))
    for (wanted, said, urgency), keys in alike.items():
        changes: dict[str, Any] = {"description": said, "updated_at": at, "rank": states.rank(wanted, urgency)}
        if wanted == states.DONE:
            changes |= {"done_at": at, "watch_at": None}
        Delivery.objects.filter(pk__in=keys).update(state=states.DELIVERY_MOVES.target(wanted), **changes)
        attempts.note_all(keys, wanted, by=caller.name, at=at, description=said)
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
