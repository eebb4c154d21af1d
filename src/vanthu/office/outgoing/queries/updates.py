"""What the recipients of an issued document were told since, and the data that hold now."""

from __future__ import annotations

from datetime import date

from vanthu.office.outgoing.models import IssuedUpdate, OutgoingDocument


def updates(outgoing: OutgoingDocument) -> list[IssuedUpdate]:
    """Return every update of a document, the oldest first."""
    return list(IssuedUpdate.objects.filter(outgoing=outgoing).select_related("by"))


def due_on(outgoing: OutgoingDocument) -> date | None:
    """Return by when answers are asked for, as told last."""
    last = IssuedUpdate.objects.filter(outgoing=outgoing, due_on__isnull=False).order_by("at").last()
    return last.due_on if last else outgoing.document.due_on


def page_amount(outgoing: OutgoingDocument) -> int:
    """Return how many pages the package names, as told last."""
    last = IssuedUpdate.objects.filter(outgoing=outgoing, page_amount__isnull=False).order_by("at").last()
    return last.page_amount if last and last.page_amount else outgoing.document.page_amount
