"""Giving work to units and people: on a document (ND30-A23), without one, in parts; changing what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import policies, queries
from vanthu.office.assignments.models import Assignment, Task
from vanthu.office.assignments.operations.common import admitted, doers, fact, tell, writing
from vanthu.office.assignments.operations.errors import (
    DueInThePast,
    OutsideYourUnit,
    PersonOutsideUnit,
    UnitNamedTwice,
    WordsMissing,
)
from vanthu.office.assignments.states import MOVES, OPEN, Origin, TaskRole, TaskState
from vanthu.office.audit import operations as audit
from vanthu.office.documents import queries as documents
from vanthu.office.kernel.moves import MovedMeanwhile, move
from vanthu.office.kernel.words import line
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Plan
    from vanthu.office.organizations.models import Person

CHANGED = "Ý kiến chỉ đạo đã thay đổi"
Part = tuple[TaskRole, UUID, UUID | None]
"""Role, unit, person."""


@dataclass(frozen=True, kw_only=True)
class Direction:
    """What is decided: who leads, who helps, who is to know, by when, how."""

    lead_unit_id: UUID
    lead_person_id: UUID | None = None
    cooperating_unit_ids: Sequence[UUID] = ()
    cooperating_person_ids: Sequence[UUID] = ()
    inform_unit_ids: Sequence[UUID] = ()
    instruction: str = ""
    due_on: date | None = None
    urgency: int = 0

    def parts(self) -> list[Part]:
        """Every task there is to be, the lead first. Raises NotFound, UnitNamedTwice, PersonOutsideUnit."""
        whole: list[Part] = [(TaskRole.LEAD, self.lead_unit_id, self.lead_person_id)]
        whole += [(TaskRole.COOPERATE, unit_id, None) for unit_id in self.cooperating_unit_ids]
        whole += [(TaskRole.INFORM, unit_id, None) for unit_id in self.inform_unit_ids]
        _check_units([unit_id for _role, unit_id, _person in whole])
        if self.lead_person_id:
            _check_person(self.lead_person_id, self.lead_unit_id)
        helpers = [organizations.person(one) for one in self.cooperating_person_ids if one != self.lead_person_id]
        return whole + [(TaskRole.COOPERATE, one.unit_id, one.pk) for one in helpers if one.unit_id]

    def values(self) -> Any:
        """The columns of the direction."""
        return {
            "instruction": self.instruction.strip(),
            "due_on": self.due_on,
            "urgency": self.urgency,
            "words": in_words(self.parts(), self.due_on),
        }


def assign(document_id: UUID, *, by: Person, at: datetime, **direction: Any) -> Assignment:
    """Record a leader's direction on a document; the keywords are the fields of Direction (ND30-A23.2).

    Who may direct is decided by the domain of the document. Raises NotFound, UnitNamedTwice, PersonOutsideUnit,
    DueInThePast.
    """
    decided = Direction(**direction)
    parts = decided.parts()
    _check_day(decided.due_on, at)
    document = documents.document(document_id)
    with writing(by, at):
        made = _kept(document=document, by=by, at=at, **decided.values())
        lead = parts[0][1]
        audit.record(
            verb="assign", subject=document, by=by, at=at, assignment=made.pk, lead_unit=lead, words=made.words
        )
        _give(made, parts, by, at)
    return made


def give(
    *,
    title: str,
    origin: str = Origin.DIRECT,
    origin_text: str = "",
    code: str = "",
    plan: Plan | None = None,
    by: Person,
    at: datetime,
    **direction: Any,
) -> Assignment:
    """Give work that is about no single document (nhiệm vụ): after a meeting, from a plan, by word.

    Raises NotAllowed, WordsMissing, OutsideYourUnit and what `assign` raises.
    """
    policies.may_give(by, at=at).require("Giao việc")
    decided = Direction(**direction)
    parts = decided.parts()
    check_reach(parts, by, at)
    _check_day(decided.due_on, at)
    named: Any = {"origin": Origin(origin), "origin_text": origin_text.strip(), "code": code.strip(), "plan": plan}
    with writing(by, at):
        return make(title, decided, by=by, at=at, **named)


def make(title: str, decided: Direction, *, by: Person, at: datetime, **more: Any) -> Assignment:
    """Write work without a document and its tasks; the caller has checked, and holds the transaction."""
    if not title.strip():
        raise WordsMissing(what="nội dung công việc")
    values: Any = {**decided.values(), **more}
    made = _kept(title=title.strip(), by=by, at=at, **values)
    audit.record(verb="give_task", subject=made, by=by, at=at, title=made.title, words=made.words)
    _give(made, decided.parts(), by, at)
    return made


def split(
    task_id: UUID, *, title: str, person_id: UUID, instruction: str = "", due_on: date | None = None, by: Person,
    at: datetime,
) -> Assignment:  # fmt: skip
    """Give a part of a unit's task to one of its people; the task is done after its parts.

    Raises NotAllowed, WordsMissing, PersonOutsideUnit, DueInThePast (later than the whole, too).
    """
    task = admitted(task_id, "split", by, at)
    decided = Direction(lead_unit_id=task.unit_id, lead_person_id=person_id, instruction=instruction, due_on=due_on)
    parts = decided.parts()
    if not title.strip():
        raise WordsMissing(what="nội dung việc con")
    _check_day(due_on, at)
    whole = task.assignment
    values: Any = {**decided.values(), "urgency": whole.urgency}
    with writing(by, at):
        made = _kept(
            document=whole.document,
            title=title.strip(),
            origin=Origin.PART,
            parent=task,
            plan=whole.plan,
            by=by,
            at=at,
            **values,
        )
        fact(task, "split_task", by, at, title=made.title, words=made.words)
        _give(made, parts, by, at)
    return made


def change(assignment_id: UUID, *, by: Person, at: datetime, **direction: Any) -> Assignment:
    """Change a direction or add to it: who still has his part keeps it as far as it has come, the rest is withdrawn.

    What was decided before stays to be read. Raises MovedMeanwhile when it was changed meanwhile, NotAllowed, and
    what `assign` raises.
    """
    before = queries.assignment(assignment_id)
    tasks = queries.tasks_in(assignment_id)
    lead = next((task for task in tasks if task.role == TaskRole.LEAD), None)
    if hasattr(before, "replaced_by") or lead is None or lead.state not in OPEN:
        raise MovedMeanwhile(verb="change")
    if before.document_id is None:
        policies.may(by, "change", lead, at=at).require(policies.LABELS["change"])
    decided = Direction(**direction)
    parts = decided.parts()
    if decided.due_on != before.due_on:
        _check_day(decided.due_on, at)
    if before.document_id is None:
        check_reach(parts, by, at)
    kept: Any = {"document": before.document, "title": before.title, "origin": before.origin, "code": before.code}
    kept |= {"origin_text": before.origin_text, "parent": before.parent, "plan": before.plan}
    with writing(by, at):
        made = _kept(replaces=before, by=by, at=at, **kept, **decided.values())
        for row in queries.documents_with(before.pk):
            made.documents.create(agency_id=made.agency_id, document_id=row.document_id, by=row.by, at=row.at)
        fact(lead, "change_direction", by, at, assignment=made.pk, words=made.words, before=before.words)
        _carry_over(made, tasks, parts, by, at)
    return made


def _carry_over(made: Assignment, tasks: list[Task], parts: list[Part], by: Person, at: datetime) -> None:
    """Take over, under the new direction, the tasks of those who are in it still."""
    left = list(tasks)
    for role, unit_id, person_id in parts:
        had = next((one for one in left if _same(one, role, unit_id, person_id)), None)
        if had is None:
            _give(made, [(role, unit_id, person_id)], by, at)
            continue
        left.remove(had)
        _carry(made, had, role, person_id, by, at)
    for task in left:
        if task.state in OPEN:
            move(task, "withdraw", MOVES, done_at=at, result=CHANGED)
            fact(task, "withdraw_task", by, at, why=CHANGED)
            tell(task, doers(task, at), "task", "Việc đã rút lại", by, at)


def _same(task: Task, role: TaskRole, unit_id: UUID, person_id: UUID | None) -> bool:
    """A cooperating person keeps his own part, a unit its own whatever its role becomes, as long as it is open."""
    if task.unit_id != unit_id or task.state not in OPEN or (task.role == TaskRole.INFORM) != (role == TaskRole.INFORM):
        return False
    return role == TaskRole.LEAD or person_id is None or task.person_id == person_id


def _carry(made: Assignment, task: Task, role: TaskRole, person_id: UUID | None, by: Person, at: datetime) -> None:
    changes: dict[str, Any] = {"assignment": made, "role": role, "due_on": made.due_on}
    if person_id is not None and person_id != task.person_id:
        changes["person_id"] = person_id
    if role == TaskRole.INFORM:
        changes["due_on"] = None
    if task.state == TaskState.RETURNED:
        changes["state"] = TaskState.WAITING
    before = (task.role, task.due_on, task.person_id)
    if Task.objects.filter(pk=task.pk, state=task.state).update(**changes) != 1:
        raise MovedMeanwhile(verb="change")
    renewed = Task.objects.select_related("unit", "person", "assignment__document").get(pk=task.pk)
    if before != (renewed.role, renewed.due_on, renewed.person_id) or made.instruction:
        tell(renewed, doers(renewed, at), "task", "Ý kiến chỉ đạo thay đổi", by, at, text=made.words)


def in_words(parts: Sequence[Part], due_on: date | None) -> str:
    """Return who is to do it by when, as one sentence of the office."""
    said: dict[TaskRole, list[str]] = {}
    for role, unit_id, person_id in parts:
        unit = organizations.unit(unit_id).name
        name = f"{unit} ({organizations.person(person_id).full_name})" if person_id else unit
        said.setdefault(role, []).append(name)
    words = [f"{', '.join(said[TaskRole.LEAD])} chủ trì"]
    if TaskRole.COOPERATE in said:
        words.append(f"phối hợp: {', '.join(said[TaskRole.COOPERATE])}")
    if TaskRole.INFORM in said:
        words.append(f"để biết: {', '.join(said[TaskRole.INFORM])}")
    if due_on:
        words.append(f"hạn {due_on:%d/%m/%Y}")
    return "; ".join(words)


def _give(made: Assignment, parts: Sequence[Part], by: Person, at: datetime) -> None:
    for role, unit_id, person_id in parts:
        due_on = None if role == TaskRole.INFORM else made.due_on
        task = Task.objects.create(assignment=made, unit_id=unit_id, role=role, person_id=person_id, due_on=due_on)
        kind, words = ("inform", "Để biết") if role == TaskRole.INFORM else ("task", f"{role.label}")
        due = f"Hạn {due_on:%d/%m/%Y}. " if due_on else ""
        tell(task, doers(task, at), kind, words, by, at, text=f"{due}{made.instruction}".strip())


def _check_units(unit_ids: Sequence[UUID]) -> None:
    units = [organizations.unit(unit_id) for unit_id in unit_ids]
    for number, unit in enumerate(units):
        if unit in units[:number]:
            raise UnitNamedTwice(unit=unit.name)


def _check_person(person_id: UUID, unit_id: UUID) -> None:
    person = organizations.person(person_id)
    if person.unit_id != unit_id:
        raise PersonOutsideUnit(person=person.full_name, unit=organizations.unit(unit_id).name)


def _check_day(due_on: date | None, at: datetime) -> None:
    if due_on and due_on < at.astimezone(VIETNAM).date():
        raise DueInThePast(due_on=due_on)


def check_reach(parts: Sequence[Part], by: Person, at: datetime) -> None:
    """A leader gives work to everybody, a head to his unit and those below it; raises OutsideYourUnit."""
    if access.has_duty(by, Duty.LEADER, at=at) or queries.directs_instead(by, at=at):
        return
    for _role, unit_id, _person_id in parts:
        unit = organizations.unit(unit_id)
        if by.unit_id not in {unit.pk, unit.parent_id}:
            raise OutsideYourUnit(unit=unit.name)


def _kept(**values: Any) -> Assignment:
    """Write a direction down, with the words by which its title is found."""
    title = values.get("title", "")
    told: Any = {**values, "title_words": line(title)[:600] if title else ""}
    return Assignment.objects.create(**told)
