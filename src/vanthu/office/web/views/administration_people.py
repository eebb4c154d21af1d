"""The administrator's pages of people: what somebody still holds, handing it over, leaving, going to another unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.access import policies
from vanthu.office.journeys import leaving
from vanthu.office.kernel.permission import NotFound
from vanthu.office.organizations import queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.people import LeaveForm, MoveForm, TakerForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import administration as shown
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

_PAGES = {"task": "web:task", "draft": "web:outgoing_document", "step": "web:outgoing_document"}


@require_safe
@signed_in
def people(request: OfficeRequest) -> HttpResponse:
    """Show who works in the agency."""
    policies.may_administer(request.person, at=clock.now()).require(_("Mở trang quản trị"))
    return render(request, "web/administration/people.html", {"tabs": shown.tabs("people"), "people": queries.people()})


@require_http_methods(["GET", "POST"])
@signed_in
def person(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Show what a person holds; hand over, retire a certificate, let him leave or move, each by its button."""
    at = clock.now()
    policies.may_administer(request.person, at=at).require(_("Mở trang quản trị"))
    one = queries.person(person_id)
    forms: dict[str, Any] = {"taker": TakerForm(but=one), "leave": LeaveForm(), "move": MoveForm(now=one.unit_id)}
    error: VanThuError | None = None
    if request.method == "POST":
        try:
            if _done(request, one, forms, at):
                return redirect("web:person", person_id=person_id)
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
    held = leaving.held_by(one, at=at) if one.left_at is None else []
    groups = [
        (_(label), kind, [(item, _PAGES.get(kind, "web:outgoing_document")) for item in held if item.kind == kind])
        for kind, label in leaving.KINDS.items()
    ]
    kinds = {item.kind for item in held}
    values = {"tabs": shown.tabs("people"), "one": one, "groups": groups, "kinds": kinds, "error": error, **forms}
    wrong = any(form.errors for form in forms.values())
    status = error.http_status if error else 422 if wrong else 200
    return render(request, "web/administration/person.html", values, status=status)


def _done(request: OfficeRequest, one: Person, forms: dict[str, Any], at: datetime) -> bool:
    """Do what the button says; False when something is missing in its form."""
    deeds: dict[str, Callable[[], str]] = {
        "ban-giao": lambda: _hand(request, one, forms, at),
        "thu-hoi": lambda: _retire(request, one, at),
        "thoi": lambda: _leave(request, one, forms, at),
        "chuyen": lambda: _move(request, one, forms, at),
    }
    said = next((do() for name, do in deeds.items() if name in request.POST), "")
    if said:
        messages.success(request, said)
    return bool(said)


def _hand(request: OfficeRequest, one: Person, forms: dict[str, Any], at: datetime) -> str:
    form = forms["taker"] = TakerForm(request.POST, but=one)
    if not form.is_valid():
        return ""
    count = leaving.hand_papers(one.pk, UUID(form.cleaned_data["taker"]), by=request.person, at=at)
    return _("Đã bàn giao %(count)s văn bản.") % {"count": count}


def _retire(request: OfficeRequest, one: Person, at: datetime) -> str:
    leaving.retire_certificate(one.pk, by=request.person, at=at)
    return _("Chứng thư số không còn dùng được trên hệ thống; văn bản đã ký vẫn giữ nguyên.")


def _leave(request: OfficeRequest, one: Person, forms: dict[str, Any], at: datetime) -> str:
    form = forms["leave"] = LeaveForm(request.POST)
    if not form.is_valid():
        return ""
    leaving.close(one.pk, reason=form.cleaned_data["reason"], by=request.person, at=at)
    return _("%(who)s đã thôi làm việc; tài khoản không đăng nhập được nữa.") % {"who": one.full_name}


def _move(request: OfficeRequest, one: Person, forms: dict[str, Any], at: datetime) -> str:
    form = forms["move"] = MoveForm(request.POST, now=one.unit_id)
    if not form.is_valid():
        return ""
    values = form.cleaned_data
    leaving.move(one.pk, UUID(values["unit"]), reason=values["why"], by=request.person, at=at)
    return _("Đã chuyển đơn vị.")
