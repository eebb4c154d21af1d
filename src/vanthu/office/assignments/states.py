"""The life of a task."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class TaskRole(TextChoices):
    """Chủ trì, phối hợp (ND30-A23.2), or only to know."""

    LEAD = "lead", "Chủ trì"
    COOPERATE = "cooperate", "Phối hợp"
    INFORM = "inform", "Để biết"


class TaskState(TextChoices):
    """How far a task has come."""

    WAITING = "waiting", "Chưa bắt đầu"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    RETURNED = "returned", "Trả lại người giao"
    DONE = "done", "Đã hoàn thành"
    WITHDRAWN = "withdrawn", "Đã rút lại"


MOVES = moves(
    ("start", {TaskState.WAITING}, TaskState.IN_PROGRESS),
    ("complete", {TaskState.WAITING, TaskState.IN_PROGRESS}, TaskState.DONE),
    ("return", {TaskState.WAITING, TaskState.IN_PROGRESS}, TaskState.RETURNED),
    ("give_again", {TaskState.RETURNED}, TaskState.WAITING),
    ("reopen", {TaskState.DONE}, TaskState.IN_PROGRESS),
    ("lay_again", {TaskState.DONE}, TaskState.WAITING),
    ("withdraw", {TaskState.WAITING, TaskState.IN_PROGRESS, TaskState.RETURNED}, TaskState.WITHDRAWN),
    final={TaskState.WITHDRAWN},
)

OPEN = frozenset(TaskState.values) - {TaskState.DONE, TaskState.WITHDRAWN}
"""States in which somebody still has something to do."""
AT_WORK = frozenset({TaskState.WAITING, TaskState.IN_PROGRESS})
"""States in which who has the task must do something."""


class Origin(TextChoices):
    """What a task comes from."""

    DOCUMENT = "document", "Văn bản đến"
    MEETING = "meeting", "Kết luận cuộc họp"
    PLAN = "plan", "Chương trình, kế hoạch"
    DIRECT = "direct", "Chỉ đạo trực tiếp"
    PART = "part", "Việc con"


class PlanKind(TextChoices):
    """What a tree of tasks is called."""

    PROGRAMME = "programme", "Chương trình công tác"
    PLAN = "plan", "Kế hoạch"


class NoteKind(TextChoices):
    """What was said at a task."""

    PROGRESS = "progress", "Tiến độ"
    QUESTION = "question", "Hỏi"
    ANSWER = "answer", "Trả lời"
    RETURN = "return", "Trả lại người giao"
    AGAIN = "again", "Giao lại"
    URGE = "urge", "Đôn đốc"
    RESULT = "result", "Kết quả"


class Every(TextChoices):
    """How often work comes again."""

    WEEK = "week", "Hằng tuần"
    MONTH = "month", "Hằng tháng"
    QUARTER = "quarter", "Hằng quý"
    YEAR = "year", "Hằng năm"


class RemindWhom(TextChoices):
    """Whom a rule reminds."""

    DOER = "doer", "Người xử lý"
    HEAD = "head", "Trưởng đơn vị"
    GIVER = "giver", "Người giao việc"


FIRST_RULES = (
    (-3, RemindWhom.DOER),
    (-1, RemindWhom.DOER),
    (0, RemindWhom.DOER),
    (1, RemindWhom.DOER),
    (1, RemindWhom.HEAD),
    (3, RemindWhom.GIVER),
)
"""The rules an agency begins with: working days after the deadline, and whom to remind."""


FACT_LABELS = {
    "assign": "Phân công",
    "change_direction": "Thay đổi, bổ sung ý kiến chỉ đạo",
    "give_task": "Giao việc",
    "split_task": "Chia việc",
    "start_task": "Bắt đầu thực hiện",
    "complete_task": "Hoàn thành phần việc",
    "reopen_task": "Mở lại việc vừa hoàn thành",
    "withdraw_task": "Rút lại phần việc",
    "hand_over": "Giao người xử lý",
    "return_task": "Trả lại người giao",
    "give_task_again": "Giao lại",
    "read_task": "Đã xem",
    "note_task": "Ghi tại việc",
    "ask_extension": "Xin gia hạn",
    "grant_extension": "Đồng ý gia hạn",
    "refuse_extension": "Không gia hạn",
    "link_task": "Gắn văn bản",
    "hand_over_all": "Bàn giao công việc",
}
"""What the audit facts about assignments are called on the page of the document."""
