"""Which văn bản đi a person may see, and fetching one through that answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def visible_to(person: Person, *, at: datetime) -> QuerySet[OutgoingDocument]:
    """Return what the person may see: drafter, people of the route, signers, head of the drafting unit; clerks and
    leaders see every document of their agency; a delegate also what waits for those in whose place he works."""
    rows = OutgoingDocument.objects.select_related("document", "drafter", "unit", "signer")
    if person.agency_id != current_agency():
        return rows.none()
    duties = access.duties_of(person, at=at)
    if duties & {Duty.CLERK, Duty.LEADER}:
        return rows
    instead = access.delegators(person, at=at)
    if instead[Work.CLERK]:
        return rows
    beside = Cosigner.objects.filter(person=person).values("outgoing_id")
    seen = Q(drafter=person) | Q(signer=person) | Q(pk__in=beside) | Q(pk__in=_routed(person, duties, instead))
    if Duty.UNIT_HEAD in duties:
        seen |= Q(unit=person.unit_id)
    return rows.filter(seen)


def get(person: Person, document_id: UUID, *, at: datetime) -> OutgoingDocument:
    """Return the document; raises NotFound when there is none that the person may see."""
    found = visible_to(person, at=at).filter(pk=document_id).first()
    if found is None:
        raise NotFound(what="văn bản đi")
    return found


def _routed(
    person: Person, duties: frozenset[Duty], instead: Mapping[Work, Sequence[Person]]
) -> QuerySet[ApprovalStep, Any]:
    """Documents with a step of his own, of his duty, or of those for whom he stands in."""
    people = [person, *instead[Work.CONTENT], *instead[Work.FORM]]
    steps = Q(person__in=people) | Q(instead_of=person) | Q(substituted=person) | Q(duty__in=duties)
    if instead[Work.FORM]:
        steps |= Q(duty=Duty.CLERK)
    return ApprovalStep.objects.filter(steps).values("outgoing_id")
