"""The life of a task."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class TaskRole(TextChoices):
    """Chủ trì or phối hợp (ND30-A23.2)."""

    LEAD = "lead", "Chủ trì"
    COOPERATE = "cooperate", "Phối hợp"


class TaskState(TextChoices):
    """How far a task has come."""

    WAITING = "waiting", "Chưa bắt đầu"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    DONE = "done", "Đã hoàn thành"
    WITHDRAWN = "withdrawn", "Đã rút lại"


MOVES = moves(
    ("start", {TaskState.WAITING}, TaskState.IN_PROGRESS),
    ("complete", {TaskState.WAITING, TaskState.IN_PROGRESS}, TaskState.DONE),
    ("withdraw", {TaskState.WAITING, TaskState.IN_PROGRESS}, TaskState.WITHDRAWN),
    final={TaskState.DONE, TaskState.WITHDRAWN},
)
