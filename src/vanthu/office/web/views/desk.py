"""The desk of the acting person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.incoming import queries as incoming
from vanthu.office.web import navigation
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import first_steps
from vanthu.office.web.shown.desk import desk as shown
from vanthu.office.web.shown.desk import only
from vanthu.runtime import clock


@require_safe
@signed_in
def desk(request: OfficeRequest) -> HttpResponse:
    """Show what must be done now, what is late and what is new."""
    at = clock.now()
    duties = access.duties_of(request.person, at=at)
    navigation.count_ahead(request.person, duties, at=at)
    desk = only(shown(request.person, duties, at=at), request.GET.get("loc", ""))
    watches = bool(duties & {Duty.CLERK, Duty.LEADER})
    new = incoming.new(request.person, at=at) if watches else 0
    steps = first_steps.left(at=at) if Duty.ADMINISTRATOR in duties and not desk.alone else []
    values = {"desk": desk, "new": new, "watches": watches, "steps": steps}
    return render(request, "web/desk.html", values)


@require_safe
@signed_in
def news(request: OfficeRequest) -> HttpResponse:
    """Answer whether documents have arrived since the desk was opened; nothing while there are none."""
    seen, now = request.GET.get("seen", ""), incoming.new(request.person, at=clock.now())
    more = now - int(seen) if seen.isdigit() else 0
    if more <= 0:
        return HttpResponse(status=204)
    return render(request, "web/desk_news.html", {"more": more})
