"""A văn bản đến brought to each state, for the tests."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction
from vanthu.office.incoming import operations
from vanthu.office.incoming.models import IncomingDocument
from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.testing.cast import Cast

WIRE_ID = "H99.05,2026/03/06,88/SYT-VP"


def arrived(cast: Cast, *, channel: Channel = Channel.AXIS, at: Any = None, **metadata: Any) -> IncomingDocument:
    """A letter of Sở Y tế that came in."""
    values = {
        "subject": "cung cấp số liệu nhân sự y tế",
        "issuer_code": "H99.05",
        "issuer_name": "Sở Y tế",
        "number": "88",
        "notation": "SYT-VP",
        "issued_on": cast.at.date(),
        "wire_id": WIRE_ID,
        **metadata,
    }
    legal_value = values.pop("legal_value", LegalValue.ORIGINAL)
    at = at or cast.at
    document = documents.create(direction=Direction.INCOMING, type_name="Công văn", at=at, **values)
    return operations.arrive(document, channel=channel, legal_value=legal_value, at=at)


def registered(cast: Cast, **values: Any) -> IncomingDocument:
    """As `arrived`, then in the register."""
    return operations.register(arrived(cast, **values).pk, by=cast.chi, at=cast.after(minutes=10))


def assigned(cast: Cast, **values: Any) -> IncomingDocument:
    """As `registered`, then assigned to Phòng CCVC with Văn phòng."""
    given = {"lead_unit_id": cast.ccvc.pk, "cooperating_unit_ids": [cast.van_phong.pk], **values}
    return operations.assign(registered(cast).pk, **given, by=cast.dung, at=cast.after(minutes=20))


def started(cast: Cast) -> IncomingDocument:
    """As `assigned`, then begun by An."""
    return operations.start(assigned(cast).pk, by=cast.an, at=cast.after(minutes=30))


def in_state(cast: Cast, state: str) -> IncomingDocument:
    """A document that has come as far as `state`."""
    if state == IncomingState.REFUSED:
        return operations.refuse(arrived(cast).pk, reason="Gửi nhầm", by=cast.chi, at=cast.at)
    if state == IncomingState.SENT_BACK:
        on_paper = registered(cast, channel=Channel.PAPER)
        return operations.send_back(on_paper.pk, reason="Gửi nhầm", by=cast.chi, at=cast.at)
    if state == IncomingState.GIVEN_BACK:
        given = arrived(cast)
        operations.ask_back(given.pk, reason="ban hành nhầm", asked_by="Sở Y tế", at=cast.at)
        return operations.give_back(given.pk, by=cast.chi, at=cast.at)
    if state == IncomingState.JOINED:
        again = arrived(cast)
        type(again).objects.filter(pk=again.pk).update(possible_duplicate_of=arrived(cast).document)
        return operations.join(again.pk, by=cast.chi, at=cast.at)
    if state == IncomingState.COMPLETED:
        return operations.complete(started(cast).pk, result="Đã xong", by=cast.an, at=cast.after(hours=1))
    made = {
        IncomingState.ARRIVED: arrived,
        IncomingState.REGISTERED: registered,
        IncomingState.ASSIGNED: assigned,
        IncomingState.IN_PROGRESS: started,
    }
    return made[IncomingState(state)](cast)


def statuses(incoming: IncomingDocument) -> list[tuple[str, str]]:
    """Code and description of every status queued for the issuer, in order."""
    rows = apps.get_model("exchange", "StatusToSend").objects.filter(document_id=incoming.pk)
    return list(rows.order_by("ordinal").values_list("status_code", "description"))
