"""Who may open a page at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from vanthu.axis.console.models import Operator
from vanthu.axis.console.policies import SEE, require
from vanthu.runtime.errors import VanThuError

View = Callable[..., HttpResponseBase]


class OperatorRequest(HttpRequest):
    """A request of an operator; a type only."""

    user: Operator


def operators_only(view: View) -> View:
    """Send whoever is not logged in to the log-in page; a part of a page makes the browser go there."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, Operator):
            require(request.user, SEE)
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return redirect_to_login(request.get_full_path())

    return guarded


def tell(request: HttpRequest, sentence: str) -> None:
    """Show a sentence on the next page."""
    messages.success(request, sentence)


def complain(request: HttpRequest, error: VanThuError) -> None:
    """Show on the next page why something did not happen."""
    messages.error(request, f"{error.sentence} [{error.code}]")
