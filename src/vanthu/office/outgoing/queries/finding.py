"""Which văn bản đi a person may see, and fetching one through that answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.kernel import paging, seeing
from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def visible_to(person: Person, *, at: datetime) -> QuerySet[OutgoingDocument]:
    """Return what the person may see: drafter, people of the route, signers, head of the drafting unit; clerks and
    leaders see every document of their agency; a delegate also what waits for those in whose place he works."""
    rows, sight = _rows(), _sight(person, at)
    if sight is None:
        return rows if person.agency_id == current_agency() else rows.none()
    return seeing.by_keys(rows, _keys(sight)) if _few(person, sight) else _one_by_one(rows, sight)


def most_counted(person: Person, text: str, *, at: datetime) -> int:
    """Return how far a list of what this person sees, with `text` in it, is counted."""
    most = paging.MOST_FOUND if text.strip() else paging.MOST_COUNTED
    sight = _sight(person, at)
    return most if sight is None or _few(person, sight) else seeing.MOST_ASKED


@asked_once
def get(person: Person, document_id: UUID, *, at: datetime) -> OutgoingDocument:
    """Return the document; raises NotFound when there is none that the person may see."""
    rows, sight = _rows().filter(pk=document_id), _sight(person, at)
    if person.agency_id != current_agency():
        rows = rows.none()
    found = (rows if sight is None else _one_by_one(rows, sight)).first()
    if found is None:
        raise NotFound(what="văn bản đi")
    return found


@dataclass(frozen=True)
class Sight:
    """What makes a document one that a person may see: of the document itself, of its other signers, of its route."""

    own: Sequence[Q]
    beside: Q
    steps: Q


def _keys(sight: Sight) -> list[QuerySet[Any, Any]]:
    return [
        *(OutgoingDocument.objects.filter(own).values_list("pk") for own in sight.own),
        Cosigner.objects.filter(sight.beside).values_list("outgoing_id"),
        ApprovalStep.objects.filter(sight.steps).values_list("outgoing_id"),
    ]


def _few(person: Person, sight: Sight) -> bool:
    return seeing.are_few(("outgoing", current_agency(), person.pk), _keys(sight))


def _rows() -> QuerySet[OutgoingDocument]:
    return OutgoingDocument.objects.select_related("document", "drafter", "unit", "signer")


def _sight(person: Person, at: datetime) -> Sight | None:
    """Return what he sees by; None where that is not asked, since he sees everything, or is of another agency."""
    if person.agency_id != current_agency():
        return None
    duties = access.duties_of(person, at=at)
    if duties & {Duty.CLERK, Duty.LEADER}:
        return None
    instead = access.delegators(person, at=at)
    if instead[Work.CLERK]:
        return None
    own = [Q(drafter=person), Q(signer=person)]
    if Duty.UNIT_HEAD in duties:
        own.append(Q(unit=person.unit_id))
    return Sight(own, Q(person=person), _steps(person, duties, instead))


def _one_by_one(rows: QuerySet[OutgoingDocument], sight: Sight) -> QuerySet[OutgoingDocument]:
    of_row = {"outgoing_id": OuterRef("pk")}
    return seeing.one_by_one(
        rows,
        reduce(or_, sight.own),
        signs_too=Cosigner.objects.filter(sight.beside, **of_row).order_by().values("pk"),
        checks=ApprovalStep.objects.filter(sight.steps, **of_row).order_by().values("pk"),
    )


def _steps(person: Person, duties: frozenset[Duty], instead: Mapping[Work, Sequence[Person]]) -> Q:
    """A step of his own, of his duty, or of those for whom he stands in."""
    people = [person, *instead[Work.CONTENT], *instead[Work.FORM]]
    steps = Q(person__in=people) | Q(instead_of=person) | Q(substituted=person) | Q(duty__in=duties)
    return steps | Q(duty=Duty.CLERK) if instead[Work.FORM] else steps
