"""Doing a task, and talking about it: progress, questions and answers, the result, giving it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries
from vanthu.office.assignments.models import AssignmentDocument, Task, TaskNote
from vanthu.office.assignments.operations.common import admitted, doers, fact, say, tell, writing
from vanthu.office.assignments.operations.errors import (
    AnswerUnknown,
    NotReopened,
    PartsOpen,
    ResultMissing,
    WordsMissing,
)
from vanthu.office.assignments.states import MOVES, OPEN, NoteKind, TaskRole
from vanthu.office.documents import queries as documents
from vanthu.office.files import operations as files
from vanthu.office.kernel.moves import MovedMeanwhile, move

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

File = tuple[bytes, str, str]
"""Content, name, media type."""


def start(task_id: UUID, *, by: Person, at: datetime) -> Task:
    """Begin a task."""
    task = admitted(task_id, "start", by, at)
    with writing(by, at):
        move(task, "start", MOVES, started_at=at)
        fact(task, "start_task", by, at)
    return task


def read(task_id: UUID, *, by: Person, at: datetime) -> Task:
    """Note that what was sent to know was looked at."""
    task = admitted(task_id, "read", by, at)
    with writing(by, at):
        move(task, "complete", MOVES, done_at=at)
        fact(task, "read_task", by, at)
    return task


def report(task_id: UUID, *, progress: int, text: str = "", file: File | None = None, by: Person, at: datetime) -> Task:
    """Tell how far a task has come, in percent; what has come along has begun."""
    task = admitted(task_id, "report", by, at)
    kept = _kept(file, at)
    percent = max(0, min(100, progress))
    with writing(by, at):
        if task.state in MOVES.sources("start") and not queries.is_on_document(task):
            move(task, "start", MOVES, started_at=at)
        Task.objects.filter(pk=task.pk).update(progress=percent)
        say(task, NoteKind.PROGRESS, text, by, at, required=False, progress=percent, **kept)
        fact(task, "note_task", by, at, kind=NoteKind.PROGRESS, progress=percent)
        tell(task, [task.assignment.by], "talk", f"Tiến độ {percent} %", by, at, text=text.strip())
    return task


def ask(task_id: UUID, *, text: str, file: File | None = None, by: Person, at: datetime) -> TaskNote:
    """Ask whoever gave the task, or, as the giver, whoever does it; raises WordsMissing."""
    task = admitted(task_id, "ask", by, at)
    kept = _kept(file, at)
    with writing(by, at):
        note = say(task, NoteKind.QUESTION, text, by, at, **kept)
        assert note is not None, "a question without words was refused"
        fact(task, "note_task", by, at, kind=NoteKind.QUESTION)
        tell(task, [task.assignment.by, *doers(task, at)], "talk", f"{by.full_name} hỏi", by, at, text=note.text)
    return note


def answer(
    task_id: UUID, *, question_id: UUID, text: str, file: File | None = None, by: Person, at: datetime
) -> TaskNote:
    """Answer a question at the task; raises WordsMissing, NotFound."""
    task = admitted(task_id, "answer", by, at)
    question = queries.note(by, question_id, at=at)
    if question.task_id != task.pk or question.kind != NoteKind.QUESTION:
        raise MovedMeanwhile(verb="answer")
    kept = _kept(file, at)
    with writing(by, at):
        note = say(task, NoteKind.ANSWER, text, by, at, answers=question, **kept)
        assert note is not None, "an answer without words was refused"
        fact(task, "note_task", by, at, kind=NoteKind.ANSWER)
        tell(task, [question.by], "talk", f"{by.full_name} trả lời", by, at, text=note.text)
    return note


def urge(task_id: UUID, *, text: str, by: Person, at: datetime) -> TaskNote:
    """Urge whoever has the task, and the head of his unit (ND30-A24)."""
    task = admitted(task_id, "urge", by, at)
    with writing(by, at):
        words = text.strip() or "Đề nghị khẩn trương thực hiện."
        note = say(task, NoteKind.URGE, words, by, at)
        assert note is not None, "there are always words"
        fact(task, "note_task", by, at, kind=NoteKind.URGE, text=words)
        heads = access.holders(Duty.UNIT_HEAD, at=at, unit_id=task.unit_id)
        tell(task, [*doers(task, at), *heads], "reminder", "Đôn đốc", by, at, text=words)
    return note


def complete(
    task_id: UUID,
    *,
    result: str = "",
    answer_code: str = "",
    file: File | None = None,
    by: Person,
    at: datetime,
) -> Task:
    """End a task with its result: words, a file, or the issued văn bản đi that bears `answer_code`.

    Raises ResultMissing, AnswerUnknown, PartsOpen.
    """
    task = admitted(task_id, "complete", by, at)
    answering = issued(answer_code) if answer_code.strip() else None
    words = result.strip() or (f"Đã có {documents.cited(answering)}" if answering else "")
    if not words:
        raise ResultMissing
    require_parts_done(task)
    kept = _kept(file, at)
    with writing(by, at):
        move(task, "complete", MOVES, done_at=at, result=words, progress=100, answer=answering)
        if kept:
            say(task, NoteKind.RESULT, words, by, at, **kept)
        fact(task, "complete_task", by, at, result=words)
        tell(task, [task.assignment.by], "done", "Đã hoàn thành", by, at, text=words)
        if task.role == TaskRole.LEAD:
            _end_others(task, by, at)
    return task


def reopen(task_id: UUID, *, progress: int = 0, by: Person, at: datetime) -> Task:
    """Take a result back: the task is open again as it was before, and the giver hears of it.

    Only where completing it ended nobody else's work. Raises NotReopened.
    """
    task = admitted(task_id, "reopen", by, at)
    if queries.ended_with(task) or queries.is_ended(task.assignment.parent):
        raise NotReopened
    verb = "reopen" if task.started_at else "lay_again"
    with writing(by, at):
        move(task, verb, MOVES, done_at=None, result="", answer=None, progress=max(0, min(100, progress)))
        fact(task, "reopen_task", by, at)
        if task.role != TaskRole.INFORM:
            tell(task, [task.assignment.by], "talk", "Mở lại, chưa hoàn thành", by, at)
    return task


def give_back(task_id: UUID, *, reason: str, by: Person, at: datetime) -> Task:
    """Return a task to whoever gave it, with a reason; raises WordsMissing."""
    task = admitted(task_id, "return", by, at)
    with writing(by, at):
        returned(task, reason, by, at)
    return task


def returned(task: Task, reason: str, by: Person, at: datetime) -> None:
    """Move a task back, in the transaction of the caller; raises WordsMissing."""
    say(task, NoteKind.RETURN, reason, by, at)
    move(task, "return", MOVES)
    fact(task, "return_task", by, at, reason=reason.strip())
    tell(task, [task.assignment.by], "request", "Trả lại việc", by, at, text=reason.strip())


def give_again(task_id: UUID, *, text: str = "", by: Person, at: datetime) -> Task:
    """Give a returned task to the same unit again; who did not want it is told why."""
    task = admitted(task_id, "give_again", by, at)
    with writing(by, at):
        move(task, "give_again", MOVES, started_at=None)
        say(task, NoteKind.AGAIN, text, by, at, required=False)
        fact(task, "give_task_again", by, at)
        tell(task, doers(task, at), "task", "Giao lại", by, at, text=text.strip())
    return task


def withdraw(task_id: UUID, *, reason: str, by: Person, at: datetime) -> Task:
    """Take a task away from whoever has it, with everything that depends on it; raises WordsMissing."""
    task = admitted(task_id, "withdraw", by, at)
    if not reason.strip():
        raise WordsMissing(what="lý do thôi giao")
    with writing(by, at):
        _withdraw(task, reason.strip(), by, at)
        for part in queries.parts_of(task.pk):
            if part.state in OPEN:
                _withdraw(part, reason.strip(), by, at)
        if task.role == TaskRole.LEAD:
            _end_others(task, by, at)
    return task


def link(task_id: UUID, *, document: Document, by: Person, at: datetime) -> None:
    """Put a document the person may see with the work; the same again changes nothing."""
    task = admitted(task_id, "link", by, at)
    with writing(by, at):
        _row, new = AssignmentDocument.objects.get_or_create(
            assignment=task.assignment, document=document, agency_id=task.agency_id, defaults={"by": by, "at": at}
        )
        if new:
            fact(task, "link_task", by, at, document=document.pk, code=document.code_text)


def issued(code_text: str) -> Document:
    """Return the issued văn bản đi of this agency with this số, ký hiệu; raises AnswerUnknown."""
    number, _slash, notation = code_text.strip().partition("/")
    own = documents.issued_by_us(number, notation) if number and notation else None
    if own is None:
        raise AnswerUnknown(code_text=code_text.strip())
    return own


def require_parts_done(task: Task) -> None:
    """Raise PartsOpen while a part of the task is open."""
    left = [part for part in queries.parts_of(task.pk) if part.state in OPEN]
    if left:
        raise PartsOpen(count=len(left))


def _end_others(task: Task, by: Person, at: datetime) -> None:
    """The others need not go on with what the lead has brought to its end."""
    for other in queries.tasks_in(task.assignment_id):
        if other.pk != task.pk and other.state in OPEN and other.role != TaskRole.INFORM:
            _withdraw(other, "Đơn vị chủ trì đã kết thúc việc", by, at)


def _withdraw(task: Task, why: str, by: Person, at: datetime) -> None:
    move(task, "withdraw", MOVES, done_at=at, result=why)
    fact(task, "withdraw_task", by, at, why=why)
    tell(task, doers(task, at), "task", "Việc đã rút lại", by, at, text=why)


def _kept(file: File | None, at: datetime) -> dict[str, Any]:
    if file is None:
        return {}
    content, name, media_type = file
    return {"file": files.keep(content, media_type=media_type, at=at), "file_name": name}
