"""Which văn bản đi a person may see, and fetching one through that answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.kernel import seeing
from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def visible_to(person: Person, *, at: datetime) -> QuerySet[OutgoingDocument]:
    """Return what the person may see: drafter, people of the route, signers, head of the drafting unit; clerks and
    leaders see every document of their agency; a delegate also what waits for those in whose place he works."""
    return seen_by(sight_of(person, at=at))


@asked_once
def get(person: Person, document_id: UUID, *, at: datetime) -> OutgoingDocument:
    """Return the document; raises NotFound when there is none that the person may see."""
    his = _his(person, at)
    if his is None:
        found = _rows().filter(pk=document_id).first() if person.agency_id == current_agency() else None
    else:
        found = _one_by_one(_rows().filter(pk=document_id), person, his).first()
    if found is None:
        raise NotFound(what="văn bản đi")
    return found


@dataclass(frozen=True)
class His:
    """By what a person sees documents beside those he drafts and signs: his duties, and for whom he stands in."""

    unit: bool
    """Whether he heads his unit."""
    duties: tuple[str, ...]
    people: tuple[UUID, ...]
    form: bool
    """Whether he checks the form in the place of somebody."""


@dataclass(frozen=True)
class Sight:
    """How a person sees what he may see, as what prepared questions are given."""

    person: Person
    of: seeing.Of
    his: His | None = None
    route_few: bool = False
    """Whether of many documents those are few that he sees by their route and their other signers."""


def sight_of(person: Person, *, at: datetime) -> Sight:
    """Return how this person sees documents of the agency in force."""
    if person.agency_id != current_agency():
        return Sight(person, seeing.Of.NOTHING)
    his = _his(person, at)
    if his is None:
        return Sight(person, seeing.Of.EVERYTHING)
    who = (current_agency(), person.pk)
    if seeing.are_few(("outgoing", *who), _keys, person, his):
        return Sight(person, seeing.Of.FEW, his)
    return Sight(person, seeing.Of.MANY, his, seeing.are_few(("routes", *who), _keys_beside, person, his))


def seen_by(sight: Sight) -> QuerySet[OutgoingDocument]:
    """Return what is seen so."""
    if sight.his is not None:
        if sight.of == seeing.Of.FEW:
            return seeing.by_keys(_rows(), _keys(sight.person, sight.his))
        if sight.route_few:
            beside = [Q(pk__in=found) for found in _keys_beside(sight.person, sight.his)]
            return _rows().filter(reduce(or_, [*_own(sight.person, sight.his), *beside]))
        return _one_by_one(_rows(), sight.person, sight.his)
    return _rows() if sight.of == seeing.Of.EVERYTHING else _rows().none()


def _his(person: Person, at: datetime) -> His | None:
    """Return by what he sees; None where that is not asked, since he sees everything, or is of another agency."""
    if person.agency_id != current_agency():
        return None
    duties = access.duties_of(person, at=at)
    if duties & {Duty.CLERK, Duty.LEADER}:
        return None
    instead = access.delegators(person, at=at)
    if instead[Work.CLERK]:
        return None
    people = (person, *instead[Work.CONTENT], *instead[Work.FORM])
    return His(
        unit=Duty.UNIT_HEAD in duties and person.unit_id is not None,
        duties=tuple(sorted(duties)),
        people=tuple(one.pk for one in people),
        form=bool(instead[Work.FORM]),
    )


def _rows() -> QuerySet[OutgoingDocument]:
    return OutgoingDocument.objects.select_related("document", "drafter", "unit", "signer")


def _own(person: Person, his: His) -> list[Q]:
    own = [Q(drafter=person), Q(signer=person)]
    return [*own, Q(unit=person.unit_id)] if his.unit else own


def _steps(person: Person, his: His) -> Q:
    """A step of his own, of his duty, or of those for whom he stands in."""
    steps = Q(person__in=his.people) | Q(instead_of=person) | Q(substituted=person) | Q(duty__in=his.duties)
    return steps | Q(duty=Duty.CLERK) if his.form else steps


def _keys(person: Person, his: His) -> list[QuerySet[Any, Any]]:
    own = [OutgoingDocument.objects.filter(one).values_list("pk") for one in _own(person, his)]
    return [*own, *_keys_beside(person, his)]


def _keys_beside(person: Person, his: His) -> list[QuerySet[Any, Any]]:
    return [
        Cosigner.objects.filter(person=person).values_list("outgoing_id"),
        ApprovalStep.objects.filter(_steps(person, his)).values_list("outgoing_id"),
    ]


def _one_by_one(rows: QuerySet[OutgoingDocument], person: Person, his: His) -> QuerySet[OutgoingDocument]:
    of_row = {"outgoing_id": OuterRef("pk")}
    return seeing.one_by_one(
        rows,
        reduce(or_, _own(person, his)),
        signs_too=Cosigner.objects.filter(person=person, **of_row).order_by().values("pk"),
        checks=ApprovalStep.objects.filter(_steps(person, his), **of_row).order_by().values("pk"),
    )
