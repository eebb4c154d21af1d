"""Entering a paper document that was issued outside the system."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vanthu.office.kernel.permission import NotFound
from vanthu.office.registers import operations, policies
from vanthu.office.registers.operations import PaperFields
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.registers import PaperForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError


@require_http_methods(["GET", "POST"])
@signed_in
def enter(request: OfficeRequest) -> HttpResponse:
    """Show the form, or write the document into the register; an error keeps everything typed."""
    at = clock.now()
    policies.may(request.person, "enter_paper", at=at).require(policies.LABELS["enter_paper"])
    posted = request.method == "POST"
    form = PaperForm(request.POST if posted else None, today=at.astimezone(VIETNAM).date())
    error: VanThuError | None = None
    if posted and form.is_valid():
        try:
            taken = _entered(request, form.cleaned_data)
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
        else:
            said = _("Đã vào sổ văn bản giấy, số %(code)s.") % {"code": taken.document.code_text}
            messages.success(request, said)
            return redirect("web:outgoing_register")
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/registers/paper.html", {"form": form, "error": error}, status=status)


def _entered(request: OfficeRequest, typed: dict[str, Any]) -> Any:
    same = ("type_code", "notation", "subject", "issued_on", "signer_name", "signer_position", "copies", "sent_on")
    fields = PaperFields(
        unit_id=UUID(typed["unit"]),
        recipients=tuple(typed["recipients"].splitlines()),
        **{name: typed[name] for name in same},
    )
    number_id = UUID(typed["place"]) if typed["place"] else None
    return operations.enter_paper(
        fields, reason=typed["reason"], number_id=number_id, by=request.person, at=clock.now()
    )  # fmt: skip
