"""The administrator's page of ways of sending: the rules in force, and how often they were departed from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vanthu.office.access import policies
from vanthu.office.dispatch import operations
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.administration import begin_of, end_of
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import administration as shown
from vanthu.office.web.shown import ways as shown_ways
from vanthu.office.web.shown.administration import month_of
from vanthu.runtime import clock

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@require_safe
@signed_in
def ways(request: OfficeRequest) -> HttpResponse:
    """Show the rules in force and the ways of a month."""
    at = clock.now()
    policies.may_administer(request.person, at=at).require(_("Mở trang quản trị"))
    values = {"tabs": shown.tabs("ways"), **shown_ways.page(*month_of(request.GET.get("thang", ""), at), at=at)}
    return render(request, "web/administration/ways.html", values)


def set_rule(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    """Set a rule from what was typed."""
    operations.set_rule(
        way=typed["way"],
        group=typed["group"],
        recipients=typed["recipients"].splitlines(),
        types=typed["types"],
        basis=typed["basis"],
        valid_from=max(begin_of(typed["since"]), at) if typed["since"] else None,
        valid_to=end_of(typed["until"]) if typed["until"] else None,
        by=by,
        at=at,
    )
    return _("Đã ghi quy định về cách gửi.")


def end_rule(rule_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    """End a rule."""
    operations.end_rule(rule_id, by=by, at=at)
    return _("Quy định về cách gửi đã hết hiệu lực.")
