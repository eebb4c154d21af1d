"""The lists of VXP, answered from the deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import WAITS, Delivery
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.prepared import prepared, prepared_count
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.queries import KnownSystem
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import ErrorCode, MessageType, TransferStatus


class NoSuchPackage(AxisError):
    """There is no such docId among those of the caller. Ids of others are not told apart from ids of nobody."""

    code = "VT-TRUC-KHONG-CO-GOI"
    template = "Không có gói tin {doc_id} của hệ thống này."
    wire_code = ErrorCode.NOT_FOUND


def of_system(system: KnownSystem) -> QuerySet[Delivery]:
    """Return the deliveries to the agencies this system serves now, waiting or not; ask it by id only."""
    return Delivery.objects.filter(recipient__system=system.id)


def hub_id(text: str) -> UUID:
    """Return a hub id from the wire. Raises NoSuchPackage for what can be none of ours."""
    try:
        return UUID(text.strip())
    except ValueError as error:
        raise NoSuchPackage(doc_id=text[:60]) from error


def received(request: vxp.GetReceivedEdocList, system: KnownSystem) -> vxp.ReceivedList:
    """Return one page of what lies in the mailbox of a system: the urgent first, then the oldest.

    Without `status` all that are not done: begun ones after the new, failed ones last, so that what nobody can process
    never keeps a page full. Pages count from 0.
    """
    size = min(max(request.page_size or settings.AXIS.page_size, 1), settings.AXIS.page_size)
    start = max(request.page_index or 0, 0) * size
    if start or request.status or request.from_date or request.to_date or request.to:
        found: Iterable[Any] = _page(_listed(request, system), start, size)
    else:
        found = _first_page(system.id, request.message_type, size)
    return vxp.ReceivedList(data=tuple(_received_item(*row) for row in found))


@prepared
def _first_page(system_id: UUID, message_type: MessageType, size: int) -> QuerySet[Delivery, Any]:
    """Return what every system asks for again and again. Pages further on would each be a shape of their own."""
    return _page(_in_order(mailbox(system_id, message_type)), 0, size)


def _page(rows: QuerySet[Delivery], start: int, size: int) -> QuerySet[Delivery, Any]:
    # Rows and no objects: a page has a hundred of them and more.
    return rows.values_list(*_RECEIVED)[start : start + size]


def waiting(message_type: MessageType, system: KnownSystem) -> int:
    """Return how many deliveries of a kind are not yet done."""
    return _number_waiting(system.id, message_type)


def has_new(system_id: UUID, message_type: MessageType) -> bool:
    """Tell whether anything waits for a system that it has not begun with."""
    return bool(_fresh(system_id, message_type))


@prepared
def _fresh(system_id: UUID, message_type: MessageType) -> QuerySet[Delivery, Any]:
    """Return one that is new; calls that wait ask it again and again."""
    new = Delivery.objects.filter(message_type=message_type, rank__lt=states.BEGUN_RANK)
    return new.filter(mailbox=system_id).values_list("pk")[:1]


def mailbox(system_id: UUID, message_type: MessageType) -> QuerySet[Delivery]:
    """Return what waits for a system; the index of the mailbox answers it."""
    return Delivery.objects.filter(WAITS, mailbox=system_id, message_type=message_type)


_number_waiting = prepared_count(mailbox)


def given_up(system: KnownSystem, *, since: datetime) -> QuerySet[Delivery]:
    """Return the deliveries of a system that were given up and not taken since; ask it by id only."""
    return of_system(system).filter(state=states.EXPIRED, updated_at__gte=since)


def sent(request: vxp.GetSentEdocList, system: KnownSystem) -> vxp.SentList:
    """Return what became of a package of this system, one row per recipient. Raises NoSuchPackage."""
    rows = Delivery.objects.filter(package=hub_id(request.doc_id), package__system=system.id)
    found = list(rows.select_related("package").order_by("created_at", "id"))
    if not found:
        raise NoSuchPackage(doc_id=request.doc_id[:60])
    return vxp.SentList(data=tuple(_sent_item(row) for row in found))


@dataclass(frozen=True)
class Fate:
    """What became of one delivery. `told` says it in words, `said` what its receiver said; `done_at`: it took it."""

    to_code: str
    recipient_id: UUID
    state: str
    told: str
    said: str
    done_at: datetime | None

    @property
    def waits(self) -> bool:
        """Return True while its receiver may still come for it."""
        return self.state in states.WAITING

    @property
    def given_up(self) -> bool:
        """Return True when the axis waits for its receiver no more."""
        return self.state == states.EXPIRED


def fates(package_id: UUID) -> list[Fate]:
    """Return what became of a package, one for each recipient here."""
    rows = Delivery.objects.filter(package=package_id).order_by("created_at", "id")
    return [
        Fate(row.to_code, row.recipient_id, row.state, told(row), row.description, row.arrived_at or row.done_at)
        for row in rows
    ]


def packages_from(system: KnownSystem, delivery_ids: Iterable[str]) -> set[UUID]:
    """Return the packages a system handed in that these deliveries belong to."""
    rows = Delivery.objects.filter(pk__in=list(delivery_ids), package__system=system.id)
    return set(rows.values_list("package_id", flat=True))


_RECEIVED = (
    "id",
    "message_type",
    "created_at",
    "updated_at",
    "to_code",
    "state",
    "description",
    "package__from_code",
)


def _listed(request: vxp.GetReceivedEdocList, system: KnownSystem) -> QuerySet[Delivery]:
    """Return the rows a list asks for, in its order."""
    if request.status == TransferStatus.DONE:
        # Who no longer serves an agency no longer sees what it once fetched for it.
        ended = Delivery.objects.filter(rank__isnull=True, mailbox=system.id, message_type=request.message_type)
        rows = ended.filter(state=states.DONE, recipient__system=system.id).order_by("created_at", "id")
    else:
        rows = _in_order(mailbox(system.id, request.message_type))
        rows = rows.filter(_in_state(request.status)) if request.status else rows
    return rows.filter(_asked_for(request))


def _in_state(status: TransferStatus) -> Q:
    start, end = states.ranks(status)
    return Q(rank__gte=start, rank__lt=end, state=status)


def _in_order(waiting: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return waiting.order_by("rank", "created_at", "id")


def _asked_for(request: vxp.GetReceivedEdocList) -> Q:
    asked = Q()
    if request.from_date:
        asked &= Q(created_at__gte=request.from_date)
    if request.to_date:
        asked &= Q(created_at__lte=request.to_date)
    if request.to:
        agency = registry.by_code(request.to)
        asked &= Q(recipient=agency.id) if agency else Q(pk__in=[])
    return asked


def _received_item(
    key: UUID, kind: str, created: datetime, updated: datetime, to_code: str, state: str, said: str, from_code: str
) -> vxp.ReceivedItem:
    return vxp.ReceivedItem(
        doc_id=str(key),
        message_type=MessageType(kind),
        created_time=created,
        updated_time=updated,
        from_code=from_code,
        to_code=to_code,
        status=TransferStatus(state),
        status_desc=said or states.LABELS[state],
    )


def _sent_item(row: Delivery) -> vxp.SentItem:
    package = row.package
    return vxp.SentItem(
        sender_doc_id=str(package.pk),
        receiver_doc_id=str(row.pk),
        message_type=MessageType(row.message_type),
        from_code=package.from_code,
        to_code=row.to_code,
        title=package.title,
        notation=package.notation,
        sent_time=package.accepted_at,
        received_time=row.arrived_at or row.done_at or row.fetched_at,
        send_status=TransferStatus.DONE,
        send_status_desc=TransferStatus.DONE.label,
        receive_status=TransferStatus.FAIL if row.state == states.EXPIRED else row.state,
        receive_status_desc=told(row),
    )


def told(row: Delivery) -> str:
    """Return in words how far a delivery is, with the warning its sender must see."""
    said = row.description or states.LABELS[row.state]
    if row.state == states.EXPIRED:
        return _EXPIRED.format(moment=f"{row.updated_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}", said=row.description)
    if row.warned_at and row.state != states.DONE:
        return f"{said}. {_WARNED.format(moment=f'{row.created_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}')}"
    return said


_WARNED = "Cảnh báo: chờ từ {moment} mà nơi nhận chưa nhận xong; hãy liên hệ nơi nhận."
_EXPIRED = (
    "Quá hạn giao: đến {moment} nơi nhận vẫn chưa nhận xong nên trục dừng giao. Gửi lại gói tin để giao tiếp, hoặc gửi "
    "bản giấy. {said}"
)
