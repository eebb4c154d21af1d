"""Agencies and systems: lists, pages, changes, proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from vanthu.axis.console import states as states_
from vanthu.axis.console.forms import (
    AgencyForm,
    AliasForm,
    NewAgencyForm,
    NewSystemForm,
    ReasonForm,
    SystemForm,
)
from vanthu.axis.console.operations import changes
from vanthu.axis.console.operations import proposals as deciding
from vanthu.axis.console.queries import overview, proposals
from vanthu.axis.console.views.guard import OperatorRequest, complain, operators_only, tell
from vanthu.axis.evidence.monitoring import facts_about
from vanthu.axis.intake import monitoring as intake
from vanthu.axis.registry import monitoring, states
from vanthu.axis.registry.monitoring import PAGE, AgencyPage, SystemPage
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

Verb = Callable[[OperatorRequest, str], str]
_AGENCY = ("name", "system", "parent", "is_agency", "valid_from", "valid_until", "mail", "mobile", "fax")


@operators_only
def agencies(request: OperatorRequest) -> HttpResponseBase:
    """List agencies."""
    text, state = request.GET.get("q", "").strip(), request.GET.get("trang-thai", "")
    number = int(request.GET.get("trang", "0") or 0) if request.GET.get("trang", "0").isdecimal() else 0
    rows = monitoring.agencies(text, state=state if state in states.LABELS else "", page=number)
    context = {
        "rows": rows[:PAGE],
        "q": text,
        "state": state,
        "states": states.LABELS,
        "next": number + 1 if len(rows) > PAGE else None,
    }
    return render(request, "console/agencies.html", context)


@operators_only
def add_agency(request: OperatorRequest) -> HttpResponseBase:
    """Add an agency."""
    form, status = NewAgencyForm(request.POST or None), 200
    if form.is_valid():
        try:
            changes.add_agency(request.user, form.cleaned_data, at=clock.now())
            tell(request, f"Đã thêm cơ quan {form.cleaned_data['code']}.")
            return redirect("console:agency", form.cleaned_data["code"])
        except VanThuError as error:
            form.add_error(None, error.sentence)
            status = error.http_status
    return render(request, "console/form.html", {"form": form, "title": "Thêm cơ quan", "verb": "Thêm"}, status=status)


@operators_only
def agency(request: OperatorRequest, code: str) -> HttpResponseBase:
    """Show one agency, or do one thing to it."""
    page = monitoring.agency(code)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _done(request, _AGENCY_VERBS, page.code, "console:agency")
    return _agency_page(request, page)


def _agency_page(request: OperatorRequest, page: AgencyPage) -> HttpResponseBase:
    values = {"system": page.system_id} | {name: getattr(page, name) for name in _AGENCY if name != "system"}
    context = {
        "page": page,
        "form": AgencyForm(initial=values),
        "alias": AliasForm(),
        "reason": ReasonForm(),
        "packages": intake.from_agency(page.id, limit=10),
        "facts": facts_about([page.code], limit=30),
        "asked": proposals.about(page.code, request.user, at=clock.now()),
    }
    return render(request, "console/agency.html", context)


@operators_only
def systems(request: OperatorRequest) -> HttpResponseBase:
    """List systems."""
    rows, _ = overview.states_of_systems(at=clock.now())
    return render(request, "console/systems.html", {"rows": rows})


@operators_only
@sensitive_variables("secret")
def add_system(request: OperatorRequest) -> HttpResponseBase:
    """Register a system and show its secret, once."""
    form, status = NewSystemForm(request.POST or None), 200
    if form.is_valid():
        try:
            secret = changes.add_system(request.user, form.cleaned_data, at=clock.now())
            context = {"system_id": form.cleaned_data["system_id"], "secret": secret}
            return render(request, "console/secret.html", context)
        except VanThuError as error:
            form.add_error(None, error.sentence)
            status = error.http_status
    return render(request, "console/form.html", {"form": form, "title": "Thêm hệ thống", "verb": "Thêm"}, status=status)


@operators_only
def system(request: OperatorRequest, system_id: str) -> HttpResponseBase:
    """Show one system, or do one thing to it."""
    page = monitoring.system(system_id)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _done(request, _SYSTEM_VERBS, system_id, "console:system")
    return _system_page(request, page)


def _system_page(request: OperatorRequest, page: SystemPage) -> HttpResponseBase:
    rows, _ = overview.states_of_systems(at=clock.now())
    context = {
        "page": page,
        "state": next(row for row in rows if row.system.id == page.id),
        "form": SystemForm(initial={name: getattr(page, name) for name in SystemForm.base_fields}),
        "reason": ReasonForm(),
        "agencies": monitoring.agencies(system=page.id)[:PAGE],
        "packages": intake.from_system(page.id, limit=10),
        "facts": facts_about([page.system_id], limit=30),
        "asked": proposals.about(page.system_id, request.user, at=clock.now()),
    }
    return render(request, "console/system.html", context)


def _done(request: OperatorRequest, verbs: dict[str, Verb], subject: str, page: str) -> HttpResponseBase:
    """Do what the pressed button says; say on the page what came of it."""
    verb = verbs.get(request.POST.get("viec", ""))
    if verb is None:
        raise Http404
    try:
        tell(request, verb(request, subject))
    except VanThuError as error:
        complain(request, error)
    return redirect(page, subject)


def _given(request: OperatorRequest, form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        labels = {name: field.label for name, field in form.fields.items()}
        told = [f"{labels.get(name, '')}: {' '.join(map(str, words))}" for name, words in form.errors.items()]
        raise deciding.ProposalInvalid(reason="; ".join(told))
    return form.cleaned_data


def _change_agency(request: OperatorRequest, code: str) -> str:
    values = _given(request, AgencyForm(request.POST))
    changed = changes.change_agency(request.user, code, values, at=clock.now())
    return "Đã lưu thay đổi." if changed else "Không có gì thay đổi."


def _add_alias(request: OperatorRequest, code: str) -> str:
    alias = _given(request, AliasForm(request.POST))["alias"]
    added = changes.add_alias(request.user, code, alias, at=clock.now())
    return f"Mã {alias} {'nay' if added else 'vốn đã'} chỉ cơ quan {code}."


def _lock(request: OperatorRequest, code: str) -> str:
    changes.lock_agency(request.user, code, _given(request, ReasonForm(request.POST))["reason"], at=clock.now())
    return f"Đã tạm khóa cơ quan {code}."


def _unlock(request: OperatorRequest, code: str) -> str:
    changes.unlock_agency(request.user, code, at=clock.now())
    return f"Đã mở khóa cơ quan {code}."


def _change_system(request: OperatorRequest, system_id: str) -> str:
    values = _given(request, SystemForm(request.POST))
    changed = changes.change_system(request.user, system_id, values, at=clock.now())
    return "Đã lưu thay đổi." if changed else "Không có gì thay đổi."


def _stop(request: OperatorRequest, system_id: str) -> str:
    changes.stop_system(request.user, system_id, _given(request, ReasonForm(request.POST))["reason"], at=clock.now())
    return f"Hệ thống {system_id} đã bị ngừng kết nối: mọi yêu cầu của nó bị từ chối cho đến khi được kết nối lại."


def _activate(request: OperatorRequest, system_id: str) -> str:
    changes.activate_system(request.user, system_id, at=clock.now())
    return f"Hệ thống {system_id} được kết nối trở lại."


def _propose(action: str) -> Verb:
    def verb(request: OperatorRequest, subject: str) -> str:
        asked = {"detail": request.POST.get("detail", ""), "reason": request.POST.get("reason", "")}
        deciding.propose(request.user, action, subject, **asked, at=clock.now())
        return "Đã lập đề nghị. Một người vận hành khác phải xác nhận thì việc này mới được thực hiện."

    return verb


_AGENCY_VERBS: dict[str, Verb] = {
    "luu": _change_agency,
    "ma-khac": _add_alias,
    "khoa": _lock,
    "mo-khoa": _unlock,
    "dong": _propose(states_.CLOSE),
    "thay": _propose(states_.REPLACE),
}
_SYSTEM_VERBS: dict[str, Verb] = {
    "luu": _change_system,
    "ket-noi-lai": _activate,
    "ngung": _stop,
    "doi-ma": _propose(states_.ROTATE),
}
