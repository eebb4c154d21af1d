"""The transfer status: how far the receiving software is with one delivery."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts
from vanthu.axis.delivery.operations.commits import commits
from vanthu.axis.delivery.queries import NoSuchPackage, hub_id, of_system
from vanthu.axis.evidence.operations import append
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry.policies import Caller
from vanthu.runtime.moves import moved
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import ErrorCode


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
