"""Where a message goes, and whether it may go there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import queries
from vanthu.axis.registry.queries import KnownAgency, Registry
from vanthu.standards import edxml
from vanthu.standards.vxp.codes import ErrorCode


class UnknownRecipient(AxisError):
    """A recipient is not registered, is closed, or nobody serves it."""

    code = "VT-TRUC-BEN-NHAN"
    template = "Nơi nhận {code} {reason}."
    wire_code = ErrorCode.UNKNOWN_RECIPIENT


class RecipientLocked(AxisError):
    """A recipient is locked for the time being."""

    code = "VT-TRUC-BEN-NHAN-KHOA"
    template = "Nơi nhận {code} ({name}) đang bị tạm khóa, chưa nhận được văn bản."
    wire_code = ErrorCode.RECIPIENT_LOCKED


class RecipientNotListed(AxisError):
    """The `to` header names an agency that is not among the recipients in the package."""

    code = "VT-TRUC-NGOAI-DANH-SACH"
    template = "Mã {code} trong tham số «to» không có trong danh sách nơi nhận của gói tin."
    wire_code = ErrorCode.INVALID_PARAMETER


@dataclass(frozen=True)
class Destination:
    """An agency that gets the message, the code under which the message names it, and the system that serves it."""

    agency_id: UUID
    code: str
    system_id: UUID


def destinations(message: edxml.Message, only: Sequence[str] | None, registry: Registry) -> tuple[Destination, ...]:
    """Return where a message goes; `only` (the `to` header) restricts a document to some of its recipients.

    A status goes to ResponseFor/OrganId, or to whoever took over from that agency. Raises UnknownRecipient,
    RecipientLocked, RecipientNotListed.
    """
    if isinstance(message, edxml.StatusMessage):
        return (_of_status(message, registry),)
    return _of_document(message, only, registry)


def _of_status(message: edxml.StatusMessage, registry: Registry) -> Destination:
    code = message.response_for.organ_id.strip()
    agency = registry.by_code(code)
    if agency is not None:
        agency = queries.successor(agency)
    # Also to a locked agency: the report is about a document of its own, and waits for it.
    return _destination(code, agency, for_status=True)


def _of_document(
    message: edxml.DocumentMessage, only: Sequence[str] | None, registry: Registry
) -> tuple[Destination, ...]:
    listed = [recipient.organ_id.strip() for recipient in message.recipients]
    known = registry.by_codes([*listed, *(only or ())])
    found: dict[UUID, Destination] = {}
    for code in _chosen(listed, only, known):
        # Two codes of one agency are one destination: it gets the package once.
        destination = _destination(code, known.get(code), for_status=False)
        found.setdefault(destination.agency_id, destination)
    return tuple(found.values())


def _chosen(listed: Sequence[str], only: Sequence[str] | None, known: Mapping[str, KnownAgency]) -> list[str]:
    """Return the listed codes which `only` names, under these or other codes of the same agencies."""
    if not only:
        return list(listed)

    def same(code: str) -> object:
        return known[code].id if code in known else code

    present, wanted = {same(code) for code in listed}, {same(code) for code in only}
    for code in only:
        if same(code) not in present:
            raise RecipientNotListed(code=code[:35])
    return [code for code in listed if same(code) in wanted]


def _destination(code: str, agency: KnownAgency | None, *, for_status: bool) -> Destination:
    """Return where a message for this agency is put down. Raises UnknownRecipient, RecipientLocked."""
    if agency is None:
        raise UnknownRecipient(code=code or "(trống)", reason="không tồn tại trên trục")
    if agency.closed:
        raise UnknownRecipient(code=code, reason=_closed(agency))
    if agency.pending:
        raise UnknownRecipient(code=code, reason="chưa đến ngày bắt đầu hoạt động")
    if agency.locked and not for_status:
        raise RecipientLocked(code=code, name=agency.name)
    if not agency.is_agency or agency.system_key is None:
        raise UnknownRecipient(code=code, reason="chưa có hệ thống nào nhận văn bản qua trục")
    return Destination(agency.id, code, agency.system_key)


def _closed(agency: KnownAgency) -> str:
    heir = queries.successor(agency)
    return "đã đóng" if heir.id == agency.id else f"đã đóng, thay bằng {heir.code} ({heir.name})"
