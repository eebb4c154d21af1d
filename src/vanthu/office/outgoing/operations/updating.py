"""Cập nhật: telling the recipients of an issued document corrected data, and sending it to more of them.

The document stays as it was issued; what was told stands beside it (QCVN 102, BussinessDocType 2). What is printed on
the signed page cannot be corrected so: that takes another document (ND30-A18.3).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.models import IssuedUpdate, OutgoingDocument
from vanthu.office.outgoing.operations import packages
from vanthu.office.outgoing.operations.checking import recipient_problem
from vanthu.office.outgoing.operations.common import admitted, fact, given_reason
from vanthu.office.outgoing.operations.errors import UpdateRefused
from vanthu.office.outgoing.operations.replies import expect_replies
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.edxml import BusinessType, ReceiverType

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MOST_PAGES = 999
"""PageAmount has three digits in the input data standard (ND30 Phụ lục VI)."""


def update_issued(
    document_id: UUID,
    *,
    reason: str,
    due_on: date | None = None,
    page_amount: int | None = None,
    added: Sequence[tuple[str, str]] = (),
    told: Collection[str] = (),
    by: Person,
    at: datetime,
) -> OutgoingDocument:
    """Tell recipients (`told`, by code) new data, and send the unchanged document to `added` ones (code, name).

    Raises NotAllowed, ReasonMissing, UpdateRefused (nothing changes, a day that is past, a recipient that has it or
    cannot get it), PackageRefused.
    """
    outgoing = admitted(document_id, "update", by, at)
    reason = given_reason(reason)
    _refuse_if_wrong(outgoing, due_on, page_amount, added, told, by, at)
    to = [(one.code, one.name) for one in queries.to_take_back(document_id) if one.code in told]
    told_package = _news(outgoing, to, reason, due_on, page_amount, added, by, at) if to else b""
    new_package = _whole(outgoing, added, due_on, page_amount, by, at) if added else b""
    with write():
        IssuedUpdate.objects.create(
            outgoing=outgoing,
            at=at,
            by=by,
            reason=reason,
            due_on=due_on,
            page_amount=page_amount,
            added=[list(one) for one in added],
            told=[code for code, _name in to],
        )
        if to:
            news = BusinessType.UPDATE
            exchange.queue(outgoing.document, package=told_package, recipients=to, business=news, at=at)
        if added:
            exchange.queue(outgoing.document, package=new_package, recipients=added, at=at)
        expect_replies(outgoing, [*(to if due_on else ()), *added], due_on=queries.due_on(outgoing))
        fact(outgoing, "update", by, at, reason=reason, recipients=to, added=list(added))
    return outgoing


def _refuse_if_wrong(
    outgoing: OutgoingDocument,
    due_on: date | None,
    page_amount: int | None,
    added: Sequence[tuple[str, str]],
    told: Collection[str],
    by: Person,
    at: datetime,
) -> None:
    if due_on is None and page_amount is None and not added:
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
    for code, name in added:
        if code in have:
            raise UpdateRefused(why=f"{name} ({code}) đã có trong nơi nhận; dùng «Gửi lại» nếu lần gửi bị lỗi")
        if problem := recipient_problem(code, name, by=by):
            raise UpdateRefused(why=problem.sentence.removesuffix("."))


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
    sealed = document_queries.latest_version(outgoing.pk, VersionKind.SEALED)
    if sealed is None:
        raise UpdateRefused(why="không còn bản đã ký của văn bản")
    built = packages.message(outgoing, sealed, to=to, business=business, by=by, at=at)
    pages = page_amount or queries.page_amount(outgoing)
    data = replace(built, due_date=due_on or queries.due_on(outgoing), other=replace(built.other, page_amount=pages))
    return edxml.write_bytes(data)
