"""Checking signatures again from the page of a document."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vanthu.office.journeys import rechecking
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.views.papers import version_of
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError


@require_POST
@signed_in
def recheck(request: OfficeRequest, way: str, document_id: UUID, version_id: UUID) -> HttpResponse:
    """Compute the verdict on a version again and judge it by what is known today; say what came out."""
    version = version_of(request, way, document_id, version_id)
    try:
        done = rechecking.recheck(
            document_id, version.file_id, came_in=way == "incoming", by=request.person, at=clock.now()
        )
    except VanThuError as error:
        messages.error(request, error.sentence)
    else:
        _say(request, done)
    return redirect(f"web:{way}_document", document_id)


def _say(request: OfficeRequest, done: rechecking.Rechecked) -> None:
    today = _("Theo dữ liệu hôm nay: %(outcome)s.") % {"outcome": _(done.today.label)}
    if done.same is False:
        messages.error(request, _("Tính lại đúng như lúc đó cho kết quả KHÁC; hãy báo người quản trị.") + " " + today)
    elif done.same:
        messages.success(request, _("Tính lại đúng như lúc đó: kết quả như cũ.") + " " + today)
    else:
        messages.success(request, today)
