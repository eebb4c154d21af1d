"""The page of one task with its verbs, and new work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.assignments import operations, policies, queries
from vanthu.office.assignments.states import NoteKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotFound
from vanthu.office.notices import operations as notices
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms import tasks as task_forms
from vanthu.office.web.forms.verbs import HandOverForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import tasks as shown
from vanthu.office.web.undo import Undoable, undoable
from vanthu.office.web.verbs import Asked, ask, at_once
from vanthu.office.web.views.directions import decided, direction_of
from vanthu.office.web.views.task_verbs import ASKED, AT_ONCE
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Task
    from vanthu.office.organizations.models import Person


@require_safe
@signed_in
def task(request: OfficeRequest, task_id: UUID) -> HttpResponse:
    """Show one task with everything about it."""
    return _page(request, task_id)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, task_id: UUID, slug: str) -> HttpResponse:
    """Ask for what a verb needs, or do it."""
    one = queries.task(request.person, task_id, at=clock.now())
    if slug in AT_ONCE and request.method == "POST":
        return _kept(request, task_id, partial(AT_ONCE[slug], task_id, request.person))
    asked = ASKED.get(slug)
    if asked is None:
        raise Http404
    return ask(
        request,
        asked,
        task_id,
        make=lambda data: _form(slug, asked, one, data, request),
        about={"task": one},
        after=lambda: _back(one, request),
        back=shown.address(task_id),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: OfficeRequest) -> HttpResponse:
    """Give work that is about no single document."""
    policies.may_give(request.person, at=clock.now()).require(_("Giao việc"))
    made: list[UUID] = []

    def do(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Undoable:
        names = ("title", "origin", "origin_text", "code")
        work = operations.give(**{name: typed[name] for name in names}, **decided(typed), by=by, at=at)
        made.append(queries.tasks_in(work.pk)[0].pk)
        return undoable(_("Đã giao việc."), "stop_giving", made[0])

    asked = Asked(gettext_lazy("Giao việc"), gettext_lazy("Giao việc"), task_forms.WorkForm, do)
    back = reverse("web:tasks")
    return ask(
        request,
        asked,
        request.person.pk,
        make=task_forms.WorkForm,
        about={},
        after=lambda: shown.address(made[0]),
        back=back,
    )


@require_safe
@signed_in
def note_file(request: OfficeRequest, note_id: UUID) -> HttpResponseBase:
    """Give the file that went with a note at a task."""
    note = queries.note(request.person, note_id, at=clock.now())
    if note.file is None:
        raise Http404
    return FileResponse(files.open_file(note.file.sha256), as_attachment=True, filename=note.file_name)


def _page(request: OfficeRequest, task_id: UUID, error: VanThuError | None = None) -> HttpResponse:
    at = clock.now()
    values = {"shown": shown.page(request.person, task_id, at=at), "error": error}
    notices.read_about(request.person, task_id, at=at)
    return render(request, "web/tasks/page.html", values, status=error.http_status if error else 200)


def _kept(request: OfficeRequest, task_id: UUID, do: Callable[[], str | Undoable]) -> HttpResponse:
    try:
        return at_once(request, do, lambda: shown.address(task_id))
    except NotFound:
        raise
    except VanThuError as error:
        return _page(request, task_id, error)


def _back(task: Task, request: OfficeRequest) -> str:
    """The page of the task; of one that changed hands, what can be seen still."""
    try:
        queries.task(request.person, task.pk, at=clock.now())
    except NotFound:
        return reverse("web:tasks")
    return shown.address(task.pk)


def _form(slug: str, asked: Asked, task: Task, data: Any, request: OfficeRequest) -> forms.Form:
    sent = request.FILES if data is not None else None
    if slug == "tra-loi":
        asking = [note for note in queries.notes(task.pk) if note.kind == NoteKind.QUESTION]
        return task_forms.AnswerForm(data, sent, questions=[(str(one.pk), one.text) for one in reversed(asking)])
    if slug == "chia-viec":
        return task_forms.SplitForm(data, unit_id=task.unit_id, initial={"due_on": task.due_on})
    if slug == "giao-nguoi":
        return HandOverForm(data, unit_id=task.unit_id)
    if slug == "thay-doi":
        return task_forms.DirectionForm(data, initial=direction_of(task.assignment))
    if slug == "gia-han":
        wanted = queries.open_extension(task.pk)
        return task_forms.GrantForm(data, initial={"until": wanted.wanted_on if wanted else None})
    if slug == "tien-do":
        return task_forms.ReportForm(data, sent, initial={"progress": task.progress})
    return asked.form(data, sent)
