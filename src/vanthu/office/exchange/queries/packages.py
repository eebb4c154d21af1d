"""Packages that arrived."""

from __future__ import annotations

from uuid import UUID

from vanthu.office.exchange.models import ReceivedPackage, StatusReceived
from vanthu.office.exchange.states import ReceivedState


def kept_before(hub_id: str) -> str | None:
    """Return the ReceivedState of the delivery in the agency in force; None when it is not here yet."""
    if StatusReceived.objects.filter(hub_id=hub_id).exists():
        return ReceivedState.TAKEN
    return ReceivedPackage.objects.filter(hub_id=hub_id).values_list("state", flat=True).first()


def first_with_same_bytes(package: ReceivedPackage) -> ReceivedPackage | None:
    """Return the earliest other package of the agency in force with the same bytes, if it came before this one."""
    same = ReceivedPackage.objects.filter(package_id=package.package_id, pk__lt=package.pk)
    return same.order_by("pk").first()


def package_of(document_id: UUID) -> ReceivedPackage | None:
    """Return the package a received document came in; None for a document from elsewhere."""
    return ReceivedPackage.objects.filter(document_id=document_id, state=ReceivedState.TAKEN).first()
