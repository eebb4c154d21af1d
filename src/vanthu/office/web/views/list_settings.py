"""Filters kept under a name and columns of choice, set on the page of the list itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vanthu.office.lists import operations
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.views.lists import COMING, GOING, Way, kept_query
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

WAYS = {way.path: way for way in (GOING, COMING)}


@require_POST
@signed_in
def keep(request: OfficeRequest, path: str) -> HttpResponse:
    """Keep the filter of the list as it stands in the address it was pressed at."""
    way = WAYS[path]
    query = kept_query(QueryDict(request.POST.get("loc", "")), way)
    title, shared = request.POST.get("ten", ""), "don_vi" in request.POST
    try:
        operations.keep_filter(way.name, title, query, for_unit=shared, by=request.person, at=clock.now())
    except VanThuError as error:
        messages.error(request, f"{error.sentence} ({error.code})")
    else:
        messages.success(request, _("Đã lưu bộ lọc."))
    return _back(way, query)


@require_POST
@signed_in
def drop(request: OfficeRequest, path: str, filter_id: UUID) -> HttpResponse:
    """Forget a filter."""
    way = WAYS[path]
    operations.drop_filter(filter_id, by=request.person, at=clock.now())
    messages.success(request, _("Đã xóa bộ lọc."))
    return _back(way, kept_query(QueryDict(request.POST.get("loc", "")), way))


@require_POST
@signed_in
def columns(request: OfficeRequest, path: str) -> HttpResponse:
    """See the list in these columns, or in the usual ones again."""
    way, at = WAYS[path], clock.now()
    typed = set(request.POST.getlist("cot"))
    offered = way.columns(request, at)
    keys = [] if "thuong" in request.POST else [one.key for one in offered if one.fixed or one.key in typed]
    operations.choose_columns(way.name, keys, by=request.person, at=at)
    return _back(way, kept_query(QueryDict(request.POST.get("loc", "")), way))


def _back(way: Way, query: str) -> HttpResponse:
    address = reverse(f"web:{way.name}")
    return redirect(f"{address}?{query}" if query else address)
