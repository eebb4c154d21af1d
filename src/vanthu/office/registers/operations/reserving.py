"""Keeping a number for a document to come, using it, giving it up (ND30-A15.3: never without a reason)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.documents import queries as documents
from vanthu.office.kernel.moves import make_move
from vanthu.office.registers import queries
from vanthu.office.registers.models import NumberTaken
from vanthu.office.registers.operations.common import (
    allow,
    given_reason,
    last_taken,
    locked_register,
    today,
)
from vanthu.office.registers.operations.errors import (
    NumberBackdated,
    NumberExpired,
    NumberInUse,
    NumberOfOtherSeries,
    NumberOutOfPlace,
    RegisterFieldWrong,
)
from vanthu.office.registers.operations.numbering import next_number
from vanthu.office.registers.states import (
    GENERAL,
    NUMBER_MOVES,
    NumberState,
    NumberWay,
    RegisterKind,
)
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def reserve(
    *,
    kind: RegisterKind = RegisterKind.OUTGOING,
    series: str = GENERAL,
    reason: str,
    due_on: date,
    by: Person,
    at: datetime,
) -> NumberTaken:
    """Keep the next number until `due_on`; it carries today's date until it is used.

    Raises RegisterReasonMissing, RegisterFieldWrong (a day gone by, or of another year), NumberBackdated, NotAllowed.
    """
    allow(by, "reserve", at)
    why, on = given_reason(reason), today(at)
    _require_possible(due_on, on)
    with write():
        register = locked_register(kind, series, on.year)
        last = last_taken(register)
        if last is not None and last.taken_on > on:
            raise NumberBackdated(on=on, last=last.number, last_on=last.taken_on)
        taken = next_number(
            register, on=on, by=by, at=at, state=NumberState.RESERVED, way=NumberWay.RESERVED, reason=why, due_on=due_on
        )
        audit.record(
            verb="reserve_number", subject=taken, by=by, at=at, series=series, number=taken.number, reason=why,
            due_on=due_on,
        )  # fmt: skip
    return taken


def extend(number_id: UUID, *, due_on: date, reason: str, by: Person, at: datetime) -> NumberTaken:
    """Keep a reserved number longer. Raises MovedMeanwhile, RegisterReasonMissing, RegisterFieldWrong, NotAllowed."""
    allow(by, "extend", at)
    why = given_reason(reason)
    taken = queries.number(number_id)
    _require_possible(due_on, taken.taken_on if taken.due_on is None else max(today(at), taken.taken_on))
    with write():
        rows = NumberTaken.objects.filter(pk=number_id)
        make_move(rows, "extend", NUMBER_MOVES, due_on=due_on, reason=why, decided_at=at, decided_by=by)
        audit.record(verb="extend_number", subject=taken, by=by, at=at, number=taken.number, due_on=due_on, reason=why)
    return queries.number(number_id)


def use_reserved(number_id: UUID, *, document_id: UUID, on: date, by: Person, at: datetime) -> NumberTaken:
    """Give a reserved number to a document dated `on`.

    The day must lie between those of the numbers before and after it. Raises NumberExpired, NumberOfOtherSeries,
    NumberOutOfPlace, MovedMeanwhile when somebody was first, NotFound, NotAllowed.
    """
    allow(by, "use", at)
    with write():
        taken = fit(number_id, on=on, at=at)
        document = documents.document(document_id)
        wanted = queries.series_for(RegisterKind(taken.register.kind), document, on)
        if wanted != taken.register.series:
            names = {one.code: one.name for one in queries.series_names(RegisterKind(taken.register.kind))}
            raise NumberOfOtherSeries(
                number=taken.number,
                series=names.get(taken.register.series, taken.register.series),
                wanted=names.get(wanted, wanted),
            )
        settle(taken, document_id=document_id, on=on, way=NumberWay.RESERVED, by=by, at=at)
        audit.record(
            verb="use_number", subject=taken, by=by, at=at, number=taken.number, document=document_id, on=on
        )  # fmt: skip
    return queries.number(number_id)


def cancel_number(number_id: UUID, *, reason: str, by: Person, at: datetime) -> NumberTaken:
    """Cancel a reserved number, or that of a paper document entered by mistake; it stays in the register.

    Raises NumberInUse for the number of a document of the system, MovedMeanwhile, RegisterReasonMissing, NotAllowed.
    """
    allow(by, "cancel", at)
    taken = queries.number(number_id)
    if taken.state == NumberState.TAKEN and taken.way != NumberWay.PAPER:
        raise NumberInUse(number=taken.number, code_text=taken.document.code_text if taken.document else "")
    return _cancelled(taken, reason, by, at)


def cancel_number_of(document_id: UUID, *, kind: RegisterKind, reason: str, by: Person, at: datetime) -> None:
    """Cancel the number of a document that is given up before it was issued, in the transaction that gives it up.

    Who may is for the domain of the document to say. Nothing happens when it has no number. Raises NumberInUse for an
    issued document, MovedMeanwhile.
    """
    taken = queries.number_of(document_id, kind)
    if taken is None:
        return
    document = documents.document(document_id)
    if document.frozen_at is not None:
        raise NumberInUse(number=taken.number, code_text=document.code_text)
    _cancelled(taken, reason, by, at)


def fit(number_id: UUID, *, on: date, at: datetime) -> NumberTaken:
    """Return a reserved number into whose place the day fits, its register locked; raises as `use_reserved` does."""
    found = queries.number(number_id)
    locked_register(found.register.kind, found.register.series, found.register.year)
    taken = queries.number(number_id)
    if taken.due_on is not None and today(at) > taken.due_on:
        raise NumberExpired(number=taken.number, due_on=taken.due_on)
    first, last = _window(taken, today(at))
    if not first <= on <= last:
        raise NumberOutOfPlace(number=taken.number, on=on, first=first, last=last)
    return taken


def settle(taken: NumberTaken, *, document_id: UUID, on: date, way: str, by: Person, at: datetime) -> None:
    """Write the document into the row of a reserved number, once; raises MovedMeanwhile."""
    rows = NumberTaken.objects.filter(pk=taken.pk)
    make_move(
        rows, "use", NUMBER_MOVES, document_id=document_id, taken_on=on, way=way, decided_at=at, decided_by=by
    )  # fmt: skip


def _cancelled(taken: NumberTaken, reason: str, by: Person, at: datetime) -> NumberTaken:
    why = given_reason(reason)
    with write():
        # What was judged above is what may be cancelled: a number used meanwhile belongs to its document.
        rows = NumberTaken.objects.filter(pk=taken.pk, state=taken.state)
        make_move(rows, "cancel", NUMBER_MOVES, reason=why, decided_at=at, decided_by=by)
        audit.record(
            verb="cancel_number", subject=taken, by=by, at=at, number=taken.number, reason=why,
            document=taken.document_id,
        )  # fmt: skip
    return queries.number(taken.pk)


def _window(taken: NumberTaken, now: date) -> tuple[date, date]:
    """The days between which the number stands; the caller holds the register's lock."""
    others = NumberTaken.objects.filter(register=taken.register)
    before = others.filter(number__lt=taken.number).order_by("-number").first()
    after = others.filter(number__gt=taken.number).order_by("number").first()
    first = before.taken_on if before else date(taken.register.year, 1, 1)
    last = after.taken_on if after else min(now, date(taken.register.year, 12, 31))
    return first, last


def _require_possible(due_on: date, on: date) -> None:
    if due_on < on:
        raise RegisterFieldWrong(what=f"ngày giữ đến {due_on:%d/%m/%Y} đã qua")
    if due_on.year != on.year:
        raise RegisterFieldWrong(what="số chỉ giữ được đến hết năm, vì sang năm mới sổ bắt đầu lại từ 01")
