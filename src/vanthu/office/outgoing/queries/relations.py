"""Drafts and issued documents that deal with an issued document (ND30-A18.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import AMENDING, LinkKind
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.queries.finding import visible_to
from vanthu.office.outgoing.states import OPEN_STATES

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class OnItsWay:
    """A draft that will do something to an issued document once it is issued itself."""

    kind: str
    outgoing: OutgoingDocument


def begun(document_id: UUID, kind: LinkKind, by: Person) -> OutgoingDocument | None:
    """Return the draft of this kind about a document that this person began and that is still on its way."""
    mine = OutgoingDocument.objects.filter(drafter=by, state__in=OPEN_STATES).select_related("document")
    return mine.filter(document__links__target_id=document_id, document__links__kind=kind).first()


def on_their_way(person: Person, document_id: UUID, *, at: datetime) -> list[OnItsWay]:
    """Return the drafts about an issued document that this person may see."""
    kinds = {link.source_id: link.kind for link in documents.links_to(document_id) if link.kind in AMENDING}
    found = visible_to(person, at=at).filter(pk__in=kinds, state__in=OPEN_STATES)
    return [OnItsWay(kinds[one.pk], one) for one in found]
