"""Approval routes: the list, and the page on which one is set."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.access.states import Duty
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.states import RoleKind, StepKind
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.administration import CHECK_ROWS, CheckFormSet, RouteForm, end_of
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import administration as shown
from vanthu.office.web.views.administration import require_administrator
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

LAWFUL = (
    {"stage": 1, "kind": StepKind.CONTENT.value, "who": RoleKind.UNIT_HEAD.value},
    {"stage": 2, "kind": StepKind.FORM.value, "who": f"{RoleKind.DUTY.value}:{Duty.CLERK.value}"},
)
"""The first rows of a new route: what the law asks for anyway."""


@require_safe
@signed_in
def routes(request: OfficeRequest) -> HttpResponse:
    """Show the routes in force, the default last."""
    at = clock.now()
    require_administrator(request, at)
    return render(
        request, "web/administration/routes.html", {"tabs": shown.tabs("routes"), "routes": shown.routes(at=at)}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def set_route(request: OfficeRequest) -> HttpResponse:
    """Set a route, beginning with the two checks of the law or with the steps of another (?theo=)."""
    require_administrator(request, clock.now())
    initial, rows = _beginning(request.GET.get("theo", ""))
    data = request.POST if request.method == "POST" else None
    form, checks = RouteForm(data, initial=initial), CheckFormSet(data, initial=rows, prefix="buoc")
    error: VanThuError | None = None
    if data is not None and form.is_valid() and checks.is_valid():
        try:
            _save(request, form.cleaned_data, checks)
            messages.success(request, _("Đã lưu quy trình; văn bản trình từ nay đi theo quy trình này."))
            return redirect("web:routes")
        except VanThuError as refused:
            error = refused
    status = error.http_status if error else 422 if data is not None else 200
    values = {"tabs": shown.tabs("routes"), "form": form, "checks": checks, "error": error}
    return render(request, "web/administration/route.html", values, status=status)


def _save(request: OfficeRequest, typed: dict[str, Any], checks: Any) -> None:
    values = [check for check in (form.value() for form in checks.forms if form.has_changed() or form.initial) if check]
    operations.set_route(
        name=typed["name"],
        unit_id=UUID(typed["unit"]) if typed["unit"] else None,
        types=typed["types"],
        basis=typed["basis"],
        valid_to=end_of(typed["until"]) if typed["until"] else None,
        checks=values,
        by=request.person,
        at=clock.now(),
    )


def _beginning(route_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if not route_id:
        return {}, [*LAWFUL, *({"kind": StepKind.OPINION.value} for _n in range(CHECK_ROWS - len(LAWFUL)))]
    route = queries.approval_route(UUID(route_id))
    rows = [_row(check) for check in queries.checks_of(route)][:CHECK_ROWS]
    rows += [{"kind": StepKind.OPINION.value} for _n in range(CHECK_ROWS - len(rows))]
    initial = {"name": route.name, "unit": str(route.unit_id or ""), "types": route.types, "basis": route.basis}
    return initial, rows


def _row(check: Any) -> dict[str, Any]:
    named = check.duty or check.position_id or check.person_id
    substitutes = [*check.substitutes, "", ""]
    return {
        "stage": check.stage,
        "kind": check.kind,
        "who": f"{check.role}:{named}" if named else check.role,
        "substitute": substitutes[0],
        "second": substitutes[1],
    }
