"""What a person was told, and by which ways he wants to be told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.notices import operations, queries
from vanthu.office.notices.states import KINDS, Way
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock

PLACES = {
    "task": ("web:task", "task_id"),
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
    """Note that everything was read."""
    operations.read(request.person, at=clock.now())
    return redirect("web:notices")


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
    return render(request, "web/notices/choices.html", {"lines": lines, "ways": list(Way)})
