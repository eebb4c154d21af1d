"""The life of an announcement inside an agency (thông báo nội bộ)."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class AnnouncementState(TextChoices):
    """Whether what it says holds."""

    STANDING = "standing", "Đang hiệu lực"
    ARCHIVED = "archived", "Đã lưu"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


S = AnnouncementState

MOVES = moves(
    ("archive", {S.STANDING}, S.ARCHIVED),
    ("withdraw", {S.STANDING}, S.WITHDRAWN),
    final={S.ARCHIVED, S.WITHDRAWN},
)
