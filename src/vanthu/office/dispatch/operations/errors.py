"""What the verbs about ways of sending refuse; docs/reference/errors/dispatch.md explains each code."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class WayNotPossible(VanThuError):
    """The recipient cannot be reached this way."""

    code = "VT-CG-KHONG-GUI-DUOC"
    template = "Không gửi được cho {recipient} bằng cách «{way}»: {why}. Hãy chọn cách gửi khác."
    http_status = 422


class WayReasonMissing(VanThuError):
    """Another way than the rule's needs a reason (QD28-A5.2)."""

    code = "VT-CG-THIEU-LY-DO"
    template = (
        "Chưa ghi lý do gửi cho {recipient} bằng cách «{way}» thay cho «{by_rule}» theo quy định (Điều 5 Quyết định "
        "28/2018/QĐ-TTg). Hãy ghi lý do hoặc để cách gửi theo quy định."
    )
    http_status = 422


class MailBeingSent(VanThuError):
    """The worker is sending this very e-mail now."""

    code = "VT-CG-DANG-GUI-THU"
    template = "Thư đang được gửi tới {recipient} nên chưa hủy được. Hãy xem lại sau ít phút."


class AlreadyPublic(VanThuError):
    """The document is public."""

    code = "VT-CG-DA-CONG-BO"
    template = "Văn bản này đang được công bố trên cổng rồi."


class NotPublic(VanThuError):
    """The document is not public, or was taken down."""

    code = "VT-CG-CHUA-CONG-BO"
    template = "Văn bản này không được công bố trên cổng, hoặc vừa được người khác gỡ."


class WayRuleRefused(VanThuError):
    """A rule needs whom or what it is for, and its legal basis; what the law fixes cannot be ended."""

    code = "VT-CG-QUY-DINH"
    template = "Chưa ghi được quy định về cách gửi: {why}."
    http_status = 422
