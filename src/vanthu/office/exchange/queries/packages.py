"""Packages that left and that arrived."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vanthu.office.exchange.models import ReceivedPackage, StatusReceived, Transmission
from vanthu.office.exchange.states import ReceivedState


def kept_before(hub_id: str) -> str | None:
    """Return the ReceivedState of the delivery in the agency in force; None when it is not here yet."""
    if StatusReceived.objects.filter(hub_id=hub_id).exists():
        return ReceivedState.TAKEN
    return ReceivedPackage.objects.filter(hub_id=hub_id).values_list("state", flat=True).first()


def kept_bytes(hub_id: str) -> str:
    """Return the SHA-256 of a package kept for the agency in force; "" when there is none under this id."""
    return ReceivedPackage.objects.filter(hub_id=hub_id).values_list("package_id", flat=True).first() or ""


def first_with_same_bytes(package: ReceivedPackage) -> ReceivedPackage | None:
    """Return the earliest other package of the agency in force with the same bytes, if it came before this one."""
    same = ReceivedPackage.objects.filter(package_id=package.package_id, pk__lt=package.pk)
    return same.order_by("pk").first()


def package_of(document_id: UUID) -> ReceivedPackage | None:
    """Return the package a received document came in; None for a document from elsewhere."""
    return ReceivedPackage.objects.filter(document_id=document_id, state=ReceivedState.TAKEN).first()


@dataclass(frozen=True)
class SentPackage:
    """A package as the axis has it: its id there (empty until the axis took it), its bytes, and for whom."""

    hub_id: str
    sha256: str
    recipient_codes: tuple[str, ...]


def sent_packages(document_id: UUID) -> list[SentPackage]:
    """Return the packages in which a document was sent, the first one first."""
    rows = Transmission.objects.filter(document_id=document_id).order_by("pk")
    codes: dict[tuple[str, str], list[str]] = {}
    for hub_id, sha256, code in rows.values_list("hub_id", "package_id", "recipient_code"):
        codes.setdefault((hub_id, sha256), []).append(code)
    return [SentPackage(hub_id, sha256, tuple(to)) for (hub_id, sha256), to in codes.items()]
