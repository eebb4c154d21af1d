"""Errors as pages and as alerts, in Vietnamese, with what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vanthu.runtime.errors import VanThuError


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether the browser asked for a part of a page (htmx)."""
    return request.headers.get("HX-Request") == "true"


def answer(request: HttpRequest, error: VanThuError) -> HttpResponse:
    """Show the error's sentence and code: an alert for a part of a page, else a page of its own."""
    template = "web/errors/fragment.html" if is_fragment(request) else "web/errors/page.html"
    return render(request, template, {"error": error}, status=error.http_status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no page at this address."""
    return _plain(request, "404", 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 of Django itself."""
    return _plain(request, "403", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return _plain(request, "400", 400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the CSRF check: most often a page left open until after a new log-in."""
    return _plain(request, "expired", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: an error nobody foresaw; it is in the log. The page needs neither database nor session."""
    return render(request, "web/errors/500.html", status=500)


def _plain(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """Where a part of a page was asked for, the browser opens the whole error instead of putting it into a dialog."""
    response = render(request, f"web/errors/{name}.html", status=status)
    if is_fragment(request):
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
    return response
