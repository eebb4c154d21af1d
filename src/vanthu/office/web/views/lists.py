"""The lists of văn bản đi and văn bản đến, and the registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.incoming import queries as incoming
from vanthu.office.kernel.paging import Page
from vanthu.office.lists import policies as keeping
from vanthu.office.lists import queries as kept
from vanthu.office.lists.states import ListName
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.web import lists, navigation
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.filters import FilterForm, IncomingFilterForm, OutgoingFilterForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.searching import words_of
from vanthu.office.web.shown import lines
from vanthu.office.web.shown.lines import Column
from vanthu.office.web.shown.pen import Pen
from vanthu.runtime import clock


@dataclass(frozen=True)
class Way:
    """What differs between the two lists."""

    name: ListName
    path: str
    """The first part of its addresses."""
    tabs: tuple[lists.Tab, ...]
    queries: Any
    form: type[FilterForm]
    clerk_tab: str
    columns: Callable[[OfficeRequest, datetime], Sequence[Column]]
    orders: Mapping[str, str]
    """What may stand in the address, and the order of the query it means."""


def _outgoing_columns(request: OfficeRequest, at: datetime) -> Sequence[Column]:
    return lines.OUTGOING


def _incoming_columns(request: OfficeRequest, at: datetime) -> Sequence[Column]:
    registers = Duty.CLERK in access.duties_of(request.person, at=at)
    return lines.to_register() if registers else lines.INCOMING


_BY_DAY = {"ngay": "oldest", "-ngay": "newest"}
GOING = Way(
    ListName.OUTGOING,
    "van-ban-di",
    lists.OUTGOING,
    outgoing,
    OutgoingFilterForm,
    "cho-phat-hanh",
    _outgoing_columns,
    _BY_DAY,
)
COMING = Way(
    ListName.INCOMING,
    "van-ban-den",
    lists.INCOMING,
    incoming,
    IncomingFilterForm,
    "cho-vao-so",
    _incoming_columns,
    {**_BY_DAY, "so-den": "number_up", "-so-den": "number_down"},
)


@require_safe
@signed_in
def outgoing_list(request: OfficeRequest) -> HttpResponse:
    """Show the văn bản đi this person may see."""
    return _list(request, GOING, {"title": _("Văn bản đi")})


@require_safe
@signed_in
def incoming_list(request: OfficeRequest) -> HttpResponse:
    """Show the văn bản đến this person may see."""
    return _list(request, COMING, {"title": _("Văn bản đến")})


def _list(request: OfficeRequest, way: Way, more: dict[str, Any]) -> HttpResponse:
    at, text = clock.now(), words_of(request, "q")
    if request.headers.get("HX-Request") != "true":
        own = way.queries.open_ones(request.person, at=at)
        navigation.count_ahead(request.person, access.duties_of(request.person, at=at), own, at=at)
    tab = lists.chosen(way.tabs, request.GET.get("tab", ""), _default(request, way, text))
    sort, form = request.GET.get("xep", ""), way.form(request.GET, today=at.date())
    narrowed = form.narrowed()
    listing = _lines(request, way, tab, {"text": text, **narrowed}, sort)
    offered = way.columns(request, at)
    own = kept.settings(request.person, way.name)
    columns = lines.chosen(offered, own.columns)
    values = {
        "way": way.name,
        "columns": columns,
        "offered": [(column, column in columns) for column in offered if not column.fixed],
        "filters": own.filters,
        "may_share": bool(keeping.may_keep_for_unit(request.person, at=at)),
        "kept_here": kept_query(request.GET, way),
        "keepable": bool(narrowed or text),
        "path": way.path,
        "lines": lines.lines(listing.rows, columns, Pen(at)),
        "tab": tab,
        "tabs": lists.shown_tabs(way.tabs, tab, way.queries.counts(request.person, at=at)),
        "listing": listing,
        "form": form,
        "narrowed": len(narrowed),
        "text": text,
        "sort": sort,
        "address": _address(request),
    }
    return render(request, "web/list.html", values | more)


def kept_query(typed: QueryDict, way: Way) -> str:
    """Return what an address says that a kept filter keeps: the tab, the words, what the form narrows, the order."""
    names = ("tab", "q", *way.form.base_fields, "xep")
    return urlencode([(name, typed[name]) for name in names if typed.get(name)])


def _default(request: OfficeRequest, way: Way, text: str) -> str:
    """A clerk's list opens on his queue; a search looks everywhere."""
    clerk = Duty.CLERK in access.duties_of(request.person, at=clock.now())
    return way.clerk_tab if clerk and not text else "tat-ca"


def _lines(request: OfficeRequest, way: Way, tab: lists.Tab, narrowed: dict[str, Any], sort: str) -> Page[Any]:
    at = clock.now()
    if tab.pile is not None:
        rows = tuple(tab.pile(way.queries.desk(request.person, at=at)))
        return Page(rows, before="", after="", total=len(rows))
    place = {"before": request.GET.get("truoc", ""), "after": request.GET.get("sau", "")}
    chosen = way.queries.Filter(states=tab.states, **narrowed)
    page: Page[Any] = way.queries.listing(request.person, chosen, at=at, order=way.orders.get(sort, "newest"), **place)
    return page


def _address(request: OfficeRequest) -> str:
    """Return the filter of the address without place and order, to be continued."""
    kept = request.GET.copy()
    for name in ("sau", "truoc", "xep"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"
