"""Assigning work on a document to units and people (ND30-A23), and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.assignments import policies, queries
from vanthu.office.assignments.models import Assignment, Task
from vanthu.office.assignments.states import MOVES, TaskRole
from vanthu.office.audit import operations as audit
from vanthu.office.documents import queries as documents
from vanthu.office.kernel.moves import MovedMeanwhile, move
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


class UnitNamedTwice(VanThuError):
    """One unit was named as lead and as cooperating, or twice as cooperating."""

    code = "VT-GV-DON-VI-LAP"
    template = "{unit} được chọn hai lần. Mỗi đơn vị chỉ chủ trì hoặc phối hợp; hãy bỏ một lần chọn rồi giao lại."
    http_status = 422


class PersonOutsideUnit(VanThuError):
    """The person named does not belong to the unit that gets the task."""

    code = "VT-GV-NGOAI-DON-VI"
    template = "{person} không thuộc {unit}. Hãy chọn người trong đơn vị được giao, hoặc giao cho đơn vị khác."
    http_status = 422


class DueInThePast(VanThuError):
    """The deadline lies before the day of the assignment."""

    code = "VT-GV-HAN-DA-QUA"
    template = "Hạn xử lý {due_on:%d/%m/%Y} đã qua. Hãy chọn hạn từ hôm nay trở đi hoặc để trống."
    http_status = 422


class ResultMissing(VanThuError):
    """A task is completed with what came of it."""

    code = "VT-GV-THIEU-KET-QUA"
    template = "Chưa ghi kết quả thực hiện. Hãy ghi ngắn gọn kết quả rồi hoàn thành lại."
    http_status = 422


def assign(
    document_id: UUID,
    *,
    lead_unit_id: UUID,
    cooperating_unit_ids: Sequence[UUID] = (),
    lead_person_id: UUID | None = None,
    instruction: str = "",
    due_on: date | None = None,
    by: Person,
    at: datetime,
) -> Assignment:
    """Record a leader's direction: one lead unit, cooperating units, a deadline (ND30-A23.2).

    Who may direct is decided by the domain of the document. Raises NotFound, UnitNamedTwice, PersonOutsideUnit,
    DueInThePast.
    """
    _check_units([lead_unit_id, *cooperating_unit_ids])
    if lead_person_id:
        _check_person(lead_person_id, lead_unit_id)
    if due_on and due_on < at.astimezone(VIETNAM).date():
        raise DueInThePast(due_on=due_on)
    document = documents.document(document_id)
    with write():
        made = Assignment.objects.create(
            document_id=document_id, instruction=instruction.strip(), due_on=due_on, by=by, at=at
        )
        _give(made, lead_unit_id, TaskRole.LEAD, lead_person_id)
        for unit_id in cooperating_unit_ids:
            _give(made, unit_id, TaskRole.COOPERATE, None)
        audit.record(verb="assign", subject=document, by=by, at=at, assignment=made.pk, lead_unit=lead_unit_id)
    return made


def start(task_id: UUID, *, by: Person, at: datetime) -> Task:
    """Begin the part of a cooperating unit."""
    task = _admitted(task_id, "start", by, at)
    with write():
        move(task, "start", MOVES, started_at=at)
        _fact(task, "start_task", by, at)
    return task


def complete(task_id: UUID, *, result: str, by: Person, at: datetime) -> Task:
    """End the part of a cooperating unit with its result; raises ResultMissing."""
    task = _admitted(task_id, "complete", by, at)
    if not result.strip():
        raise ResultMissing
    with write():
        move(task, "complete", MOVES, done_at=at, result=result.strip())
        _fact(task, "complete_task", by, at, result=result.strip())
    return task


def hand_over(task_id: UUID, *, person_id: UUID, by: Person, at: datetime) -> Task:
    """Give a unit's task to one person of the unit; raises PersonOutsideUnit."""
    task = _admitted(task_id, "hand_over", by, at)
    _check_person(person_id, task.unit_id)
    with write():
        if Task.objects.filter(pk=task.pk, state__in=queries.OPEN).update(person=person_id) != 1:
            raise MovedMeanwhile(verb=policies.LABELS["hand_over"])
        _fact(task, "hand_over", by, at, person=person_id)
    return Task.objects.select_related("unit", "person", "assignment__document").get(pk=task.pk)


def start_lead(document_id: UUID, *, by: Person, at: datetime) -> None:
    """Begin the lead unit's task of a document; the domain of the document calls this with its own move."""
    with write():
        for task in _tasks(document_id).filter(role=TaskRole.LEAD):
            if task.state in MOVES.sources("start"):
                move(task, "start", MOVES, started_at=at)
                _fact(task, "start_task", by, at)


def close(document_id: UUID, *, result: str, by: Person, at: datetime) -> None:
    """End every open task of a completed document: the lead's is done, what others had not done is withdrawn."""
    with write():
        for task in _tasks(document_id).filter(state__in=queries.OPEN):
            verb = "complete" if task.role == TaskRole.LEAD else "withdraw"
            changes = {"result": result} if verb == "complete" else {}
            move(task, verb, MOVES, done_at=at, **changes)
            _fact(task, f"{verb}_task", by, at)


def abandon(document_id: UUID, *, why: str, by: Person, at: datetime) -> None:
    """Withdraw every open task of a document that is no longer the agency's to handle."""
    with write():
        for task in _tasks(document_id).filter(state__in=queries.OPEN):
            move(task, "withdraw", MOVES, done_at=at, result=why)
            _fact(task, "withdraw_task", by, at, why=why)


def _fact(task: Task, verb: str, by: Person, at: datetime, /, **details: Any) -> None:
    """Record on the document, so that its page tells of the work on it."""
    document: Document = task.assignment.document
    audit.record(verb=verb, subject=document, by=by, at=at, task=task.pk, unit=task.unit_id, **details)


def _give(made: Assignment, unit_id: UUID, role: TaskRole, person_id: UUID | None) -> None:
    Task.objects.create(assignment=made, unit_id=unit_id, role=role, person_id=person_id, due_on=made.due_on)


def _tasks(document_id: UUID) -> QuerySet[Task]:
    return Task.objects.filter(assignment__document=document_id).select_related("assignment__document", "unit")


def _check_units(unit_ids: Sequence[UUID]) -> None:
    units = [organizations.unit(unit_id) for unit_id in unit_ids]
    for number, unit in enumerate(units):
        if unit in units[:number]:
            raise UnitNamedTwice(unit=unit.name)


def _check_person(person_id: UUID, unit_id: UUID) -> None:
    person = organizations.person(person_id)
    if person.unit_id != unit_id:
        raise PersonOutsideUnit(person=person.full_name, unit=organizations.unit(unit_id).name)


def _admitted(task_id: UUID, verb: str, by: Person, at: datetime) -> Task:
    task = queries.task(by, task_id, at=at)
    if not policies.exists(verb, task.state):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, task, at=at).require(policies.LABELS[verb])
    return task
