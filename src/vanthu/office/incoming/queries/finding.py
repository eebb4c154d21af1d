"""Which văn bản đến a person may see, and fetching one through that answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries as assignments
from vanthu.office.incoming.models import IncomingDocument, IssuerWish
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def visible_to(person: Person, *, at: datetime) -> QuerySet[IncomingDocument]:
    """Return what the person may see: clerks and leaders all of their agency, others what their unit or they got."""
    rows = IncomingDocument.objects.select_related("document", "verdict", "registered_by", "possible_duplicate_of")
    if person.agency_id != current_agency():
        return rows.none()
    if access.duties_of(person, at=at) & {Duty.CLERK, Duty.LEADER}:
        return rows
    return rows.filter(pk__in=assignments.concerned_documents(person))


def one(document_id: UUID) -> IncomingDocument:
    """Return a document of the agency in force for what nobody asked for in person; raises NotFound."""
    found = IncomingDocument.objects.select_related("document").filter(pk=document_id).first()
    if found is None:
        raise NotFound(what="văn bản đến")
    return found


def open_request(document_id: UUID) -> IssuerWish | None:
    """Return the issuer's wish to have the document back that waits for an answer."""
    return IssuerWish.objects.filter(incoming_id=document_id, decided_at__isnull=True).first()


def get(person: Person, document_id: UUID, *, at: datetime) -> IncomingDocument:
    """Return the document; raises NotFound when there is none that the person may see."""
    found = visible_to(person, at=at).filter(pk=document_id).first()
    if found is None:
        raise NotFound(what="văn bản đến")
    return found
