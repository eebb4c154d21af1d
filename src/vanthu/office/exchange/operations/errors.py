"""What a clerk may be told about sending and receiving."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class AxisUnreachable(VanThuError):
    """No usable answer came from the axis; trying again later is safe."""

    code = "VT-TRUC-KHONG-LIEN-LAC"
    template = (
        "Không liên lạc được với trục liên thông. Hệ thống tự thử lại, không có gì bị mất; "
        "nếu kéo dài, hãy báo người quản trị kiểm tra kết nối. ({reason})"
    )
    http_status = 503


class BeingSent(VanThuError):
    """The worker is sending this very thing now."""

    code = "VT-GUI-DANG-GUI"
    template = "Văn bản đang được gửi tới {recipient} nên chưa hủy được. Hãy xem lại sau ít phút."


class WrongAgency(VanThuError):
    """A document of another agency was handed over for sending; a programming error kept from doing harm."""

    code = "VT-GUI-SAI-CO-QUAN"
    template = "Văn bản này không thuộc cơ quan đang làm việc nên không được đưa vào hàng gửi. Hãy báo người quản trị."
    http_status = 500
