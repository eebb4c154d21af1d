"""What did not go through the axis by itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.exchange import operations, queries
from vanthu.office.kernel.permission import refused
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock


@require_safe
@signed_in
def problems(request: OfficeRequest) -> HttpResponse:
    """Show the clerks what waits for a person; others have nothing to do here."""
    if not access.has_duty(request.person, Duty.CLERK, at=clock.now()):
        refused("trang này dành cho văn thư cơ quan").require(_("Xem việc liên thông"))
    return render(request, "web/problems.html", {"problems": queries.problems()})


@require_POST
@signed_in
def acknowledge(request: OfficeRequest, package_id: UUID) -> HttpResponse:
    """Take a refused package off the list: somebody has seen to it."""
    operations.acknowledge(package_id, by=request.person, at=clock.now())
    messages.success(request, _("Đã ghi nhận."))
    return redirect("web:problems")


@require_POST
@signed_in
def retry(request: OfficeRequest, transmission_id: UUID) -> HttpResponse:
    """Send again."""
    operations.retry(transmission_id, by=request.person, at=clock.now())
    messages.success(request, _("Đã xếp hàng gửi lại."))
    return redirect("web:problems")
