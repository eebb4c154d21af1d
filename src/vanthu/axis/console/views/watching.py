"""Pages that only show: overview, search, packages, refusals, journal."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url

from vanthu.axis.console.queries import proposals
from vanthu.axis.console.queries.overview import RECENT
from vanthu.axis.console.queries.overview import overview as how_it_is
from vanthu.axis.console.queries.packages import page_of
from vanthu.axis.console.queries.searching import Found
from vanthu.axis.console.queries.searching import search as search_for
from vanthu.axis.console.states import EXPIRE, LEAVE_DOWN, LEAVE_UP, REOPEN
from vanthu.axis.console.views.guard import OperatorRequest, operators_only
from vanthu.axis.delivery import monitoring as deliveries_
from vanthu.axis.evidence import monitoring as evidence
from vanthu.axis.evidence import queries as evidence_
from vanthu.axis.evidence.operations import receipt_for
from vanthu.axis.federation import queries as federation
from vanthu.axis.intake import monitoring as intake
from vanthu.axis.registry import queries as registry
from vanthu.runtime import clock

PAGE = 50


@operators_only
def overview(request: OperatorRequest) -> HttpResponseBase:
    """Show how the axis is doing."""
    return render(request, "console/overview.html", {"seen": how_it_is(at=clock.now())})


@operators_only
def live(request: OperatorRequest) -> HttpResponseBase:
    """Show the same again, for the page that is open."""
    return render(request, "console/overview_live.html", {"seen": how_it_is(at=clock.now())})


@operators_only
def search(request: OperatorRequest) -> HttpResponseBase:
    """Find anything by any identifier; the only thing found is opened."""
    text = request.GET.get("q", "")
    found = search_for(text, at=clock.now())
    if found.number == 1:
        return redirect(_address(found))
    context = {"found": found, "q": text, "systems": registry.system_ids()}
    return render(request, "console/search.html", context)


@operators_only
def package(request: OperatorRequest, package_id: UUID) -> HttpResponseBase:
    """Show everything about one package."""
    page = page_of(package_id)
    at = clock.now()
    asked = (
        {
            each.subject: each
            for recipient in page.history.recipients
            for each in proposals.about(str(recipient.delivery_id), request.user, at=at)
        }
        if len(page.history.recipients) <= PAGE
        else {}
    )
    context = {"page": page, "history": page.history, "asked": asked, "expire": EXPIRE, "reopen": REOPEN}
    return render(request, "console/package.html", context)


@operators_only
def audit(request: OperatorRequest) -> HttpResponseBase:
    """Show what the last audit found, and the heads exchanged with other axes."""
    context = {"audit": evidence_.last_audit(), "heads": federation.neighbour_heads()}
    return render(request, "console/audit.html", context)


@operators_only
def receipt(request: OperatorRequest, package_id: UUID) -> HttpResponseBase:
    """Give the signed receipt of a package as a file."""
    document = receipt_for(package_id, at=clock.now()).document()
    headers = {"Content-Disposition": f'attachment; filename="bien-nhan-{package_id}.json"'}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(text, content_type="application/json", headers=headers)


@operators_only
def deliveries(request: OperatorRequest, kind: str) -> HttpResponseBase:
    """List deliveries in trouble of one kind."""
    if kind not in deliveries_.KINDS:
        raise Http404
    number = _number(request.GET.get("trang"))
    names = registry.system_ids()
    mailbox = next((key for key, name in names.items() if name == request.GET.get("he-thong")), None)
    rows = deliveries_.lines(kind, since=clock.now() - RECENT, mailbox=mailbox, start=number * PAGE, limit=PAGE + 1)
    context = {
        "rows": rows[:PAGE],
        "kind": kind,
        "title": deliveries_.KINDS[kind],
        "kinds": deliveries_.KINDS,
        "systems": names,
        "next": number + 1 if len(rows) > PAGE else None,
        "system_id": request.GET.get("he-thong", ""),
    }
    return render(request, "console/deliveries.html", context)


@operators_only
def refusals(request: OperatorRequest) -> HttpResponseBase:
    """List what was refused, with its reason."""
    names = registry.system_ids()
    asked, code = request.GET.get("he-thong", ""), request.GET.get("ma", "")
    system = next((key for key, name in names.items() if name == asked), None)
    rows = intake.refusals(system=system, code=code, before=_moment(request.GET.get("truoc")), limit=PAGE + 1)
    counts = intake.refused_counts(clock.now() - timedelta(days=1))
    context = {
        "rows": rows[:PAGE],
        "systems": names,
        "asked": asked,
        "code": code,
        "counts": counts[:20],
        "next": rows[PAGE - 1].refused_at.isoformat() if len(rows) > PAGE else None,
    }
    return render(request, "console/refusals.html", context)


@operators_only
def journal(request: OperatorRequest) -> HttpResponseBase:
    """Show who changed what."""
    before = _number(request.GET.get("truoc")) or None
    by = request.GET.get("ai", "")
    page = evidence.changes(before=before, by=by, limit=PAGE)
    return render(request, "console/journal.html", {"page": page, "by": by})


@operators_only
def parent(request: OperatorRequest) -> HttpResponseBase:
    """Show how it stands with the axis above."""
    at = clock.now()
    context = {
        "parent": settings.AXIS.parent,
        "link": federation.overview() if settings.AXIS.parent else None,
        "asked_up": proposals.open_by_subject(LEAVE_UP, request.user, at=at),
        "asked_down": proposals.open_by_subject(LEAVE_DOWN, request.user, at=at),
        "leave_up": LEAVE_UP,
        "leave_down": LEAVE_DOWN,
    }
    return render(request, "console/parent.html", context)


def not_there(request: HttpRequest) -> HttpResponse:
    """Answer every other address below /quan-tri/."""
    raise Http404


def _address(found: Found) -> str:
    if found.packages:
        return resolve_url("console:package", found.packages[0].id)
    if found.agencies:
        return resolve_url("console:agency", found.agencies[0].code)
    if found.systems:
        return resolve_url("console:system", found.systems[0].system_id)
    return f"{resolve_url('console:refusals')}#{found.refusals[0].id}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
