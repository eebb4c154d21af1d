"""Who was asked to answer an issued document by a day, and who has answered (QD28-A8: following what was sent)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from vanthu.office.audit import operations as audit
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.outgoing.models import ExpectedReply, OutgoingDocument
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document


def expect_replies(outgoing: OutgoingDocument, recipients: Sequence[tuple[str, str]], *, due_on: date | None) -> None:
    """Wait for an answer of each recipient (code, name), or move the day for those that have not answered yet.

    Call it in the transaction of what asks them.
    """
    if due_on is None:
        return
    for code, name in recipients:
        row, new = ExpectedReply.objects.get_or_create(
            outgoing=outgoing, code=code, agency_id=outgoing.agency_id, defaults={"name": name, "due_on": due_on}
        )
        if not new and row.answered_at is None:
            ExpectedReply.objects.filter(pk=row.pk).update(due_on=due_on)


def waive_replies(outgoing: OutgoingDocument) -> None:
    """Wait no longer: nobody need answer what is in force no longer."""
    ExpectedReply.objects.filter(outgoing=outgoing, answered_at=None).delete()


def record_answers(answer: Document, *, at: datetime) -> list[OutgoingDocument]:
    """Note, on each of our documents that an arrived one answers, that its issuer has answered; return those."""
    found = [link.target for link in documents.links_from(answer.pk) if link.kind == LinkKind.ANSWERS]
    ours = [one.pk for one in found if one.direction == Direction.OUTGOING]
    answered = list(OutgoingDocument.objects.filter(pk__in=ours).select_related("document"))
    if not answered:
        return []
    with write():
        open_ones = ExpectedReply.objects.filter(code__in=exchange.codes_of(answer.issuer_code), answered_at=None)
        open_ones.filter(outgoing__in=answered).update(answer=answer, answered_at=at)
        for one in answered:
            told = {"answer": str(answer.pk), "who": answer.issuer_name, "code": documents.cited(answer)}
            audit.record(verb="answered", subject=one, by=None, at=at, **told)
    return answered
