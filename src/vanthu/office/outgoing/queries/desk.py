"""What lies on a person's desk of văn bản đi."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access.states import Duty, Work
from vanthu.office.documents.states import Urgency
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument
from vanthu.office.outgoing.queries.rows import COLUMNS, Bare, OutgoingRow, routes, rows
from vanthu.office.outgoing.queries.turns import Desk, desk_of, has_turn
from vanthu.office.outgoing.states import OPEN_STATES, OutgoingState, StepState

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

_TO_ISSUE = (OutgoingState.SIGNED, OutgoingState.NUMBERED, OutgoingState.SEALED)


@dataclass(frozen=True)
class OutgoingDesk:
    """Piles of lines; one document may lie on two of them, as his own draft and as his to check."""

    to_check: tuple[OutgoingRow, ...]
    to_sign: tuple[OutgoingRow, ...]
    to_issue: tuple[OutgoingRow, ...]
    mine: tuple[OutgoingRow, ...]
    late: int
    """How many of `to_issue` are past their sending deadline."""
    urgent: int
    """How many of the first three piles carry a degree of urgency."""


def desk(person: Person, *, at: datetime) -> OutgoingDesk:
    """Return the desk of this person: what he must check, sign or issue, and his own drafts on their way.

    While a delegation is in force, what waits for the delegator lies there too.
    """
    if person.agency_id != current_agency():
        return OutgoingDesk((), (), (), (), 0, 0)
    place = desk_of(person, at=at)
    clerk = place.clerk
    found = [Bare._make(one) for one in _concerning(_whose(place))]
    ways = routes(found)
    lines = {row.document_id: row for row in rows(found, at=at, ways=ways)}

    def pile(chosen: list[Bare]) -> tuple[OutgoingRow, ...]:
        return tuple(sorted((lines[one.pk] for one in chosen), key=lambda row: (-row.urgency, row.waiting_since)))

    to_check = pile([one for one in found if has_turn(one.state, one.drafter_id, ways[one.pk].steps, place)])
    # What he signed and only waits for its time stamp is not his to sign any more.
    his = pile([one for one in found if ways[one.pk].next_to_sign(one) == person.pk])
    to_sign = tuple(row for row in his if not row.signing_pending)
    to_issue = tuple(sorted(pile([one for one in found if clerk and one.state in _TO_ISSUE]), key=_sent_first))
    return OutgoingDesk(
        to_check=to_check,
        to_sign=to_sign,
        to_issue=to_issue,
        mine=pile([one for one in found if one.drafter_id == person.pk]),
        late=sum(1 for row in to_issue if row.deadline and row.deadline.phase == "late"),
        urgent=sum(1 for row in (*to_check, *to_sign, *to_issue) if row.urgency != Urgency.NORMAL),
    )


def _sent_first(row: OutgoingRow) -> tuple[int, datetime]:
    """The urgent first, then by when the law wants it sent."""
    return -row.urgency, row.deadline.breach_at if row.deadline else row.waiting_since


@dataclass(frozen=True)
class _Whose:
    """A desk as what its prepared question is given."""

    person: Person
    people: tuple[UUID, ...]
    duties: tuple[str, ...]
    form: bool
    """Whether the form is checked in the place of a clerk."""
    clerk: bool


def _whose(place: Desk) -> _Whose:
    others = (*place.instead[Work.CONTENT], *place.instead[Work.FORM])
    people = dict.fromkeys(one.pk for one in (place.person, *others))
    form = any(Duty.CLERK in place.duties_of_others[one.pk] for one in place.instead[Work.FORM])
    return _Whose(place.person, tuple(people), tuple(sorted(place.duties)), form, place.clerk)


@prepared
def _concerning(whose: _Whose) -> QuerySet[OutgoingDocument, Any]:
    return OutgoingDocument.objects.filter(_concerns(whose)).order_by("state_since").values_list(*COLUMNS)


def _concerns(whose: _Whose) -> Q:
    person = whose.person
    mine = Q(drafter=person, state__in=tuple(OPEN_STATES))
    beside = Cosigner.objects.filter(person=person).values("outgoing_id")
    to_sign = (Q(signer=person) | Q(pk__in=beside)) & Q(state=OutgoingState.APPROVED)
    turns = Q(person__in=whose.people) | Q(duty__in=whose.duties)
    if whose.form:
        turns |= Q(duty=Duty.CLERK)
    waiting = ApprovalStep.objects.filter(turns, state=StepState.WAITING).values("outgoing_id")
    concerns = mine | to_sign | Q(state=OutgoingState.IN_APPROVAL, pk__in=waiting)
    return concerns | Q(state__in=_TO_ISSUE) if whose.clerk else concerns
