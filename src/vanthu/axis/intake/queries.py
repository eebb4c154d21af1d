"""Questions to intake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vanthu.axis.intake.models import Package, Refusal


@dataclass(frozen=True)
class Stored:
    """Where the bytes of a package are and when the axis took them."""

    id: UUID
    sha256: str
    size: int
    accepted_at: datetime


def stored(package_id: UUID) -> Stored:
    """Return where the bytes of a package are."""
    return Stored(*Package.objects.values_list("id", "sha256", "size", "accepted_at").get(pk=package_id))


def counts() -> dict[str, int]:
    """Return how many packages of each kind were accepted, and how many were refused."""
    documents = Package.objects.filter(message_type="edoc").count()
    return {
        "edoc": documents,
        "status": Package.objects.exclude(message_type="edoc").count(),
        "refused": Refusal.objects.count(),
    }
