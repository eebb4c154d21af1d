"""Keeping what was printed on paper and handed to the post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.audit import operations as audit
from vanthu.office.dispatch.models import PaperPrint, Posting
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import Sending
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


def record_print(
    document: Document,
    *,
    sha256: str,
    copies: int,
    recipients: Sequence[str],
    reason: str = "",
    by: Person,
    at: datetime,
) -> PaperPrint:
    """Keep that paper copies of a document were printed. The caller has asked whether the person may."""
    with write():
        made = PaperPrint.objects.create(
            document=document,
            file_id=sha256,
            copies=copies,
            recipients=list(recipients),
            reason=reason,
            printed_at=at,
            printed_by=by,
        )
        audit.record(
            verb="print_paper", subject=document, by=by, at=at, copies=copies, recipients=list(recipients),
            reason=reason, sha256=sha256,
        )  # fmt: skip
    return made


def record_posting(sending: Sending, *, entry: Any, posted_on: date, receipt: str, by: Person, at: datetime) -> Posting:
    """Keep that a recipient's paper was posted, with its line of the post register and the receipt's code."""
    with write():
        made = Posting.objects.create(
            sending=sending, entry=entry, posted_on=posted_on, receipt=receipt, noted_at=at, noted_by=by
        )
        audit.record(
            verb="post_paper", subject=sending.document, by=by, at=at, recipient=sending.name, posted_on=posted_on,
            receipt=receipt,
        )  # fmt: skip
    return made
