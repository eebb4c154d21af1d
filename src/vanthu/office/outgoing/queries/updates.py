"""What the recipients of an issued document were told since, and the data that hold now."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.prepared import prepared
from vanthu.office.outgoing.models import IssuedUpdate, OutgoingDocument


def updates(outgoing: OutgoingDocument) -> list[IssuedUpdate]:
    """Return every update of a document, the oldest first."""
    return _updates(outgoing.pk)


@asked_once
@prepared
def _updates(document_id: UUID) -> QuerySet[IssuedUpdate]:
    return IssuedUpdate.objects.filter(outgoing=document_id).select_related("by")


def due_on(outgoing: OutgoingDocument) -> date | None:
    """Return by when answers are asked for, as told last."""
    told = [one.due_on for one in updates(outgoing) if one.due_on is not None]
    return told[-1] if told else outgoing.document.due_on


def page_amount(outgoing: OutgoingDocument) -> int:
    """Return how many pages the package names, as told last."""
    told = [one.page_amount for one in updates(outgoing) if one.page_amount is not None]
    return (told[-1] if told else 0) or outgoing.document.page_amount
