"""The verbs of intake: keep, accept, record a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vanthu.axis.evidence.operations import append
from vanthu.axis.intake.leaves import row_digest
from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.intake.policies import Judged
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.kernel.rows import insert_new
from vanthu.axis.registry.queries import KnownSystem
from vanthu.runtime.store import Kept
from vanthu.runtime.transactions import write
from vanthu.standards import edxml

_TITLE_CHARS = 2000


@dataclass(frozen=True)
class Accepted:
    """The hub id of a package, whether these bytes came for the first time; for its leaf its document and the digest of its row."""

    package_id: UUID
    is_new: bool
    document_id: str = ""
    row: str = ""


def keep(body: Iterator[bytes]) -> Kept:
    """Keep the exact bytes; they are on the disk before this returns. Nothing stays when `body` raises.

    Raises StoreFull.
    """
    return package_store().keep(body)


def accept(kept: Kept, judged: Judged, system: KnownSystem, *, at: datetime) -> Accepted:
    """Make kept and judged bytes a package; the same bytes from the same system are the same package, however often.

    Call it inside `transactions.write()`, together with its deliveries and its fact.
    """
    package = Package(
        system_id=system.id,
        sender_id=judged.sender.id,
        from_code=judged.message.sender.organ_id.strip(),
        message_type=judged.message_type,
        sha256=kept.sha256,
        size=kept.size,
        warnings=judged.warnings,
        accepted_at=at,
        **_described(judged.message),
    )
    # Two tries of the same client may be here at the same moment: the statement either inserts or does nothing.
    if insert_new([package]):
        return Accepted(package.pk, is_new=True, document_id=package.document_id, row=row_digest(package))
    known = Package.objects.values_list("pk", flat=True).get(system_id=system.id, sha256=kept.sha256)
    return Accepted(known, is_new=False)


def record_refusal(refusal: AxisError, *, system: KnownSystem, from_code: str, sha256: str = "", at: datetime) -> None:
    """Keep that a package was refused and why."""
    row = Refusal(
        system_id=system.id,
        from_code=from_code[:35],
        sha256=sha256,
        code=refusal.code,
        wire_code=refusal.wire_code,
        sentence=refusal.sentence,
        refused_at=at,
    )
    data = {"code": row.code, "from": row.from_code, "sha256": sha256, "row": row_digest(row)}
    with write():
        row.save(force_insert=True)
        append("package.refused", str(row.pk), data, by=f"system:{system.system_id}", at=at)


def _described(message: edxml.Message) -> dict[str, Any]:
    if isinstance(message, edxml.StatusMessage):
        return {
            "document_id": message.response_for.document_id,
            "notation": message.response_for.code,
            "title": (message.description or "")[:_TITLE_CHARS],
            "status_code": message.status_code,
        }
    return {
        "document_id": message.document_id,
        "notation": message.code.text,
        "title": message.subject[:_TITLE_CHARS],
        "business_type": int(message.business.type),
    }
