"""Evidence files: asking for one with the PIN of the agency's key, and fetching it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.incoming import queries as incoming
from vanthu.office.journeys import evidencing
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.signatures import policies, queries
from vanthu.office.signatures.ports import Way
from vanthu.office.signatures.states import EvidenceState, Role
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.verbs import PinForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.evidence import evidence_of
from vanthu.office.web.verbs import Asked, ask
from vanthu.office.web.views.papers import file_answer, version_of
from vanthu.office.web.views.signing import way_for
from vanthu.runtime import clock
from vanthu.standards.evidence_file.container import MIMETYPE

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@signed_in
def make(request: OfficeRequest, way: str, document_id: UUID, version_id: UUID) -> HttpResponse:
    """Make an evidence file of an issued or received document; the PIN is asked for where the agency's key signs it."""
    version = version_of(request, way, document_id, version_id)
    if way == "outgoing" and not outgoing.get(request.person, document_id, at=clock.now()).issued_at:
        raise Http404
    policies.may_sign(request.person, Role.AGENCY, at=clock.now()).require(_("Lập tệp chứng cứ"))
    back = reverse(f"web:{way}_document", kwargs={"document_id": document_id})
    intro = "web/dialogs/evidence.html"
    way_of_key = way_for(request.person, Role.AGENCY)
    sealed = way_of_key.at_once
    button = gettext_lazy("Ký số, lập tệp") if sealed else gettext_lazy("Lập tệp có dấu thời gian")
    asked = Asked(gettext_lazy("Lập tệp chứng cứ"), button, PinForm, partial(_make, version_id), intro)
    return ask(
        request,
        asked,
        document_id,
        make=lambda data: PinForm(data, way=way_of_key if sealed else Way.UNATTENDED),
        about={"document": version.document, "sealed": sealed},
        after=lambda: back,
        back=back,
    )


def _make(version_id: UUID, document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    made = evidencing.make(document_id, version_id, pin=typed["pin"], by=by, at=at)
    if made.identity is None:
        return _("Hệ thống đang lấy dấu thời gian và đóng gói tệp chứng cứ; trang tự hiện đường dẫn tải về khi xong.")
    return _("Đã ký; hệ thống đang đóng gói tệp chứng cứ; trang tự hiện đường dẫn tải về khi xong.")


@require_safe
@signed_in
def live(request: OfficeRequest, way: str, document_id: UUID, version_id: UUID) -> HttpResponse:
    """Answer nothing while no evidence file was packed; else those of the document anew."""
    version = version_of(request, way, document_id, version_id)
    if evidence_of(request.person, version.document, version, at=clock.now()).stamp == request.GET.get("seen"):
        return HttpResponse(status=204)
    values = {"document": version.document, "version": version, "announce": True}
    return render(request, "web/parts/evidence.html", values)


@require_safe
@signed_in
def fetch(request: OfficeRequest, way: str, document_id: UUID, evidence_id: UUID) -> HttpResponseBase:
    """Answer an evidence file."""
    found = {"outgoing": outgoing, "incoming": incoming}[way].get(request.person, document_id, at=clock.now())
    made = queries.evidence_file(evidence_id)
    if made.document_id != document_id or made.state != EvidenceState.DONE or made.result_id is None:
        raise Http404
    told = found.document.code_text.replace("/", "-") or "van-ban"
    return file_answer(made.result_id, f"chung-cu-{told}.asice", MIMETYPE)
