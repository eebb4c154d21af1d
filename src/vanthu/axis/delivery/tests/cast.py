"""What the tests of delivery do: calling as a system, sending, asking for lists, without HTTP."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vanthu.axis.delivery import operations, queries
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.registry import queries as systems
from vanthu.axis.registry.policies import Caller
from vanthu.axis.testing.fixtures import AT
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType, ReceivedItem, TransferStatus, headers
from vanthu.standards.vxp import operations as vxp


def caller(system_id: str) -> Caller:
    """Return a system that has proved who it is."""
    now = systems.present()
    system = now.system(system_id)
    assert system
    return Caller(system, headers.Signed(system_id, "", {}), now)


def submit(message: edxml.Message, system_id: str = "TINH", to: Sequence[str] | None = None, at: datetime = AT) -> UUID:
    """Send a message as a system does."""
    return send_as(caller(system_id), message, to, at)


def send_as(who: Caller, message: edxml.Message, to: Sequence[str] | None = None, at: datetime = AT) -> UUID:
    """Send a message as this caller."""
    package = edxml.write_bytes(message)
    kind = MessageType.STATUS if isinstance(message, edxml.StatusMessage) else MessageType.EDOC
    request = vxp.SendEdoc(
        from_code=message.sender.organ_id,
        message_type=kind,
        hash_file=hashlib.sha256(package).hexdigest(),
        to=None if to is None else tuple(to),
    )
    return operations.submit(io.BytesIO(package + b"\r\n"), request, who, content_length=None, at=at)


def listed(system_id: str, kind: MessageType = MessageType.EDOC, **asked: object) -> list[ReceivedItem]:
    """Return what getReceivedEdocList tells a system."""
    request = vxp.GetReceivedEdocList(message_type=kind, **asked)  # type: ignore[arg-type]
    return list(queries.received(request, caller(system_id).system).data)


def mark(row: Delivery, status: TransferStatus | str, system_id: str = "BO", at: datetime = AT) -> None:
    """Call updateStatus for a delivery."""
    request = vxp.UpdateStatus(doc_id=str(row.pk), status=TransferStatus(status))
    operations.update_status(request, caller(system_id), at=at)
