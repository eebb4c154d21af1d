"""What people are told of, and by which ways."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_noop


class Way(TextChoices):
    """How a notice reaches a person."""

    APP = "app", "Trong hệ thống"
    MAIL = "mail", "Thư điện tử"
    PUSH = "push", "Thiết bị đã bật"


@dataclass(frozen=True)
class Kind:
    """A kind of notice: its words, and the ways it takes unless a person chose others."""

    label: str
    ways: frozenset[str]


_APP = frozenset({Way.APP.value})
_PUSHED = _APP | {Way.PUSH.value}
_ALL = _PUSHED | {Way.MAIL.value}

KINDS: dict[str, Kind] = {
    "urgent": Kind(gettext_noop("Văn bản khẩn đến"), _ALL),
    "task": Kind(gettext_noop("Việc mới giao, giao lại, thay đổi"), _PUSHED),
    "inform": Kind(gettext_noop("Văn bản gửi để biết"), _APP),
    "reminder": Kind(gettext_noop("Nhắc hạn xử lý"), _ALL),
    "escalation": Kind(gettext_noop("Việc quá hạn của đơn vị, việc đã giao"), _ALL),
    "talk": Kind(gettext_noop("Hỏi, trả lời, tiến độ tại việc"), _PUSHED),
    "request": Kind(gettext_noop("Xin gia hạn, trả lại việc"), _PUSHED),
    "decision": Kind(gettext_noop("Kết quả xin gia hạn"), _PUSHED),
    "done": Kind(gettext_noop("Việc đã giao được hoàn thành"), _APP),
    "hand_over": Kind(gettext_noop("Bàn giao công việc"), _ALL),
    "announcement": Kind(gettext_noop("Thông báo nội bộ"), _PUSHED),
    "signature": Kind(gettext_noop("Chữ ký không thành, cần ký lại"), _ALL),
    "certificate": Kind(gettext_noop("Chứng thư số sắp hết hạn"), _ALL),
    "undelivered": Kind(gettext_noop("Văn bản gửi đi chưa tới nơi nhận"), _ALL),
    "trust": Kind(gettext_noop("Dữ liệu tin cậy của chữ ký số cần xem lại"), _ALL),
    "schedule": Kind(gettext_noop("Lịch công tác: mời họp, thay đổi, hủy"), _PUSHED),
}
"""Every kind; whoever posts another adds it here. The names are kept in the rows and never change their meaning."""
