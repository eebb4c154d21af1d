"""Whether issuers heard that their documents arrived: the same day, by the system (ND30-A21.2c)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.exchange.models import StatusToSend
from vanthu.office.kernel.prepared import padded, prepared
from vanthu.standards.edxml import StatusCode


def acknowledged(document_ids: Iterable[UUID]) -> dict[UUID, datetime | None]:
    """Return when status 01 of each document left, None while it has not; what came otherwise is left out."""
    return dict(_arrivals(padded(document_ids)))


@prepared
def _arrivals(document_ids: tuple[UUID, ...]) -> QuerySet[StatusToSend, Any]:
    rows = StatusToSend.objects.filter(document_id__in=document_ids, status_code=StatusCode.ARRIVED.value)
    return rows.values_list("document_id", "sent_at")
