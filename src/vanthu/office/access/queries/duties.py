"""Who holds which duty."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access.models import DutyHeld
from vanthu.office.access.states import Duty
from vanthu.office.kernel.once import once
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def held(at: datetime) -> QuerySet[DutyHeld]:
    """Return the duties of the agency in force that are held at a time."""
    return DutyHeld.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


def duties_of(person: Person, *, at: datetime) -> frozenset[Duty]:
    """Return the duties a person of the agency in force holds; nobody of another agency holds any here."""
    return once(("duties", current_agency(), person.pk), lambda: _duties_of(person, at))


def _duties_of(person: Person, at: datetime) -> frozenset[Duty]:
    return frozenset(map(Duty, _held_by(person.pk, at)))


@prepared
def _held_by(person_id: UUID, at: datetime) -> QuerySet[DutyHeld, str]:
    return held(at).filter(person_id=person_id).values_list("duty", flat=True)


def has_duty(person: Person, duty: Duty, *, at: datetime) -> bool:
    """Tell whether a person holds a duty in the agency in force."""
    return duty in duties_of(person, at=at)


def holders(duty: Duty, *, at: datetime, unit_id: UUID | None = None) -> list[Person]:
    """Return who holds a duty in the agency in force, or in one of its units, by name."""
    chosen = held(at).filter(duty=duty, person__left_at__isnull=True).select_related("person", "person__unit")
    if unit_id:
        chosen = chosen.filter(person__unit_id=unit_id)
    people = {row.person_id: row.person for row in chosen}
    return sorted(people.values(), key=lambda person: person.full_name)
