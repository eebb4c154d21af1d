"""What stands around every page: language, the acting person and his agency, errors in words, security headers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from vanthu.office.kernel.once import answers_kept
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.errors import answer
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

Next = Callable[[HttpRequest], HttpResponseBase]

SESSION_KEY = "person_id"
POLICY = "; ".join(
    (
        "default-src 'self'",
        # The page speaks to the signing program on the same machine.
        f"connect-src 'self' {settings.OFFICE.signing.vgca_url}",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


class Headers:
    """Security headers of every answer: only our own scripts, styles and pictures; nothing inline."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers an answer does not have yet; pages with content are not kept by caches."""
        response = self._next(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ChosenLanguage:
    """Vietnamese, unless the person chose another language: an office machine's browser often says English."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the language in force for the whole request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self._next(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActingPerson:
    """Puts the acting person on the request and his agency in force; an account may stand for several persons."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with an explanation when the account belongs to nobody at present."""
        if not request.user.is_authenticated or request.path.startswith(settings.STATIC_URL):
            return self._next(request)
        read = request.user.read_with
        persons = organizations.persons_of(request.user) if read is None else list(read)
        office = cast(OfficeRequest, request)
        office.persons = persons
        if not persons:
            return self._next(request) if request.path.startswith("/dang-") else _nobody(request)
        office.person = _acting(persons, str(request.session.get(SESSION_KEY, "")))
        # Only looking leaves everything as it was.
        keeping = answers_kept() if request.method in ("GET", "HEAD") else nullcontext()
        with agency_in_force(office.person.agency_id), keeping:
            return self._next(request)


class Sentences:
    """Turns an error meant for people into a page, or into an alert where only a part of a page was asked for."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is in `process_exception`."""
        return self._next(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a VanThuError with its sentence, code and status; leave every other error to Django."""
        return answer(request, error) if isinstance(error, VanThuError) else None


def _acting(persons: list[Person], wanted: str) -> Person:
    return next((person for person in persons if str(person.pk) == wanted), persons[0])


def _nobody(request: HttpRequest) -> HttpResponse:
    return render(request, "web/errors/nobody.html", status=403)
