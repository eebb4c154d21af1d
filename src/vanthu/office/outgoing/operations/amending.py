"""Documents that replace, amend, repeal or correct an issued one (ND30-A18.3).

The issued document itself never changes: the later one points at it, and has its effect from the moment of its issue.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import ENDING, LinkKind
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations.common import admitted, fact
from vanthu.office.outgoing.operations.drafting import start_draft
from vanthu.office.outgoing.operations.errors import NoLongerInForce
from vanthu.office.outgoing.operations.fitting import no_longer
from vanthu.office.outgoing.operations.replies import waive_replies
from vanthu.office.outgoing.queries.relations import begun
from vanthu.office.outgoing.queries.wording import first_words
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def start_amendment(document_id: UUID, kind: LinkKind, *, by: Person, at: datetime) -> OutgoingDocument:
    """Return a draft that does this to an issued document, filled in and linked to it.

    A draft this person began before and that is still on its way is returned instead of a second one. Raises
    NotAllowed (also for what is no longer in force), and DraftRefused for a type that is not composed here.
    """
    issued = admitted(document_id, "amend", by, at)
    if found := begun(document_id, kind, by):
        return found
    fields = first_words(issued, kind, unit_id=by.unit_id or issued.unit_id, at=at)
    with write():
        draft = start_draft(fields, by=by, at=at)
        documents.link(draft.pk, document_id, kind)
    return draft


def take_effect(outgoing: OutgoingDocument, *, by: Person, at: datetime) -> None:
    """Let an issued document have its effect on those it is about; each of them tells it on its own page.

    Call it in the transaction of the issue. Raises NoLongerInForce when another document was quicker.
    """
    code = document_queries.cited(document_queries.document(outgoing.pk))
    for link in document_queries.amends(outgoing.pk):
        target = OutgoingDocument.objects.select_related("document").get(pk=link.target_id)
        ended = document_queries.ended_by([target.pk]).get(target.pk)
        if ended is not None and ended.source_id != outgoing.pk:
            raise NoLongerInForce(sentence=no_longer(target.document, ended))
        fact(target, link.kind, by, at, by_document=str(outgoing.pk), code=code)
        if link.kind in ENDING:
            waive_replies(target)
