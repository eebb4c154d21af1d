"""The page of a task, its buttons, and the lists of tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.assignments import policies, queries
from vanthu.office.assignments.states import NoteKind
from vanthu.office.audit import queries as audit
from vanthu.office.incoming import policies as incoming_policies
from vanthu.office.incoming import queries as incoming_queries
from vanthu.office.kernel.permission import NotFound
from vanthu.office.web.shown.document import Button, Entry, LinkShown, link_to
from vanthu.office.web.shown.timeline import entry, facts

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Assignment, ExtensionRequest, Task, TaskNote
    from vanthu.office.organizations.models import Person

SLUGS = {
    "start": ("bat-dau", "now", "player-play"),
    "read": ("da-xem", "now", "check"),
    "report": ("tien-do", "dialog", "progress"),
    "complete": ("hoan-thanh", "dialog", "circle-check"),
    "give_again": ("giao-lai", "dialog", "refresh"),
    "ask": ("hoi", "dialog", "help-circle"),
    "answer": ("tra-loi", "dialog", "message"),
    "ask_extension": ("xin-gia-han", "dialog", "calendar"),
    "hand_over": ("giao-nguoi", "dialog", "user-check"),
    "split": ("chia-viec", "dialog", "sitemap"),
    "return": ("tra-lai", "dialog", "arrow-back-up"),
    "urge": ("don-doc", "dialog", "bell"),
    "change": ("thay-doi", "dialog", "pencil"),
    "link": ("gan-van-ban", "dialog", "link"),
    "withdraw": ("thoi-giao", "dialog", "x"),
}
"""The address of each verb, how it is asked for, its picture."""
MAIN = frozenset({"bat-dau", "da-xem", "tien-do", "hoan-thanh", "giao-lai"})
"""What may be the main thing to do next."""
ON_DOCUMENT = ("start", "complete", "answer", "return", "redirect")
"""The verbs of the document that stand on the page of its lead's task."""
FEW = frozenset({"start", "read", "complete", "hand_over", "return"})
"""What stands beside a task on the page of its document; the rest is on the page of the task."""


@dataclass(frozen=True)
class NoteShown:
    """Something that was said, with the answers below a question."""

    note: TaskNote
    answers: tuple[TaskNote, ...]


@dataclass(frozen=True)
class TaskPage:
    """Everything the page of a task shows."""

    task: Task
    codes: Sequence[str]
    """Under which superiors follow it; they go out with the answer."""
    row: Any
    main: Button | None
    others: tuple[Button, ...]
    absent: tuple[tuple[str, str], ...]
    others_in_it: Sequence[Any]
    parts: Sequence[Any]
    notes: Sequence[NoteShown]
    extension: ExtensionRequest | None
    extension_buttons: tuple[Button, ...]
    extensions: Sequence[ExtensionRequest]
    links: Sequence[LinkShown]
    timeline: Sequence[Entry]
    parent: Any


def page(person: Person, task_id: UUID, *, at: datetime) -> TaskPage:
    """Return the page of a task; raises NotFound when there is none that this person may see."""
    task = queries.task(person, task_id, at=at)
    assignment = task.assignment
    buttons, absent = _buttons(person, task, at)
    main = buttons[0] if buttons and buttons[0].slug in MAIN else None
    rows = {row.id: row for row in queries.rows(queries.tasks_in(assignment.pk), at)}
    extension = queries.open_extension(task.pk)
    decides = extension is not None and bool(policies.may(person, "decide_extension", task, at=at))
    return TaskPage(
        task=task,
        codes=queries.codes_of(assignment),
        row=rows.pop(task.pk),
        main=main,
        others=tuple(one for one in buttons if one is not main),
        absent=absent,
        others_in_it=list(rows.values()),
        parts=queries.rows(queries.parts_of(task.pk), at),
        notes=_talk(queries.notes(task.pk)),
        extension=extension,
        extension_buttons=_extension_buttons(task.pk) if decides else (),
        extensions=[one for one in queries.extensions(task.pk) if one.decided_at],
        links=_links(task, assignment),
        timeline=_timeline(task),
        parent=assignment.parent,
    )


def buttons_of(person: Person, task: Task, *, at: datetime, only: Collection[str] | None = None) -> tuple[Button, ...]:
    """Return the verbs of a task this person may do, as buttons."""
    found = policies.verbs(person, task, at=at, among=only)
    return tuple(_button(verb, task.pk) for verb in found if verb.permission and verb.name in SLUGS)


def address(task_id: UUID) -> str:
    """Return where the page of a task is."""
    return reverse("web:task", kwargs={"task_id": task_id})


def _buttons(person: Person, task: Task, at: datetime) -> tuple[list[Button], tuple[tuple[str, str], ...]]:
    found = policies.verbs(person, task, at=at)
    questions = any(note.kind == NoteKind.QUESTION for note in queries.notes(task.pk))
    known = [verb for verb in found if verb.name in SLUGS and (verb.name != "answer" or questions)]
    own = [_button(verb, task.pk) for verb in known if verb.permission]
    absent = tuple((_(verb.label), verb.permission.why) for verb in known if not verb.permission)
    if queries.is_on_document(task):
        return _of_document(person, task, at) + own, absent
    return own, absent


def _of_document(person: Person, task: Task, at: datetime) -> list[Button]:
    document_id = task.assignment.document_id
    assert document_id is not None, "the lead's task of a document has one"
    try:
        incoming = incoming_queries.get(person, document_id, at=at)
    except NotFound:  # the work may be seen by who may not see the document, and has then no verbs of it
        return []
    from vanthu.office.web.shown.incoming import button

    allowed = [verb for verb in incoming_policies.verbs(person, incoming, at=at) if verb.permission]
    return [button(verb.name, verb.label, document_id) for verb in allowed if verb.name in ON_DOCUMENT]


def _button(verb: Any, task_id: UUID) -> Button:
    slug, how, icon = SLUGS[verb.name]
    return Button(slug, _(verb.label), _address(task_id, slug), how, icon=icon)


def _extension_buttons(task_id: UUID) -> tuple[Button, ...]:
    return (
        Button("gia-han", _("Gia hạn"), _address(task_id, "gia-han"), "dialog", icon="check"),
        Button("khong-gia-han", _("Không gia hạn"), _address(task_id, "khong-gia-han"), "dialog", icon="x"),
    )


def _address(task_id: UUID, slug: str) -> str:
    return reverse("web:task_verb", kwargs={"task_id": task_id, "slug": slug})


def _talk(notes: Sequence[TaskNote]) -> list[NoteShown]:
    return [
        NoteShown(note, tuple(one for one in notes if one.answers_id == note.pk))
        for note in notes
        if note.answers_id is None
    ]


def _links(task: Task, assignment: Any) -> list[LinkShown]:
    found = [link_to(_("Văn bản:"), assignment.document)] if assignment.document else []
    if task.answer_id and task.answer is not None:
        found.append(link_to(_("Kết quả:"), task.answer))
    return found + [link_to(_("Văn bản kèm theo:"), row.document) for row in queries.documents_with(assignment.pk)]


def _timeline(task: Task) -> list[Entry]:
    if task.assignment.document_id is not None:
        return facts(task.assignment.document_id)
    chain: list[UUID] = []
    one: Assignment | None = task.assignment
    while one is not None:
        chain.append(one.pk)
        one = one.replaces
    found = (entry(fact) for fact in audit.facts_about(chain))
    return [line for line in found if line is not None]
