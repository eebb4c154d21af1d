"""The five registers on the screen (ND30-PLIV)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vanthu.office.reports import policies, queries
from vanthu.office.reports.states import BookKey
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.registers import BookFilterForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import books
from vanthu.office.web.shown.pen import Pen
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM


@require_safe
@signed_in
def book(request: OfficeRequest, key: BookKey) -> HttpResponse:
    """Show a page of one register, narrowed as the address says."""
    at, person = clock.now(), request.person
    today = at.astimezone(VIETNAM).date()
    asked_year = request.GET.get("nam", "")
    year = int(asked_year) if asked_year.isdigit() and len(asked_year) == 4 else today.year
    form = BookFilterForm(request.GET, today=today, series=queries.series_of(key, year))
    chosen, sort = form.chosen(), request.GET.get("xep", "")
    before, after = request.GET.get("truoc", ""), request.GET.get("sau", "")
    shown, actions = books.shown(key), books.actions(key, person, at=at)
    listing = queries.listing(key, person, chosen, at=at, order=sort or "-ngay", before=before, after=after)
    values = {
        "key": key,
        "book": shown,
        "lines": books.written(shown, listing.rows, actions, Pen(at)),
        "tabs": books.tabs(key, person, at=at),
        "form": form,
        "chosen": chosen,
        "listing": listing,
        "verbs": books.verbs(key, person, at=at),
        "may_print": policies.may_print(person, at=at),
        "today": today,
        "sort": sort,
        "address": books.address(request.GET),
        "query": books.address(request.GET).strip("?&"),
    }
    return render(request, "web/registers/book.html", values)
