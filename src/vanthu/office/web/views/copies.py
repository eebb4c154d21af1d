"""Copies: asking for one from the page of a document, the page of a copy, the register of copies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.copies import operations, policies, queries
from vanthu.office.copies.states import CopyState, Medium
from vanthu.office.documents import queries as documents
from vanthu.office.exchange import operations as exchange
from vanthu.office.journeys import signing
from vanthu.office.kernel.permission import NotFound
from vanthu.office.signatures.states import Role
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.copies import CopyForm, SendCopyForm
from vanthu.office.web.forms.verbs import NothingForm, OpinionForm, PinForm, ReasonForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.copies import page
from vanthu.office.web.shown.document import title_of
from vanthu.office.web.verbs import Asked, ask, at_once
from vanthu.office.web.views.signing import pin_form
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

LINES = 50
TABS = {
    "da-sao": (gettext_lazy("Sổ đăng ký bản sao"), (CopyState.MADE,)),
    "dang-lam": (gettext_lazy("Đang làm"), (CopyState.ASKED, CopyState.AGREED)),
    "khong-sao": (gettext_lazy("Không sao"), (CopyState.REFUSED, CopyState.WITHDRAWN)),
}


@require_http_methods(["GET", "POST"])
@signed_in
def ask_copy(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Ask for a copy of a document."""
    at, error = clock.now(), None
    original = queries.original_for(request.person, document_id, at=at)
    policies.may_ask(request.person, original, at=at).require(_("Sao văn bản"))
    signers = policies.possible_signers(request.person, at=at)
    posted = request.method == "POST"
    form = CopyForm(original, signers, request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            copy = operations.ask(document_id, form.value(), form.upload(), by=request.person, at=at)
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
        else:
            return redirect(_address(copy.pk))
    direction = original.document.direction
    back = reverse(f"web:{direction}_document", kwargs={"document_id": document_id})
    values = {"form": form, "error": error, "original": original, "title": title_of(original.document), "back": back}
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/copies/ask.html", values, status=status)


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """The register of copies: every copy with its number, and those on their way."""
    key = request.GET.get("tab", "da-sao")
    label, states = TABS.get(key, TABS["da-sao"])
    found = queries.visible_to(request.person, at=clock.now()).filter(state__in=states)
    order = ("-document__issued_on", "-state_since") if key == "da-sao" else ("-asked_at",)
    shown = Paginator(found.order_by(*order, "-pk"), LINES).get_page(request.GET.get("trang"))
    tabs = [{"key": name, "label": words, "here": name == key} for name, (words, _states) in TABS.items()]
    return render(request, "web/copies/list.html", {"shown": shown, "tabs": tabs, "tab": key, "label": label})


@require_safe
@signed_in
def document(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Show a copy with everything about it."""
    return _page(request, document_id)


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, document_id: UUID, slug: str) -> HttpResponse:
    """Ask for what a verb needs, or do it."""
    copy = queries.get(request.person, document_id, at=clock.now())
    asked = _asked(slug, copy.target)
    if asked is None:
        raise Http404
    return ask(
        request,
        asked,
        document_id,
        make=partial(_form, asked, request.person, document_id),
        about={"copy": copy},
        after=lambda: _address(document_id),
        back=_address(document_id),
    )


def _form(asked: Asked, person: Person, copy_id: UUID, data: Any) -> forms.Form:
    if asked.form is PinForm:
        return pin_form(data, person, Role.COPY, "sao", copy_id)
    return asked.form(data)


@require_POST
@signed_in
def transmission(request: OfficeRequest, document_id: UUID, transmission_id: UUID, slug: str) -> HttpResponse:
    """Send a copy again to one recipient, stop trying, or say that somebody saw to it."""
    queries.get(request.person, document_id, at=clock.now())
    deeds: dict[str, tuple[Callable[..., None], str]] = {
        "gui-lai": (exchange.retry, _("Đã xếp hàng gửi lại.")),
        "huy-gui": (exchange.cancel, _("Đã thôi gửi tới nơi nhận này.")),
        "da-xu-ly": (exchange.settle, _("Đã ghi nhận.")),
    }
    if slug not in deeds:
        raise Http404
    deed, said = deeds[slug]

    def do() -> str:
        deed(transmission_id, by=request.person, at=clock.now())
        return said

    try:
        return at_once(request, do, lambda: _address(document_id))
    except NotFound:
        raise
    except VanThuError as error:
        return _page(request, document_id, error)


def _page(request: OfficeRequest, document_id: UUID, error: VanThuError | None = None) -> HttpResponse:
    shown = page(request.person, document_id, at=clock.now(), version_id=_version(request, document_id))
    status = error.http_status if error else 200
    return render(request, "web/copies/page.html", {"shown": shown, "error": error}, status=status)


def _version(request: OfficeRequest, document_id: UUID) -> UUID | None:
    wanted = request.GET.get("ban", "")
    return next((one.pk for one in documents.versions(document_id) if str(one.pk) == wanted), None)


def _address(document_id: UUID) -> str:
    return reverse("web:copy_document", kwargs={"document_id": document_id})


def _agree(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.agree(document_id, opinion=typed["opinion"], by=by, at=at)
    return _("Đã đồng ý; văn thư sẽ thực hiện sao.")


def _refuse(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.refuse(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lời không đồng ý sao.")


def _withdraw(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.withdraw(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã thôi sao.")


def _print(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    copy = operations.make_on_paper(document_id, by=by, at=at)
    return _("Đã cấp số %(code)s. Hãy in tệp, trình ký và đóng dấu.") % {"code": copy.document.code_text}


def _sign(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    done = signing.make_copy(document_id, pin=typed["pin"], by=by, at=at)
    return _("Đã cấp số và ký số của cơ quan trên bản sao.") if done.done else done.sentence or f"{done.label}."


def _send(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.send(document_id, typed["recipients"], by=by, at=at)
    return _("Đã xếp hàng gửi; tình trạng ở từng nơi nhận hiện bên dưới.")


def _asked(slug: str, target: str) -> Asked | None:
    if slug == "sao":
        return _ON_PAPER if target == Medium.PAPER else _ELECTRONIC
    return ASKED.get(slug)


def _dialog(title: Any, button: Any, form: type[forms.Form], do: Any, intro: str = "", *, grave: bool = False) -> Asked:
    return Asked(title, button, form, do, intro=intro, grave=grave)


_l = gettext_lazy
_ON_PAPER = _dialog(_l("Cấp số và in bản sao"), _l("Cấp số, in"), NothingForm, _print, "web/copies/to_print.html")
_ELECTRONIC = _dialog(_l("Cấp số và ký số bản sao"), _l("Cấp số, ký số"), PinForm, _sign, "web/copies/to_sign.html")
ASKED = {
    "dong-y": _dialog(_l("Đồng ý cho sao"), _l("Đồng ý"), OpinionForm, _agree),
    "khong-dong-y": _dialog(_l("Không đồng ý sao"), _l("Không đồng ý"), ReasonForm, _refuse, grave=True),
    "thoi-sao": _dialog(_l("Thôi sao"), _l("Thôi sao"), ReasonForm, _withdraw, grave=True),
    "gui": _dialog(_l("Gửi bản sao qua trục"), _l("Gửi"), SendCopyForm, _send, "web/copies/to_send.html"),
}
