"""What lies on a person's desk of văn bản đi."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from vanthu.office.access.states import Duty, Work
from vanthu.office.documents.states import Urgency
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument
from vanthu.office.outgoing.queries.rows import Bare, OutgoingRow, bare, routes, rows
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
    found = bare(OutgoingDocument.objects.filter(_concerns(place)).order_by("state_since"))
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


def _concerns(place: Desk) -> Q:
    person, clerk = place.person, place.clerk
    mine = Q(drafter=person, state__in=OPEN_STATES)
    beside = Cosigner.objects.filter(person=person).values("outgoing_id")
    to_sign = (Q(signer=person) | Q(pk__in=beside)) & Q(state=OutgoingState.APPROVED)
    people = {person, *place.instead[Work.CONTENT], *place.instead[Work.FORM]}
    turns = Q(person__in=people) | Q(duty__in=place.duties)
    if any(Duty.CLERK in place.duties_of_others[one.pk] for one in place.instead[Work.FORM]):
        turns |= Q(duty=Duty.CLERK)
    waiting = ApprovalStep.objects.filter(turns, state=StepState.WAITING).values("outgoing_id")
    concerns = mine | to_sign | Q(state=OutgoingState.IN_APPROVAL, pk__in=waiting)
    return concerns | Q(state__in=_TO_ISSUE) if clerk else concerns
