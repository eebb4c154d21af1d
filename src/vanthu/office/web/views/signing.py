"""Several documents signed with one PIN."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from vanthu.office.journeys import signing
from vanthu.office.outgoing import queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.errors import is_fragment
from vanthu.office.web.forms.verbs import ManyPinForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.verbs import go
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@signed_in
def sign_many(request: OfficeRequest) -> HttpResponse:
    """Ask for the PIN once and sign one document after another; the first error ends it and says how far it came."""
    waiting = queries.desk(request.person, at=clock.now()).to_sign
    data = request.POST if request.method == "POST" else request.GET
    wanted = set(data.getlist("document"))
    chosen = [row for row in waiting if str(row.document_id) in wanted]
    ids = tuple(str(row.document_id) for row in chosen)
    form = ManyPinForm(request.POST if request.method == "POST" else None, initial={"document": ids}, documents=ids)
    error: VanThuError | None = None
    if request.method == "POST" and form.is_valid():
        signed, error = _sign(request, chosen, form.cleaned_data["pin"])
        if error is None:
            messages.success(request, _("Đã ký %(n)s văn bản.") % {"n": signed})
            return go(request, reverse("web:desk"))
        chosen = chosen[signed:]
    return _dialog(request, form, chosen, error)


def _sign(request: OfficeRequest, chosen: list[Any], pin: str) -> tuple[int, VanThuError | None]:
    for number, row in enumerate(chosen):
        try:
            signing.sign_as_leader(UUID(str(row.document_id)), pin=pin, by=request.person, at=clock.now())
        except VanThuError as error:
            return number, error
    return len(chosen), None


def _dialog(request: OfficeRequest, form: ManyPinForm, chosen: list[Any], error: VanThuError | None) -> HttpResponse:
    template = "web/dialogs/dialog.html" if is_fragment(request) else "web/dialogs/page.html"
    values = {
        "asked": {"title": _("Ký số nhiều văn bản"), "button": _("Ký số"), "intro": "web/dialogs/many.html"},
        "form": form,
        "error": error,
        "chosen": chosen,
        "back": reverse("web:desk"),
        "address": reverse("web:sign_many"),
    }
    return render(request, template, values, status=error.http_status if error else 200)
