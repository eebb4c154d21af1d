"""Log in and out, one's password, the look."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login as begin_session
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vanthu.axis.console.context import LOOKS
from vanthu.axis.console.forms import LoginForm, PasswordForm
from vanthu.axis.console.middleware import begin
from vanthu.axis.console.operations import accounts
from vanthu.axis.console.views.guard import OperatorRequest, operators_only, tell
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

YEAR = 365 * 24 * 3600
BACKEND = "vanthu.axis.console.operations.accounts.OperatorsMayEnter"


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Show the log-in form, or begin a session and go where the operator wanted to go."""
    form = LoginForm(request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    status = 200
    if form.is_valid():
        try:
            at = clock.now()
            operator = accounts.enter(
                form.cleaned_data["name"],
                form.cleaned_data["password"],
                address=accounts.client_address(request),
                at=at,
            )
            begin_session(request, operator, backend=BACKEND)
            begin(request, at)
            return redirect(_own(request, wanted))
        except VanThuError as error:
            form.add_error(None, error.sentence)
            status = error.http_status
    return render(request, "console/login.html", {"form": form, "next": wanted}, status=status)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    end_session(request)
    return redirect("console:login")


@operators_only
@sensitive_post_parameters()
def password(request: OperatorRequest) -> HttpResponseBase:
    """Choose a password that nobody else knows."""
    form, status = PasswordForm(request.POST or None), 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            accounts.change_own_password(request.user, given["present"], given["wanted"], at=clock.now())
            request.user.refresh_from_db()
            update_session_auth_hash(request, request.user)
            tell(request, "Đã đổi mật khẩu.")
            return redirect("console:overview")
        except VanThuError as error:
            form.add_error(None, error.sentence)
            status = error.http_status
    context = {"form": form, "title": "Đổi mật khẩu", "verb": "Đổi mật khẩu"}
    return render(request, "console/form.html", context, status=status)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or as the machine does."""
    response = redirect(_own(request, request.POST.get("next", "")))
    if request.POST.get("look") in LOOKS:
        response.set_cookie(
            "vanthu_look",
            request.POST["look"],
            max_age=YEAR,
            path=settings.SESSION_COOKIE_PATH,
            samesite="Strict",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _own(request: HttpRequest, address: str) -> str:
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own else resolve_url("console:overview")
