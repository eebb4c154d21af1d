"""Fetch what the axis has for the agencies here: keep the exact bytes first, tell the axis afterwards.

A worker may die between any two steps. What was not told to the axis is listed again, and the hub's id of the
delivery shows that it is here already.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from vanthu.office.exchange import ports, queries
from vanthu.office.exchange.models import StrayDelivery
from vanthu.office.exchange.operations import arrivals, reported
from vanthu.office.exchange.operations.errors import AxisUnreachable
from vanthu.office.exchange.operations.outbox import EDXML
from vanthu.office.exchange.operations.workplace import workplace
from vanthu.office.exchange.states import ReceivedState
from vanthu.office.files import operations as file_operations
from vanthu.office.files import queries as files
from vanthu.office.kernel.scope import agency_in_force
from vanthu.runtime.lanes import in_lanes
from vanthu.runtime.store import BytesMissing
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType, ReceivedItem, TransferStatus, VxpRefused, VxpUnreachable

log = logging.getLogger("vanthu.exchange")

PAGE, MOST_PAGES = 100, 20

UNKNOWN_AGENCY = "VT-NHAN-SAI-NOI-NHAN"
NOT_GIVEN = "VT-NHAN-TRUC-KHONG-GIAO"


def await_news(kind: MessageType, *, seconds: int) -> None:
    """Return when the axis has something new of a kind, or after `seconds`; at once where the axis cannot hold back.

    It takes nothing: what is there is then fetched by `poll`, dated when it came and not when the waiting began.
    Raises AxisUnreachable.
    """
    try:
        ports.axis().received(kind, page_size=1, wait=seconds)
    except (VxpUnreachable, VxpRefused) as error:
        raise AxisUnreachable(reason=error.sentence) from error


def poll(*, at: datetime, kinds: Iterable[MessageType] = MessageType) -> int:
    """Keep every delivery that the axis lists and that is not here yet; return how many there were.

    Raises AxisUnreachable; what was kept before that stays kept.
    """
    adopted = _adopt_strays(at)
    try:
        return adopted + sum(_receive_all(_listed(kind), at) for kind in kinds)
    except VxpUnreachable as error:
        raise AxisUnreachable(reason=error.sentence) from error
    except VxpRefused as error:
        # Only the listing itself ends here: an axis that refuses it refuses everything, e.g. our credentials.
        raise AxisUnreachable(reason=error.sentence) from error


def _receive_all(items: Sequence[ReceivedItem], at: datetime) -> int:
    """Receive what was listed; senders beside each other, what comes from one in the order in which it came."""
    new: list[bool] = []

    def turn(item: ReceivedItem) -> bool:
        new.append(_receive(item, at))
        return True

    in_lanes(items, lambda item: item.from_code, turn, untried=_listed_again, name="receive")
    return sum(new)


def _listed_again(_: object) -> None:
    """The axis goes on listing what was not told to it."""


def _listed(kind: MessageType) -> list[ReceivedItem]:
    """List before anything is marked, so that pages do not shift; the end is a short page or one without news."""
    items: dict[str, ReceivedItem] = {}
    for page in range(MOST_PAGES):
        found = ports.axis().received(kind, page_size=PAGE, page_index=page)
        new = {item.doc_id: item for item in found if item.doc_id not in items}
        items |= new
        if len(found) < PAGE or not new:
            break
    open_ones = (TransferStatus.INITIAL, TransferStatus.PROCESSING)
    return [item for item in items.values() if item.status in open_ones]


def _receive(item: ReceivedItem, at: datetime) -> bool:
    """Keep one delivery and tell the axis; False when it had been kept before."""
    agency = queries.agency_of(item.to_code)
    if agency is None:
        return _receive_stray(item, at)
    with agency_in_force(agency.id):
        state, new = queries.kept_before(item.doc_id), False
        if state is None and (package := _fetched(item, at)):
            state, new = _keep(item, package, at), True
        unreadable = state is not None and _unreadable(item, state)
    if unreadable:
        _tell(item, TransferStatus.FAIL, "Không đọc được gói tin")
    elif state is not None:
        _tell(item, TransferStatus.DONE)
    return new


def _unreadable(item: ReceivedItem, state: str) -> bool:
    """Whether the sender must hear that nobody can read it (VXP 6.1): often the package does not tell whom to tell.

    The bytes say so, not what became of them here, so that a delivery listed again gets the same answer. They stay,
    and a clerk sees them; bytes that went missing are a trouble of ours, which taking them in reports.
    """
    if item.message_type is MessageType.STATUS or state == ReceivedState.TAKEN:
        return state == ReceivedState.REFUSED
    try:
        edxml.read_envelope(files.path_of(queries.kept_bytes(item.doc_id)), decode=False)
    except edxml.EdxmlRefused:
        return True
    except BytesMissing:
        return False
    return False


def _fetched(item: ReceivedItem, at: datetime) -> str | None:
    """Stream the bytes into the store and return their hash; None, and a row that says so, when the axis refuses."""
    try:
        with workplace() as folder:
            path = ports.axis().download(item.doc_id, folder / "goi-tin.edxml")
            with path.open("rb") as stream:
                return file_operations.keep(stream, media_type=EDXML, at=at).sha256
    except VxpRefused as refusal:
        log.warning("the axis lists %s and does not give it: %s", item.doc_id, refusal)
        _note_stray(item, None, NOT_GIVEN, f"Trục có gói tin gửi đến nhưng không giao: {refusal.sentence}", at)
        return None


def _keep(item: ReceivedItem, package: str, at: datetime) -> str:
    """Make the row of a delivery whose bytes are on the disk; a status is understood at once."""
    StrayDelivery.objects.filter(pk=item.doc_id, resolved_at__isnull=True).update(resolved_at=at)
    if item.message_type is MessageType.STATUS:
        return reported.keep_reported(hub_id=item.doc_id, package=package, from_code=item.from_code, at=at)
    return arrivals.keep_package(item.doc_id, MessageType.EDOC, package, item.from_code, at=at).state


def _tell(item: ReceivedItem, status: TransferStatus, description: str | None = None) -> None:
    """Mark the delivery at the axis; when the axis refuses the mark it goes on listing, which does no harm."""
    try:
        ports.axis().update_status(item.doc_id, status, description)
    except VxpRefused as refusal:
        log.warning("the axis does not mark %s as %s: %s", item.doc_id, status, refusal)


def _receive_stray(item: ReceivedItem, at: datetime) -> bool:
    """Keep what was sent to a code no agency here has, so that an administrator can look into it."""
    known = StrayDelivery.objects.filter(pk=item.doc_id, package__isnull=False).exists()
    if not known:
        package = _fetched(item, at)
        if package is None:
            return False
        sentence = (
            f"Gói tin gửi tới mã định danh {item.to_code or '(trống)'}, không phải của cơ quan nào trong hệ thống này."
        )
        _note_stray(item, package, UNKNOWN_AGENCY, sentence, at)
    _tell(item, TransferStatus.FAIL, "Khong co co quan nhan trong he thong")
    return not known


def _note_stray(item: ReceivedItem, package: str | None, code: str, sentence: str, at: datetime) -> None:
    said = {"package_id": package, "error_code": code, "error_sentence": sentence}
    first = {
        "message_type": item.message_type.value,
        "from_code": item.from_code[:35],
        "to_code": item.to_code[:35],
        "noticed_at": at,
    }
    with write():
        StrayDelivery.objects.update_or_create(pk=item.doc_id[:100], defaults=said, create_defaults=first | said)


def _adopt_strays(at: datetime) -> int:
    """Give kept packages to the agency they name, once this installation has it."""
    strays = StrayDelivery.objects.filter(resolved_at__isnull=True, package__isnull=False)
    return sum(_adopted(stray, at) for stray in strays)


def _adopted(stray: StrayDelivery, at: datetime) -> bool:
    agency = queries.agency_of(stray.to_code)
    if agency is None:
        return False
    item = ReceivedItem(
        doc_id=stray.hub_id,
        message_type=MessageType(stray.message_type),
        from_code=stray.from_code,
        to_code=stray.to_code,
    )
    with agency_in_force(agency.id):
        _keep(item, str(stray.package_id), at)
    return True
