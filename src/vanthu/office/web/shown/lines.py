"""The tables of văn bản đi and văn bản đến: their columns, and each line as the page shows it.

A list has fifty lines of five cells. One template node a line, instead of some forty with as many look-ups, is what
keeps a page under a tenth of a second; see docs/decisions/0021.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop as _

from vanthu.office.incoming.queries import IncomingRow
from vanthu.office.incoming.states import IncomingState
from vanthu.office.outgoing.queries import OutgoingRow
from vanthu.office.web.shown.pen import Pen, late, safe, text
from vanthu.office.web.templatetags import vanthu as words

Cell = tuple[str, str]
"""What stands in a cell: the first line and the second, both HTML."""


@dataclass(frozen=True)
class Column:
    """One column of a list; `css` is of its cells, `wide` of the column itself."""

    key: str
    label: str
    cell: Callable[[Any, Pen], Cell]
    css: str = ""
    wide: str = ""
    sort: str = ""
    look: Callable[[Any], str] = lambda _row: "one"
    """The class of the first line of its cells."""
    usual: bool = True
    """It stands in the list of whoever chose nothing."""
    fixed: bool = False
    """It cannot be left out: a line without it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells, written."""

    id: UUID
    html: SafeString


def lines(rows: Iterable[Any], columns: Sequence[Column], pen: Pen) -> list[Line]:
    """Write the lines of a list, each with a box to choose it."""
    opened = [f'<td class="{column.css}">' if column.css else "<td>" for column in columns]
    return [Line(row.document_id, _line(row, columns, opened, pen)) for row in rows]


def chosen(columns: Sequence[Column], keys: Collection[str]) -> tuple[Column, ...]:
    """Return the columns somebody chose, or the usual ones, in their own order (F6đ of ND30-PL VI)."""
    if not keys:
        return tuple(column for column in columns if column.usual)
    return tuple(column for column in columns if column.fixed or column.key in keys)


def _line(row: Any, columns: Sequence[Column], opened: Sequence[str], pen: Pen) -> SafeString:
    parts = [f'<td class="pick-cell">{pen.pick(row.document_id, row.subject)}</td>']
    for column, begin in zip(columns, opened, strict=True):
        one, two = column.cell(row, pen)
        second = f'<span class="two">{two}</span>' if two else ""
        parts.append(f'{begin}<span class="{column.look(row)}">{one}</span>{second}</td>')
    return safe(*parts)


# --- văn bản đi -------------------------------------------------------------------------------------------------


def _sent_code(row: OutgoingRow, pen: Pen) -> Cell:
    return text(row.code_text or "—"), text(row.type_name)


def _sent_subject(row: OutgoingRow, pen: Pen) -> Cell:
    link = pen.link(pen.address("web:outgoing_document", row.document_id), row)
    to = recipients(row, pen) or pen.word(_("chưa chọn nơi nhận"))
    one = pen.urgency(row.urgency, row.urgency_label) + link
    return one, f"{to} · {text(row.drafter_name)}, {text(row.unit_name)}"


def recipients(row: OutgoingRow, pen: Pen) -> str:
    """Say to whom a document goes: the first by name, how many others; nothing where none was chosen."""
    if row.recipient_count < 2:
        return text(row.first_recipient)
    return f"{text(row.first_recipient)} {pen.said(_('và %(n)s nơi khác'), n=row.recipient_count - 1)}"


def _sent_day(row: OutgoingRow, pen: Pen) -> Cell:
    return pen.day(row.issued_at or row.created_at), pen.word(_("phát hành") if row.issued_at else _("soạn"))


def _sent_state(row: OutgoingRow, pen: Pen) -> Cell:
    state = row.state_label
    if row.signing_pending:
        state = _("Ký xong, chờ dấu thời gian")
    elif row.ended_by:
        state = _("Hết hiệu lực")
    return pen.word(state), _sent_note(row, pen)


def _sent_note(row: OutgoingRow, pen: Pen) -> str:
    if row.ended_by:
        return text(row.ended_by)
    if row.awaited:
        said = pen.word(_("quá hạn trả lời") if row.awaited.late else _("chờ trả lời"))
        note = f"{said} {pen.day(row.awaited.due_on)}"
        return late(note) if row.awaited.late else f"<span>{note}</span>"
    if row.deadline:
        return pen.limit(row.deadline)
    if row.return_reason:
        return late(pen.word(_("bị trả lại")))
    if row.lateness:
        return late(pen.said(_("trễ %(span)s"), span=words.span(row.lateness.by)))
    return f"{pen.word(_('chờ'))} {text(row.waits_for)}" if row.waits_for else ""


def _drafter(row: OutgoingRow, pen: Pen) -> Cell:
    return text(row.drafter_name), text(row.unit_name)


def _signer(row: OutgoingRow, pen: Pen) -> Cell:
    return text(row.signer_name), ""


def _receiver(row: OutgoingRow, pen: Pen) -> Cell:
    return recipients(row, pen), ""


def _state_of(ended: bool) -> str:
    return "state ended" if ended else "state"


OUTGOING = (
    Column("so-ky-hieu", _("Số, ký hiệu"), _sent_code, wide="c-code"),
    Column("trich-yeu", _("Trích yếu, nơi nhận"), _sent_subject, css="main-cell", fixed=True),
    Column("soan", _("Người soạn"), _drafter, css="wide-only", wide="c-person", usual=False),
    Column("ky", _("Người ký"), _signer, css="wide-only", wide="c-person", usual=False),
    Column("nhan", _("Nơi nhận"), _receiver, css="wide-only", wide="c-person", usual=False),
    Column("ngay", _("Ngày"), _sent_day, css="wide-only", wide="c-day", sort="ngay"),
    Column(
        "tinh-trang",
        _("Tình trạng"),
        _sent_state,
        wide="c-state",
        look=lambda row: _state_of(bool(row.ended_by)),
    ),
)


# --- văn bản đến ------------------------------------------------------------------------------------------------


def _number(row: IncomingRow, pen: Pen) -> Cell:
    return (f"{row.arrival_number:02d}" if row.arrival_number else "—"), ""


def _came_code(row: IncomingRow, pen: Pen) -> Cell:
    return text(row.code_text), pen.day(row.issued_on)


def _came_subject(row: IncomingRow, pen: Pen) -> Cell:
    link = pen.link(pen.address("web:incoming_document", row.document_id), row)
    return _came(row, pen, link)


def _subject_to_register(row: IncomingRow, pen: Pen) -> Cell:
    """For a clerk, opening what has just come opens the page on which it is registered."""
    name = "web:register" if row.state == IncomingState.ARRIVED else "web:incoming_document"
    return _came(row, pen, pen.link(pen.address(name, row.document_id), row))


def _came(row: IncomingRow, pen: Pen, link: str) -> Cell:
    double = f" · {late(pen.word(_('có thể trùng')))}" if row.duplicate else ""
    one = pen.urgency(row.urgency, row.urgency_label) + link
    return one, f"{text(row.issuer_name)} · {outcome(row, pen)}{double}"


_OUTCOMES = {
    "valid": ("mark-good", "✔ ", _("hợp lệ")),
    "invalid": ("mark-bad", "✘ ", _("không hợp lệ")),
    "unknown": ("mark-unsure", "? ", _("chưa xác định")),
}


def outcome(row: IncomingRow, pen: Pen) -> str:
    """Say in a word what was found of the signatures."""
    if row.legal_value == "paper":
        return f'<span class="quiet">{pen.word(_("bản giấy"))}</span>'
    css, mark, said = _OUTCOMES.get(row.outcome, ("", "", ""))
    if not css:
        return f'<span class="mark-unsure">– {pen.word(_("không ký số"))}</span>'
    return f'<span class="{css}" title="{pen.word(_("Chữ ký số"))}">{mark}{pen.word(said)}</span>'


def _came_day(row: IncomingRow, pen: Pen) -> Cell:
    return pen.moment(row.arrived_at), pen.word(row.channel_label)


def _came_state(row: IncomingRow, pen: Pen) -> Cell:
    if row.replaced_by:
        return pen.word(_("Đã được thay thế")), text(row.replaced_by) + _due(row, pen, "")
    return pen.word(row.state_label), _due(row, pen, text(row.lead_unit_name))


def _came_type(row: IncomingRow, pen: Pen) -> Cell:
    return text(row.type_name), pen.word(row.urgency_label) if row.urgency else ""


def _lead(row: IncomingRow, pen: Pen) -> Cell:
    return text(row.lead_unit_name), text(row.lead_person_name)


def _came_due(row: IncomingRow, pen: Pen) -> Cell:
    return pen.day(row.due_on), ""


def _legal(row: IncomingRow, pen: Pen) -> Cell:
    return pen.word(row.legal_value_label), ""


def _due(row: IncomingRow, pen: Pen, before: str) -> str:
    if row.due_on:
        due = pen.due(row.due_on, is_open=words.is_open(row.state))
        return f"{before} · {due}" if before else due
    return before + (pen.limit(row.deadline) if row.deadline else "")


def to_register() -> tuple[Column, ...]:
    """Return the columns of văn bản đến as a clerk sees them."""
    return tuple(replace(one, cell=_subject_to_register) if one.cell is _came_subject else one for one in INCOMING)


INCOMING = (
    Column("so-den", _("Số đến"), _number, css="wide-only", wide="c-number", sort="so-den"),
    Column("so-ky-hieu", _("Số, ký hiệu"), _came_code, wide="c-code"),
    Column("trich-yeu", _("Trích yếu, cơ quan gửi"), _came_subject, css="main-cell", fixed=True),
    Column("loai", _("Loại văn bản"), _came_type, css="wide-only", wide="c-person", usual=False),
    Column("chu-tri", _("Chủ trì"), _lead, css="wide-only", wide="c-person", usual=False),
    Column("han", _("Hạn"), _came_due, css="wide-only", wide="c-day", usual=False),
    Column("gia-tri", _("Giá trị pháp lý"), _legal, css="wide-only", wide="c-person", usual=False),
    Column("ngay", _("Đến"), _came_day, css="wide-only", wide="c-day", sort="ngay"),
    Column(
        "tinh-trang",
        _("Tình trạng"),
        _came_state,
        wide="c-state",
        look=lambda row: _state_of(bool(row.replaced_by)),
    ),
)
