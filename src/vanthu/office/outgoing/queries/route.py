"""The approval route of a document: who checked what, in which round, and why it came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from vanthu.office.outgoing.states import OutgoingState, StepKind, StepState

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import ApprovalStep, OutgoingDocument


class Step(Protocol):
    """As much of a step as tells whose turn it is: a row of the table, or what a list reads of it."""

    @property
    def round(self) -> int: ...
    @property
    def ordinal(self) -> int: ...
    @property
    def stage(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def duty(self) -> str: ...
    @property
    def person_id(self) -> UUID: ...


S = TypeVar("S", bound=Step)


@dataclass(frozen=True)
class RouteStep:
    """One step of the route as shown; `current` marks the one whose turn it is."""

    round: int
    ordinal: int
    kind: str
    kind_label: str
    person_id: UUID
    person_name: str
    state: str
    state_label: str
    revision: int
    decided_at: datetime | None
    opinion: str
    current: bool
    stage: int
    role: str
    substituted_name: str
    """Who would have had the step, were he not away."""
    instead_of_name: str
    """For whom a delegate decided it."""


def route(outgoing: OutgoingDocument) -> tuple[RouteStep, ...]:
    """Return every step of every round, the oldest round first."""
    steps = list(outgoing.steps.select_related("person", "substituted", "instead_of"))
    turns = open_steps(outgoing, steps)
    return tuple(_shown(step, current=step in turns) for step in steps)


def last_return(outgoing: OutgoingDocument) -> RouteStep | None:
    """Return who sent the draft back last and why; None when it has not been, or has been submitted since."""
    if outgoing.state != OutgoingState.DRAFT:
        return None
    return returned_in(outgoing.steps.select_related("person", "substituted", "instead_of"))


def returned_in(steps: Iterable[ApprovalStep]) -> RouteStep | None:
    """Return the step of the last round that was answered with a return."""
    last = last_round(steps)
    found = next((step for step in last if step.state == StepState.RETURNED), None)
    return _shown(found, current=False) if found else None


def last_round(steps: Iterable[S]) -> list[S]:
    """Return the steps of the latest round in order."""
    ordered = sorted(steps, key=lambda step: (step.round, step.ordinal))
    return [step for step in ordered if step.round == ordered[-1].round]


def open_steps(outgoing: OutgoingDocument, steps: Iterable[ApprovalStep] | None = None) -> list[ApprovalStep]:
    """Return the steps whose turn it is: those of the first stage that still waits, in parallel."""
    return waiting_in(outgoing.state, outgoing.steps.select_related("person") if steps is None else steps)


def waiting_in(state: str, steps: Iterable[S]) -> list[S]:
    """Return, of the steps of a document in a state, those whose turn it is."""
    if state not in {OutgoingState.IN_APPROVAL, OutgoingState.APPROVED}:
        return []
    waiting = [step for step in last_round(steps) if step.state == StepState.WAITING]
    return [step for step in waiting if step.stage == waiting[0].stage]


def current_step(outgoing: OutgoingDocument, steps: Iterable[ApprovalStep] | None = None) -> ApprovalStep | None:
    """Return the first step whose turn it is while the document is being approved or waits for its signature."""
    return next(iter(open_steps(outgoing, steps)), None)


def _shown(step: ApprovalStep, *, current: bool) -> RouteStep:
    return RouteStep(
        round=step.round,
        ordinal=step.ordinal,
        kind=step.kind,
        kind_label=StepKind(step.kind).label,
        person_id=step.person_id,
        person_name=step.person.full_name,
        state=step.state,
        state_label=StepState(step.state).label,
        revision=step.revision,
        decided_at=step.decided_at,
        opinion=step.opinion,
        current=current,
        stage=step.stage,
        role=step.role,
        substituted_name=step.substituted.full_name if step.substituted else "",
        instead_of_name=step.instead_of.full_name if step.instead_of else "",
    )
