"""What was printed, and how long it will be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.kernel.permission import NotFound
from vanthu.office.reports.models import RegisterPrint
from vanthu.office.reports.queries.books import BOOKS
from vanthu.office.reports.states import BookKey

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries.filtering import Chosen


def number_of_rows(key: BookKey, person: Person, chosen: Chosen, *, at: datetime) -> int:
    """Return how many lines there are."""
    return BOOKS[key].found(person, chosen, at=at).order_by().count()


def recent_prints(person: Person, *, most: int = 30) -> list[RegisterPrint]:
    """Return the prints of the agency in force, the latest first."""
    return list(RegisterPrint.objects.select_related("asked_by", "file").order_by("-asked_at", "-pk")[:most])


def print_of(print_id: UUID) -> RegisterPrint:
    """Return one print of the agency in force; raises NotFound."""
    found = RegisterPrint.objects.filter(pk=print_id).select_related("asked_by", "file").first()
    if found is None:
        raise NotFound(what="bản in")
    return found
