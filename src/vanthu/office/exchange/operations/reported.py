"""Statuses that others report on our documents: every one is kept, late and repeated ones too (QD28-A6.5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.documents import queries as documents
from vanthu.office.exchange.models import ReceivedPackage, StatusReceived
from vanthu.office.exchange.operations import arrivals
from vanthu.office.exchange.operations.workplace import workplace
from vanthu.office.exchange.states import ReceivedState
from vanthu.office.files import queries as files
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.edxml import EdxmlRefused, StatusCode, StatusMessage
from vanthu.standards.vxp import MessageType

UNREADABLE = "VT-NHAN-TRANG-THAI-HONG"


def keep_reported(*, hub_id: str, package: str, from_code: str, at: datetime) -> str:
    """Understand a stored status message for the agency in force; return the ReceivedState in which it ended.

    What is a document after all waits to be taken in; what cannot be read is refused and shown to the clerk.
    """
    try:
        with workplace() as folder:
            message = edxml.read(files.path_of(package), attachments_dir=folder).message
    except EdxmlRefused as refusal:
        return _unreadable(hub_id, package, from_code, refusal, at)
    if isinstance(message, StatusMessage):
        keep_status(message, hub_id=hub_id, package=package, from_code=from_code, at=at)
        return ReceivedState.TAKEN
    return arrivals.keep_package(hub_id, MessageType.EDOC, package, from_code, at=at).state


def keep_status(message: StatusMessage, *, hub_id: str, package: str, from_code: str, at: datetime) -> StatusReceived:
    """Keep one status, once for its hub id, beside the document it names; the document may be unknown here."""
    document_id = _document(message)
    code = StatusCode(message.status_code) if message.status_code in set(StatusCode) else None
    values = {
        "document_id": document_id,
        "wire_id": message.response_for.document_id.strip()[:200],
        "from_code": (message.sender.organ_id.strip() or from_code)[:35],
        "from_name": message.sender.organ_name[:300],
        "status_code": message.status_code[:10],
        "description": message.description or "",
        "staff_name": ((message.staff and message.staff.staff) or "")[:200],
        "reported_at": message.timestamp,
        "received_at": at,
        "package_id": package,
    }
    with write():
        row, new = StatusReceived.objects.get_or_create(
            agency_id=current_agency(), hub_id=hub_id[:100], defaults=values
        )
        if new:
            audit.record(
                verb="receive_status",
                subject=row.document or row,
                by=None,
                at=at,
                status=row.status_code,
                reported_by=row.from_code,
                meaning=code.label if code else "",
                package=package,
            )
    return row


def taken_up(row: StatusReceived, *, at: datetime) -> None:
    """Note that an issuer's wish lies before those who decide on it."""
    with write():
        StatusReceived.objects.filter(pk=row.pk).update(taken_up_at=at)


def _document(message: StatusMessage) -> UUID | None:
    """Find the document a status speaks of: ours, or for 13 (its sender wants it back) one we received from them."""
    agency = organizations.agency(current_agency())
    wire_id = message.response_for.document_id.strip()
    issuers = (agency.code, agency.old_code, message.response_for.organ_id, message.sender.organ_id)
    for issuer in dict.fromkeys(code.strip() for code in issuers if code):
        found = documents.find_by_wire_id(wire_id, issuer) if wire_id else None
        if found is not None:
            return found.pk
    return None


def _unreadable(hub_id: str, package: str, from_code: str, refusal: EdxmlRefused, at: datetime) -> str:
    with write():
        row = arrivals.keep_package(hub_id, MessageType.STATUS, package, from_code, at=at)
        if row.state == ReceivedState.KEPT:
            sentence = f"Không đọc được thông báo trạng thái do {from_code or 'bên gửi'} gửi: {refusal.sentence}"
            arrivals.refuse(row, code=UNREADABLE, sentence=sentence, findings=refusal.findings, at=at)
        return ReceivedPackage.objects.values_list("state", flat=True).get(pk=row.pk)
