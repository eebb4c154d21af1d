"""The lines of the piles on a desk and of the list of tasks: two rows of text each, written as those of lists are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop as _

from vanthu.office.assignments.queries import TaskRow
from vanthu.office.incoming.queries import IncomingRow
from vanthu.office.outgoing.queries import OutgoingRow
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.web.shown.lines import outcome, recipients
from vanthu.office.web.shown.pen import Pen, late, safe, text


def written(
    kind: str, rows: Iterable[Any], pen: Pen, *, pile: str = "", picks: bool = False, me: str = ""
) -> SafeString:
    """Write the lines of a pile; `kind` is what they are of, `me` the name of the person whose desk it is."""
    write = WRITERS[kind]
    return safe(*(write(row, pen, pile, picks, me) for row in rows))


def _item(one: str, right: str, two: str, right_below: str, pick: str = "") -> str:
    return (
        f'<li class="row2{" picks" if pick else ""}" data-row>{pick}'
        f'<div class="l1"><span class="one">{one}</span><span class="right">{right}</span></div>'
        f'<div class="l2"><span class="two">{two}</span><span class="right">{right_below}</span></div></li>\n'
    )


def _outgoing(row: OutgoingRow, pen: Pen, pile: str, picks: bool, me: str) -> str:
    link = pen.link(pen.address("web:outgoing_document", row.document_id), row)
    when = pen.limit(row.deadline) if row.deadline else pen.moment(row.waiting_since)
    one = pen.urgency(row.urgency, row.urgency_label) + link
    return _item(one, when, _about_sent(row, pen), _waits(row, pen, pile, me), _pick(row, pen) if picks else "")


def _pick(row: OutgoingRow, pen: Pen) -> str:
    said = f"{pen.word(_('Chọn'))}: {text(row.subject)}"
    return f'<input class="pick" type="checkbox" name="document" value="{row.document_id}" aria-label="{said}">'


def _about_sent(row: OutgoingRow, pen: Pen) -> str:
    if row.return_reason:
        return late(f"{pen.word(_('Trả lại'))}: {text(row.return_reason)}")
    parts = [text(row.code_text or row.type_name), text(row.drafter_name)]
    if row.first_recipient:
        parts.append(f"{pen.word(_('gửi'))} {recipients(row, pen)}")
    return " · ".join(parts)


def _waits(row: OutgoingRow, pen: Pen, pile: str, me: str) -> str:
    if row.signing_pending:
        return pen.word(_("Ký xong, chờ dấu thời gian"))
    own = pile == "du-thao"
    waits = own and row.waits_for and row.state != OutgoingState.DRAFT
    if waits or (row.state == OutgoingState.IN_APPROVAL and row.waits_for != me):
        return f"{pen.word(_('chờ'))} {text(row.waits_for)}"
    return pen.word(row.state_label) if own or pile == "cho-phat-hanh" else ""


def _incoming(row: IncomingRow, pen: Pen, pile: str, picks: bool, me: str) -> str:
    return _came(row, pen, pen.address("web:incoming_document", row.document_id), "")


def _arrived(row: IncomingRow, pen: Pen, pile: str, picks: bool, me: str) -> str:
    address = pen.address("web:register", row.document_id)
    act = (
        f'<a class="act" href="{address}" data-key="t" tabindex="-1" aria-hidden="true">'
        f"<kbd>t</kbd> {pen.word(_('vào sổ'))}</a> "
    )
    return _came(row, pen, address, act)


def _came(row: IncomingRow, pen: Pen, address: str, act: str) -> str:
    parts = [text(row.code_text), text(row.issuer_name)]
    if row.arrival_number:
        parts.append(f"{pen.word(_('số đến'))} {row.arrival_number:02d}")
    if row.duplicate:
        parts.append(late(pen.word(_("có thể trùng"))))
    if row.deadline and row.deadline.phase != "ok":
        when = pen.limit(row.deadline)
    else:
        when = pen.due(row.due_on) if row.due_on else pen.moment(row.arrived_at)
    one = pen.urgency(row.urgency, row.urgency_label) + pen.link(address, row)
    return _item(one, when, " · ".join(parts), act + outcome(row, pen))


def _task(row: TaskRow, pen: Pen, pile: str, picks: bool, me: str) -> str:
    link = pen.link(_place(row.document_id if row.on_document else None, row.id, pen), row)
    when = pen.due(row.due_on) if row.due_on else pen.word(_("không đặt hạn"))
    two = text(row.issuer_name)
    if row.arrival_number:
        two += f" · {pen.word(_('số đến'))} {row.arrival_number:02d}"
    if row.instruction:
        two += f" · «{text(row.instruction)}»"
    whose = "" if pile == "viec-cua-toi" else f" · {text(row.person_name or row.unit_name)}"
    right = f"{pen.word(row.role_label)}{whose} · {pen.word(row.state_label)}"
    pick = pen.pick(row.id, row.subject) if picks else ""
    return _item(pen.urgency(row.urgency, row.urgency_label) + link, when, two, right, pick)


def _place(document_id: UUID | None, task_id: UUID, pen: Pen) -> str:
    return pen.address("web:incoming_document", document_id) if document_id else pen.address("web:task", task_id)


WRITERS: Mapping[str, Callable[[Any, Pen, str, bool, str], str]] = {
    "outgoing": _outgoing,
    "incoming": _incoming,
    "arrived": _arrived,
    "task": _task,
}
