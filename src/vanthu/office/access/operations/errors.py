"""What cannot be recorded about authority and delegation; docs/reference/errors/access.md explains each code."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class ByOrderRefused(VanThuError):
    """A rule for signing by order must name types and the regulation it stands in (ND30-A13.4)."""

    code = "VT-QUY-DINH-THUA-LENH"
    template = (
        "Chưa ghi được quy định ký thừa lệnh: {why} (khoản 4 Điều 13 Nghị định 30/2020/NĐ-CP). Hãy sửa rồi lưu lại."
    )
    http_status = 422


class AuthorisationRefused(VanThuError):
    """A written authorisation is limited in time and content, from the head, never passed on (ND30-A13.3)."""

    code = "VT-UY-QUYEN-KY"
    template = "Chưa ghi được ủy quyền ký: {why} (khoản 3 Điều 13 Nghị định 30/2020/NĐ-CP). Hãy sửa rồi lưu lại."
    http_status = 422


class ContactRefused(VanThuError):
    """A telephone number has digits, an e-mail address has an @."""

    code = "VT-DANH-BA"
    template = "Chưa ghi được danh bạ: {why}. Hãy sửa rồi lưu lại."
    http_status = 422


class DelegationRefused(VanThuError):
    """A delegation on the system needs reason, period and work that can be delegated (CT07-1b)."""

    code = "VT-UY-QUYEN-XU-LY"
    template = "Chưa ủy quyền xử lý được: {why}. Hãy sửa rồi thực hiện lại."
    http_status = 422


class LinesRefused(VanThuError):
    """Lines of their own above a signature need a reason (ND30-A13)."""

    code = "VT-GHI-RIENG-QUYEN-HAN"
    template = (
        "Chưa ghi riêng được dòng quyền hạn, chức vụ: {why}. Bình thường hệ thống tự in theo chức vụ và văn bản ủy "
        "quyền (Điều 13 Nghị định 30/2020/NĐ-CP)."
    )
    http_status = 422
