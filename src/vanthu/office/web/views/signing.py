"""Several documents signed with one PIN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from vanthu.office.journeys import signing
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.signatures import policies, ports, queries
from vanthu.office.signatures.states import Role
from vanthu.office.web.access import signed_in
from vanthu.office.web.errors import is_fragment
from vanthu.office.web.forms.verbs import ManyPinForm, PinForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.verbs import go
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@signed_in
def sign_many(request: OfficeRequest) -> HttpResponse:
    """Ask for the PIN once and sign one document after another; what could not be signed is told and stays."""
    waiting = outgoing.desk(request.person, at=clock.now()).to_sign
    data = request.POST if request.method == "POST" else request.GET
    wanted = {*data.getlist("document"), *data.getlist("chon")}
    chosen = [row for row in waiting if str(row.document_id) in wanted]
    way = way_for(request.person, Role.LEADER)
    program = reverse("web:call_program", kwargs={"slug": "ky-so"})
    form = ManyPinForm(
        request.POST if request.method == "POST" else None,
        documents=_ids(chosen),
        way=way,
        program=program,
    )
    if request.method != "POST" or not form.is_valid():
        form.other_title = other_title_of(request.person)
        return _dialog(request, form, chosen)
    done, error = _sign(request, chosen, form.cleaned_data["pin"])
    _tell(request, done)
    if error is None and not done.left_out:
        return go(request, reverse("web:desk"))
    gone = {*done.signed, *done.waiting}
    rest = [row for row in chosen if row.document_id not in gone]
    # A form of its own: what was posted names documents that are signed by now.
    return _dialog(
        request,
        ManyPinForm(documents=_ids(rest), way=way, program=program),
        rest,
        error,
        done,
    )


def other_title_of(person: Person) -> str:
    """Return the title in a person's certificate where it is not his position."""
    mine = queries.identity_for(person)
    return (policies.other_title(queries.certificate_of(mine), person) or "") if mine else ""


def way_for(person: Person, role: Role) -> ports.Way:
    """Tell what signing in a role needs of the person: a PIN, nothing, or the program on his machine."""
    return ports.way_of(queries.identity_for(person) if role is Role.LEADER else queries.seal_identity())


def pin_form(data: Any, person: Person, role: Role, slug: str, document_id: UUID, *, initial: Any = None) -> PinForm:
    """Return the form of a signing dialog on one document, as whoever signs needs it."""
    program = f"{reverse('web:call_program', kwargs={'slug': slug})}?van-ban={document_id}"
    form = PinForm(data, initial=initial, way=way_for(person, role), program=program)
    if role is Role.LEADER:
        form.other_title = other_title_of(person)
    return form


def _ids(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(row.document_id) for row in rows)


def _sign(request: OfficeRequest, chosen: list[Any], pin: str) -> tuple[signing.Batch, VanThuError | None]:
    try:
        done = signing.sign_queue([row.document_id for row in chosen], pin=pin, by=request.person, now=clock.now)
    except VanThuError as error:
        return signing.Batch(), error
    return done, done.stopped


def _tell(request: OfficeRequest, done: signing.Batch) -> None:
    if done.signed:
        messages.success(request, _("Đã ký %(n)s văn bản.") % {"n": len(done.signed)})
    if done.waiting:
        messages.success(request, _("%(n)s văn bản đã ký xong, chờ dấu thời gian.") % {"n": len(done.waiting)})


def _dialog(
    request: OfficeRequest,
    form: ManyPinForm,
    chosen: list[Any],
    error: VanThuError | None = None,
    done: signing.Batch | None = None,
) -> HttpResponse:
    template = "web/dialogs/dialog.html" if is_fragment(request) else "web/dialogs/page.html"
    why = dict(done.left_out) if done else {}
    values = {
        "asked": {"title": _("Ký số nhiều văn bản"), "button": _("Ký số"), "intro": "web/dialogs/many.html"},
        "form": form,
        "error": error,
        "chosen": [(row, why.get(row.document_id, "")) for row in chosen],
        "done": len(done.signed) + len(done.waiting) if done else 0,
        "back": reverse("web:desk"),
        "address": reverse("web:sign_many"),
    }
    return render(request, template, values, status=error.http_status if error else 200)
