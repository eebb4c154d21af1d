"""A request as the pages see it, after the middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


class OfficeRequest(HttpRequest):
    """A request of somebody logged in; a type only, no request is made from it."""

    person: Person
    """Who acts."""
    persons: list[Person]
    """Whom the account stands for; more than one where somebody has posts in several agencies."""
