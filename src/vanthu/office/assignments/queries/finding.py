"""Which tasks a person may see, and fetching one through that answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.assignments.models import Assignment, AssignmentDocument, Task
from vanthu.office.assignments.queries.rows import with_names
from vanthu.office.assignments.states import OPEN, TaskRole, TaskState
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import padded, prepared
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def visible_to(person: Person, *, at: datetime) -> QuerySet[Task]:
    """Return the tasks a person may see: his own, his unit's, those he gave; clerks and leaders see all."""
    if person.agency_id != current_agency():
        return Task.objects.none()
    if _sees_all(person, at):
        return with_names()
    return with_names().filter(Q(person=person) | Q(unit=person.unit_id) | Q(assignment__by=person))


def _sees_all(person: Person, at: datetime) -> bool:
    if person.agency_id != current_agency():
        return False
    whole = bool(access.duties_of(person, at=at) & {Duty.CLERK, Duty.LEADER})
    return whole or directs_instead(person, at=at) is not None


def directs_instead(person: Person, *, at: datetime) -> Person | None:
    """Return the leader for whom this person directs and assigns while he is away."""
    leaders = access.delegators(person, at=at)[Work.DIRECTION]
    return leaders[0] if leaders else None


def task(person: Person, task_id: UUID, *, at: datetime) -> Task:
    """Return a task; raises NotFound when there is none that the person may see."""
    found = visible_to(person, at=at).filter(pk=task_id).first()
    if found is None:
        raise NotFound(what="nhiệm vụ")
    return found


def assignment(assignment_id: UUID) -> Assignment:
    """Return a direction of the agency in force; raises NotFound."""
    found = Assignment.objects.select_related("document", "by").filter(pk=assignment_id).first()
    if found is None:
        raise NotFound(what="ý kiến chỉ đạo")
    return found


def tasks_in(assignment_id: UUID) -> list[Task]:
    """Return every task of a direction, the lead first."""
    return _lead_first(with_names().filter(assignment=assignment_id))


@asked_once
def tasks_on(document_id: UUID) -> list[Task]:
    """Return every task of every direction on a document, the leads first."""
    return _lead_first(_on(document_id))


@prepared
def _on(document_id: UUID) -> QuerySet[Task]:
    return with_names().filter(assignment__document=document_id)


def tasks_seen_on(person: Person, document_id: UUID, *, at: datetime) -> list[Task]:
    """Return, of the tasks on a document, those the person may see."""
    if _sees_all(person, at):
        return tasks_on(document_id)
    seen = set(visible_to(person, at=at).filter(assignment__document=document_id).values_list("pk", flat=True))
    return [one for one in tasks_on(document_id) if one.pk in seen]


def _lead_first(tasks: Iterable[Task]) -> list[Task]:
    return sorted(tasks, key=lambda one: (list(TaskRole).index(TaskRole(one.role)), one.unit.ordinal, one.unit.name))


def parts_of(task_id: UUID) -> list[Task]:
    """Return the tasks into which a task was divided."""
    return list(with_names().filter(assignment__parent=task_id).order_by("assignment__at", "pk"))


def ended_with(task: Task) -> bool:
    """Tell whether the end of a task ended the work of others in the same direction."""
    others = Task.objects.filter(assignment=task.assignment_id, state=TaskState.WITHDRAWN, done_at=task.done_at)
    return task.role == TaskRole.LEAD and others.exclude(pk=task.pk).exists()


def is_ended(task: Task | None) -> bool:
    """Tell whether the task of which something is a part has come to its end."""
    return task is not None and task.state not in OPEN


def leads(document_ids: Iterable[UUID]) -> dict[UUID, Task]:
    """Return the task of the lead unit of each document that has one, the latest direction winning."""
    return _leads(tuple(document_ids))


@asked_once
def _leads(document_ids: tuple[UUID, ...]) -> dict[UUID, Task]:
    if len(document_ids) == 1:  # the page of a document, which shows all its tasks
        known = [one for one in tasks_on(*document_ids) if one.role == TaskRole.LEAD]
        found = sorted((one for one in known if one.assignment.parent_id is None), key=lambda one: one.assignment.at)
    else:
        chosen = {"assignment__document__in": document_ids, "assignment__parent": None, "role": TaskRole.LEAD}
        found = list(with_names().filter(**chosen).order_by("assignment__at"))
    return {one.assignment.document_id: one for one in found if one.assignment.document_id}


class Lead(NamedTuple):
    """The lead unit of a document, for its line in a list."""

    unit_name: str
    person_name: str
    due_on: date | None


def lead_lines(document_ids: Iterable[UUID]) -> dict[UUID, Lead]:
    """Return what a list tells of the lead of each document that has one, the latest direction winning."""
    return {pk: Lead(unit, person or "", due_on) for pk, unit, person, due_on in _lead_columns(padded(document_ids))}


@prepared
def _lead_columns(document_ids: tuple[UUID, ...]) -> QuerySet[Task, Any]:
    chosen = {"assignment__document__in": document_ids, "assignment__parent": None, "role": TaskRole.LEAD}
    found = Task.objects.filter(**chosen).order_by("assignment__at")
    return found.values_list("assignment__document_id", "unit__name", "person__full_name", "due_on")


def concerning(person: Person) -> list[QuerySet[Task, Any]]:
    """Return the tasks of this person, and those of his unit: how many there are tells how to look for documents."""
    mine = [Task.objects.filter(person=person)]
    mine += [Task.objects.filter(unit=person.unit_id)] if person.unit_id else []
    return [found.values_list("pk") for found in mine]


def concerned_documents(person: Person) -> QuerySet[Task, UUID]:
    """Return the ids of documents with a task of this person or of his unit, for use inside other queries."""
    return Task.objects.filter(_concerns(person), assignment__document__isnull=False).values_list(
        "assignment__document_id", flat=True
    )


def linked_documents(person: Person) -> QuerySet[AssignmentDocument, UUID]:
    """Return the ids of documents that belong to work of this person or his unit, for use inside other queries."""
    mine = Task.objects.filter(_concerns(person)).values("assignment_id")
    return AssignmentDocument.objects.filter(assignment__in=mine).values_list("document_id", flat=True)


def documents_of_unit(unit_id: UUID) -> QuerySet[Task, UUID]:
    """Return the ids of documents of which a unit has a part, for use inside other queries."""
    return Task.objects.filter(unit=unit_id, assignment__document__isnull=False).values_list(
        "assignment__document_id", flat=True
    )


def documents_with(assignment_id: UUID) -> list[AssignmentDocument]:
    """Return the documents that belong to a piece of work, in the order in which they were added."""
    return list(AssignmentDocument.objects.filter(assignment=assignment_id).select_related("document", "by"))


def codes_answered_by(document_id: UUID) -> tuple[str, ...]:
    """Return the task codes of superiors to which a văn bản đi is the answer (ResponseForTask of QCVN 102)."""
    answered = [one.target_id for one in documents.links_from(document_id) if one.kind == LinkKind.ANSWERS]
    linked = AssignmentDocument.objects.filter(document=document_id).values("assignment_id")
    works = list(Assignment.objects.filter(Q(document__in=answered) | Q(pk__in=linked)))
    found = [code for work in works for code in codes_of(work)]
    return tuple(sorted({*found, *documents.task_codes(answered)}))


def codes_of(work: Assignment) -> list[str]:
    """Return the task codes of superiors under which a piece of work is followed.

    Its own, those of the document it is about, and those of the work of which it is a part.
    """
    own = [work.code] if work.code else []
    of_document = documents.task_codes([work.document_id]) if work.document_id else []
    of_whole = codes_of(work.parent.assignment) if work.parent else []
    return list(dict.fromkeys([*own, *of_document, *of_whole]))


def _concerns(person: Person) -> Q:
    return Q(person=person) | Q(unit=person.unit_id) if person.unit_id else Q(person=person)
