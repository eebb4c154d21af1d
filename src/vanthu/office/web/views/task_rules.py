"""When people are reminded of deadlines, and which work comes again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.assignments import operations, policies, queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.task_rules import RepeatForm, RuleForm
from vanthu.office.web.forms.verbs import NothingForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.verbs import Asked, ask
from vanthu.office.web.views.directions import decided
from vanthu.runtime import clock

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@require_safe
@signed_in
def rules(request: OfficeRequest) -> HttpResponse:
    """Show the rules of reminding and the work that comes again."""
    at, person = clock.now(), request.person
    policies.may_give(person, at=at).require(_("Xem việc định kỳ, nhắc hạn"))
    operations.begin_with_rules(at=at)
    again = [(row, bool(policies.may_end_recurrence(person, row, at=at))) for row in queries.recurrences()]
    values = {"rules": queries.reminder_rules(), "may_set": policies.may_set_rules(person, at=at), "again": again}
    return render(request, "web/tasks/rules.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, slug: str, thing_id: UUID | None = None) -> HttpResponse:
    """Make or end a rule or a recurrence."""
    asked = ASKED.get(slug)
    if asked is None or (thing_id is None) != (slug in {"dat-nhac", "lap-lai"}):
        raise Http404
    policies.may_give(request.person, at=clock.now()).require(str(asked.title))
    back = reverse("web:task_rules")
    return ask(
        request,
        asked,
        thing_id or request.person.pk,
        make=asked.form,
        about={},
        after=lambda: back,
        back=back,
    )


def _set_rule(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    days = typed["days"] if typed["side"] == "after" else -typed["days"]
    operations.set_rule(days=days, whom=typed["whom"], by=by, at=at)
    return _("Đã đặt quy tắc nhắc hạn.")


def _end_rule(rule_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.end_rule(rule_id, by=by, at=at)
    return _("Đã bỏ quy tắc nhắc hạn.")


def _repeat(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    given = {key: value for key, value in decided(typed).items() if key not in {"due_on", "urgency"}}
    said = {name: typed[name] for name in ("title", "origin", "origin_text", "every", "first_on", "due_days")}
    operations.repeat(**said, **given, by=by, at=at)
    return _("Đã giao việc định kỳ.")


def _end(recurrence_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.end_recurrence(recurrence_id, by=by, at=at)
    return _("Việc này không lặp lại nữa; việc đã giao vẫn còn.")


ASKED = {
    "dat-nhac": Asked(gettext_lazy("Đặt quy tắc nhắc hạn"), gettext_lazy("Đặt"), RuleForm, _set_rule),
    "bo-nhac": Asked(gettext_lazy("Bỏ quy tắc nhắc hạn này?"), gettext_lazy("Bỏ"), NothingForm, _end_rule),
    "lap-lai": Asked(gettext_lazy("Giao việc định kỳ"), gettext_lazy("Giao việc"), RepeatForm, _repeat),
    "thoi-lap": Asked(gettext_lazy("Thôi lặp lại việc này?"), gettext_lazy("Thôi lặp lại"), NothingForm, _end),
}
