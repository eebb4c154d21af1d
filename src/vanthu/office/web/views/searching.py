"""The page of the search box that stands on every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vanthu.office.web import searching
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock


@require_safe
@signed_in
def search(request: OfficeRequest) -> HttpResponse:
    """Show what the acting person may see of what he looks for, by kind, with the way to all of it."""
    text = searching.words_of(request, "q")
    groups = searching.search(request.person, text, at=clock.now())
    return render(request, "web/search.html", {"text": text, "groups": groups})
