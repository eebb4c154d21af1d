"""The administrator's page of working days: what differs from the week and the public holidays."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from vanthu.office.access import operations, policies
from vanthu.office.organizations import queries
from vanthu.office.organizations.states import DayKind
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.calendar import CalendarFileForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import administration as shown
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@require_http_methods(["GET", "POST"])
@signed_in
def calendar(request: OfficeRequest) -> HttpResponse:
    """Show the days of a year, or take a table of them."""
    at = clock.now()
    policies.may_administer(request.person, at=at).require(_("Mở trang quản trị"))
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        changed = operations.set_days(form.days, by=request.person, at=at)
        said = ngettext("Đã ghi %(n)s ngày khác trước.", "Đã ghi %(n)s ngày khác trước.", changed) % {"n": changed}
        messages.success(request, said)
        return redirect("web:calendar")
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else at.astimezone(VIETNAM).year
    values = {"tabs": shown.tabs("calendar"), "form": form, "year": year, "days": queries.calendar_days(year)}
    return render(request, "web/administration/calendar.html", values, status=422 if form.errors else 200)


def set_day(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    """Say how one day is worked."""
    operations.set_days({typed["day"]: (DayKind(typed["kind"]), typed["basis"])}, by=by, at=at)
    return _("Đã ghi ngày vào lịch làm việc; các hạn được tính lại.")


def forget_day(day_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    """Let a day be as usual."""
    operations.forget_day(day_id, by=by, at=at)
    return _("Đã bỏ ngày khỏi lịch làm việc.")
