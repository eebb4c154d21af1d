"""Entering a văn bản đến that came on paper or was brought as a file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.audit import queries as audit
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction
from vanthu.office.incoming import policies
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.states import Channel
from vanthu.office.journeys import by_hand, receiving
from vanthu.office.journeys.by_hand import Upload
from vanthu.office.journeys.entering import AlreadyHere
from vanthu.office.journeys.suggesting import suggestions
from vanthu.office.kernel.permission import NotFound
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.access import signed_in
from vanthu.office.web.errors import is_fragment
from vanthu.office.web.forms.by_hand import ByHandForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.duplicate import DuplicateShown, beside
from vanthu.office.web.verbs import go
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError
from vanthu.standards.letter.return_slip import ReturnSlip, compose_return_slip

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument


@require_http_methods(["GET", "POST"])
@signed_in
def receive(request: OfficeRequest) -> HttpResponse:
    """Show the form, or enter the document; an error keeps everything typed, and with a script the chosen file."""
    at = clock.now()
    policies.may_receive(request.person, at=at).require(_("Vào sổ văn bản đến"))
    today = at.astimezone(VIETNAM).date()
    error: VanThuError | None = None
    duplicate: DuplicateShown | None = None
    posted = request.method == "POST"
    here = "although" in request.POST
    form = ByHandForm(request.POST, request.FILES, today=today, here=here) if posted else ByHandForm(today=today)
    if posted and form.is_valid():
        try:
            return _done(request, _received(request, form))
        except NotFound:
            raise
        except AlreadyHere as found:
            error, duplicate = found, beside(found.earlier, form.compared(), same_file=_same_file(form, found))
            form = ByHandForm(request.POST, request.FILES, today=today, here=True)
        except VanThuError as refused:
            error = refused
    status = error.http_status if error else 422 if posted and form.errors else 200
    return _page(request, form, error, duplicate, status)


@require_POST
@signed_in
def read(request: OfficeRequest) -> HttpResponse:
    """Answer the fields with what the chosen file says of itself; nothing is stored, what was typed stays."""
    at = clock.now()
    policies.may_receive(request.person, at=at).require(_("Vào sổ văn bản đến"))
    today = at.astimezone(VIETNAM).date()
    given, error, found = request.FILES.get("scan"), None, {}
    if given is not None:
        try:
            said = by_hand.said(given.read(), given.name or "", by=request.person, at=at)
            found = suggestions(said.as_json(), on=today)
        except VanThuError as refused:
            error = refused
    form = ByHandForm(today=today, initial=_typed(request, found), suggested=found)
    return _page(request, form, error, None, error.http_status if error else 200)


@require_POST
@signed_in
def package(request: OfficeRequest) -> HttpResponse:
    """Keep a package of the axis that was brought as a file; the worker does the rest."""
    given = request.FILES.get("goi")
    try:
        receiving.carry_in(
            given.read() if given else b"", (given.name if given else "") or "", by=request.person, at=clock.now()
        )
    except NotFound:
        raise
    except VanThuError as error:
        messages.error(request, error.sentence)
        return redirect("web:by_hand")
    messages.success(request, _("Đã nhận gói tin; vài giây nữa văn bản hiện ở «Chờ vào sổ»."))
    return redirect(reverse("web:incoming") + "?tab=cho-vao-so")


@require_safe
@signed_in
def slip(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Answer the slip that goes back with a document that was brought and not taken in."""
    found = incoming.get(request.person, document_id, at=clock.now())
    if not found.refused_at or found.channel not in {Channel.PAPER, Channel.HAND}:
        raise Http404
    response = HttpResponse(compose_return_slip(_slip(found), at=clock.now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="phieu-tra.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _slip(found: IncomingDocument) -> ReturnSlip:
    agency, document = organizations.agency(found.agency_id), found.document
    day = (found.refused_at or found.arrived_at).astimezone(VIETNAM)
    clerk = next((fact.by_name for fact in audit.facts_about([found.pk]) if fact.verb in {"refuse", "send_back"}), "")
    return ReturnSlip(
        governing=agency.governing_name or "",
        agency=agency.name,
        to=document.issuer_name,
        code=document.code_text,
        what=f"{documents.cited(document)} ({document.subject})",
        received=f"{found.arrived_at.astimezone(VIETNAM):%d/%m/%Y}",
        day=f"{agency.place}, ngày {day:%d} tháng {day.month} năm {day:%Y}",
        reason=found.refusal_reason,
        clerk=clerk,
    )


def _typed(request: OfficeRequest, found: dict[str, Any]) -> dict[str, Any]:
    """What somebody typed; choices that stand as they stood at first were not made by anybody."""
    typed = {name: request.POST.get(name, "") for name in ByHandForm.base_fields}
    for name, first in (("type_code", "cong_van"), ("urgency", "0"), ("page_amount", "1")):
        if name in found and typed[name] == first:
            typed[name] = ""
    return typed


def _received(request: OfficeRequest, form: ByHandForm) -> IncomingDocument:
    scan = form.cleaned_data["scan"]
    with_it = [Upload(one.read(), one.name, one.content_type or "") for one in form.cleaned_data["with_it"]]
    return by_hand.receive(
        form.entered(),
        scan.read() if scan else None,
        scan.name if scan else "",
        carried=form.carried,
        with_it=with_it,
        seen=form.seen(),
        returned_because=form.returned_because,
        by=request.person,
        at=clock.now(),
    )


def _done(request: OfficeRequest, taken: IncomingDocument) -> HttpResponse:
    if taken.arrival_number:
        messages.success(request, _("Đã vào sổ văn bản đến, số đến %(number)02d.") % {"number": taken.arrival_number})
    elif taken.refusal_reason:
        messages.success(request, _("Đã ghi trả lại. Hãy in phiếu trả gửi kèm văn bản."))
    else:
        messages.success(request, _("Đã ghép với văn bản đã có."))
    again = "con-nua" in request.POST
    page = reverse("web:incoming_document", kwargs={"document_id": taken.pk})
    return go(request, reverse("web:by_hand") if again else page)


def _same_file(form: ByHandForm, found: AlreadyHere) -> bool:
    scan = form.cleaned_data.get("scan")
    if not scan:
        return False
    scan.seek(0)
    return hashlib.sha256(scan.read()).hexdigest() in documents.hashes(found.earlier.pk)


def _page(
    request: OfficeRequest, form: ByHandForm, error: VanThuError | None, duplicate: DuplicateShown | None, status: int
) -> HttpResponse:
    template = "web/incoming/entered.html" if is_fragment(request) else "web/incoming/by_hand.html"
    shown: dict[str, Any] = {
        "form": form,
        "error": error,
        "duplicate": duplicate,
        "issuers": documents.issuers(Direction.INCOMING),
    }
    return render(request, template, shown, status=status)
