"""What a verb of a văn bản đến may refuse."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class ReasonMissing(VanThuError):
    """A refusal must say why (QD28-A5.4)."""

    code = "VT-DEN-THIEU-LY-DO"
    template = (
        "Chưa ghi lý do từ chối. Bên gửi phải được biết lý do (Điều 5 Quyết định 28/2018/QĐ-TTg); hãy ghi lý do rồi "
        "thực hiện lại."
    )
    http_status = 422


class ResultMissing(VanThuError):
    """A document is completed with a result or with the document that answers it."""

    code = "VT-DEN-THIEU-KET-QUA"
    template = "Chưa ghi kết quả giải quyết và chưa chọn văn bản trả lời. Hãy ghi kết quả hoặc chọn văn bản trả lời."
    http_status = 422


class AnswerNotIssued(VanThuError):
    """What is named as the answer is no issued văn bản đi of this agency."""

    code = "VT-DEN-TRA-LOI-CHUA-PHAT-HANH"
    template = (
        "Văn bản trả lời «{subject}» chưa phát hành nên văn bản đến chưa thể hoàn thành bằng văn bản đó. Hãy phát hành "
        "văn bản trả lời trước, hoặc ghi kết quả giải quyết khác."
    )


class NothingAskedBack(VanThuError):
    """Nobody waits for an answer about giving this document back."""

    code = "VT-DEN-KHONG-CO-YEU-CAU"
    template = (
        "Văn bản này không có yêu cầu lấy lại nào đang chờ trả lời; có thể người khác vừa trả lời. Hãy tải lại trang."
    )


class NothingToChange(VanThuError):
    """The issuer has neither updated nor replaced this document, or the answer was given."""

    code = "VT-DEN-KHONG-CO-CAP-NHAT"
    template = (
        "Văn bản này không có cập nhật hay thay thế nào của bên gửi đang chờ trả lời; có thể người khác vừa trả lời. "
        "Hãy tải lại trang."
    )


class NotPrintable(VanThuError):
    """The file that came cannot be drawn upon."""

    code = "VT-DEN-BAN-IN"
    template = (
        "Tệp của văn bản hỏng hoặc được bảo vệ nên không đóng được dấu đến lên bản in. Hãy tải tệp gốc, in ra rồi đóng "
        "dấu đến bằng tay."
    )


class DuplicateUndecided(VanThuError):
    """A document that looks the same is here, and nobody said what this one is (ND30-A21)."""

    code = "VT-DEN-TRUNG-CHUA-QUYET"
    template = (
        "Văn bản này có vẻ trùng với văn bản đã có. Hãy so hai văn bản rồi chọn: là bản khác của văn bản đó, vẫn vào "
        "sổ (ghi lý do), hoặc trả lại."
    )
    http_status = 409


class NothingToJoin(VanThuError):
    """There is no earlier document that this one could be another copy of."""

    code = "VT-DEN-KHONG-CO-BAN-TRUNG"
    template = "Văn bản này không trùng với văn bản nào đang có, nên không ghép được. Hãy vào sổ hoặc trả lại."
