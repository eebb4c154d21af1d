"""What a person was told, and by which ways he wants to be told."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.notices import operations, queries
from vanthu.office.notices.states import KINDS, Way
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.undo import tell, together, undoable
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError
from vanthu.standards.webpush import Subscription, SubscriptionWrong, checked, public_key

MOST_UNDONE = 100
"""Notices that can be laid before one again by one press."""
MOST_LETTERS = 1000
"""Of an endpoint; the keys are shorter."""


class DeviceRefused(VanThuError):
    """A browser whose push service is not among those the operator allows."""

    code = "VT-DAY-THIET-BI-SAI"
    template = "Không bật được thông báo trên thiết bị này: {why}."
    http_status = 422


PLACES = {
    "task": ("web:task", "task_id"),
    "outgoing": ("web:outgoing_document", "document_id"),
    "copy": ("web:copy_document", "document_id"),
    "incoming": ("web:incoming_document", "document_id"),
    "schedule": ("web:schedule_entry", "entry_id"),
    "announcement": ("web:announcement", "announcement_id"),
}
"""Where the page of each thing is that a notice may be about; a new kind of thing is named here."""


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """Show what lies under the bell, the newest first."""
    before, after = request.GET.get("truoc", ""), request.GET.get("sau", "")
    page = queries.listing(request.person, before=before, after=after)
    return render(request, "web/notices/list.html", {"listing": page, "kinds": KINDS})


@require_safe
@signed_in
def open_notice(request: OfficeRequest, notice_id: UUID) -> HttpResponse:
    """Open what a notice is about, which is then read."""
    notice = queries.notice(request.person, notice_id)
    if notice is None:
        raise Http404
    operations.read(request.person, [notice.pk], at=clock.now())
    if notice.target not in PLACES or notice.target_id is None:
        return redirect("web:notices")
    name, argument = PLACES[notice.target]
    return redirect(reverse(name, kwargs={argument: notice.target_id}))


@require_POST
@signed_in
def read_all(request: OfficeRequest) -> HttpResponse:
    """Note that the chosen notices were read, or all of them where none was chosen."""
    chosen = _chosen(request.POST.getlist("chon")) if "chi" in request.POST else None
    new = queries.new(request.person, chosen)
    operations.read(request.person, new, at=clock.now())
    if new:
        said = ngettext("Đã đọc %(n)s thông báo.", "Đã đọc %(n)s thông báo.", len(new)) % {"n": len(new)}
        few = len(new) <= MOST_UNDONE
        tell(request, together(said, [undoable("", "unread", one) for one in new]) if few else said)
    return redirect("web:notices")


def _chosen(sent: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in sent]
    except ValueError as error:
        raise Http404 from error


@require_http_methods(["GET", "POST"])
@signed_in
def choices(request: OfficeRequest) -> HttpResponse:
    """Let a person choose by which ways he is told of each kind of thing."""
    if request.method == "POST":
        wanted = {kind: [way for way in Way.values if f"{kind}:{way}" in request.POST] for kind in KINDS}
        operations.choose(request.person, wanted, at=clock.now())
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("web:notice_choices")
    chosen = queries.ways(request.person)
    lines = [
        (kind.label, [(f"{name}:{way.value}", way.label, way.value in chosen[name]) for way in Way])
        for name, kind in KINDS.items()
    ]
    values = {
        "lines": lines,
        "ways": list(Way),
        "devices": queries.devices(request.person),
        "push_key": _push_key(settings.OFFICE.push.key_file),
    }
    return render(request, "web/notices/choices.html", values)


@require_POST
@signed_in
def add_device(request: OfficeRequest) -> HttpResponse:
    """Let this browser take pushes for this person."""
    push = settings.OFFICE.push
    if not _push_key(push.key_file):
        raise Http404
    said = (request.POST.get(name, "")[:MOST_LETTERS] for name in ("endpoint", "p256dh", "auth"))
    try:
        wanted = checked(Subscription(*said), push.hosts)
    except SubscriptionWrong as error:
        raise DeviceRefused(why=_("trình duyệt này dùng dịch vụ đẩy chưa được phép")) from error
    operations.add_device(
        request.person,
        endpoint=wanted.endpoint,
        public_key=wanted.public_key,
        secret=wanted.secret,
        name=device_name(request.headers.get("User-Agent", "")),
        at=clock.now(),
    )
    messages.success(request, _("Thiết bị này sẽ nhận thông báo."))
    return redirect("web:notice_choices")


@require_POST
@signed_in
def remove_device(request: OfficeRequest, device_id: UUID) -> HttpResponse:
    """Send no more pushes to one of this person's browsers."""
    operations.remove_device(request.person, device_id, at=clock.now())
    messages.success(request, _("Đã bỏ thiết bị; thiết bị đó không nhận thông báo nữa."))
    return redirect("web:notice_choices")


def device_name(agent: str) -> str:
    """Return what a person calls the browser that names itself so: "Chrome, Android"."""
    browsers = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    found = [next((name for sign, name in kinds.items() if sign in agent), "") for kinds in (browsers, systems)]
    return ", ".join(filter(None, found)) or "Trình duyệt"


def _push_key(place: Path | None) -> str:
    """Return what browsers need to subscribe; empty while the operator has made no key."""
    return public_key(place.read_bytes()) if place is not None and place.is_file() else ""
