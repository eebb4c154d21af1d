"""What somebody has set for a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value

from vanthu.office.kernel.prepared import prepared
from vanthu.office.lists.models import ChosenColumns, SavedFilter
from vanthu.office.lists.states import ListName

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


class Kept(NamedTuple):
    """A filter under its name; `query` as it stands in the address of the list."""

    pk: UUID
    person_id: UUID
    name: str
    query: str


class Settings(NamedTuple):
    """The filters somebody kept for a list and those kept for his unit, by name; the columns he chose, or nothing."""

    filters: tuple[Kept, ...]
    columns: tuple[str, ...]


def settings(person: Person, name: ListName) -> Settings:
    """Return everything somebody has set for a list, with one query."""
    rows = [Kept._make(row) for row in _settings(person, name)]
    chosen = next((row.query for row in rows if not row.name), "")
    named = sorted((row for row in rows if row.name), key=lambda row: row.name)
    return Settings(tuple(named), tuple(chosen.split(",")) if chosen else ())


@prepared
def _settings(person: Person, name: ListName) -> QuerySet[SavedFilter, Any]:
    his = Q(person=person) | Q(unit=person.unit_id) if person.unit_id else Q(person=person)
    filters = SavedFilter.objects.filter(his, list=name).order_by().values_list("pk", "person_id", "name", "query")
    nameless = Value("", output_field=CharField(max_length=80))
    columns = ChosenColumns.objects.filter(person=person, list=name)
    return filters.union(columns.values_list("pk", "person_id", nameless, "keys"), all=True)
