"""Sổ đăng ký văn bản đi: every number of a year with its document, its reservation, or why it was cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from vanthu.office.outgoing import queries as outgoing
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import NumberState, NumberWay, RegisterKind
from vanthu.office.reports.queries.lines import BookLine, day_of, narrowed, only_if, sees_all, what

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries.filtering import Chosen
    from vanthu.standards.registers import Row


_UNTOLD = ("body", "slots", "capacity", "particulars", "addressed_to", "legal_bases", "places")
"""What is long, and is not told by any register."""


def found(person: Person, chosen: Chosen, *, at: datetime) -> QuerySet[Any]:
    """Return the numbers a person may see."""
    rows = registers.taken(RegisterKind.OUTGOING)
    rows = rows.filter(register__year=chosen.year) if chosen.year else rows
    rows = rows.filter(register__series=chosen.series) if chosen.series else rows
    if chosen.unit_id:
        rows = rows.filter(Q(document__outgoing__unit_id=chosen.unit_id) | Q(paper__unit_id=chosen.unit_id))
    rows = narrowed(rows, chosen, day="taken_on")
    rows = only_if(sees_all(person, at), rows, lambda: Q(document__in=outgoing.visible_to(person, at=at).values("pk")))
    related = ("document__outgoing__unit", "paper__unit", "register", "decided_by")
    rows = rows.select_related(*related).defer(*(f"document__outgoing__{name}" for name in _UNTOLD))
    return rows.prefetch_related("document__outgoing__recipients", "document__sendings")


def lines(numbers: Iterable[Any]) -> list[BookLine]:
    """Return the ten columns of each number."""
    return [_line(taken) for taken in numbers]


def _line(taken: Any) -> BookLine:
    sent = getattr(taken.document, "outgoing", None) if taken.document else None
    row = _of_system(taken, sent) if sent else _of_paper(taken) if taken.document else _without(taken)
    way = "outgoing" if sent else ""
    return BookLine(taken.pk, row, taken.document_id if sent else None, way, _mark(taken), taken.number)


def _mark(taken: Any) -> str:
    return (
        ""
        if taken.state == NumberState.TAKEN and taken.way != NumberWay.PAPER
        else ("paper" if taken.state == NumberState.TAKEN else str(taken.state))
    )


def _of_system(taken: Any, sent: Any) -> Row:
    document = taken.document
    names = [recipient.name for recipient in sent.recipients.all()]
    return (
        document.code_text or f"{taken.number:02d}",
        document.issued_on or taken.taken_on,
        what(document),
        document.signer_name,
        "; ".join(names),
        f"Văn thư, {sent.unit.name}",
        len(names),
        day_of(sent.issued_at),
        _how(taken.document, sent),
        _remark(taken) or ("" if sent.issued_at else "Chưa phát hành"),
    )


def _how(document: Any, sent: Any) -> str:
    """Ways of sending in the order of recipients; a document of before they were kept went through the axis."""
    if not sent.issued_at:
        return ""
    labels = dict.fromkeys(one.label for one in document.sendings.all())
    return "; ".join(labels) or "Trục liên thông"


def _of_paper(taken: Any) -> Row:
    document, paper = taken.document, taken.paper
    return (
        document.code_text or f"{taken.number:02d}",
        document.issued_on,
        what(document),
        document.signer_name,
        "; ".join(paper.recipients),
        f"Văn thư, {paper.unit.name}",
        paper.copies,
        paper.sent_on,
        "",
        _remark(taken),
    )


def _without(taken: Any) -> Row:
    return (f"{taken.number:02d}", taken.taken_on, "", "", "", "", None, None, "", _remark(taken))


def _remark(taken: Any) -> str:
    if taken.state == NumberState.CANCELLED:
        return f"Đã hủy: {taken.reason}"
    if taken.state == NumberState.RESERVED:
        return f"Giữ chỗ đến {taken.due_on:%d/%m/%Y}: {taken.reason}"
    if taken.way == NumberWay.PAPER:
        return f"Văn bản giấy, vào sổ ngày {day_of(taken.paper.entered_at):%d/%m/%Y}: {taken.reason}"
    return ""
