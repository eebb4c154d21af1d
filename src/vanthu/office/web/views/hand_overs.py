"""Handing over everything somebody had to do, and the record of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.assignments import operations, policies, queries
from vanthu.office.kernel.permission import NotFound
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms import tasks as task_forms
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError


@require_http_methods(["GET", "POST"])
@signed_in
def hand_over(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """List everything one person has to do, and hand it all over in one deed (ND30-A31.3đ)."""
    at = clock.now()
    giver = organizations.person(person_id)
    policies.may_hand_all_over(request.person, giver, at=at).require(_("Bàn giao công việc"))
    tasks = queries.open_tasks_of(person_id)
    form = task_forms.TakersForm(request.POST if request.method == "POST" else None, tasks=tasks, giver=giver)
    error: VanThuError | None = None
    if request.method == "POST" and form.is_valid():
        takers = {one.pk: UUID(form.cleaned_data[str(one.pk)]) for one in tasks}
        try:
            made = operations.hand_over_all(
                person_id, takers, reason=form.cleaned_data["reason"], by=request.person, at=at
            )
        except VanThuError as refused:
            error = refused
        else:
            messages.success(request, _("Đã bàn giao %(count)s việc.") % {"count": len(takers)})
            return redirect("web:handed_over", hand_over_id=made.pk)
    values = {"giver": giver, "tasks": tasks, "form": form, "error": error}
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/tasks/hand_over.html", values, status=status)


@require_safe
@signed_in
def handed_over(request: OfficeRequest, hand_over_id: UUID) -> HttpResponse:
    """Show the record of a hand-over, to be printed."""
    record = queries.hand_over(hand_over_id)
    concerned = request.person.pk in {record.giver_id, record.by_id, *(one.taker_id for one in record.items.all())}
    if not concerned and not policies.may_hand_all_over(request.person, record.giver, at=clock.now()):
        raise NotFound(what=_("biên bản bàn giao"))
    return render(request, "web/tasks/handed_over.html", {"record": record})
