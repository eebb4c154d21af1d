"""Each person's page of delegation: what one hands over, what one is asked to take, when one is away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.access import operations, policies
from vanthu.office.access import queries as access
from vanthu.office.access.states import Work
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.administration import AwayForm, DelegateForm, WhyForm, begin_of, end_of
from vanthu.office.web.forms.verbs import NothingForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import administration as shown
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@require_safe
@signed_in
def delegation(request: OfficeRequest) -> HttpResponse:
    """Show the delegations from and to the acting person, and when he is away."""
    at, person = clock.now(), request.person
    rows = shown.delegations(person, at=at)
    values = {
        "given": [one for one in rows if one["row"].delegator_id == person.pk],
        "taken": [one for one in rows if one["row"].delegate_id == person.pk],
        "absences": access.absences(person, at=at),
        "may": any(policies.may_delegate(person, work, at=at) for work in Work),
    }
    return render(request, "web/delegation.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, slug: str, thing_id: UUID | None = None) -> HttpResponse:
    """Ask for what a verb of delegation needs, or do it."""
    asked = ASKED.get(slug)
    if asked is None or (thing_id is None) != (slug in {"moi", "vang-mat"}):
        raise Http404
    back = reverse("web:delegation")
    today = clock.now().astimezone(VIETNAM).date()
    initial = {"since": today, "until": today + timedelta(days=2)}

    def make(data: Any) -> Any:
        if slug == "moi":
            return DelegateForm(data, initial=initial, person=request.person)
        return asked.form(data, initial=initial)

    return ask(request, asked, thing_id or request.person.pk, make=make, about={}, after=lambda: back, back=back)


def _delegate(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    since, until = begin_of(typed["since"]), end_of(typed["until"])
    to = organizations.person(UUID(typed["to"]))
    operations.delegate(
        to,
        typed["works"],
        reason=typed["reason"],
        reference=typed["reference"],
        valid_from=since,
        valid_to=until,
        by=by,
        at=at,
    )
    if typed["away"]:
        operations.be_away(by, reason=typed["reason"], valid_from=since, valid_to=until, by=by, at=at)
    return _("Đã ủy quyền; có hiệu lực khi %(who)s nhận.") % {"who": to.full_name}


def _accept(delegation_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    made = operations.accept(delegation_id, by=by, at=at)
    return _("Đã nhận; việc của %(who)s nay nằm trên bàn làm việc của ông/bà.") % {"who": made.delegator.full_name}


def _decline(delegation_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.decline(delegation_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lời không nhận.")


def _revoke(delegation_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.revoke(delegation_id, reason=typed["reason"], by=by, at=at)
    return _("Đã thôi ủy quyền.")


def _away(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    period = {"valid_from": begin_of(typed["since"]), "valid_to": end_of(typed["until"])}
    operations.be_away(by, reason=typed["reason"], **period, by=by, at=at)
    return _("Đã ghi lịch vắng mặt.")


def _back(absence_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.be_back(absence_id, by=by, at=at)
    return _("Đã bỏ lịch vắng mặt.")


ASKED = {
    "moi": Asked(gettext_lazy("Ủy quyền xử lý"), gettext_lazy("Ủy quyền"), DelegateForm, _delegate,
                 intro="web/dialogs/delegate.html"),
    "nhan": Asked(gettext_lazy("Nhận ủy quyền?"), gettext_lazy("Nhận"), NothingForm, _accept),
    "khong-nhan": Asked(gettext_lazy("Không nhận ủy quyền"), gettext_lazy("Không nhận"), WhyForm, _decline, grave=True),
    "thoi": Asked(gettext_lazy("Thôi ủy quyền xử lý"), gettext_lazy("Thôi ủy quyền"), WhyForm, _revoke, grave=True),
    "vang-mat": Asked(gettext_lazy("Ghi lịch vắng mặt"), gettext_lazy("Lưu"), AwayForm, _away),
    "da-ve": Asked(gettext_lazy("Bỏ lịch vắng mặt này?"), gettext_lazy("Bỏ lịch"), NothingForm, _back),
}  # fmt: skip
