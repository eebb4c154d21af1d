"""A văn bản đến as a line of a desk or a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.assignments import queries as assignments
from vanthu.office.documents.queries import cited
from vanthu.office.documents.states import Urgency
from vanthu.office.incoming.queries.finding import News, news
from vanthu.office.incoming.queries.timing import RegisteringDeadline, registering_deadline
from vanthu.office.incoming.states import OPEN_STATES, Channel, IncomingState, LegalValue
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Task
    from vanthu.office.incoming.models import IncomingDocument


@dataclass(frozen=True)
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


def rows(documents: Iterable[IncomingDocument], *, at: datetime) -> list[IncomingRow]:
    """Return the lines of documents that came from `visible_to`, in their order, with as many queries as for one."""
    found = list(documents)
    ids = [one.pk for one in found]
    leads, changed = assignments.leads(ids), news(ids)
    return [_row(one, leads.get(one.pk), changed.get(one.pk, News()), at) for one in found]


def due_of(incoming: IncomingDocument, changed: News) -> date | None:
    """Return by when the issuer wants an answer, as it said last."""
    told = changed.changes.get("due_on")
    return date.fromisoformat(told) if told else incoming.document.due_on


def _row(incoming: IncomingDocument, lead: Task | None, changed: News, at: datetime) -> IncomingRow:
    document = incoming.document
    due_on = (lead.due_on if lead else None) or due_of(incoming, changed)
    days = (due_on - at.astimezone(VIETNAM).date()).days if due_on else None
    deadline = registering_deadline(incoming, at=at)
    overdue = days is not None and days < 0 and incoming.state in OPEN_STATES
    outcome = Outcome(incoming.verdict.outcome) if incoming.verdict else None
    return IncomingRow(
        document_id=incoming.pk,
        type_name=document.type_name,
        code_text=document.code_text,
        subject=document.subject,
        issuer_code=document.issuer_code,
        issuer_name=document.issuer_name,
        issued_on=document.issued_on,
        urgency=document.urgency,
        urgency_label=Urgency(document.urgency).label,
        state=incoming.state,
        state_label=IncomingState(incoming.state).label,
        channel_label=Channel(incoming.channel).label,
        legal_value=incoming.legal_value,
        legal_value_label=LegalValue(incoming.legal_value).label,
        outcome=outcome.value if outcome else "",
        outcome_label=outcome.label if outcome else "",
        arrived_at=incoming.arrived_at,
        arrival_number=incoming.arrival_number,
        registered_at=incoming.registered_at,
        due_on=due_on,
        days_left=days,
        late=overdue or (deadline is not None and deadline.phase == "late"),
        lead_unit_name=lead.unit.name if lead else "",
        lead_person_name=lead.person.full_name if lead and lead.person else "",
        replaced_by=cited(changed.replaced_by) if changed.replaced_by else "",
        duplicate=incoming.possible_duplicate_of_id is not None,
        deadline=deadline,
    )
