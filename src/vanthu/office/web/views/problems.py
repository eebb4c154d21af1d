"""What did not go through the axis by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.dispatch import queries as dispatch
from vanthu.office.exchange import operations, queries
from vanthu.office.kernel.permission import refused
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@require_safe
@signed_in
def problems(request: OfficeRequest) -> HttpResponse:
    """Show the clerks what waits for a person; others have nothing to do here."""
    if not access.has_duty(request.person, Duty.CLERK, at=clock.now()):
        refused("trang này dành cho văn thư cơ quan").require(_("Xem việc liên thông"))
    return render(request, "web/problems.html", {"problems": queries.problems(), "mails": dispatch.mail_troubles()})


DEEDS: Mapping[tuple[str, str], tuple[Callable[..., None], StrOrPromise]] = {
    ("transmission", "gui-lai"): (operations.retry, gettext_lazy("Đã xếp hàng gửi lại.")),
    ("transmission", "huy-gui"): (operations.cancel, gettext_lazy("Đã hủy gửi; văn bản và các lần thử vẫn được lưu.")),
    ("undelivered", "gui-lai"): (operations.retry, gettext_lazy("Đã xếp hàng gửi lại.")),
    ("undelivered", "da-xu-ly"): (operations.settle, gettext_lazy("Đã ghi nhận.")),
    ("status", "gui-lai"): (operations.retry_status, gettext_lazy("Đã xếp hàng gửi lại.")),
    ("status", "huy-gui"): (operations.cancel_status, gettext_lazy("Đã hủy gửi trạng thái này.")),
    ("package", "da-xu-ly"): (operations.acknowledge, gettext_lazy("Đã ghi nhận.")),
}
"""What a clerk can do about each kind of problem, and what is said when it is done."""


@require_POST
@signed_in
def settle(request: OfficeRequest, kind: str, row_id: UUID, deed: str) -> HttpResponse:
    """Do one of the DEEDS about a problem."""
    if (kind, deed) not in DEEDS:
        raise Http404
    verb, said = DEEDS[kind, deed]
    verb(row_id, by=request.person, at=clock.now())
    messages.success(request, str(said))
    return redirect("web:problems")
