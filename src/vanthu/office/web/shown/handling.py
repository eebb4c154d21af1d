"""The data of the phiếu giải quyết văn bản đến, as the office has them (ND30 Phụ lục IV)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.assignments import queries as assignments
from vanthu.office.assignments.states import NoteKind
from vanthu.office.audit import queries as audit
from vanthu.office.documents import queries as documents
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.letter.handling import HandlingSheet, Opinion

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Task
    from vanthu.office.incoming.models import IncomingDocument

SAID = frozenset({NoteKind.PROGRESS, NoteKind.QUESTION, NoteKind.RESULT, NoteKind.RETURN})
"""What of the talk at a task is a proposal of who handles it."""


def sheet_of(incoming: IncomingDocument, *, at: datetime) -> HandlingSheet:
    """Return the form of a registered document, filled in with what was decided so far."""
    agency = organizations.agency(incoming.agency_id)
    directions = assignments.assignments_for(incoming.pk, at=at)
    lead = assignments.leads([incoming.pk]).get(incoming.pk)
    return HandlingSheet(
        governing_name=agency.governing_name,
        agency_name=agency.name,
        place=agency.place,
        day=at.astimezone(VIETNAM).date(),
        identification=_identification(incoming),
        leader=tuple(_opinion((view.words, view.instruction), view.by_name, view.at) for view in directions),
        unit_head=_of_head(incoming, lead) if lead else (),
        handler=_of_handler(incoming, lead) if lead else (),
    )


def _identification(incoming: IncomingDocument) -> tuple[tuple[str, str], ...]:
    document = incoming.document
    arrived = incoming.registered_at or incoming.arrived_at
    return (
        ("Số đến", f"{incoming.arrival_number or 0:02d}, ngày {arrived.astimezone(VIETNAM):%d/%m/%Y}"),
        ("Văn bản", documents.cited(document)),
        ("Cơ quan ban hành", document.issuer_name),
        ("Về việc", document.subject),
    )


def _of_head(incoming: IncomingDocument, lead: Task) -> tuple[Opinion, ...]:
    """To whom the unit gave it, and the parts into which its head divided it."""
    found: list[Opinion] = []
    for fact in audit.facts_about([incoming.pk]):
        if fact.verb == "hand_over" and fact.details.get("task") == str(lead.pk) and lead.person is not None:
            due = f", hạn {lead.due_on:%d/%m/%Y}" if lead.due_on else ""
            to = f"Giao {organizations.person(fact.details['person']).full_name} giải quyết{due}"
            found.append(_opinion((to,), fact.by_name, fact.at))
    for part in assignments.parts_of(lead.pk):
        given = part.assignment
        words = (f"{given.title}: {given.words}", given.instruction)
        found.append(_opinion(words, given.by.full_name, given.at))
    return tuple(found)


def _of_handler(incoming: IncomingDocument, lead: Task) -> tuple[Opinion, ...]:
    said = [note for note in assignments.notes(lead.pk) if note.kind in SAID and note.text]
    found = [_opinion((note.text,), note.by.full_name, note.at) for note in said]
    if incoming.result and incoming.completed_at:
        name = next((one.by_name for one in audit.facts_about([incoming.pk]) if one.verb == "complete"), "")
        found.append(_opinion((incoming.result,), name, incoming.completed_at))
    return tuple(found)


def _opinion(lines: Sequence[Any], name: str, moment: datetime) -> Opinion:
    return Opinion(lines=tuple(str(line) for line in lines if line), name=name, day=moment.astimezone(VIETNAM).date())
