"""What a văn bản đến is worth after its signatures were judged anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.incoming import queries
from vanthu.office.incoming.models import IncomingDocument
from vanthu.office.incoming.states import LegalValue
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def judge_again(
    document_id: UUID, *, verdict_id: UUID, outcome: str, legal_value: LegalValue, by: Person | None, at: datetime
) -> None:
    """Let a newer verdict take the place of the one it came with, and with it what the document is worth (QD28-A4).

    `by` None: the worker, when the verdict has become certain.
    """
    incoming = queries.one(document_id) if by is None else queries.get(by, document_id, at=at)
    with write():
        IncomingDocument.objects.filter(pk=incoming.pk).update(verdict_id=verdict_id, legal_value=legal_value)
        audit.record(verb="judge_again", subject=incoming, by=by, at=at, outcome=outcome, legal_value=legal_value)
