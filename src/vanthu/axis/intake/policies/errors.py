"""Why a package is refused."""

from __future__ import annotations

from vanthu.axis.kernel.errors import AxisError
from vanthu.standards.vxp.codes import ErrorCode


class HashMismatch(AxisError):
    """The bytes that came are not those the sender computed `hash-file` over."""

    code = "VT-TRUC-SAI-BAM"
    template = "Mã băm hash-file không khớp với nội dung nhận được; gói tin có thể hỏng trên đường truyền, hãy gửi lại."
    wire_code = ErrorCode.INVALID_FILE


class PackageTooLarge(AxisError):
    """The package is larger than this axis takes."""

    code = "VT-TRUC-QUA-LON"
    template = "Gói tin lớn hơn mức {limit_mb:g} MB mà trục cho phép; hãy giảm dung lượng tệp đính kèm."
    wire_code = ErrorCode.INVALID_FILE


class PackageEmpty(AxisError):
    """The request had no file in it."""

    code = "VT-TRUC-RONG"
    template = "Yêu cầu không kèm gói tin nào."
    wire_code = ErrorCode.INVALID_FILE


class ConnectionBroke(AxisError):
    """The sender stopped in the middle of the file."""

    code = "VT-TRUC-DUT-KET-NOI"
    template = "Kết nối bị ngắt trước khi nhận đủ gói tin; hãy gửi lại."
    wire_code = ErrorCode.FILE_NOT_PROCESSED


class PackageUnreadable(AxisError):
    """The file is no readable edXML: not well-formed, or dangerous to read."""

    code = "VT-TRUC-KHONG-DOC-DUOC"
    template = "Không đọc được gói tin ({finding}): {reason}"
    wire_code = ErrorCode.INVALID_FILE


class NotConformant(AxisError):
    """The file is edXML, and breaks the rules a hub checks (QCVN 102)."""

    code = "VT-TRUC-SAI-CHUAN"
    template = "Gói tin không đúng quy chuẩn: {reasons}"
    wire_code = ErrorCode.NOT_CONFORMANT


class HeaderDiffers(AxisError):
    """The headers of the request say other than the package in it."""

    code = "VT-TRUC-SAI-THAM-SO"
    template = "Tham số «{name}» ({value}) không khớp với nội dung gói tin ({actual})."
    wire_code = ErrorCode.NOT_CONFORMANT


class UnknownSender(AxisError):
    """From/OrganId is not registered, or not served by the calling system, or may not send now."""

    code = "VT-TRUC-BEN-GUI"
    template = "Cơ quan gửi {code} {reason}."
    wire_code = ErrorCode.UNKNOWN_SENDER


class DocumentSentBefore(AxisError):
    """The same agency sent a new document under this document id before, with other content.

    A gateway that delivers both, or takes the second for the first, loses one of them; so the sender must say what it
    means: the same package again, or an update or a replacement of it (BussinessDocType 2, 3).
    """

    code = "VT-TRUC-TRUNG-MA"
    template = (
        "Mã văn bản «{document_id}» đã được gửi lúc {accepted_at} (mã gói tin {hub_id}) với nội dung khác. Muốn gửi "
        "lại thì gửi đúng gói tin cũ; muốn sửa thì gửi gói tin cập nhật hoặc thay thế; văn bản khác thì dùng mã khác."
    )
    wire_code = ErrorCode.NOT_CONFORMANT


class PackageCircles(AxisError):
    """The package passed this axis before (its TraceHeaderList names it): sent on, it would never stop."""

    code = "VT-TRUC-VONG-LAP"
    template = "Gói tin đã đi qua trục này ({organ_id} có trong TraceHeaderList); chuyển tiếp nữa sẽ thành vòng lặp."
    wire_code = ErrorCode.NOT_CONFORMANT
