"""Giving and taking duties."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import policies, queries
from vanthu.office.access.models import DutyHeld
from vanthu.office.access.states import Duty
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def give_duty(person: Person, duty: Duty, *, by: Person | None, at: datetime) -> None:
    """Give a person of the agency in force a duty; nothing happens when he holds it already.

    Raises NotAllowed, NotFound for a person of another agency.
    """
    policies.may_assign_duties(by, at=at).require("Giao nhiệm vụ")
    _require_ours(person)
    with write():
        if queries.has_duty(person, duty, at=at):
            return
        held = DutyHeld.objects.create(person=person, duty=duty, valid_from=at)
        audit.record(verb="give_duty", subject=held, by=by, at=at, person=person.pk, duty=duty)


def take_duty(person: Person, duty: Duty, *, by: Person | None, at: datetime) -> None:
    """End a duty a person holds; nothing happens when he does not hold it. Raises NotAllowed, NotFound."""
    policies.may_assign_duties(by, at=at).require("Thôi giao nhiệm vụ")
    _require_ours(person)
    with write():
        for held in queries.held(at).filter(person_id=person.pk, duty=duty):
            DutyHeld.objects.filter(pk=held.pk).update(valid_to=at)
            audit.record(verb="take_duty", subject=held, by=by, at=at, person=person.pk, duty=duty)


def _require_ours(person: Person) -> None:
    if person.agency_id != current_agency():
        raise NotFound(what="cán bộ")
