"""More time: asked for by whoever does a task, granted or refused by whoever gave it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.assignments import queries
from vanthu.office.assignments.models import ExtensionRequest, Task
from vanthu.office.assignments.operations.common import admitted, doers, fact, tell, writing
from vanthu.office.assignments.operations.errors import DueInThePast, ExtensionRefused, NothingAsked, WordsMissing
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def ask_extension(task_id: UUID, *, wanted_on: date, reason: str, by: Person, at: datetime) -> ExtensionRequest:
    """Ask for a later deadline; raises WordsMissing, ExtensionRefused."""
    task = admitted(task_id, "ask_extension", by, at)
    if not reason.strip():
        raise WordsMissing(what="lý do xin gia hạn")
    _require_sensible(task, wanted_on, at)
    with writing(by, at):
        asked, new = ExtensionRequest.objects.get_or_create(
            task=task,
            decided_at=None,
            agency_id=task.agency_id,
            defaults={"was_due_on": task.due_on, "wanted_on": wanted_on, "reason": reason.strip(), "by": by, "at": at},
        )
        if not new:
            raise ExtensionRefused(why="đề nghị trước đang chờ người giao trả lời")
        fact(task, "ask_extension", by, at, wanted_on=wanted_on, reason=asked.reason)
        words = f"Xin gia hạn đến {wanted_on:%d/%m/%Y}"
        tell(task, [task.assignment.by], "request", words, by, at, text=asked.reason)
    return asked


def grant_extension(
    task_id: UUID, *, until: date | None = None, opinion: str = "", by: Person, at: datetime
) -> ExtensionRequest:
    """Grant more time, perhaps until another day than was asked for; raises NothingAsked, DueInThePast."""
    task = admitted(task_id, "decide_extension", by, at)
    asked = _open(task)
    day = until or asked.wanted_on
    if day < at.astimezone(VIETNAM).date():
        raise DueInThePast(due_on=day)
    with writing(by, at):
        _decide(asked, by, at, granted_until=day, opinion=opinion.strip())
        Task.objects.filter(pk=task.pk).update(due_on=day)
        fact(task, "grant_extension", by, at, until=day, before=task.due_on)
        words = f"Được gia hạn đến {day:%d/%m/%Y}"
        tell(task, [asked.by, *doers(task, at)], "decision", words, by, at, text=opinion.strip())
    return asked


def refuse_extension(task_id: UUID, *, reason: str, by: Person, at: datetime) -> ExtensionRequest:
    """Refuse more time with a reason; raises NothingAsked, WordsMissing."""
    task = admitted(task_id, "decide_extension", by, at)
    asked = _open(task)
    if not reason.strip():
        raise WordsMissing(what="lý do không gia hạn")
    with writing(by, at):
        _decide(asked, by, at, opinion=reason.strip())
        fact(task, "refuse_extension", by, at, reason=reason.strip())
        people = [asked.by, *doers(task, at)]
        tell(task, people, "decision", "Không được gia hạn", by, at, text=reason.strip())
    return asked


def _open(task: Task) -> ExtensionRequest:
    asked = queries.open_extension(task.pk)
    if asked is None:
        raise NothingAsked
    return asked


def _decide(asked: ExtensionRequest, by: Person, at: datetime, /, **decided: object) -> None:
    """Raises NothingAsked when somebody else decided first."""
    rows = ExtensionRequest.objects.filter(pk=asked.pk, decided_at=None)
    if rows.update(decided_at=at, decided_by=by, **decided) != 1:
        raise NothingAsked


def _require_sensible(task: Task, wanted_on: date, at: datetime) -> None:
    if task.due_on is None:
        raise ExtensionRefused(why="việc này không đặt hạn nên không cần gia hạn")
    if wanted_on <= max(task.due_on, at.astimezone(VIETNAM).date()):
        raise ExtensionRefused(why="ngày xin lùi đến phải sau hạn hiện nay và sau hôm nay")
