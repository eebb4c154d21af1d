"""A văn bản đến as a line of a desk or a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from vanthu.office.assignments import queries as assignments
from vanthu.office.documents.queries import cited
from vanthu.office.documents.states import Urgency
from vanthu.office.incoming.queries.finding import News, news
from vanthu.office.incoming.queries.timing import RegisteringDeadline, deadline_of
from vanthu.office.incoming.states import OPEN_STATES, Channel, IncomingState, LegalValue
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.signing import Outcome
from vanthu.standards.worktime import WorkCalendar

if TYPE_CHECKING:
    from vanthu.office.assignments.queries import Lead
    from vanthu.office.incoming.models import IncomingDocument


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """What a line shows; `due_on` is the leader's deadline, or else the one the issuer asked for."""

    document_id: UUID
    type_name: str
    code_text: str
    subject: str
    issuer_code: str
    issuer_name: str
    issued_on: date | None
    urgency: int
    urgency_label: str
    state: str
    state_label: str
    channel_label: str
    legal_value: str
    legal_value_label: str
    outcome: str
    outcome_label: str
    arrived_at: datetime
    arrival_number: int | None
    registered_at: datetime | None
    due_on: date | None
    days_left: int | None
    late: bool
    lead_unit_name: str
    lead_person_name: str
    duplicate: bool
    replaced_by: str
    """The document by which its issuer replaced it, as a letter cites it; "" while it is in force."""
    deadline: RegisteringDeadline | None
    """By when to register; None once that is done."""


class Bare(NamedTuple):
    """What the database tells of a document for its line, in the order of COLUMNS: no object of any table is made."""

    pk: UUID
    state: str
    channel: str
    legal_value: str
    arrived_at: datetime
    arrival_number: int | None
    registered_at: datetime | None
    possible_duplicate_of_id: UUID | None
    outcome: str | None
    type_name: str
    number: str
    notation: str
    subject: str
    issuer_code: str
    issuer_name: str
    issued_on: date | None
    urgency: int
    due_on: date | None


_DOCUMENTS = (
    "type_name",
    "number",
    "notation",
    "subject",
    "issuer_code",
    "issuer_name",
    "issued_on",
    "urgency",
    "due_on",
)
_OF_OTHERS = {"outcome": "verdict__outcome", **{name: f"document__{name}" for name in _DOCUMENTS}}
COLUMNS = tuple(_OF_OTHERS.get(name, name) for name in Bare._fields)


def rows(found: Sequence[Bare], *, at: datetime) -> list[IncomingRow]:
    """Return the lines of what COLUMNS read, in its order, with as many queries as for one."""
    ids = [one.pk for one in found]
    leads, changed = (assignments.lead_lines(ids), news(ids)) if ids else ({}, {})
    today = at.astimezone(VIETNAM).date()
    # Deadlines of registering, the only ones counted here, are few among the lines of a list.
    waits = any(one.state == IncomingState.ARRIVED for one in found)
    calendar = organizations.work_calendar() if waits else WorkCalendar()
    return [_row(one, leads.get(one.pk), changed.get(one.pk), calendar, today, at) for one in found]


def due_of(incoming: IncomingDocument, changed: News) -> date | None:
    """Return by when the issuer wants an answer, as it said last."""
    told = changed.changes.get("due_on")
    return date.fromisoformat(told) if told else incoming.document.due_on


_STATES: dict[str, str] = {state.value: str(state.label) for state in IncomingState}
_CHANNELS: dict[str, str] = {channel.value: str(channel.label) for channel in Channel}
_VALUES: dict[str, str] = {value.value: str(value.label) for value in LegalValue}
_URGENCIES: dict[int, str] = {urgency.value: str(urgency.label) for urgency in Urgency}
_OUTCOMES: dict[str, str] = {outcome.value: outcome.label for outcome in Outcome}


def _row(
    one: Bare, lead: Lead | None, changed: News | None, calendar: WorkCalendar, today: date, at: datetime
) -> IncomingRow:
    told = changed.changes.get("due_on") if changed else None
    due_on = (lead.due_on if lead else None) or (date.fromisoformat(told) if told else one.due_on)
    days = (due_on - today).days if due_on else None
    deadline = deadline_of(one.state, one.arrived_at, one.urgency, calendar=calendar, at=at)
    overdue = days is not None and days < 0 and one.state in OPEN_STATES
    replaced_by = changed.replaced_by if changed else None
    return IncomingRow(
        document_id=one.pk,
        type_name=one.type_name,
        code_text=f"{one.number}/{one.notation}" if one.number else "",
        subject=one.subject,
        issuer_code=one.issuer_code,
        issuer_name=one.issuer_name,
        issued_on=one.issued_on,
        urgency=one.urgency,
        urgency_label=_URGENCIES[one.urgency],
        state=one.state,
        state_label=_STATES[one.state],
        channel_label=_CHANNELS[one.channel],
        legal_value=one.legal_value,
        legal_value_label=_VALUES[one.legal_value],
        outcome=one.outcome or "",
        outcome_label=_OUTCOMES.get(one.outcome or "", ""),
        arrived_at=one.arrived_at,
        arrival_number=one.arrival_number,
        registered_at=one.registered_at,
        due_on=due_on,
        days_left=days,
        late=overdue or (deadline is not None and deadline.phase == "late"),
        lead_unit_name=lead.unit_name if lead else "",
        lead_person_name=lead.person_name if lead else "",
        replaced_by=cited(replaced_by) if replaced_by else "",
        duplicate=one.possible_duplicate_of_id is not None,
        deadline=deadline,
    )
