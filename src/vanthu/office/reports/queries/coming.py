"""Sổ đăng ký văn bản đến and sổ theo dõi giải quyết văn bản đến: the same documents, asked two questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from vanthu.office.assignments import queries as assignments
from vanthu.office.documents.states import LinkKind
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.states import IncomingState, LegalValue
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.reports.queries.lines import BookLine, day_of, narrowed, only_if, sees_all, what

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries.filtering import Chosen
    from vanthu.standards.registers import Row


def found(person: Person, chosen: Chosen, *, at: datetime) -> QuerySet[Any]:
    """Return the numbers of văn bản đến a person may see."""
    rows = registers.taken(RegisterKind.INCOMING).filter(document__incoming__isnull=False)
    rows = rows.filter(register__year=chosen.year) if chosen.year else rows
    if chosen.unit_id:
        rows = rows.filter(document__in=assignments.documents_of_unit(chosen.unit_id))
    rows = narrowed(rows, chosen, day="taken_on")
    rows = only_if(sees_all(person, at), rows, lambda: Q(document__in=incoming.visible_to(person, at=at).values("pk")))
    return rows.select_related("document__incoming", "register").prefetch_related("document__linked_from__source")


def lines(numbers: Iterable[Any]) -> list[BookLine]:
    """Return the ten columns of sổ đăng ký văn bản đến."""
    return [_line(taken, lead, _registered(taken, lead)) for taken, lead in _with_leads(numbers)]


def follow_up_lines(numbers: Iterable[Any]) -> list[BookLine]:
    """Return the seven columns of sổ theo dõi giải quyết văn bản đến."""
    return [_line(taken, lead, _followed(taken, lead)) for taken, lead in _with_leads(numbers)]


def _with_leads(numbers: Iterable[Any]) -> list[tuple[Any, Any]]:
    taken = list(numbers)
    leads = assignments.leads([one.document_id for one in taken])
    return [(one, leads.get(one.document_id)) for one in taken]


def _line(taken: Any, lead: Any, row: Row) -> BookLine:
    mark = "done" if taken.document.incoming.state == IncomingState.COMPLETED else ""
    return BookLine(taken.pk, row, taken.document_id, "incoming", mark, taken.number)


def _registered(taken: Any, lead: Any) -> Row:
    document, arrived = taken.document, taken.document.incoming
    reference = arrived.legal_value == LegalValue.REFERENCE
    return (
        day_of(arrived.arrived_at),
        f"{taken.number:02d}",
        document.issuer_name,
        document.code_text,
        document.issued_on,
        what(document),
        _handler(lead),
        day_of(arrived.assigned_at),
        "Trên hệ thống" if arrived.assigned_at else "",
        "; ".join(filter(None, (LegalValue.REFERENCE.label if reference else "", _sent_back(arrived)))),
    )


def _sent_back(arrived: Any) -> str:
    """What became of an entry whose document went back: it stays, with the reason."""
    if arrived.state == IncomingState.GIVEN_BACK:
        return str(IncomingState.GIVEN_BACK.label)
    if arrived.state != IncomingState.SENT_BACK:
        return ""
    return f"Đã trả lại ngày {day_of(arrived.refused_at):%d/%m/%Y}: {arrived.refusal_reason}"[:300]


def _followed(taken: Any, lead: Any) -> Row:
    document, arrived = taken.document, taken.document.incoming
    named = f"{document.type_name} {document.code_text}".strip()
    dated = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    return (
        f"{taken.number:02d}",
        f"{named}{dated} của {document.issuer_name}: {document.subject}",
        _handler(lead),
        (lead.due_on if lead else None) or document.due_on,
        _progress(arrived),
        "; ".join(_answers(document)),
        arrived.result[:500],
    )


def _handler(lead: Any) -> str:
    if lead is None:
        return ""
    return f"{lead.person.full_name}, {lead.unit.name}" if lead.person else str(lead.unit.name)


def _progress(arrived: Any) -> str:
    label = IncomingState(arrived.state).label
    at = {
        IncomingState.ASSIGNED: arrived.assigned_at,
        IncomingState.IN_PROGRESS: arrived.started_at,
        IncomingState.COMPLETED: arrived.completed_at,
    }.get(arrived.state)
    return f"{label} ngày {day_of(at):%d/%m/%Y}" if at else label


def _answers(document: Any) -> list[str]:
    links = document.linked_from.all()
    return sorted(link.source.code_text for link in links if link.kind == LinkKind.ANSWERS and link.source.number)
