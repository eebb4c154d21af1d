"""Sổ gửi văn bản đi bưu điện: what went by post, and who signed for it (ND30-PLIV)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import make_move
from vanthu.office.kernel.words import tidy
from vanthu.office.registers import policies, queries
from vanthu.office.registers.models import PostEntry
from vanthu.office.registers.operations.common import allow, given_reason, required, today
from vanthu.office.registers.operations.errors import RegisterFieldWrong
from vanthu.office.registers.operations.kept import kept_document
from vanthu.office.registers.states import POST_MOVES
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def post(
    *, code_text: str, recipient: str, envelopes: int, sent_on: date, remark: str = "", by: Person, at: datetime
) -> PostEntry:
    """Enter what is handed to the post: which document, to whom, how many envelopes.

    Raises NotKept when there is no such issued document, RegisterFieldWrong, NotAllowed.
    """
    allow(by, "post", at)
    document = kept_document(code_text)
    if envelopes < 1:
        raise RegisterFieldWrong(what="số lượng bì phải từ 1 trở lên")
    if sent_on > today(at):
        raise RegisterFieldWrong(what=f"ngày chuyển {sent_on:%d/%m/%Y} chưa tới")
    if document.issued_on and sent_on < document.issued_on:
        raise RegisterFieldWrong(what=f"ngày chuyển trước ngày văn bản {document.issued_on:%d/%m/%Y}")
    to = required(recipient, what="nơi nhận", most=300)
    with write():
        entry = PostEntry.objects.create(
            document=document,
            sent_on=sent_on,
            recipient=to,
            envelopes=envelopes,
            remark=tidy(remark)[:500],
            made_at=at,
            made_by=by,
        )
        with audit.instead_of(policies.instead_of(by, at=at)):
            said = {"document": document.pk, "recipient": to, "envelopes": envelopes}
            audit.record(verb="post", subject=entry, by=by, at=at, **said)
    return entry


def sign_post(entry_id: UUID, *, signed_by: str, on: date, by: Person, at: datetime) -> PostEntry:
    """Note who of the post signed for it and when. Raises MovedMeanwhile, RegisterFieldWrong, NotAllowed."""
    allow(by, "sign_post", at)
    entry = queries.post_entry(entry_id)
    who = required(signed_by, what="người ký nhận", most=100)
    if not entry.sent_on <= on <= today(at):
        raise RegisterFieldWrong(what="ngày ký nhận phải từ ngày chuyển đến hôm nay")
    with write():
        make_move(PostEntry.objects.filter(pk=entry_id), "sign", POST_MOVES, signed_by=who, signed_on=on)
        with audit.instead_of(policies.instead_of(by, at=at)):
            audit.record(verb="sign_post", subject=entry, by=by, at=at, signed_by=who, on=on)
    return queries.post_entry(entry_id)


def strike_post(entry_id: UUID, *, reason: str, by: Person, at: datetime) -> PostEntry:
    """Strike a line written by mistake; it stays readable. Raises MovedMeanwhile, RegisterReasonMissing, NotAllowed."""
    allow(by, "strike_post", at)
    why = given_reason(reason)
    entry = queries.post_entry(entry_id)
    with write():
        make_move(PostEntry.objects.filter(pk=entry_id), "strike", POST_MOVES, remark=f"Đã gạch: {why}"[:500])
        audit.record(verb="strike_post", subject=entry, by=by, at=at, reason=why)
    return queries.post_entry(entry_id)
