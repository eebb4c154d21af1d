"""A line of a register, the same on the screen and in print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel import words
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.registers import Row

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries.filtering import Chosen


@dataclass(frozen=True)
class BookLine:
    """The columns of a line, what it leads to, and how it stands."""

    id: UUID
    row: Row
    document_id: UUID | None
    way: str
    """Where the document has its page: "outgoing", "incoming", or "" when it has none."""
    mark: str = ""
    """How the line differs from a plain one: reserved, expired, cancelled, open, struck …"""
    number: int | None = None


def sees_all(person: Person, at: datetime) -> bool:
    """Tell whether a person sees the registers whole: clerks and leaders of the agency in force."""
    if person.agency_id != current_agency():
        return False
    return bool(access.duties_of(person, at=at) & {Duty.CLERK, Duty.LEADER})


def narrowed(rows: QuerySet[Any], chosen: Chosen, *, day: str) -> QuerySet[Any]:
    """Narrow rows by days and words; year, series and unit are of each register its own."""
    conditions = {f"{day}__gte": chosen.from_day, f"{day}__lte": chosen.to_day}
    rows = rows.filter(**{name: value for name, value in conditions.items() if value is not None})
    return rows.filter(words.containing(chosen.text, "document__line__words")) if chosen.text else rows


def only_if(whole: bool, rows: QuerySet[Any], mine: Callable[[], Q]) -> QuerySet[Any]:
    """Return all rows to who sees the register whole, to others those that are theirs."""
    return rows if whole else rows.filter(mine())


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a moment in Vietnam."""
    return moment.astimezone(VIETNAM).date() if moment else None


def what(document: Any) -> str:
    """Return Tên loại và trích yếu as one text."""
    return f"{document.type_name}: {document.subject}"
