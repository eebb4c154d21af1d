"""What the evidence says of a package: the digest of its row, so that a row changed later no longer fits its leaf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from vanthu.axis.intake.models import Package, Refusal
from vanthu.standards.evidence.leaves import digest_of

COVERED = (
    "id",
    "system_id",
    "sender_id",
    "from_code",
    "message_type",
    "sha256",
    "size",
    "document_id",
    "notation",
    "title",
    "status_code",
    "business_type",
    "warnings",
    "accepted_at",
)
"""The columns of a package that never change once it is accepted. A column added here needs a new leaf format."""

REFUSED = ("id", "system_id", "from_code", "sha256", "code", "wire_code", "sentence", "refused_at")


def row_digest(row: Package | Refusal) -> str:
    """Return the SHA-256 of what never changes in a row."""
    columns = COVERED if isinstance(row, Package) else REFUSED
    return digest_of({name: _plain(getattr(row, name)) for name in columns})


def packages(ids: Iterable[UUID]) -> Mapping[UUID, Package]:
    """Return the packages that are there, by id."""
    return Package.objects.in_bulk(list(ids))


def refusals(ids: Iterable[UUID]) -> Mapping[UUID, Refusal]:
    """Return the refusals that are there, by id."""
    return Refusal.objects.in_bulk(list(ids))


def every_package() -> Iterator[tuple[UUID, str]]:
    """Stream the id of every package with the hash of its bytes."""
    return Package.objects.order_by("pk").values_list("pk", "sha256").iterator(chunk_size=1000)


def _plain(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
