"""The life of an entry of the schedule (lịch công tác, CT15-qlvb)."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class EntryState(TextChoices):
    """Where an entry stands."""

    PROPOSED = "proposed", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    DECLINED = "declined", "Không duyệt"
    CANCELLED = "cancelled", "Đã hủy"


S = EntryState

MOVES = moves(
    ("approve", {S.PROPOSED}, S.APPROVED),
    ("decline", {S.PROPOSED}, S.DECLINED),
    ("cancel", {S.PROPOSED, S.APPROVED}, S.CANCELLED),
    final={S.DECLINED, S.CANCELLED},
)

STANDING = frozenset(EntryState.values) - MOVES.final
"""States in which an entry takes somebody's time."""


class Answer(TextChoices):
    """What somebody who is invited says."""

    OPEN = "", "Chưa trả lời"
    COMING = "coming", "Tham dự"
    AWAY = "away", "Không tham dự"
