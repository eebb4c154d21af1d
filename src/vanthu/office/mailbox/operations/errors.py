"""What the verbs about e-mails refuse; docs/reference/errors/mailbox.md explains each code."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class MailReasonMissing(VanThuError):
    """What goes back says why (ND30-A21.2b)."""

    code = "VT-THU-THIEU-LY-DO"
    template = "Chưa ghi lý do trả lại. Bên gửi phải được biết lý do; hãy ghi lý do rồi thực hiện lại."
    http_status = 422


class NotAnEmail(VanThuError):
    """What was uploaded as an e-mail is none."""

    code = "VT-THU-KHONG-PHAI-THU"
    template = "Tệp «{file_name}» không phải là thư điện tử (.eml). Hãy lưu thư dưới dạng .eml rồi tải lên."
    http_status = 422


class EmailTooLarge(VanThuError):
    """The file is larger than the settings allow."""

    code = "VT-THU-QUA-LON"
    template = "Thư «{file_name}» lớn hơn {limit_mb} MB nên không nhận được; đề nghị bên gửi gửi qua trục liên thông."
    http_status = 422
