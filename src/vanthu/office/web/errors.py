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
    return render(request, "web/errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 of Django itself."""
    return render(request, "web/errors/403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return render(request, "web/errors/400.html", status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the CSRF check: most often a page left open until after a new log-in."""
    return render(request, "web/errors/expired.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: an error nobody foresaw; it is in the log. The page needs neither database nor session."""
    return render(request, "web/errors/500.html", status=500)
