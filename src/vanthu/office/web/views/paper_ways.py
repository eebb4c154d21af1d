"""Sending on paper: printing copies, envelopes, the post."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.dispatch import queries as dispatched
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.paper import PostForm, PrintPaperForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.letter.envelope import SIZES, Envelope, compose_envelope

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import Sending
    from vanthu.office.organizations.models import Person


@require_http_methods(["GET", "POST"])
@signed_in
def print_paper(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Ask for whom and how many, and count the copies."""
    outgoing = queries.get(request.person, document_id, at=clock.now())
    return ask(
        request,
        PRINT,
        document_id,
        make=lambda data: PrintPaperForm(data, sendings=dispatched.sendings(document_id)),
        about={"outgoing": outgoing},
        after=lambda: _address(document_id),
        back=_address(document_id),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def post(request: OfficeRequest, document_id: UUID, sending_id: UUID) -> HttpResponse:
    """Ask what the post gave, and write the post register."""
    queries.get(request.person, document_id, at=clock.now())
    sending = dispatched.sending(document_id, sending_id)

    def do(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
        operations.post_paper(document_id, sending_id, **typed, by=by, at=at)
        return _("Đã ghi sổ gửi văn bản đi bưu điện.")

    return ask(
        request,
        Asked(gettext_lazy("Ghi đã gửi bưu điện"), gettext_lazy("Ghi sổ"), PostForm, do, intro="web/dialogs/post.html"),
        sending_id,
        make=lambda data: PostForm(data, today=clock.now().astimezone(VIETNAM).date()),
        about={"sending": sending},
        after=lambda: _address(document_id),
        back=_address(document_id),
    )


@require_safe
@signed_in
def envelope(request: OfficeRequest, document_id: UUID, sending_id: UUID, size: str) -> HttpResponse:
    """Answer the envelope for one recipient as PDF, to be printed."""
    at = clock.now()
    outgoing = queries.get(request.person, document_id, at=at)
    policies.may_print_paper(request.person, outgoing, at=at).require(_("In bì văn bản"))
    if size not in SIZES:
        raise Http404
    pdf = compose_envelope(_envelope(dispatched.sending(document_id, sending_id), size), at=at)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="bi-{size}.pdf"'
    return answer


def _envelope(sending: Sending, size: str) -> Envelope:
    agency = organizations.agency(sending.agency_id)
    contacts = (
        (_("Điện thoại"), agency.telephone),
        ("Fax", agency.fax),
        ("Email", agency.email),
        ("Website", agency.website),
    )
    return Envelope(
        sender=agency.name,
        sender_address=agency.address,
        sender_contacts=tuple(f"{word}: {value}" for word, value in contacts if value),
        code_text=sending.document.code_text,
        addressee=sending.name,
        address=sending.address,
        urgency=sending.document.urgency,
        size=size,
    )


def _print(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.print_paper(document_id, **typed, by=by, at=at)
    return _("Đã ghi số bản in. Mở tệp ở mục «Bản chính giấy» để in, rồi đóng dấu của cơ quan.")


def _address(document_id: UUID) -> str:
    return reverse("web:outgoing_document", kwargs={"document_id": document_id})


PRINT = Asked(
    gettext_lazy("In bản chính giấy"),
    gettext_lazy("Ghi số bản và in"),
    PrintPaperForm,
    _print,
    intro="web/dialogs/print_paper.html",
)
