"""Documents that their issuers want back, in both directions (status 13; QD28-A8, A9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.documents.states import Direction
from vanthu.office.exchange.models import ReceivedPackage, StatusReceived, StatusToSend, Transmission
from vanthu.office.exchange.states import ReceivedState
from vanthu.office.kernel.prepared import prepared
from vanthu.standards.edxml import StatusCode


def wishes(limit: int) -> list[StatusReceived]:
    """Return what issuers asked back of all agencies and nobody has taken up; put each one's agency in force."""
    found = StatusReceived.of_all_agencies.filter(
        status_code=StatusCode.TAKE_BACK, taken_up_at__isnull=True, document__direction=Direction.INCOMING
    )
    return list(found.select_related("document").order_by("received_at")[:limit])


def asked_back(document_id: UUID) -> dict[str, datetime]:
    """Return of which recipients a document of ours was asked back, and when last."""
    return dict(_asked_back(document_id))


@prepared
def _asked_back(document_id: UUID) -> QuerySet[StatusToSend, tuple[str, datetime]]:
    rows = StatusToSend.objects.filter(document_id=document_id, status_code=StatusCode.TAKE_BACK)
    return rows.order_by("happened_at").values_list("recipient_code", "happened_at")


def packages_of(document_id: UUID) -> frozenset[str]:
    """Return the hashes of the packages in which a document came."""
    found = ReceivedPackage.of_all_agencies.filter(document_id=document_id)
    return frozenset(found.values_list("package_id", flat=True))


def is_needed(sha256: str) -> bool:
    """Tell whether these bytes were sent, report a status, or came as a package whose document is still there."""
    received = ReceivedPackage.of_all_agencies.filter(package_id=sha256)
    living = received.exclude(state=ReceivedState.DUPLICATE).filter(document__content_destroyed=None)
    kept = (model.of_all_agencies.filter(package_id=sha256) for model in (Transmission, StatusReceived, StatusToSend))
    return living.exists() or any(found.exists() for found in kept)
