"""What the verbs of tasks share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import policies, queries
from vanthu.office.assignments.models import Task, TaskNote
from vanthu.office.assignments.operations.errors import WordsMissing
from vanthu.office.assignments.states import NoteKind
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.notices import operations as notices
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Assignment
    from vanthu.office.organizations.models import Person

NO_WORDS = {
    NoteKind.QUESTION: "câu hỏi",
    NoteKind.ANSWER: "câu trả lời",
    NoteKind.RETURN: "lý do trả lại",
    NoteKind.PROGRESS: "tiến độ",
}


def admitted(task_id: UUID, verb: str, by: Person, at: datetime) -> Task:
    """Return the task; raises NotFound, MovedMeanwhile, NotAllowed."""
    task = queries.task(by, task_id, at=at)
    if not policies.exists(verb, task.state):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, task, at=at).require(policies.LABELS[verb])
    return task


@contextmanager
def writing(by: Person | None, at: datetime) -> Iterator[None]:
    """Open a transaction in which facts say for whom it was done by whoever directs while a leader is away."""
    instead = queries.directs_instead(by, at=at) if by and not access.has_duty(by, Duty.LEADER, at=at) else None
    with audit.instead_of(instead), write():
        yield


def fact(task: Task, verb: str, by: Person | None, at: datetime, /, **details: Any) -> None:
    """Record on the document, so that its page tells of the work on it; or else on the work itself."""
    about = task.assignment.document or task.assignment
    audit.record(verb=verb, subject=about, by=by, at=at, task=task.pk, unit=task.unit_id, **details)


def say(
    task: Task, kind: NoteKind, text: str, by: Person, at: datetime, /, *, required: bool = True, **more: Any
) -> TaskNote | None:
    """Keep what was said at a task; raises WordsMissing where words are needed."""
    words = text.strip()
    if required and not words and not more.get("file"):
        raise WordsMissing(what=NO_WORDS.get(kind, "nội dung"))
    if not words and not any(value is not None and value != "" for value in more.values()):
        return None
    values: Any = {"task": task, "kind": kind, "text": words, "by": by, "at": at, **more}
    return TaskNote.objects.create(**values)


def about(assignment: Assignment) -> str:
    """Return what work is about, in one line."""
    document = assignment.document
    if document is None:
        return assignment.title
    return assignment.title or f"{document.code_text or document.type_name}: {document.subject}"


def doers(task: Task, at: datetime) -> list[Person]:
    """Return who is told of a task: the person who has it, else the heads of the unit, else all of the unit."""
    if task.person is not None:
        return [task.person]
    return access.holders(Duty.UNIT_HEAD, at=at, unit_id=task.unit_id) or organizations.people(task.unit_id)


def tell(
    task: Task, to: list[Person], kind: str, words: str, by: Person | None, at: datetime, /, *, text: str = ""
) -> None:
    """Tell people of something at a task, but not whoever did it."""
    others = [person for person in to if by is None or person.pk != by.pk]
    key = f"{kind}:{task.pk}:{at.timestamp()}"
    title = f"{words}: {about(task.assignment)}"
    notices.post(others, kind, title, text=text, target=("task", task.pk), key=key, at=at)
