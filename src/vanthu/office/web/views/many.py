"""Several lines of a list at once: which verbs they know, and the dialog of one of them for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.web import many
from vanthu.office.web.access import signed_in
from vanthu.office.web.errors import is_fragment
from vanthu.office.web.many_kinds import KINDS
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.undo import Undoable, together
from vanthu.office.web.verbs import Asked, ask, go
from vanthu.runtime import clock

if TYPE_CHECKING:
    from django import forms

    from vanthu.office.organizations.models import Person


@require_safe
@signed_in
def chosen(request: OfficeRequest, path: str) -> HttpResponse:
    """Tell which verbs go for all of the chosen lines: in the bar of the list, or on a page of its own."""
    kind, at = KINDS[path], clock.now()
    found = many.things(kind, request.person, request.GET.getlist("chon"), at=at)
    if not found:
        return HttpResponse() if is_fragment(request) else go(request, _back(request, kind))
    offers = many.offers(kind, request.person, found, at=at)
    values = {
        "path": path,
        "query": request.GET.urlencode(),
        "offers": [one for one in offers if not one.why],
        "absent": [one for one in offers if one.why],
        "lines": [kind.named(one) for one in found],
        "back": _back(request, kind),
    }
    return render(request, "web/many/verbs.html" if is_fragment(request) else "web/many/page.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, path: str, slug: str) -> HttpResponse:
    """Ask once for what a verb needs, and do it to each of the chosen lines."""
    kind, at = KINDS[path], clock.now()
    asked = kind.asked.get(slug)
    found = many.things(kind, request.person, request.GET.getlist("chon"), at=at)
    if asked is None or slug not in kind.verbs or not found:
        raise Http404
    lines = [kind.named(one) for one in found]
    return ask(
        request,
        Asked(asked.title, asked.button, asked.form, partial(_do, request, kind, asked, found), _INTRO, asked.grave),
        request.person.pk,
        make=lambda data: _form(request, kind, slug, found, data),
        about={"lines": lines, "above": asked.intro if asked.intro in _OF_MANY else "", **_about(kind, slug, request)},
        after=lambda: _back(request, kind),
        back=_back(request, kind),
    )


_INTRO = "web/many/chosen.html"
_OF_MANY = frozenset({"web/dialogs/assign.html"})
"""The words above a form that are right for many things as they are for one."""


def _do(
    request: OfficeRequest,
    kind: many.Kind,
    asked: Asked,
    found: Sequence[Any],
    _id: Any,
    typed: dict[str, Any],
    by: Person,
    at: datetime,
) -> str | Undoable:
    """Do it; who is left is told with the reason. Where nothing was done the dialog stays with the first reason."""
    outcome = many.do(kind, asked, found, typed, by=by, at=at)
    if not outcome.done:
        raise outcome.left[0][1]
    for name, refused in outcome.left:
        messages.warning(request, _("Chưa làm được: %(name)s. %(why)s") % {"name": name, "why": refused.sentence})
    said = {"verb": asked.title, "n": len(outcome.done)}
    sentence = ngettext("%(verb)s: xong %(n)s dòng.", "%(verb)s: xong %(n)s dòng.", len(outcome.done)) % said
    return together(sentence, outcome.done)


def _form(request: OfficeRequest, kind: many.Kind, slug: str, found: Sequence[Any], data: Any) -> forms.Form:
    return kind.make(slug, found, data, request.FILES if data is not None else None)


def _about(kind: many.Kind, slug: str, request: OfficeRequest) -> dict[str, Any]:
    return kind.about(slug, request.person, clock.now())


def _back(request: OfficeRequest, kind: many.Kind) -> str:
    """The list as it was narrowed; only an address of this list is one to go back to."""
    here, sent = reverse(f"web:{kind.page}"), request.GET.get("ve", "")
    own = sent == here or sent.startswith(f"{here}?")
    return sent if own and url_has_allowed_host_and_scheme(sent, allowed_hosts=None) else here
