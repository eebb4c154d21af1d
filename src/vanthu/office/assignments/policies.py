"""Who may do what with a task."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments.queries import OPEN, visible_to
from vanthu.office.assignments.states import MOVES, TaskRole
from vanthu.office.kernel.permission import ALLOWED, Permission, refused

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Task
    from vanthu.office.organizations.models import Person

__all__ = ["LABELS", "Verb", "exists", "may", "verbs", "visible_to"]

LABELS = {"start": "Bắt đầu", "complete": "Hoàn thành", "hand_over": "Giao người xử lý"}


class Verb(NamedTuple):
    """A verb of the page: its name, its Vietnamese word, and whether this person may."""

    name: str
    label: str
    permission: Permission


def exists(verb: str, state: str) -> bool:
    """Tell whether a task in this state knows the verb at all."""
    return state in (OPEN if verb == "hand_over" else MOVES.sources(verb))


def may(person: Person, verb: str, task: Task, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this task now."""
    if person.agency_id != task.agency_id:
        return refused("nhiệm vụ này thuộc cơ quan khác")
    if not exists(verb, task.state):
        return refused(f"nhiệm vụ đang ở trạng thái «{task.get_state_display()}»")
    duties = access.duties_of(person, at=at)
    if verb == "hand_over":
        return _may_hand_over(person, task, duties)
    if task.role == TaskRole.LEAD:
        return refused("đơn vị chủ trì bắt đầu và hoàn thành ngay trên trang văn bản đến")
    return may_work_on(person, task, duties)


def verbs(person: Person, task: Task, *, at: datetime) -> list[Verb]:
    """Return the verbs that exist for the task in its state, each with its answer for this person."""
    existing = [verb for verb in LABELS if exists(verb, task.state)]
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


def _may_hand_over(person: Person, task: Task, duties: frozenset[Duty]) -> Permission:
    if Duty.LEADER in duties or (Duty.UNIT_HEAD in duties and person.unit_id == task.unit_id):
        return ALLOWED
    return refused(f"chỉ trưởng {task.unit.name} hoặc lãnh đạo cơ quan giao người xử lý trong đơn vị")
