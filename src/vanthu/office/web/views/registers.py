"""The two registers, with the ten columns of the decree (ND30 PL IV)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.books import incoming_lines, outgoing_lines
from vanthu.runtime import clock


@require_safe
@signed_in
def outgoing(request: OfficeRequest) -> HttpResponse:
    """Show the register of văn bản đi of one year."""
    return _book(request, RegisterKind.OUTGOING, outgoing_lines)


@require_safe
@signed_in
def incoming(request: OfficeRequest) -> HttpResponse:
    """Show the register of văn bản đến of one year."""
    return _book(request, RegisterKind.INCOMING, incoming_lines)


def _book(request: OfficeRequest, kind: RegisterKind, lines: Any) -> HttpResponse:
    at = clock.now()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= at.year else at.year
    taken = registers.numbers(kind, year)
    values = {
        "kind": kind.value,
        "title": kind.label,
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < at.year else None,
        "lines": lines(request.person, taken, at=at),
    }
    return render(request, "web/book.html", values)
