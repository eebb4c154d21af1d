"""What people are told of, and by which ways."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_noop


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
    "urgent": Kind(gettext_noop("Văn bản khẩn đến"), _BOTH),
    "task": Kind(gettext_noop("Việc mới giao, giao lại, thay đổi"), _APP),
    "inform": Kind(gettext_noop("Văn bản gửi để biết"), _APP),
    "reminder": Kind(gettext_noop("Nhắc hạn xử lý"), _BOTH),
    "escalation": Kind(gettext_noop("Việc quá hạn của đơn vị, việc đã giao"), _BOTH),
    "talk": Kind(gettext_noop("Hỏi, trả lời, tiến độ tại việc"), _APP),
    "request": Kind(gettext_noop("Xin gia hạn, trả lại việc"), _APP),
    "decision": Kind(gettext_noop("Kết quả xin gia hạn"), _APP),
    "done": Kind(gettext_noop("Việc đã giao được hoàn thành"), _APP),
    "hand_over": Kind(gettext_noop("Bàn giao công việc"), _BOTH),
    "announcement": Kind(gettext_noop("Thông báo nội bộ"), _APP),
    "schedule": Kind(gettext_noop("Lịch công tác: mời họp, thay đổi, hủy"), _APP),
}
"""Every kind; whoever posts another adds it here. The names are kept in the rows and never change their meaning."""
