"""The DOCX of which the PDF of a draft is being made, or could not be made."""

from __future__ import annotations

from django.db.models import Q

from vanthu.office.outgoing.models import Conversion, OutgoingDocument
from vanthu.office.outgoing.states import OutgoingState


def conversion(outgoing: OutgoingDocument) -> Conversion | None:
    """Return the conversion that a draft waits for, or that failed; None where its file is there."""
    if outgoing.state != OutgoingState.DRAFT:
        return None
    wanting = Q(finished_at__isnull=True) | ~Q(error_code="")
    return Conversion.objects.filter(wanting, outgoing=outgoing).order_by("asked_at", "pk").last()


def has_file(outgoing: OutgoingDocument) -> bool:
    """Tell whether the text of the draft is here: it was typed, or its PDF is neither awaited nor missing."""
    return conversion(outgoing) is None
