"""What stands around the pages of the console, and around nothing else: VXP has neither sessions nor forms."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.ids import new_id

log = logging.getLogger(__name__)
PREFIX = "/quan-tri/"
SEEN, BEGAN = "seen_at", "began_at"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def of_console(request: HttpRequest) -> bool:
    """Tell whether a page of the console is asked for."""
    return request.path_info.startswith(PREFIX)


class _Passing(MiddlewareMixin):
    """Lets what is not for the console pass by untouched."""

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if of_console(request) else self.get_response(request)


class Security(_Passing, SecurityMiddleware):
    """Django's headers."""


class Sessions(_Passing, SessionMiddleware):
    """Django's sessions, kept in the database: a session that was ended is ended everywhere."""


class Csrf(_Passing, CsrfViewMiddleware):
    """Django's guard of forms."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        """Look at requests for the console only."""
        if not of_console(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


class Authentication(_Passing, AuthenticationMiddleware):
    """Django's `request.user`; a session nobody used for a while, or that is too old, ends."""

    def process_request(self, request: HttpRequest) -> None:
        """Put the operator on the request."""
        super().process_request(request)
        if request.user.is_authenticated and not _in_time(request, clock.now()):
            logout(request)


class Messages(_Passing, MessageMiddleware):
    """Django's sentences for the next page."""


class Headers:
    """Only our own scripts, styles and pictures; nothing inline; nothing of a page is kept by anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to answers of the console."""
        response = self._next(request)
        if of_console(request):
            response.headers.setdefault("Content-Security-Policy", POLICY)
            response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response


class Answers:
    """Errors of the console as pages, in Vietnamese, with what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is in `process_exception`."""
        return self._next(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with the sentence of the error; one nobody foresaw gets a number, the log has the rest under it."""
        if not of_console(request):
            return None
        if isinstance(error, VanThuError):
            return error_page(request, error.sentence, error.code, status=error.http_status)
        if isinstance(error, Http404):
            return error_page(request, "Không có trang này. Hãy kiểm tra địa chỉ, hoặc tìm lại.", "", status=404)
        number = new_id()
        log.error("unexpected failure %s at %s", number, request.path, exc_info=error)
        sentence = "Trang gặp lỗi chưa rõ; thao tác vừa rồi có thể chưa được thực hiện. Báo người bảo trì số hiệu này."
        return error_page(request, sentence, str(number), status=500)


def error_page(request: HttpRequest, sentence: str, code: str, *, status: int) -> HttpResponse:
    """Show a sentence as a page of its own."""
    return render(request, "console/error.html", {"sentence": sentence, "code": code}, status=status)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was left open until after another log-in."""
    sentence = "Trang này mở đã lâu nên thao tác chưa được nhận. Hãy tải lại trang rồi thực hiện lại."
    return error_page(request, sentence, "", status=403)


def begin(request: HttpRequest, at: datetime) -> None:
    """Note when a session began."""
    request.session[BEGAN] = request.session[SEEN] = at.isoformat()


def _in_time(request: HttpRequest, at: datetime) -> bool:
    """Tell whether the session may go on. What the page asks for by itself does not keep it alive."""
    limits = settings.AXIS.console
    began, seen = (_moment(request.session.get(name)) for name in (BEGAN, SEEN))
    if began is None or seen is None or at - began > timedelta(hours=limits.session_hours):
        return False
    if at - seen > timedelta(minutes=limits.idle_minutes):
        return False
    if at - seen > timedelta(minutes=1) and request.headers.get("HX-Request") != "true":
        request.session[SEEN] = at.isoformat()
    return True


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
