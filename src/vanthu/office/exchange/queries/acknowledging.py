"""Whether issuers heard that their documents arrived: the same day, by the system (ND30-A21.2c)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from vanthu.office.exchange.models import StatusToSend
from vanthu.standards.edxml import StatusCode


def acknowledged(document_ids: Iterable[UUID]) -> dict[UUID, datetime | None]:
    """Return when status 01 of each document left, None while it has not; what came otherwise is left out."""
    rows = StatusToSend.objects.filter(document_id__in=list(document_ids), status_code=StatusCode.ARRIVED.value)
    return {document_id: sent_at for document_id, sent_at in rows.values_list("document_id", "sent_at") if document_id}
