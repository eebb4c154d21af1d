"""Whose turn it is: which open step a person may decide, as his own or in place of somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.outgoing.queries.planning import WORKS
from vanthu.office.outgoing.queries.route import S, Step, open_steps, waiting_in
from vanthu.office.outgoing.states import OutgoingState, StepKind

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import ApprovalStep, OutgoingDocument


@dataclass(frozen=True)
class Desk:
    """What a person may do because of who he is and for whom he stands in, asked once for many documents."""

    person: Person
    duties: frozenset[Duty]
    instead: Mapping[Work, Sequence[Person]]
    """For whom he stands in, by work."""
    duties_of_others: Mapping[UUID, frozenset[Duty]]

    @property
    def clerk(self) -> bool:
        """Whether he numbers, seals and issues: as clerk, or in place of one."""
        return Duty.CLERK in self.duties or self.clerk_instead is not None

    @property
    def clerk_instead(self) -> Person | None:
        """The clerk in whose place he does that; None for a clerk himself."""
        if Duty.CLERK in self.duties:
            return None
        return next((one for one in self.instead[Work.CLERK] if Duty.CLERK in self.duties_of_others[one.pk]), None)


def desk_of(person: Person, *, at: datetime) -> Desk:
    """Return what a person may do now, and for whom."""
    instead = access.delegators(person, at=at)
    others = {one.pk: one for people in instead.values() for one in people}
    held = {pk: access.duties_of(one, at=at) for pk, one in others.items()}
    return Desk(person, access.duties_of(person, at=at), instead, held)


def turn(
    outgoing: OutgoingDocument, desk: Desk, steps: Iterable[ApprovalStep] | None = None
) -> tuple[ApprovalStep, Person | None] | None:
    """Return the check this person may decide now and in whose place (None: his own); None when there is none."""
    if outgoing.state != OutgoingState.IN_APPROVAL:
        return None
    return turn_among(open_steps(outgoing, steps), outgoing.drafter_id, desk)


def has_turn(state: str, drafter_id: UUID, steps: Iterable[Step], desk: Desk) -> bool:
    """Tell the same of a document of which only this is known."""
    if state != OutgoingState.IN_APPROVAL:
        return False
    return turn_among(waiting_in(state, steps), drafter_id, desk) is not None


def turn_among(waiting: Iterable[S], drafter_id: UUID, desk: Desk) -> tuple[S, Person | None] | None:
    """Return which of the steps whose turn it is this person may decide, and in whose place."""
    checks = [step for step in waiting if step.kind != StepKind.SIGNATURE]
    for step in checks:
        if is_his(step, desk.person.pk, desk.duties):
            return step, None
    for step in checks:
        if (delegator := _stands_in(drafter_id, step, desk)) is not None:
            return step, delegator
    return None


def is_his(step: Step, person_id: object, duties: Collection[str]) -> bool:
    """Tell whether a step is a person's own: named for him, or for whoever holds a duty of his."""
    return step.person_id == person_id or bool(step.duty and step.duty in duties)


def stands_in(outgoing: OutgoingDocument, step: ApprovalStep, desk: Desk) -> Person | None:
    """Return for whom he may decide the step as a delegate; nobody checks the content of his own draft this way."""
    return _stands_in(outgoing.drafter_id, step, desk)


def _stands_in(drafter_id: UUID, step: Step, desk: Desk) -> Person | None:
    kind = StepKind(step.kind)
    if kind not in WORKS or (drafter_id == desk.person.pk and kind != StepKind.FORM):
        return None
    people = desk.instead[WORKS[kind]]
    return next((one for one in people if is_his(step, one.pk, desk.duties_of_others[one.pk])), None)
