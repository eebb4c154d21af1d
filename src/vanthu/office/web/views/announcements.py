"""Announcements inside the agency: the list, writing one, reading it, who has read it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.announcements import operations, policies, queries
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotFound
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.announcements import AnnouncementForm
from vanthu.office.web.forms.verbs import NothingForm, ReasonForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import timeline
from vanthu.office.web.verbs import Asked, ask
from vanthu.office.web.views.task_verbs import LARGEST
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

SLUGS = {"confirm": "xac-nhan", "urge": "nhac", "archive": "luu", "withdraw": "thu-hoi"}
_PARTS: dict[str, str | Promise] = {
    "hieu-luc": gettext_lazy("Đang hiệu lực"),
    "da-thoi": gettext_lazy("Đã lưu, thu hồi, hết hạn"),
    "toi-gui": gettext_lazy("Tôi đưa"),
}


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """Show what a person may read, what he has not read first; of his own and those he watches, who has read them."""
    at, person = clock.now(), request.person
    part = request.GET.get("phan", "")
    part = part if part in _PARTS else queries.PARTS[0]
    before, after = request.GET.get("truoc", ""), request.GET.get("sau", "")
    page = queries.listing(person, part, at=at, before=before, after=after)
    watched = [one for one in page.rows if queries.watches(person, one, at=at)]
    readings = queries.readings(watched, at=at)
    values = {
        "listing": page,
        "rows": [(one, readings.get(one.pk)) for one in page.rows],
        "parts": [(key, label, key == part) for key, label in _PARTS.items()],
        "part": part,
        "may_announce": bool(policies.may_announce(person, at=at)),
    }
    return render(request, "web/announcements/list.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: OfficeRequest) -> HttpResponse:
    """Write an announcement and make it known."""
    at = clock.now()
    policies.may_announce(request.person, at=at).require(_("Đưa thông báo nội bộ"))
    if request.method == "GET":
        return render(request, "web/announcements/write.html", {"form": AnnouncementForm()})
    form, error = AnnouncementForm(request.POST, request.FILES), None
    if form.is_valid():
        try:
            made = operations.announce(form.value(), _sent(form.cleaned_data["attached"]), by=request.person, at=at)
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
        else:
            messages.success(request, _("Đã đưa thông báo; mỗi người nhận được báo một lần."))
            return redirect("web:announcement", announcement_id=made.pk)
    status = error.http_status if error else 422
    return render(request, "web/announcements/write.html", {"form": form, "error": error}, status=status)


@require_safe
@signed_in
def announcement(request: OfficeRequest, announcement_id: UUID) -> HttpResponse:
    """Show an announcement; opening it is kept. Author and heads see who has read it."""
    at, person = clock.now(), request.person
    found = operations.open_(announcement_id, by=person, at=at)
    watches = queries.watches(person, found, at=at)
    buttons = {one.name: one for one in policies.verbs(person, found, at=at) if one.permission}
    reading = queries.reading(found, at=at) if watches else None
    if reading is not None and not reading.missing:
        buttons.pop("urge", None)
    row = queries.reader(person, found)
    values = {
        "announcement": found,
        "stands": queries.stands(found, at=at),
        "units": queries.addressed_units(found),
        "files": queries.files(found),
        "confirm": buttons.pop("confirm", None),
        "confirmed_at": row.confirmed_at if row else None,
        "urge": buttons.pop("urge", None),
        "verbs": [(one, SLUGS[one.name]) for one in buttons.values()],
        "reading": reading,
        "timeline": timeline.facts(found.pk) if watches else (),
    }
    return render(request, "web/announcements/page.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, announcement_id: UUID, slug: str) -> HttpResponse:
    """Ask for what a verb needs, or do it."""
    found = queries.get(request.person, announcement_id, at=clock.now())
    asked = ASKED.get(slug)
    if asked is None:
        raise Http404
    here = reverse("web:announcement", kwargs={"announcement_id": announcement_id})
    about = {"announcement": found}
    return ask(request, asked, announcement_id, make=asked.form, about=about, after=lambda: here, back=here)


@require_safe
@signed_in
def file(request: OfficeRequest, file_id: UUID) -> HttpResponseBase:
    """Give a file that goes with an announcement."""
    found = queries.file(request.person, file_id, at=clock.now())
    return FileResponse(files.open_file(found.file_id), as_attachment=True, filename=found.name)


def _sent(uploaded: list[Any]) -> list[operations.File]:
    for one in uploaded:
        if one.size > LARGEST:
            largest = LARGEST // (1024 * 1024)
            raise operations.AnnouncementIncomplete(what=f"tệp «{one.name}» lớn hơn {largest} MB")
    return [(one.read(), one.name, one.content_type or "application/octet-stream") for one in uploaded]


def _confirm(announcement_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.confirm(announcement_id, by=by, at=at)
    return _("Đã ghi nhận ông/bà đã đọc thông báo.")


def _urge(announcement_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    number = operations.urge(announcement_id, by=by, at=at)
    return ngettext("Đã nhắc %(n)d người.", "Đã nhắc %(n)d người.", number) % {"n": number}


def _archive(announcement_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.archive(announcement_id, reason=typed["reason"], by=by, at=at)
    return _("Thông báo không còn hiệu lực; vẫn đọc được trong phần đã lưu.")


def _withdraw(announcement_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.withdraw(announcement_id, reason=typed["reason"], by=by, at=at)
    return _("Đã thu hồi; người nhận được báo kèm lý do.")


ASKED = {
    "xac-nhan": Asked(gettext_lazy("Xác nhận đã đọc"), gettext_lazy("Tôi đã đọc"), NothingForm, _confirm),
    "nhac": Asked(gettext_lazy("Nhắc người chưa đọc"), gettext_lazy("Nhắc"), NothingForm, _urge),
    "luu": Asked(gettext_lazy("Thôi hiệu lực, lưu thông báo"), gettext_lazy("Lưu"), ReasonForm, _archive),
    "thu-hoi": Asked(gettext_lazy("Thu hồi thông báo"), gettext_lazy("Thu hồi"), ReasonForm, _withdraw, grave=True),
}
