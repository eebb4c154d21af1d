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


FACT_LABELS = {
    "assign": "Phân công",
    "start_task": "Bắt đầu thực hiện",
    "complete_task": "Hoàn thành phần việc",
    "withdraw_task": "Rút lại phần việc",
    "hand_over": "Giao người xử lý",
}
"""What the audit facts about assignments are called on the page of the document."""
