"""What belongs to a draft beside its text: the check of its form, its revisions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.outgoing import operations, queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.errors import is_fragment
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.form_check import form_check_shown
from vanthu.office.web.shown.revisions import revisions_shown
from vanthu.runtime import clock


@require_http_methods(["GET", "POST"])
@signed_in
def form_check(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Answer what the check of form found so far; a POST has it done again where it could not be done."""
    if request.method == "POST":
        operations.check_form_again(document_id, by=request.person, at=clock.now())
    outgoing = queries.get(request.person, document_id, at=clock.now())
    if not is_fragment(request):
        return redirect("web:outgoing_document", document_id=document_id)
    return render(request, "web/drafts/form_check.html", {"check": form_check_shown(outgoing), "announce": True})


@require_POST
@signed_in
def convert_again(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Have the PDF of an uploaded DOCX made again."""
    operations.convert_again(document_id, by=request.person, at=clock.now())
    return redirect("web:outgoing_document", document_id=document_id)


@require_safe
@signed_in
def revisions(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Show every revision of a draft, and any two of them compared."""
    outgoing = queries.get(request.person, document_id, at=clock.now())
    earlier, later = (_number(request.GET.get(name, "")) for name in ("tu", "den"))
    shown = revisions_shown(outgoing, earlier, later, request.GET.get("cach", ""))
    return render(request, "web/drafts/revisions.html", {"shown": shown})


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None
