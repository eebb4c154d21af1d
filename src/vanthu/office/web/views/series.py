"""How the agency counts: its series of numbers with their days and basis; administrators open and end them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.documents import queries as documents
from vanthu.office.registers import operations, policies
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import LEGAL_TYPES, SeriesScope
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.registers import EndSeriesForm, SeriesForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import books
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@require_safe
@signed_in
def series(request: OfficeRequest) -> HttpResponse:
    """Show every series, the general one that needs no decision first."""
    at, person = clock.now(), request.person
    today = _today()
    names = {one.code: one.name for one in documents.document_types(today)} | dict(LEGAL_TYPES)
    rows = registers.series_rows()
    values = {
        "rows": [(row, [names.get(code, code) for code in row.types], _ended(row, today)) for row in rows],
        "general": not any(row.scope == SeriesScope.GENERAL for row in rows),
        "tabs": books.tabs("series", person, at=at),
        "may_decide": policies.may(person, "open_series", at=at),
    }
    return render(request, "web/registers/series.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def open_series(request: OfficeRequest) -> HttpResponse:
    """Open a series."""
    policies.may(request.person, "open_series", at=clock.now()).require(policies.LABELS["open_series"])
    return _asked(request, OPEN, request.person.pk, lambda data: SeriesForm(data, today=_today()))


@require_http_methods(["GET", "POST"])
@signed_in
def end_series(request: OfficeRequest, series_id: UUID) -> HttpResponse:
    """End a series."""
    policies.may(request.person, "end_series", at=clock.now()).require(policies.LABELS["end_series"])
    last = {"valid_to": date(_today().year, 12, 31)}
    return _asked(request, END, series_id, lambda data: EndSeriesForm(data, initial=last))


def _asked(request: OfficeRequest, asked: Asked, thing_id: UUID, make: Any) -> HttpResponse:
    back = reverse("web:series")
    return ask(request, asked, thing_id, make=make, about={}, after=lambda: back, back=back)


def _today() -> date:
    return clock.now().astimezone(VIETNAM).date()


def _ended(row: Any, today: date) -> bool:
    return row.valid_to is not None and row.valid_to < today


def _open(_thing: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    fields = operations.SeriesFields(
        scope=typed["scope"],
        name=typed["name"],
        types=tuple(typed["types"]),
        body_name=typed["body_name"],
        notations=tuple(typed["notations"].split(",")),
        valid_from=typed["valid_from"],
        legal_basis=typed["legal_basis"],
    )
    return _("Đã lập dãy số «%(name)s».") % {"name": operations.open_series(fields, by=by, at=at).name}


def _end(series_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.end_series(series_id, valid_to=typed["valid_to"], reason=typed["reason"], by=by, at=at)
    return _("Đã ngừng dãy số.")


OPEN = Asked(
    gettext_lazy("Lập dãy số"), gettext_lazy("Lập"), SeriesForm, _open, intro="web/registers/series_intro.html"
)
END = Asked(gettext_lazy("Ngừng dãy số"), gettext_lazy("Ngừng"), EndSeriesForm, _end)
