"""Proposals: what waits for a second person, and what became of the others."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from vanthu.axis.console import states
from vanthu.axis.console.operations import changes
from vanthu.axis.console.operations import proposals as deciding
from vanthu.axis.console.queries import proposals as asked
from vanthu.axis.console.views.guard import OperatorRequest, complain, operators_only, tell
from vanthu.axis.delivery import monitoring as deliveries
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

AGAIN = "dua-lai"


@operators_only
def proposals(request: OperatorRequest) -> HttpResponseBase:
    """List proposals."""
    at = clock.now()
    waiting = asked.lines(request.user, at=at, open_ones=True)
    over = asked.lines(request.user, at=at, open_ones=False)
    return render(request, "console/proposals.html", {"waiting": waiting, "over": over})


@operators_only
@require_POST
@sensitive_variables("shown")
def decide(request: OperatorRequest, proposal_id: UUID) -> HttpResponseBase:
    """Confirm, reject or withdraw a proposal; a new secret is shown here, once."""
    verb, note, at = request.POST.get("viec"), request.POST.get("note", ""), clock.now()
    try:
        if verb == "xac-nhan":
            shown = deciding.confirm(request.user, proposal_id, note=note, at=at)
            if shown:
                return render(request, "console/secret.html", {"system_id": "", "secret": shown})
            tell(request, "Đã xác nhận và thực hiện.")
        elif verb == "tu-choi":
            deciding.reject(request.user, proposal_id, note=note, at=at)
            tell(request, "Đã từ chối đề nghị.")
        elif verb == "rut":
            deciding.withdraw(request.user, proposal_id, at=at)
            tell(request, "Đã rút đề nghị.")
        else:
            raise Http404
    except VanThuError as error:
        complain(request, error)
    return redirect("console:proposals")


@operators_only
@require_POST
def propose_delivery(request: OperatorRequest, delivery_id: UUID) -> HttpResponseBase:
    """Propose to give a delivery up, or to let a given-up one wait again; put a failed one in front again."""
    found = deliveries.found(delivery_id)
    if found is None:
        raise Http404
    try:
        action = request.POST.get("viec", "")
        if action == AGAIN:
            changes.retry_delivery(request.user, delivery_id, at=clock.now())
            tell(request, "Đã đưa lại lên đầu hàng chờ của nơi nhận.")
            return redirect("console:package", found.package_id)
        if action not in (states.EXPIRE, states.REOPEN):
            raise Http404
        deciding.propose(request.user, action, str(delivery_id), reason=request.POST.get("reason", ""), at=clock.now())
        tell(request, "Đã lập đề nghị. Một người vận hành khác phải xác nhận thì việc này mới được thực hiện.")
    except VanThuError as error:
        complain(request, error)
    return redirect("console:package", found.package_id)


@operators_only
@require_POST
def stuck(request: OperatorRequest, number: UUID) -> HttpResponseBase:
    """Try again what is stuck between this axis and its parent, or propose to leave it."""
    verb, at = request.POST.get("viec", ""), clock.now()
    try:
        if verb in (states.LEAVE_UP, states.LEAVE_DOWN):
            deciding.propose(request.user, verb, str(number), reason=request.POST.get("reason", ""), at=at)
            tell(request, "Đã lập đề nghị. Một người vận hành khác phải xác nhận thì việc này mới được thực hiện.")
        elif verb in _AGAIN:
            _AGAIN[verb](request.user, number, at=at)
            tell(request, "Sẽ thực hiện lại ngay.")
        else:
            raise Http404
    except VanThuError as error:
        complain(request, error)
    return redirect("console:parent")


_AGAIN = {"gui-lai": changes.retry_forwarding, "lay-lai": changes.retry_pulled}
