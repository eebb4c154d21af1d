"""Who may do what with a task."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries
from vanthu.office.assignments.queries import is_on_document, visible_to
from vanthu.office.assignments.states import AT_WORK, MOVES, OPEN, TaskRole, TaskState
from vanthu.office.kernel.permission import ALLOWED, Permission, Verb, refused

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Recurrence, Task
    from vanthu.office.organizations.models import Person

__all__ = [
    "LABELS",
    "Verb",
    "exists",
    "may",
    "may_direct",
    "may_end_recurrence",
    "may_give",
    "may_hand_all_over",
    "may_plan",
    "may_set_rules",
    "verbs",
    "visible_to",
]

LABELS = {
    "start": "Bắt đầu",
    "read": "Đã xem",
    "report": "Báo tiến độ",
    "complete": "Hoàn thành",
    "decide_extension": "Trả lời xin gia hạn",
    "give_again": "Giao lại",
    "ask": "Hỏi",
    "answer": "Trả lời",
    "ask_extension": "Xin gia hạn",
    "hand_over": "Giao người xử lý",
    "split": "Chia việc",
    "return": "Trả lại người giao",
    "urge": "Đôn đốc",
    "change": "Thay đổi, bổ sung",
    "link": "Gắn văn bản",
    "withdraw": "Thôi giao",
    "reopen": "Mở lại",
}
"""Every verb with its Vietnamese word, those that move a task forward first."""

_STATES = {
    "read": {TaskState.WAITING},
    "report": AT_WORK,
    "decide_extension": AT_WORK,
    "ask": OPEN,
    "answer": OPEN,
    "ask_extension": AT_WORK,
    "hand_over": OPEN,
    "split": AT_WORK,
    "urge": AT_WORK,
    "change": OPEN,
    "link": OPEN,
}
_DOERS = frozenset({"start", "report", "complete", "ask_extension", "return", "reopen"})
_GIVERS = frozenset({"decide_extension", "give_again", "urge", "change", "withdraw"})
_ON_DOCUMENT = {
    "start": "đơn vị chủ trì bắt đầu ngay trên trang văn bản đến",
    "complete": "đơn vị chủ trì hoàn thành ngay trên trang văn bản đến",
    "reopen": "cơ quan gửi đã được báo hoàn thành",
    "return": "đơn vị chủ trì trả lại ngay trên trang văn bản đến",
    "give_again": "văn bản được phân công lại ngay trên trang văn bản đến",
    "change": "ý kiến chỉ đạo được thay đổi ngay trên trang văn bản đến",
    "withdraw": "ý kiến chỉ đạo được thay đổi ngay trên trang văn bản đến",
}
_TO_KNOW = frozenset({"read", "ask", "answer", "hand_over", "reopen"})
"""What can be done with what was sent only to know."""


def exists(verb: str, state: str) -> bool:
    """Tell whether a task in this state knows the verb at all."""
    return state in (_STATES[verb] if verb in _STATES else MOVES.sources(verb))


def may(person: Person, verb: str, task: Task, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this task now."""
    if person.agency_id != task.agency_id:
        return refused("nhiệm vụ này thuộc cơ quan khác")
    if not exists(verb, task.state):
        return refused(f"nhiệm vụ đang ở trạng thái «{task.get_state_display()}»")
    if task.role == TaskRole.INFORM and verb not in _TO_KNOW:
        return refused("việc này gửi để biết, không phải xử lý")
    if task.role != TaskRole.INFORM and verb == "read":
        return refused("việc này được giao để xử lý, không chỉ để biết")
    if verb in _ON_DOCUMENT and is_on_document(task):
        return refused(_ON_DOCUMENT[verb])
    duties = access.duties_of(person, at=at)
    if verb in _GIVERS:
        return _may_decide(person, verb, task, duties, at)
    if verb == "hand_over":
        return _may_hand_over(person, task, duties, at)
    if verb == "split":
        return _may_split(person, task, duties)
    if verb in _DOERS or verb == "read":
        return may_work_on(person, task, duties)
    return _may_talk(person, task, duties, at)


def verbs(person: Person, task: Task, *, at: datetime, among: Collection[str] | None = None) -> list[Verb]:
    """Return the verbs (or those `among` some) that exist for the task, each with its answer for this person."""
    asked = [verb for verb in LABELS if among is None or verb in among]
    existing = [verb for verb in asked if exists(verb, task.state) and _concerns(verb, task)]
    return [Verb(verb, LABELS[verb], may(person, verb, task, at=at)) for verb in existing]


def may_work_on(person: Person, task: Task, duties: frozenset[Duty]) -> Permission:
    """Answer whether the task is this person's work: given to him, or to his unit and to nobody yet; heads always."""
    if task.person_id == person.pk:
        return ALLOWED
    if person.unit_id != task.unit_id:
        return refused(f"nhiệm vụ này được giao cho {task.unit.name}")
    if task.person_id is None or Duty.UNIT_HEAD in duties:
        return ALLOWED
    return refused("nhiệm vụ này đã được giao cho người khác trong đơn vị")


def may_direct(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person decides who handles what comes in: a leader, or whom he lets decide while away."""
    if access.has_duty(person, Duty.LEADER, at=at) or queries.directs_instead(person, at=at):
        return ALLOWED
    return refused("việc này do lãnh đạo cơ quan thực hiện")


def may_give(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may give work without a document: a leader to everybody, a head to his unit."""
    if access.has_duty(person, Duty.UNIT_HEAD, at=at) and person.unit_id:
        return ALLOWED
    return ALLOWED if may_direct(person, at=at) else refused("việc này do lãnh đạo hoặc trưởng đơn vị thực hiện")


def may_hand_all_over(person: Person, giver: Person, *, at: datetime) -> Permission:
    """Answer whether this person may hand over everything another had to do (ND30-A31.3đ)."""
    if person.agency_id != giver.agency_id:
        return refused("người này thuộc cơ quan khác")
    duties = access.duties_of(person, at=at)
    if duties & {Duty.LEADER, Duty.ADMINISTRATOR}:
        return ALLOWED
    if Duty.UNIT_HEAD in duties and giver.unit_id is not None and person.unit_id == giver.unit_id:
        return ALLOWED
    return refused("việc bàn giao do trưởng đơn vị của người đó, lãnh đạo hoặc quản trị thực hiện")


def may_set_rules(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person decides when people are reminded of deadlines."""
    if access.duties_of(person, at=at) & {Duty.LEADER, Duty.ADMINISTRATOR}:
        return ALLOWED
    return refused("việc này do lãnh đạo hoặc quản trị thực hiện")


def may_plan(person: Person, unit_id: UUID | None, *, at: datetime) -> Permission:
    """Answer whether this person makes the plans of a unit, or (None) of the agency: a leader; a head those of his."""
    if may_direct(person, at=at):
        return ALLOWED
    if unit_id is not None and person.unit_id == unit_id and access.has_duty(person, Duty.UNIT_HEAD, at=at):
        return ALLOWED
    return refused("kế hoạch của cơ quan do lãnh đạo lập, của đơn vị do trưởng đơn vị hoặc lãnh đạo lập")


def may_end_recurrence(person: Person, row: Recurrence, *, at: datetime) -> Permission:
    """Answer whether this person may end work that comes again: who gave it, or a leader."""
    if row.agency_id == person.agency_id and (row.by_id == person.pk or access.has_duty(person, Duty.LEADER, at=at)):
        return ALLOWED
    return refused(f"việc này do {row.by.full_name} hoặc lãnh đạo thực hiện")


def _concerns(verb: str, task: Task) -> bool:
    if task.role == TaskRole.INFORM:
        return verb in _TO_KNOW
    return verb != "read" and (verb != "decide_extension" or queries.open_extension(task.pk) is not None)


def _gave(person: Person, task: Task, duties: frozenset[Duty], at: datetime) -> bool:
    if task.assignment.by_id == person.pk or Duty.LEADER in duties:
        return True
    return queries.directs_instead(person, at=at) is not None


def _may_decide(person: Person, verb: str, task: Task, duties: frozenset[Duty], at: datetime) -> Permission:
    if verb == "urge" and Duty.CLERK in duties:
        return ALLOWED
    if _gave(person, task, duties, at):
        return ALLOWED
    return refused(f"việc này do người giao ({task.assignment.by.full_name}) hoặc lãnh đạo cơ quan thực hiện")


def _may_hand_over(person: Person, task: Task, duties: frozenset[Duty], at: datetime) -> Permission:
    if Duty.LEADER in duties or (Duty.UNIT_HEAD in duties and person.unit_id == task.unit_id):
        return ALLOWED
    if queries.directs_instead(person, at=at):
        return ALLOWED
    return refused(f"chỉ trưởng {task.unit.name} hoặc lãnh đạo cơ quan giao người xử lý trong đơn vị")


def _may_split(person: Person, task: Task, duties: frozenset[Duty]) -> Permission:
    if Duty.UNIT_HEAD in duties and person.unit_id == task.unit_id:
        return ALLOWED
    return refused(f"việc được chia trong đơn vị, do trưởng {task.unit.name} thực hiện")


def _may_talk(person: Person, task: Task, duties: frozenset[Duty], at: datetime) -> Permission:
    if may_work_on(person, task, duties) or _gave(person, task, duties, at):
        return ALLOWED
    return refused("chỉ người giao và người xử lý trao đổi tại việc")
