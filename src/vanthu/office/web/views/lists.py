"""The lists of văn bản đi and văn bản đến, and the registers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.incoming import queries as incoming
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.web import lists
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.searching import words_of
from vanthu.runtime import clock

PER_PAGE = 50


@dataclass(frozen=True)
class Way:
    """What differs between the two lists."""

    name: str
    tabs: tuple[lists.Tab, ...]
    queries: Any
    clerk_tab: str
    orders: Mapping[str, str]
    """What may stand in the address, and the order of the query it means."""


_BY_DAY = {"ngay": "oldest", "-ngay": "newest"}
GOING = Way("outgoing", lists.OUTGOING, outgoing, "cho-phat-hanh", _BY_DAY)
COMING = Way(
    "incoming",
    lists.INCOMING,
    incoming,
    "cho-vao-so",
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
    tab = lists.chosen(way.tabs, request.GET.get("tab", ""), _default(request, way, text))
    sort = request.GET.get("xep", "")
    values = {
        "way": way.name,
        "tab": tab,
        "tabs": lists.shown_tabs(way.tabs, tab, way.queries.counts(request.person, at=at)),
        "listing": _lines(request, way, tab, text, sort),
        "text": text,
        "sort": sort,
        "address": _address(request),
    }
    return render(request, "web/list.html", values | more)


def _default(request: OfficeRequest, way: Way, text: str) -> str:
    """A clerk's list opens on his queue; a search looks everywhere."""
    clerk = Duty.CLERK in access.duties_of(request.person, at=clock.now())
    return way.clerk_tab if clerk and not text else "tat-ca"


def _lines(request: OfficeRequest, way: Way, tab: lists.Tab, text: str, sort: str) -> Any:
    at = clock.now()
    if tab.pile is not None:
        rows = tuple(tab.pile(way.queries.desk(request.person, at=at)))
        return {"rows": rows, "total": len(rows), "page": 1, "pages": 1}
    page = request.GET.get("trang", "1")
    number = int(page) if page.isdigit() else 1
    return way.queries.listing(
        request.person, at=at, states=tab.states, text=text, page=number, per_page=PER_PAGE, **_order(way, sort)
    )


def _order(way: Way, sort: str) -> dict[str, str]:
    order = way.orders.get(sort)
    return {"order": order} if order else {}


def _address(request: OfficeRequest) -> str:
    """Return the filter of the address without page and order, to be continued."""
    kept = request.GET.copy()
    for name in ("trang", "xep"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"
