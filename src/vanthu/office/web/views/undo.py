"""The button that takes back what was just done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vanthu.office.web import undo as ways
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError


@require_POST
@signed_in
def undo(request: OfficeRequest) -> HttpResponse:
    """Take it back and show the page on which the button stood; what could not be is told."""
    try:
        count, left = ways.undo(request.POST.get("viec", ""), by=request.person, at=clock.now())
    except VanThuError as error:
        count, left = 0, [error]
    if count:
        messages.success(request, ways.said(count))
    for refused in left:
        messages.error(request, f"{refused.sentence} ({refused.code})")
    place = request.POST.get("ve", "")
    own = place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return redirect(place if own else "web:desk")
