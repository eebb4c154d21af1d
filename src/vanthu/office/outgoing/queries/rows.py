"""A văn bản đi as a line of a desk or a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Urgency
from vanthu.office.kernel.prepared import padded, prepared
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, Recipient
from vanthu.office.outgoing.queries.replies import Awaited, awaited
from vanthu.office.outgoing.queries.route import last_round, waiting_in
from vanthu.office.outgoing.queries.timing import Lateness, SendingDeadline, deadline_of, lateness_of
from vanthu.office.outgoing.states import OPEN_STATES, OutgoingState, StepState
from vanthu.office.signatures import queries as signatures
from vanthu.standards.worktime import WorkCalendar

_AT_THE_CLERKS = frozenset({OutgoingState.SIGNED, OutgoingState.NUMBERED, OutgoingState.SEALED})


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """What a line shows; `waits_for` is the person or desk that must act next."""

    document_id: UUID
    type_name: str
    code_text: str
    subject: str
    urgency: int
    urgency_label: str
    state: str
    state_label: str
    drafter_name: str
    unit_name: str
    signer_name: str
    recipient_count: int
    first_recipient: str
    waits_for: str
    waiting_since: datetime
    deadline: SendingDeadline | None
    signing_pending: bool
    """A signature has been made and waits for its time stamp."""
    return_reason: str
    due_on: date | None
    awaited: Awaited | None
    """Answers that have not come yet."""
    ended_by: str
    """The document by which it was replaced or repealed, as a letter cites it; "" while it is in force."""
    created_at: datetime
    issued_at: datetime | None
    lateness: Lateness | None
    """How late it was issued."""


class Bare(NamedTuple):
    """What the database tells of a document for its line, in the order of COLUMNS: no object of any table is made."""

    pk: UUID
    state: str
    created_at: datetime
    state_since: datetime
    signed_at: datetime | None
    issued_at: datetime | None
    drafter_id: UUID
    drafter_name: str
    unit_name: str
    signer_id: UUID
    signer_name: str
    type_name: str
    number: str
    notation: str
    subject: str
    urgency: int
    due_on: date | None


_OF_OTHERS = {
    "drafter_name": "drafter__full_name",
    "unit_name": "unit__name",
    "signer_name": "signer__full_name",
    **{name: f"document__{name}" for name in ("type_name", "number", "notation", "subject", "urgency", "due_on")},
}
COLUMNS = tuple(_OF_OTHERS.get(name, name) for name in Bare._fields)


class BareStep(NamedTuple):
    """A step of a route, as much as tells whose turn it is."""

    outgoing_id: UUID
    round: int
    ordinal: int
    stage: int
    kind: str
    state: str
    duty: str
    person_id: UUID
    decided_at: datetime | None
    opinion: str
    person_name: str


class BareSigner(NamedTuple):
    """Somebody who signs before the signer."""

    outgoing_id: UUID
    person_id: UUID
    signed_at: datetime | None
    name: str


@dataclass(frozen=True)
class Way:
    """Who checks a document, and who signs it before its signer."""

    steps: list[BareStep] = field(default_factory=list)
    before: list[BareSigner] = field(default_factory=list)

    def next_before(self, one: Bare) -> BareSigner | None:
        """Whose turn it is to sign before the signer himself."""
        if one.state != OutgoingState.APPROVED:
            return None
        return next((signer for signer in self.before if signer.signed_at is None), None)

    def next_to_sign(self, one: Bare) -> UUID | None:
        """Whose turn it is to sign; None while the document is not approved, and once everybody has signed."""
        if (before := self.next_before(one)) is not None:
            return before.person_id
        return one.signer_id if one.state == OutgoingState.APPROVED and one.signed_at is None else None


def routes(found: Iterable[Bare]) -> dict[UUID, Way]:
    """Fetch who checks and signs; of what is done, most of a long list, no line tells it."""
    ways = {one.pk: Way() for one in found if one.state in OPEN_STATES}
    if not ways:
        return ways
    ids = padded(ways)
    for step in map(BareStep._make, _steps(ids)):
        ways[step.outgoing_id].steps.append(step)
    for signer in map(BareSigner._make, _signers(ids)):
        ways[signer.outgoing_id].before.append(signer)
    return ways


@prepared
def _steps(outgoing_ids: tuple[UUID, ...]) -> QuerySet[ApprovalStep, Any]:
    chosen = ApprovalStep.objects.filter(outgoing_id__in=outgoing_ids).order_by("round", "ordinal")
    return chosen.values_list(*BareStep._fields[:-1], "person__full_name")


@prepared
def _signers(outgoing_ids: tuple[UUID, ...]) -> QuerySet[Cosigner, Any]:
    beside = Cosigner.objects.filter(outgoing_id__in=outgoing_ids).order_by("ordinal")
    return beside.values_list("outgoing_id", "person_id", "signed_at", "person__full_name")


def rows(found: Sequence[Bare], *, at: datetime, ways: dict[UUID, Way] | None = None) -> list[OutgoingRow]:
    """Return the lines of what COLUMNS read, in its order; `ways` is what `routes` said of it, where one has it."""
    known = routes(found) if ways is None else ways
    issued = [one.pk for one in found if one.issued_at]
    pending = _pending(known)
    waiting, ended = (awaited(issued, at=at), _ended_by(issued)) if issued else ({}, {})
    sent = _recipients([one.pk for one in found])
    calendar = organizations.work_calendar() if any(one.signed_at for one in found) else WorkCalendar()
    return [
        _row(
            one,
            at,
            known.get(one.pk) or Way(),
            one.pk in pending,
            waiting.get(one.pk),
            ended.get(one.pk, ""),
            sent.get(one.pk, (0, "")),
            calendar,
        )
        for one in found
    ]


def _pending(open_ones: Collection[UUID]) -> frozenset[UUID]:
    return signatures.awaiting_timestamp(open_ones) if open_ones else frozenset()


def _recipients(ids: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """Return how many recipients each of those documents has, and the name of the first."""
    found: dict[UUID, tuple[int, str]] = {}
    for outgoing_id, name in _named(padded(ids)):
        found[outgoing_id] = (found.get(outgoing_id, (0, ""))[0] + 1, name)
    return found


@prepared
def _named(outgoing_ids: tuple[UUID, ...]) -> QuerySet[Recipient, tuple[UUID, str]]:
    found = Recipient.objects.filter(outgoing_id__in=outgoing_ids).order_by("-ordinal")
    return found.values_list("outgoing_id", "name")


def _ended_by(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return by what each of those documents that are in force no longer was replaced or repealed."""
    return {pk: document_queries.cited(link.source) for pk, link in document_queries.ended_by(ids).items()}


_STATES: dict[str, str] = {state.value: str(state.label) for state in OutgoingState}
_URGENCIES: dict[int, str] = {urgency.value: str(urgency.label) for urgency in Urgency}


def _row(
    one: Bare,
    at: datetime,
    way: Way,
    signing_pending: bool,
    waiting: Awaited | None,
    ended: str,
    recipients: tuple[int, str],
    calendar: WorkCalendar,
) -> OutgoingRow:
    waits_for, since = _waiting(one, way)
    return OutgoingRow(
        document_id=one.pk,
        type_name=one.type_name,
        code_text=f"{one.number}/{one.notation}" if one.number else "",
        subject=one.subject,
        urgency=one.urgency,
        urgency_label=_URGENCIES[one.urgency],
        state=one.state,
        state_label=_STATES[one.state],
        drafter_name=one.drafter_name,
        unit_name=one.unit_name,
        signer_name=one.signer_name,
        recipient_count=recipients[0],
        first_recipient=recipients[1],
        waits_for=waits_for,
        waiting_since=since,
        deadline=deadline_of(one.state, one.signed_at, one.urgency, calendar=calendar, at=at),
        signing_pending=signing_pending,
        return_reason=_return_reason(one, way),
        due_on=one.due_on,
        awaited=waiting,
        ended_by=ended,
        created_at=one.created_at,
        issued_at=one.issued_at,
        lateness=lateness_of(one.signed_at, one.issued_at, one.urgency, calendar=calendar),
    )


def _waiting(one: Bare, way: Way) -> tuple[str, datetime]:
    if (before := way.next_before(one)) is not None:
        return before.name, one.state_since
    if turns := waiting_in(one.state, way.steps):
        decided = [step.decided_at for step in way.steps if step.round == turns[0].round and step.decided_at]
        return ", ".join(step.person_name for step in turns), max([one.state_since, *decided])
    if one.state in _AT_THE_CLERKS:
        return "Văn thư cơ quan", one.state_since
    return (one.drafter_name if one.state == OutgoingState.DRAFT else ""), one.state_since


def _return_reason(one: Bare, way: Way) -> str:
    if one.state != OutgoingState.DRAFT:
        return ""
    return next((step.opinion for step in last_round(way.steps) if step.state == StepState.RETURNED), "")
