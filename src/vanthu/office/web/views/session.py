"""Log in and out, whom one acts as, language and look."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login as begin_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from vanthu.office.web.access import signed_in
from vanthu.office.web.context import LOOKS
from vanthu.office.web.forms.session import LoginForm
from vanthu.office.web.middleware import SESSION_KEY
from vanthu.office.web.requests import OfficeRequest

YEAR = 365 * 24 * 3600


@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Show the log-in form, or begin a session and go where the person wanted to go."""
    if request.method != "POST":
        return render(request, "web/login.html", {"form": LoginForm(request), "next": request.GET.get("next", "")})
    form = LoginForm(request, request.POST)
    if form.is_valid() and form.account is not None:
        begin_session(request, form.account)
        return redirect(_own(request, request.POST.get("next", "")))
    status = 429 if form.must_wait else 422
    return render(request, "web/login.html", {"form": form, "next": request.POST.get("next", "")}, status=status)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    end_session(request)
    return redirect("web:login")


@require_POST
@signed_in
def switch_person(request: OfficeRequest) -> HttpResponse:
    """Act as another person of the same account from now on."""
    wanted = request.POST.get("person", "")
    if any(str(person.pk) == wanted for person in request.persons):
        request.session[SESSION_KEY] = wanted
    return redirect("web:desk")


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or as the machine does."""
    return _remember(request, "vanthu_look", request.POST.get("look", ""), LOOKS)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language of the pages."""
    known = tuple(code for code, _ in settings.LANGUAGES)
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, request.POST.get("language", ""), known)


@require_GET
def moved(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address by themselves."""
    return redirect(f"{settings.STATIC_URL}web/mark.svg", permanent=True)


def _remember(request: HttpRequest, cookie: str, value: str, known: tuple[str, ...]) -> HttpResponse:
    response = redirect(_own(request, request.POST.get("next", "")))
    if value in known:
        response.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def _own(request: HttpRequest, address: str) -> str:
    """Return the address when it is one of ours, else the desk."""
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own else resolve_url("web:desk")
