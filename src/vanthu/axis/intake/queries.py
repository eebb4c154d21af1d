"""Questions to intake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from vanthu.axis.intake.models import Package


@dataclass(frozen=True)
class Stored:
    """Where the bytes of a package are, when the axis took them, from which system and under which sender's code."""

    id: UUID
    sha256: str
    size: int
    accepted_at: datetime
    system_id: UUID
    from_code: str


_STORED = ("id", "sha256", "size", "accepted_at", "system_id", "from_code")


def stored(package_id: UUID) -> Stored:
    """Return where the bytes of a package are."""
    return Stored(*Package.objects.values_list(*_STORED).get(pk=package_id))


@dataclass(frozen=True)
class Described:
    """What a package is, as its envelope says."""

    id: UUID
    system_id: UUID
    from_code: str
    message_type: str
    document_id: str
    document_key: str
    notation: str
    title: str
    status_code: str
    business_type: int
    sha256: str
    size: int
    warnings: int
    accepted_at: datetime


_DESCRIBED = tuple(field.name for field in fields(Described))


def described(package_ids: Iterable[UUID]) -> dict[UUID, Described]:
    """Return what these packages are, by id."""
    rows = Package.objects.filter(pk__in=list(package_ids)).values_list(*_DESCRIBED)
    return {row[0]: Described(*row) for row in rows}


def documents(document_keys: Iterable[str]) -> list[Described]:
    """Return the document packages with these keys, the oldest first."""
    rows = Package.objects.filter(document_key__in=list(document_keys), message_type="edoc").exclude(document_key="")
    return [Described(*row) for row in rows.order_by("accepted_at", "id").values_list(*_DESCRIBED)]
