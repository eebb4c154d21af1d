"""Who stands in for whom, who is away, and how much of the work delegates do (CT07-1b)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access.models import Absence, Delegation
from vanthu.office.access.states import COUNTED_VERBS, DelegationState, Work
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.once import once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class Share:
    """How many counted acts were done in a period, and how many of them by delegates: for whom, how many."""

    acts: int
    delegated: int
    by_delegator: tuple[tuple[UUID, int], ...]

    @property
    def percent(self) -> float:
        """The delegated part of a hundred; 0 when nothing was done."""
        return 100 * self.delegated / self.acts if self.acts else 0.0


def in_force(at: datetime) -> QuerySet[Delegation]:
    """Return the accepted delegations of the agency in force whose period is running."""
    running = Delegation.objects.filter(state=DelegationState.ACCEPTED, valid_from__lte=at, valid_to__gt=at)
    return running.filter(delegator__left_at__isnull=True).select_related("delegator", "delegate")


def delegators(person: Person, *, at: datetime) -> dict[Work, list[Person]]:
    """Return for whom this person stands in now, by work; nothing of it can be handed on."""
    return once(("delegators", current_agency(), person.pk), lambda: _delegators(person, at))


def _delegators(person: Person, at: datetime) -> dict[Work, list[Person]]:
    found: dict[Work, list[Person]] = {work: [] for work in Work}
    for row in _to(person, at):
        for work in row.works:
            found[Work(work)].append(row.delegator)
    return found


@prepared
def _to(delegate: Person, at: datetime) -> QuerySet[Delegation]:
    return in_force(at).filter(delegate=delegate)


def delegates_of(people: Collection[UUID], work: Work, *, at: datetime) -> dict[UUID, Person]:
    """Return who stands in for each of these people in this work now, by the id of the absent one."""
    rows = in_force(at).filter(delegator__in=people)
    return {row.delegator_id: row.delegate for row in rows if work in row.works and row.delegate.left_at is None}


def delegation(delegation_id: UUID) -> Delegation:
    """Return one delegation of the agency in force; raises NotFound."""
    found = Delegation.objects.filter(pk=delegation_id).select_related("delegator", "delegate").first()
    if found is None:
        raise NotFound(what="việc ủy quyền")
    return found


def delegations_about(person: Person | None = None) -> QuerySet[Delegation]:
    """Return the delegations from or to a person (all of the agency without one), the newest first."""
    rows = Delegation.objects.select_related("delegator", "delegate").order_by("-made_at", "-pk")
    return rows if person is None else rows.filter(Q(delegator=person) | Q(delegate=person))


def absent(at: datetime) -> dict[UUID, Absence]:
    """Return who of the agency in force is away now, with the absence."""
    rows = Absence.objects.filter(valid_from__lte=at, valid_to__gt=at, ended_at__isnull=True)
    return {row.person_id: row for row in rows.order_by("valid_to")}


def absences(person: Person, *, at: datetime) -> list[Absence]:
    """Return the present and coming absences of a person."""
    return list(Absence.objects.filter(person=person, valid_to__gt=at, ended_at__isnull=True).order_by("valid_from"))


def absence(absence_id: UUID) -> Absence:
    """Return one absence of the agency in force; raises NotFound."""
    found = Absence.objects.filter(pk=absence_id).select_related("person").first()
    if found is None:
        raise NotFound(what="lịch vắng mặt")
    return found


def share(since: datetime, until: datetime) -> Share:
    """Count what people of the agency in force did from `since` until before `until`, and what of it delegates did."""
    acts, instead = audit.acts(COUNTED_VERBS, since, until)
    by_delegator = tuple(sorted(((UUID(key), count) for key, count in instead.items()), key=lambda one: -one[1]))
    return Share(acts, sum(instead.values()), by_delegator)
