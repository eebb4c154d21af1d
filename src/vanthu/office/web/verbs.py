"""How a verb is asked for: a dialog on the page, or a page of its own where there is no script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from vanthu.office.kernel.permission import NotFound
from vanthu.office.web.errors import is_fragment
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.undo import Undoable, tell
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

Do = Callable[[UUID, dict[str, Any], "Person", datetime], str | Undoable]
"""Does the verb with what was typed, and returns the sentence to show afterwards."""


@dataclass(frozen=True)
class Asked:
    """The words of a verb's dialog, its form, and what doing it means."""

    title: str | Promise
    button: str | Promise
    form: type[forms.Form]
    do: Do
    intro: str = ""
    """Template shown above the form; it gets what `about` returned."""
    grave: bool = False


def ask(
    request: OfficeRequest,
    asked: Asked,
    thing_id: UUID,
    *,
    make: Callable[[Any], forms.Form],
    about: dict[str, Any],
    after: Callable[[], str],
    back: str,
) -> HttpResponse:
    """Show the dialog, or do the verb and go on; an error keeps the dialog with everything typed but the PIN."""
    form = make(request.POST if request.method == "POST" else None)
    error: VanThuError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            sentence = asked.do(thing_id, form.cleaned_data, request.person, clock.now())
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
        else:
            tell(request, sentence)
            return go(request, after())
    return _dialog(request, asked, form, error, about, back)


def at_once(request: OfficeRequest, do: Callable[[], str | Undoable], after: Callable[[], str]) -> HttpResponse:
    """Do a verb that asks nothing, and go on; errors are the caller's to show."""
    tell(request, do())
    return go(request, after())


def go(request: OfficeRequest, address: str) -> HttpResponse:
    """Make the browser open another page, whether it asked for a page or for a part of one."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _dialog(
    request: OfficeRequest,
    asked: Asked,
    form: forms.Form,
    error: VanThuError | None,
    about: dict[str, Any],
    back: str,
) -> HttpResponse:
    template = "web/dialogs/dialog.html" if is_fragment(request) else "web/dialogs/page.html"
    status = error.http_status if error else 422 if form.errors else 200
    values = {"asked": asked, "form": form, "error": error, "back": back, "address": request.get_full_path()}
    return render(request, template, values | about, status=status)
