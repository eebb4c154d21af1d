"""What somebody has set for a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from vanthu.office.lists.models import ChosenColumns, SavedFilter
from vanthu.office.lists.states import ListName

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def filters(person: Person, name: ListName) -> list[SavedFilter]:
    """Return the filters somebody kept for a list, and those kept for his unit, by name."""
    his = Q(person=person) | Q(unit=person.unit_id) if person.unit_id else Q(person=person)
    return list(SavedFilter.objects.filter(his, list=name))


def columns(person: Person, name: ListName) -> tuple[str, ...]:
    """Return the keys of the columns somebody chose for a list; nothing where he did not choose."""
    keys = ChosenColumns.objects.filter(person=person, list=name).values_list("keys", flat=True).first()
    return tuple(keys.split(",")) if keys else ()
