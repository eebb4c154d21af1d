"""The receipts that the axis gave for a document's packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.exchange.models import Receipt
from vanthu.office.kernel.prepared import prepared

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
        for row in _with_file(document_id)
        if row.file is not None
    ]


@prepared
def _with_file(document_id: UUID) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(document_id=document_id, file__isnull=False)
    return rows.select_related("file").order_by("pk")
