"""Cập nhật: telling the recipients of an issued document corrected data, and sending it to more of them, every way.

The document stays as it was issued; what was told stands beside it (QCVN 102, BussinessDocType 2). What is printed on
the signed page cannot be corrected so: that takes another document (ND30-A18.3).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.operations import Settled
from vanthu.office.dispatch.queries import Target
from vanthu.office.dispatch.states import BY_AXIS
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.models import IssuedUpdate, OutgoingDocument
from vanthu.office.outgoing.operations import leaving, packages
from vanthu.office.outgoing.operations.checking import clean, other_problems, recipient_problem
from vanthu.office.outgoing.operations.common import admitted, fact, given_reason
from vanthu.office.outgoing.operations.errors import UpdateRefused
from vanthu.office.outgoing.operations.replies import expect_replies
from vanthu.office.outgoing.operations.ways import Chosen
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.edxml import BusinessType, ReceiverType

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.queries.fields import Addressee

MOST_PAGES = 999
"""PageAmount has three digits in the input data standard (ND30 Phụ lục VI)."""


def update_issued(
    document_id: UUID,
    *,
    reason: str,
    due_on: date | None = None,
    page_amount: int | None = None,
    added: Sequence[tuple[str, str]] = (),
    others: Sequence[Addressee] = (),
    ways: Chosen | None = None,
    told: Collection[str] = (),
    by: Person,
    at: datetime,
) -> OutgoingDocument:
    """Tell recipients (`told`, by code) new data, and send the unchanged document to `added` ones (code, name).

    `others` are not on the axis; each gets it his way, by the rules or as in `ways`. Raises NotAllowed, ReasonMissing,
    UpdateRefused (nothing changes, a day that is past, a recipient that has it or cannot get it), PackageRefused,
    WayNotPossible, WayReasonMissing (QD28-A5.2).
    """
    outgoing = admitted(document_id, "update", by, at)
    reason = given_reason(reason)
    _refuse_if_wrong(outgoing, due_on, page_amount, added, others, told, by, at)
    decided = _decided(outgoing, added, others, ways or {}, at)
    by_axis = [(one.target.code, one.target.name) for one in decided if one.way in BY_AXIS]
    to = [(one.code, one.name) for one in queries.to_take_back(document_id) if one.code in told]
    told_package = _news(outgoing, to, reason, due_on, page_amount, added, by, at) if to else b""
    new_package = _whole(outgoing, by_axis, due_on, page_amount, by, at) if by_axis else b""
    with write():
        IssuedUpdate.objects.create(
            outgoing=outgoing,
            at=at,
            by=by,
            reason=reason,
            due_on=due_on,
            page_amount=page_amount,
            added=[[one.target.code, one.target.name] for one in decided],
            told=[code for code, _name in to],
        )
        if to:
            news = BusinessType.UPDATE
            exchange.queue(outgoing.document, package=told_package, recipients=to, business=news, at=at)
        if decided:
            leaving.send(outgoing, _sealed(outgoing), decided, by=by, at=at)
        if by_axis:
            exchange.queue(outgoing.document, package=new_package, recipients=by_axis, at=at)
        expect_replies(outgoing, [*(to if due_on else ()), *added], due_on=queries.due_on(outgoing))
        sent = [one.target.key for one in decided]
        fact(outgoing, "update", by, at, reason=reason, recipients=to, added=sent)
    return outgoing


def _decided(
    outgoing: OutgoingDocument,
    added: Sequence[tuple[str, str]],
    others: Sequence[Addressee],
    ways: Chosen,
    at: datetime,
) -> list[Settled]:
    """The way to each recipient that is added."""
    targets = [Target(name, code=code) for code, name in added]
    targets += [Target(clean(one.name), address=clean(one.address), email=clean(one.email)) for one in others]
    planned = queries.planned(targets, queries.type_code_of(queries.fields_of(outgoing)), at=at)
    decided = [Settled(one.target, one.decision, one.way, one.reason) for one in queries.with_choices(planned, ways)]
    for one in decided:
        dispatch.require_possible(one)
    return decided


def _refuse_if_wrong(
    outgoing: OutgoingDocument,
    due_on: date | None,
    page_amount: int | None,
    added: Sequence[tuple[str, str]],
    others: Sequence[Addressee],
    told: Collection[str],
    by: Person,
    at: datetime,
) -> None:
    if due_on is None and page_amount is None and not added and not others:
        raise UpdateRefused(why="chưa nêu dữ liệu nào thay đổi và chưa thêm nơi nhận nào")
    if (due_on or page_amount) and not told:
        raise UpdateRefused(why="chưa chọn nơi nhận nào để báo dữ liệu mới")
    if due_on and due_on < at.astimezone(VIETNAM).date():
        raise UpdateRefused(why=f"hạn trả lời {due_on:%d/%m/%Y} đã qua")
    if page_amount is not None and not 0 < page_amount <= MOST_PAGES:
        raise UpdateRefused(why=f"số trang phải từ 1 đến {MOST_PAGES}")
    if not {one.code for one in queries.to_take_back(outgoing.pk)} >= set(told):
        raise UpdateRefused(why="có nơi được chọn không giữ văn bản, hoặc đang được yêu cầu trả lại")
    have = {one.code for one in exchange_queries.progress(outgoing.pk) if one.state != TransmissionState.CANCELLED}
    sent = [one for one in dispatched.sendings(outgoing.pk) if one.way not in BY_AXIS]
    have |= {one.code for one in sent if one.code}
    named = {one.name.casefold() for one in sent if not one.code}
    for code, name in added:
        if code in have:
            raise UpdateRefused(why=f"{name} ({code}) đã có trong nơi nhận; dùng «Gửi lại» nếu lần gửi bị lỗi")
        if problem := recipient_problem(code, name, by=by):
            raise UpdateRefused(why=problem.sentence.removesuffix("."))
    for problem in other_problems(others):
        raise UpdateRefused(why=problem.sentence.removesuffix("."))
    for one in others:
        if clean(one.name).casefold() in named:
            raise UpdateRefused(why=f"{clean(one.name)} đã có trong nơi nhận")


def _news(
    outgoing: OutgoingDocument,
    to: Sequence[tuple[str, str]],
    reason: str,
    due_on: date | None,
    page_amount: int | None,
    added: Sequence[tuple[str, str]],
    by: Person,
    at: datetime,
) -> bytes:
    info = edxml.BusinessDocumentInfo(
        document_info=due_on is not None or page_amount is not None,
        document_receiver=bool(added),
        receivers=tuple(edxml.Receiver(code, ReceiverType.ADDED) for code, _name in added),
    )
    business = edxml.Business(
        BusinessType.UPDATE,
        reason=reason[: packages.LONGEST_REASON],
        document_id=outgoing.document.wire_id,
        document_info=info,
        staff=packages.staff(by),
    )
    return _whole(outgoing, to, due_on, page_amount, by, at, business=business)


def _whole(
    outgoing: OutgoingDocument,
    to: Sequence[tuple[str, str]],
    due_on: date | None,
    page_amount: int | None,
    by: Person,
    at: datetime,
    *,
    business: edxml.Business | None = None,
) -> bytes:
    """The document as it was issued, with the data that hold now."""
    built = packages.message(outgoing, _sealed(outgoing), to=to, business=business, by=by, at=at)
    pages = page_amount or queries.page_amount(outgoing)
    data = replace(built, due_date=due_on or queries.due_on(outgoing), other=replace(built.other, page_amount=pages))
    return edxml.write_bytes(data)


def _sealed(outgoing: OutgoingDocument) -> Version:
    found = document_queries.latest_version(outgoing.pk, VersionKind.SEALED)
    if found is None:
        raise UpdateRefused(why="không còn bản đã ký của văn bản")
    return found
