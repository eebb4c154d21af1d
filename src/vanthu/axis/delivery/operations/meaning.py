"""What an accepted package means for documents that were sent before."""

from __future__ import annotations

from datetime import datetime

from vanthu.axis.delivery.models import BusinessStatus, Reference
from vanthu.axis.intake.keys import document_key
from vanthu.axis.intake.operations import Accepted
from vanthu.axis.intake.policies import Judged
from vanthu.axis.kernel.rows import insert_new
from vanthu.axis.registry.queries import Registry
from vanthu.standards import edxml


def note(accepted: Accepted, judged: Judged, registry: Registry, *, at: datetime) -> None:
    """Apply a status to its recipient; link a recall, an update or a replacement to what it names.

    A new document costs nothing here. Call it inside the transaction that accepts the package.
    """
    if isinstance(judged.message, edxml.StatusMessage):
        _apply(accepted, judged, judged.message, at)
    elif judged.message.business.type is not edxml.BusinessType.NEW:
        _link(accepted, judged, judged.message, registry)


def _apply(accepted: Accepted, judged: Judged, message: edxml.StatusMessage, at: datetime) -> None:
    about = judged.other if judged.by_issuer else judged.sender
    if about is None:
        return
    row = BusinessStatus(
        package_id=accepted.package_id,
        document_key=accepted.document_key,
        agency_id=about.id,
        code=message.status_code[:10],
        description=message.description or "",
        stated_at=message.timestamp,
        noted_at=at,
    )
    insert_new([row])


def _link(accepted: Accepted, judged: Judged, message: edxml.DocumentMessage, registry: Registry) -> None:
    issuers = {item.document_id: item.organ_id.strip() for item in message.response_for if item.document_id}
    rows = []
    for document_id in message.concerned_document_ids:
        issuer = registry.by_code(issuers.get(document_id, "")) or judged.sender
        key = document_key(issuer.id, document_id)
        rows.append(Reference(package_id=accepted.package_id, document_key=key, document_id=document_id[:800]))
    insert_new(rows)
