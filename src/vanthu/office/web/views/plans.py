"""Programmes and plans of work: the list, the tree of one, its items, the next period, the sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.assignments import operations, policies, queries
from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.plans import WHOLE, ItemForm, PlanForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import plans as shown
from vanthu.office.web.shown.timeline import facts
from vanthu.office.web.verbs import Asked, ask
from vanthu.office.web.views.directions import decided
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Plan
    from vanthu.office.organizations.models import Person

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """Show the plans a person may see, each with what has come of it."""
    at, person = clock.now(), request.person
    before, after = request.GET.get("truoc", ""), request.GET.get("sau", "")
    page = queries.plans(person, at=at, before=before, after=after)
    values = {"listing": page, "may_plan": _may_plan_something(person, at)}
    return render(request, "web/plans/list.html", values)


@require_safe
@signed_in
def plan(request: OfficeRequest, plan_id: UUID) -> HttpResponse:
    """Show a plan as a tree."""
    at, person = clock.now(), request.person
    found = queries.plan(person, plan_id, at=at)
    lines = queries.tree(plan_id, at=at)
    opened = set(queries.visible_to(person, at=at).filter(assignment__plan=plan_id).values_list("pk", flat=True))
    may = bool(policies.may_plan(person, found.unit_id, at=at))
    values = {
        "plan": found,
        "lines": [(line, line.row.id in opened) for line in lines],
        "total": queries.total(lines),
        "may_plan": may,
        "may_add": may and bool(policies.may_give(person, at=at)),
        "copied_to": found.copied_to if hasattr(found, "copied_to") else None,
        "document_url": _document_url(person, found, at),
        "timeline": facts(found.pk),
    }
    return render(request, "web/plans/page.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def make(request: OfficeRequest) -> HttpResponse:
    """Make a plan."""
    at = clock.now()
    policies.may_plan(request.person, request.person.unit_id, at=at).require(_("Lập kế hoạch"))
    return _form(request, {}, _("Lập chương trình, kế hoạch"), reverse("web:plans"), operations.make_plan)


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: OfficeRequest, plan_id: UUID) -> HttpResponse:
    """Change what a plan says of itself."""
    at = clock.now()
    found = queries.plan(request.person, plan_id, at=at)
    policies.may_plan(request.person, found.unit_id, at=at).require(_("Sửa kế hoạch"))

    def keep(fields: operations.PlanFields, **by: Any) -> Plan:
        return operations.change_plan(plan_id, fields, **by)

    return _form(request, _as_typed(found), _("Sửa kế hoạch"), _address(plan_id), keep)


@require_http_methods(["GET", "POST"])
@signed_in
def copy(request: OfficeRequest, plan_id: UUID) -> HttpResponse:
    """Make the plan of the next period from one."""
    at = clock.now()
    found = queries.plan(request.person, plan_id, at=at)
    policies.may_plan(request.person, found.unit_id, at=at).require(_("Chép sang kỳ sau"))
    begins = found.ends_on + timedelta(days=1)
    # As many whole months as before, or else as many days.
    begun = {"starts_on": begins, "ends_on": _end_after(found, begins), "approved_by": ""}

    def keep(fields: operations.PlanFields, **by: Any) -> Plan:
        return operations.copy_plan(plan_id, fields, **by)

    return _form(request, _as_typed(found) | begun, _("Chép sang kỳ sau"), _address(plan_id), keep)


@require_http_methods(["GET", "POST"])
@signed_in
def add_item(request: OfficeRequest, plan_id: UUID) -> HttpResponse:
    """Give work as an item of a plan."""
    at = clock.now()
    found = queries.plan(request.person, plan_id, at=at)
    policies.may_plan(request.person, found.unit_id, at=at).require(_("Thêm việc"))

    def do(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
        operations.add_item(plan_id, title=typed["title"], **decided(typed), by=by, at=at)
        return _("Đã thêm và giao việc.")

    asked = Asked(gettext_lazy("Thêm việc vào kế hoạch"), gettext_lazy("Giao việc"), ItemForm, do)
    here = _address(plan_id)
    begun = {"due_on": found.ends_on, "lead_unit": str(found.unit_id or "")}

    def form(data: Any) -> ItemForm:
        return ItemForm(data, initial=begun)

    return ask(request, asked, plan_id, make=form, about={}, after=lambda: here, back=here)


@require_safe
@signed_in
def as_xlsx(request: OfficeRequest, plan_id: UUID) -> HttpResponse:
    """Give a plan as a sheet that prints on A4."""
    at = clock.now()
    found = queries.plan(request.person, plan_id, at=at)
    content = shown.as_xlsx(found, request.person.agency.name, queries.tree(plan_id, at=at))
    headers = {"Content-Disposition": f'attachment; filename="ke-hoach-{found.starts_on}.xlsx"'}
    return HttpResponse(content, content_type=SHEET, headers=headers)


def _form(
    request: OfficeRequest, begun: dict[str, Any], title: str, back: str, keep: Callable[..., Plan]
) -> HttpResponse:
    at, person = clock.now(), request.person
    may_all = bool(policies.may_plan(person, None, at=at))
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, initial=begun, may_all=may_all, own=person.unit_id)
    error: VanThuError | None = None
    if data is not None and form.is_valid():
        try:
            made = keep(form.value(), by=person, at=at)
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
        else:
            messages.success(request, _("Đã lưu kế hoạch."))
            return redirect("web:plan", plan_id=made.pk)
    status = error.http_status if error else 422 if form.errors else 200
    values = {"form": form, "error": error, "title": title, "back": back}
    return render(request, "web/plans/write.html", values, status=status)


def _as_typed(found: Plan) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "title": found.title,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "unit": str(found.unit_id or WHOLE),
        "approved_by": found.document.code_text if found.document else "",
    }


def _end_after(found: Plan, begins: date) -> date:
    first = found.starts_on
    after = found.ends_on + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == 1 and after.day == 1:
        number = begins.month - 1 + months
        return date(begins.year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return begins + (found.ends_on - first)


def _may_plan_something(person: Person, at: datetime) -> bool:
    return bool(policies.may_plan(person, person.unit_id, at=at))


def _document_url(person: Person, found: Plan, at: datetime) -> str:
    if found.document_id is None or not outgoing.visible_to(person, at=at).filter(pk=found.document_id).exists():
        return ""
    return reverse("web:outgoing_document", kwargs={"document_id": found.document_id})


def _address(plan_id: UUID) -> str:
    return reverse("web:plan", kwargs={"plan_id": plan_id})
