"""Handing over: one task to one of the unit, or everything a person had to do (ND30-A31.3đ)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.assignments import policies, queries
from vanthu.office.assignments.models import HandedOver, HandOver, Task
from vanthu.office.assignments.operations.common import admitted, fact, tell, writing
from vanthu.office.assignments.operations.errors import NobodyTakes, PersonOutsideUnit
from vanthu.office.assignments.states import OPEN
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.organizations import queries as organizations

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def hand_over(task_id: UUID, *, person_id: UUID, by: Person, at: datetime) -> Task:
    """Give a unit's task to one person of the unit; raises PersonOutsideUnit."""
    task = admitted(task_id, "hand_over", by, at)
    person = organizations.person(person_id)
    if person.unit_id != task.unit_id:
        raise PersonOutsideUnit(person=person.full_name, unit=task.unit.name)
    with writing(by, at):
        given = _to(task, person)
        fact(task, "hand_over", by, at, person=person_id)
        tell(given, [person], "task", f"{by.full_name} giao", by, at)
    return given


def hand_back(task_id: UUID, *, person_id: UUID | None, by: Person, at: datetime) -> Task:
    """Take a task from the person it was just given to: whoever had it before has it again, or nobody yet."""
    if person_id is not None:
        return hand_over(task_id, person_id=person_id, by=by, at=at)
    task = admitted(task_id, "hand_over", by, at)
    with writing(by, at):
        given = _to(task, None)
        fact(task, "hand_over", by, at, person=None)
        tell(task, [task.person] if task.person else [], "task", "Việc đã rút lại", by, at)
    return given


def hand_over_all(giver_id: UUID, takers: Mapping[UUID, UUID], *, reason: str, by: Person, at: datetime) -> HandOver:
    """Hand every open task of a person over, each to whom `takers` names, all in one deed with a record.

    Raises NotAllowed, NobodyTakes; MovedMeanwhile when a task came or went since the list was read.
    """
    giver = organizations.person(giver_id)
    policies.may_hand_all_over(by, giver, at=at).require("Bàn giao công việc")
    people = {person.pk: person for person in organizations.people()}
    tasks = queries.open_tasks_of(giver_id)
    if {task.pk for task in tasks} != takers.keys():
        raise MovedMeanwhile(verb="hand_over")
    for task in tasks:
        _require_taker(task, giver, people.get(takers[task.pk]))
    if not reason.strip() or not tasks:
        raise NobodyTakes(why="chưa ghi lý do bàn giao" if tasks else f"{giver.full_name} không còn việc nào đang mở")
    with writing(by, at):
        record = HandOver.objects.create(giver=giver, reason=" ".join(reason.split()), by=by, at=at)
        for task in tasks:
            taker = people[takers[task.pk]]
            HandedOver.objects.create(hand_over=record, task=task, taker=taker, state=task.state)
            given = _to(task, taker)
            fact(task, "hand_over", by, at, person=taker.pk, giver=giver_id)
            tell(given, [taker], "hand_over", f"Nhận bàn giao từ {giver.full_name}", by, at)
        audit.record(verb="hand_over_all", subject=record, by=by, at=at, giver=giver_id, tasks=len(tasks))
    return record


def _to(task: Task, person: Person | None) -> Task:
    if Task.objects.filter(pk=task.pk, state__in=OPEN, person=task.person_id).update(person=person) != 1:
        raise MovedMeanwhile(verb=policies.LABELS["hand_over"])
    return Task.objects.select_related("unit", "person", "assignment__document", "assignment__by").get(pk=task.pk)


def _require_taker(task: Task, giver: Person, taker: Person | None) -> None:
    """Work stays in its unit: what a unit was told to do does not leave it because one person does."""
    if taker is None or taker.pk == giver.pk:
        raise NobodyTakes(why="mỗi việc phải có người nhận khác, đang làm việc tại cơ quan")
    if taker.unit_id != task.unit_id:
        raise NobodyTakes(why=f"{taker.full_name} không thuộc {task.unit.name} là đơn vị được giao việc")
