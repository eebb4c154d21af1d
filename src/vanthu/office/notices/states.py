"""What people are told of, and by which ways."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Way(TextChoices):
    """How a notice reaches a person."""

    APP = "app", "Trong hệ thống"
    MAIL = "mail", "Thư điện tử"


@dataclass(frozen=True)
class Kind:
    """A kind of notice: its words, and the ways it takes unless a person chose others."""

    label: str
    ways: frozenset[str]


_APP, _BOTH = frozenset({Way.APP.value}), frozenset({Way.APP.value, Way.MAIL.value})

KINDS: dict[str, Kind] = {
    "urgent": Kind("Văn bản khẩn đến", _BOTH),
    "task": Kind("Việc mới giao, giao lại, thay đổi", _APP),
    "inform": Kind("Văn bản gửi để biết", _APP),
    "reminder": Kind("Nhắc hạn xử lý", _BOTH),
    "escalation": Kind("Việc quá hạn của đơn vị, việc đã giao", _BOTH),
    "talk": Kind("Hỏi, trả lời, tiến độ tại việc", _APP),
    "request": Kind("Xin gia hạn, trả lại việc", _APP),
    "decision": Kind("Kết quả xin gia hạn", _APP),
    "done": Kind("Việc đã giao được hoàn thành", _APP),
    "hand_over": Kind("Bàn giao công việc", _BOTH),
}
"""Every kind; whoever posts another adds it here. The names are kept in the rows and never change their meaning."""
