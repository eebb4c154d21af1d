"""Doing something about an e-mail that did not leave."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vanthu.office.dispatch import operations
from vanthu.office.outgoing import queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock


@require_POST
@signed_in
def settle(request: OfficeRequest, document_id: UUID, mail_id: UUID, slug: str) -> HttpResponse:
    """Try again, or give up."""
    queries.get(request.person, document_id, at=clock.now())
    if slug == "gui-lai":
        operations.retry_mail(mail_id, by=request.person, at=clock.now())
        messages.success(request, _("Đã xếp hàng gửi lại thư."))
    elif slug == "huy-gui":
        operations.cancel_mail(mail_id, by=request.person, at=clock.now())
        messages.success(request, _("Đã thôi gửi thư tới nơi nhận này."))
    else:
        raise Http404
    return redirect("web:outgoing_document", document_id=document_id)
