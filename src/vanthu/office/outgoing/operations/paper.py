"""Sending on paper: the bản chính giấy is printed and counted, the post register is written (ND30-A17, A18.5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.states import ON_PAPER
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.operations.checking import clean
from vanthu.office.outgoing.operations.errors import NoPaperSource, PaperNotMeant
from vanthu.office.registers import operations as registers
from vanthu.office.registers import queries as kept
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import PaperPrint, Posting
    from vanthu.office.organizations.models import Person

MOST_COPIES = 500


def print_paper(
    document_id: UUID,
    *,
    recipients: Collection[UUID] = (),
    copies: int,
    reason: str = "",
    by: Person,
    at: datetime,
) -> PaperPrint:
    """Count copies of the bản chính giấy, for recipients by the id of their sending; its file is what is printed.

    It is the version with the leader's signature, number and date, without the agency's digital seal: on paper the
    clerk seals by hand. What nobody is to get on paper, or more copies than recipients, needs a reason. Raises
    NotAllowed, PaperNotMeant, NoPaperSource.
    """
    outgoing = queries.get(by, document_id, at=at)
    policies.may_print_paper(by, outgoing, at=at).require("In bản chính giấy")
    chosen = [one for one in dispatched.sendings(document_id) if one.pk in set(recipients)]
    _refuse_unless_meant([one.way in ON_PAPER for one in chosen], copies, reason)
    source = documents.latest_version(document_id, VersionKind.NUMBERED)
    if source is None:
        raise NoPaperSource
    return dispatch.record_print(
        outgoing.document,
        sha256=source.file_id,
        copies=copies,
        recipients=[one.name for one in chosen],
        reason=clean(reason)[:500],
        by=by,
        at=at,
    )


def post_paper(
    document_id: UUID,
    sending_id: UUID,
    *,
    posted_on: date,
    envelopes: int = 1,
    receipt: str = "",
    by: Person,
    at: datetime,
) -> Posting:
    """Write the line of the post register for one recipient, with the code of the post's receipt.

    Raises NotFound, NotAllowed, RegisterFieldWrong.
    """
    outgoing = queries.get(by, document_id, at=at)
    policies.may_print_paper(by, outgoing, at=at).require("Ghi đã gửi bưu điện")
    sending = dispatched.sending(document_id, sending_id)
    code = clean(receipt)[:60]
    to = ", ".join(part for part in (sending.name, sending.address) if part)
    with write():
        entry = registers.post(
            code_text=outgoing.document.code_text,
            recipient=to[:300],
            envelopes=envelopes,
            sent_on=posted_on,
            remark=f"Mã bưu gửi {code}" if code else "",
            by=by,
            at=at,
        )
        return dispatch.record_posting(
            sending, entry=kept.post_entry(entry.pk), posted_on=posted_on, receipt=code, by=by, at=at
        )


def _refuse_unless_meant(on_paper: list[bool], copies: int, reason: str) -> None:
    if not 1 <= copies <= MOST_COPIES:
        raise PaperNotMeant(why=f"số bản phải từ 1 đến {MOST_COPIES}")
    if clean(reason):
        return
    if not on_paper or not all(on_paper):
        raise PaperNotMeant(why="có nơi nhận không gửi bản giấy; in thêm bản giấy phải ghi lý do")
    if copies > len(on_paper):
        raise PaperNotMeant(why="số bản nhiều hơn số nơi nhận; in thêm bản giấy phải ghi lý do")
