"""What the people who run the axis may do to a delivery: try it again, end it, or reopen it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts
from vanthu.axis.delivery.operations.deadlines import first_watch
from vanthu.axis.evidence.operations import append
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import queries as registry
from vanthu.runtime.moves import moved
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode


class DeliveryMoved(AxisError):
    """The delivery is gone, or in no state for this."""

    code = "VT-TRUC-GIAO-TRANG-THAI"
    template = "Không thực hiện được «{verb}»: gói giao {delivery} {state}."
    wire_code = ErrorCode.MOVE_NOT_ALLOWED


def expire(delivery_id: UUID, *, reason: str, by: str, at: datetime) -> None:
    """Give a delivery up before its time; its sender sees the reason. Raises DeliveryMoved."""
    changes: dict[str, Any] = {"rank": None, "watch_at": None}
    _move(delivery_id, states.EXPIRE, changes, reason, by=by, at=at)


def reopen(delivery_id: UUID, *, reason: str, by: str, at: datetime) -> None:
    """Let a given-up delivery wait again, in the mailbox of whoever serves its recipient now. Raises DeliveryMoved."""
    row = _row(delivery_id, states.REOPEN)
    changes: dict[str, Any] = {
        "mailbox_id": row.recipient.system_id,
        "rank": states.rank(states.INITIAL, row.urgency),
        "warned_at": None,
        "watch_at": first_watch(row.urgency, at=at),
    }
    _move(delivery_id, states.REOPEN, changes, reason, by=by, at=at)


def retry(delivery_id: UUID, *, by: str, at: datetime) -> None:
    """Put a delivery that its receiver could not process in front again, as if it were new. Raises DeliveryMoved.

    What failed beyond the parent axis is sent again by its forwarding.
    """
    row = _row(delivery_id, states.RETRY)
    parent = registry.parent()
    if parent is not None and row.mailbox_id == parent.id:
        raise DeliveryMoved(verb=_VERBS[states.RETRY], delivery=delivery_id, state="thất bại ở trục cấp trên")
    changes: dict[str, Any] = {"rank": states.rank(states.INITIAL, row.urgency)}
    _move(delivery_id, states.RETRY, changes, "", by=by, at=at)


_VERBS = {states.EXPIRE: "dừng giao", states.REOPEN: "giao lại", states.RETRY: "đưa lại lên đầu hàng chờ"}


def _move(delivery_id: UUID, verb: str, changes: dict[str, Any], reason: str, *, by: str, at: datetime) -> None:
    with write():
        row = _row(delivery_id, verb)
        said = reason[: attempts.LONGEST]
        rows = Delivery.objects.filter(pk=delivery_id)
        if not moved(rows, verb, states.DELIVERY_MOVES, description=said, updated_at=at, **changes):
            raise DeliveryMoved(verb=_VERBS[verb], delivery=delivery_id, state=f"đang «{states.LABELS[row.state]}»")
        state = states.DELIVERY_MOVES.target(verb)
        attempts.note(delivery_id, state, by=by, at=at, description=said)
        data = {"package": row.package_id.hex, "state": state, "description": said}
        append("delivery.status", str(delivery_id), data, by=by, at=at)


def _row(delivery_id: UUID, verb: str) -> Delivery:
    row = Delivery.objects.filter(pk=delivery_id).select_related("recipient").first()
    if row is None:
        raise DeliveryMoved(verb=_VERBS[verb], delivery=delivery_id, state="không có trên trục")
    return row
