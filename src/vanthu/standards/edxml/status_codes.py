"""StatusCode: what a receiver reports about a document, and 13, with which its sender asks to take it back.

Codes 07-12 and 14 are not in use.
"""

from enum import StrEnum


class StatusCode(StrEnum):
    ARRIVED = "01"
    REFUSED = "02"
    RECEIVED = "03"
    ASSIGNED = "04"
    PROCESSING = "05"
    COMPLETED = "06"
    TAKE_BACK = "13"
    CHANGE_ACCEPTED = "15"
    CHANGE_REFUSED = "16"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def needs_reason(self) -> bool:
        """A refusal must say why (QD28-A5.4); so must the wish to take a document back."""
        return self in {StatusCode.REFUSED, StatusCode.TAKE_BACK, StatusCode.CHANGE_REFUSED}


_LABELS = {
    StatusCode.ARRIVED: "Đã đến",
    StatusCode.REFUSED: "Từ chối tiếp nhận (trả lại)",
    StatusCode.RECEIVED: "Đã tiếp nhận",
    StatusCode.ASSIGNED: "Đã chuyển xử lý",
    StatusCode.PROCESSING: "Đang xử lý",
    StatusCode.COMPLETED: "Đã hoàn thành",
    StatusCode.TAKE_BACK: "Yêu cầu lấy lại",
    StatusCode.CHANGE_ACCEPTED: "Đồng ý cập nhật hoặc thu hồi",
    StatusCode.CHANGE_REFUSED: "Từ chối cập nhật hoặc thu hồi",
}
