"""Entering a văn bản đến that came on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction
from vanthu.office.incoming import policies
from vanthu.office.journeys import by_hand
from vanthu.office.kernel.permission import NotFound
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.by_hand import ByHandForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument


@require_http_methods(["GET", "POST"])
@signed_in
def receive(request: OfficeRequest) -> HttpResponse:
    """Show the form, or enter the document; an error keeps everything typed but the chosen file."""
    at = clock.now()
    policies.may_receive(request.person, at=at).require(_("Vào sổ văn bản đến bằng giấy"))
    today = at.astimezone(VIETNAM).date()
    error: VanThuError | None = None
    posted = request.method == "POST"
    here = "although_here" in request.POST
    form = ByHandForm(request.POST, request.FILES, today=today, here=here) if posted else ByHandForm(today=today)
    if posted and form.is_valid():
        try:
            taken = _received(request, form)
        except NotFound:
            raise
        except by_hand.AlreadyHere as found:
            error = found
            form = ByHandForm(request.POST, request.FILES, today=today, here=True)
        except VanThuError as refused:
            error = refused
        else:
            said = _("Đã vào sổ văn bản đến, số đến %(number)02d.") % {"number": taken.arrival_number}
            messages.success(request, said)
            again = "con-nua" in request.POST
            return redirect("web:by_hand") if again else redirect("web:incoming_document", taken.pk)
    status = error.http_status if error else 422 if posted and form.errors else 200
    shown: dict[str, Any] = {
        "form": form,
        "error": error,
        "earlier": getattr(error, "earlier", None),
        "issuers": documents.issuers(Direction.INCOMING),
    }
    return render(request, "web/incoming/by_hand.html", shown, status=status)


def _received(request: OfficeRequest, form: ByHandForm) -> IncomingDocument:
    scan = form.cleaned_data["scan"]
    return by_hand.receive(
        form.on_paper(),
        scan.read() if scan else None,
        scan.name if scan else "",
        although_here=form.cleaned_data.get("although_here", False),
        by=request.person,
        at=clock.now(),
    )
