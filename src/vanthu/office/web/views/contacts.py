"""The contact list: people and units of the agency, and where documents go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.access import operations, policies
from vanthu.office.exchange import queries as exchange
from vanthu.office.kernel.permission import NotFound
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.contacts import ContactForm, UnitContactForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import contacts as shown
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError
from vanthu.standards.vcard import MEDIA_TYPE, cards

MOST = 50
"""Organisations shown at once; there are thousands, and one types a word."""


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """Show the people of the agency by unit."""
    at, text = clock.now(), request.GET.get("tim", "")
    values = {
        "text": text,
        "groups": shown.groups(text, at=at),
        "may_change_all": bool(policies.may_administer(request.person, at=at)),
    }
    return render(request, "web/contacts/list.html", values)


@require_safe
@signed_in
def correspondents(request: OfficeRequest) -> HttpResponse:
    """Show the organisations to which documents go, as the directory of the axis has them."""
    text = request.GET.get("tim", "")
    found = exchange.correspondents(text, limit=MOST + 1)
    here = {agency.code: agency for agency in organizations.agencies()}
    rows = [(one, here.get(one.code)) for one in found[:MOST]]
    values = {"text": text, "rows": rows, "more": len(found) > MOST}
    return render(request, "web/contacts/correspondents.html", values)


@require_safe
@signed_in
def as_csv(request: OfficeRequest) -> HttpResponse:
    """Give what the list shows as a table; a spreadsheet knows it by its mark for UTF-8."""
    people = shown.people_of(shown.groups(request.GET.get("tim", ""), at=clock.now()))
    headers = {"Content-Disposition": 'attachment; filename="danh-ba.csv"'}
    return HttpResponse(
        shown.as_csv(people).encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers
    )


@require_safe
@signed_in
def as_vcard(request: OfficeRequest) -> HttpResponse:
    """Give what the list shows as cards for a telephone."""
    people = shown.people_of(shown.groups(request.GET.get("tim", ""), at=clock.now()))
    content = cards(shown.contact(one, request.person.agency) for one in people)
    headers = {"Content-Disposition": 'attachment; filename="danh-ba.vcf"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


@require_safe
@signed_in
def card(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Give one person as a card for a telephone."""
    person = organizations.person(person_id)
    if person.left_at is not None:
        raise NotFound(what="cán bộ")
    content = cards([shown.contact(person, request.person.agency)])
    headers = {"Content-Disposition": f'attachment; filename="{person.pk}.vcf"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Change how a person is reached: everybody his own, an administrator everybody's."""
    at, person = clock.now(), organizations.person(person_id)
    policies.may_change_contact(request.person, person, at=at).require(_("Sửa danh bạ"))
    begun = {name: getattr(person, name) for name in ("telephone", "mobile", "room", "email")}
    all_of_it = bool(policies.may_administer(request.person, at=at))
    form = ContactForm(request.POST or None, initial=begun, all_of_it=all_of_it)
    keep = partial(operations.change_contact, person_id, by=request.person, at=at)
    return _changed(request, form, lambda: keep(**form.cleaned_data), person.full_name)


@require_http_methods(["GET", "POST"])
@signed_in
def change_unit(request: OfficeRequest, unit_id: UUID) -> HttpResponse:
    """Change how a unit is reached."""
    at, unit = clock.now(), organizations.unit(unit_id)
    policies.may_administer(request.person, at=at).require(_("Sửa danh bạ"))
    begun = {name: getattr(unit, name) for name in ("telephone", "email", "room")}
    form = UnitContactForm(request.POST or None, initial=begun)
    keep = partial(operations.change_unit_contact, unit_id, by=request.person, at=at)
    return _changed(request, form, lambda: keep(**form.cleaned_data), unit.name)


def _changed(request: OfficeRequest, form: forms.Form, keep: Callable[[], object], name: str) -> HttpResponse:
    error: VanThuError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            keep()
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
        else:
            messages.success(request, _("Đã lưu danh bạ."))
            return redirect("web:contacts")
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/contacts/change.html", {"form": form, "error": error, "name": name}, status=status)
