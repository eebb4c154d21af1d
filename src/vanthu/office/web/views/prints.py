"""Printing and exporting a register; long ones are made by the worker, the page does not wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotFound
from vanthu.office.reports import operations, policies, queries
from vanthu.office.reports.states import BookKey, PrintFormat, PrintState
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.registers import BookFilterForm, PrintForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import books
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

AT_ONCE = 300
"""So many lines are printed while one waits: less than a second or two."""


@require_http_methods(["GET", "POST"])
@signed_in
def order(request: OfficeRequest, key: str) -> HttpResponse:
    """Ask as what the register, narrowed as the address says, is to be printed, and have it printed."""
    if key not in BookKey.values:
        raise Http404
    book, at = BookKey(key), clock.now()
    policies.may_print(request.person, at=at).require("In sổ")
    today = at.astimezone(VIETNAM).date()
    series = queries.series_of(book, None)
    chosen = BookFilterForm(request.GET, today=today, series=series).chosen()
    rows = queries.number_of_rows(book, request.person, chosen, at=at)

    def do(_thing: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
        asked = operations.order_print(book, PrintFormat(typed["format"]), chosen, volume=typed["volume"], by=by, at=at)
        if rows <= AT_ONCE:
            asked = operations.print_now(asked.pk, at=at)
        done = asked.state == PrintState.DONE
        return _("Đã in xong, bấm để tải về.") if done else _("Đang in; trang này tự cập nhật khi xong.")

    asked = Asked(gettext_lazy("In sổ"), gettext_lazy("In"), PrintForm, do, intro="web/registers/print.html")
    back = books.place_of(book) + books.address(request.GET).rstrip("&?")
    return ask(
        request,
        asked,
        request.person.pk,
        make=lambda data: PrintForm(data, initial={"format": PrintFormat.PDF}),
        about={"book_title": book.label, "rows": rows, "chosen": chosen},
        after=lambda: reverse("web:prints"),
        back=back,
    )


@require_safe
@signed_in
def prints(request: OfficeRequest) -> HttpResponse:
    """Show what was printed; while something is on its way the list looks again by itself."""
    at, person = clock.now(), request.person
    policies.may_print(person, at=at).require("In sổ")
    listed = queries.recent_prints(person)
    values = {
        "prints": [(one, queries.Chosen.of(one.chosen)) for one in listed],
        "waiting": any(one.state == PrintState.WAITING for one in listed),
        "tabs": books.tabs("prints", person, at=at),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "web/registers/printed.html" if part else "web/registers/prints.html", values)


@require_safe
@signed_in
def download(request: OfficeRequest, print_id: UUID) -> HttpResponseBase:
    """Answer the file of a finished print."""
    policies.may_print(request.person, at=clock.now()).require("In sổ")
    found = queries.print_of(print_id)
    if found.file is None:
        raise NotFound(what="tệp của bản in")
    response = FileResponse(
        files.open_file(found.file.sha256),
        as_attachment=True,
        filename=found.file_name,
        content_type=found.file.media_type,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
