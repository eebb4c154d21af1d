"""The receipts that the axis gave for a document's packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.exchange.models import Receipt

if TYPE_CHECKING:
    from vanthu.office.files.models import StoredFile


@dataclass(frozen=True)
class KeptReceipt:
    """One receipt: of which package, when the axis took it, and whether its log proves it."""

    id: UUID
    hub_id: str
    accepted_at: datetime | None
    proved: bool
    file: StoredFile
    file_name: str
    package_sha256: str


def receipts(document_id: UUID) -> list[KeptReceipt]:
    """Return the receipts there are, the first package's first."""
    rows = Receipt.objects.filter(document_id=document_id, file__isnull=False).select_related("file").order_by("pk")
    return [
        KeptReceipt(
            row.pk,
            row.hub_id,
            row.accepted_at,
            row.proved,
            row.file,
            f"bien-nhan-{row.hub_id}.json",
            row.package_id,
        )
        for row in rows
        if row.file is not None
    ]
