"""What may pass between this axis and its parent, and what a refusal of the parent means."""

from __future__ import annotations

from uuid import UUID

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.queries import KnownAgency, Registry
from vanthu.standards import edxml
from vanthu.standards.vxp.codes import ErrorCode


class NotBelow(AxisError):
    """The parent sent down what is for an agency that is not below this axis; sent up again it would circle."""

    code = "VT-TRUC-KHONG-THUOC-TRUC"
    template = "Nơi nhận {code} không thuộc trục này{reason}; trục không chuyển ngược gói tin lên trục cấp trên."
    wire_code = ErrorCode.UNKNOWN_RECIPIENT


class NoParent(AxisError):
    """The settings name no parent axis."""

    code = "VT-TRUC-CHUA-NOI"
    template = "Trục này chưa nối vào trục cấp trên nào. Hãy điền mục [parent] trong tệp cấu hình rồi khởi động lại."
    wire_code = ErrorCode.NOT_FOUND


class NoSuchForwarding(AxisError):
    """There is no such package on its way up, or it waits for nobody."""

    code = "VT-TRUC-KHONG-CO-CHUYEN-TIEP"
    template = "Không có gói tin chuyển tiếp {number} đang chờ xử lý."
    wire_code = ErrorCode.NOT_FOUND


class NoSuchPulled(AxisError):
    """The parent listed nothing under this number, or it is not stuck."""

    code = "VT-TRUC-KHONG-CO-LAY-VE"
    template = "Gói tin {number} lấy từ trục cấp trên không còn bị vướng."
    wire_code = ErrorCode.NOT_FOUND


FINAL = frozenset(
    {
        ErrorCode.INVALID_FILE,
        ErrorCode.UNKNOWN_RECIPIENT,
        ErrorCode.NOT_CONFORMANT,
        ErrorCode.INVALID_PARAMETER,
        ErrorCode.FORBIDDEN,
        ErrorCode.NOT_FOUND,
        ErrorCode.MOVE_NOT_ALLOWED,
    }
)
"""Refusals of the parent after which sending the same again cannot succeed. The others (wrong secret, sender not yet
registered there, recipient locked, codes nobody published) are mended by people or by time: they are tried until the
deliveries expire, and the sender sees the reason meanwhile."""

OF_ONE_RECIPIENT = frozenset({ErrorCode.UNKNOWN_RECIPIENT, ErrorCode.RECIPIENT_LOCKED})
"""Refusals for the sake of one recipient: the others get the package in a forwarding of their own."""

JUDGED_AGAIN = frozenset({"VT-TRUC-BEN-NHAN", "VT-TRUC-KHONG-THUOC-TRUC", "VT-TRUC-BEN-GUI"})
"""Reasons not to take a package from the parent that a change of the registry may remove."""


def recipients_below(message: edxml.Message, to_code: str, known: Registry, parent: UUID) -> tuple[str, ...] | None:
    """Return for which of its recipients a package that came down is put down here; None for a status.

    `to_code` is what the parent listed it under; where that is none of the package's recipients (a hub may write the
    code of the centre there) it is for every recipient below this axis. Raises NotBelow when there is none.
    """
    if isinstance(message, edxml.StatusMessage):
        _require_below(message.response_for.organ_id.strip(), known, parent)
        return None
    listed = [recipient.organ_id.strip() for recipient in message.recipients]
    agencies = known.by_codes([*listed, to_code])
    named = [code for code in listed if code == to_code or _same(agencies, code, to_code)]
    if named:
        _require_below(named[0], known, parent)
        return (named[0],)
    below = tuple(code for code in listed if _is_below(agencies.get(code), parent))
    if not below:
        raise NotBelow(code=(to_code or ", ".join(listed))[:100], reason="")
    return below


def _same(agencies: dict[str, KnownAgency], code: str, other: str) -> bool:
    return code in agencies and agencies[code] == agencies.get(other)


def _is_below(agency: KnownAgency | None, parent: UUID) -> bool:
    return agency is not None and agency.system_key not in (None, parent)


def _require_below(code: str, known: Registry, parent: UUID) -> None:
    """Raises NotBelow where a message for this code would go up again; unknown codes are for routing to refuse."""
    agency = known.by_code(code)
    heir = registry.successor(agency) if agency else None
    if heir is not None and heir.system_key == parent:
        instead = f", đã thay bằng {heir.code} ({heir.name})" if agency and heir.id != agency.id else ""
        raise NotBelow(code=code, reason=instead)
