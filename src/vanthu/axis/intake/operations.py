"""The verbs of intake: keep, accept, record a refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.conf import settings

from vanthu.axis.evidence.operations import append
from vanthu.axis.intake.keys import document_key
from vanthu.axis.intake.leaves import row_digest
from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.intake.policies import DocumentSentBefore, Judged
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.kernel.rows import insert_new, newly_inserted
from vanthu.axis.registry.queries import KnownSystem
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.store import BytesMissing, Kept
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.vxp.codes import MessageType

_TITLE_CHARS, _CODE_CHARS = 2000, 10


@dataclass(frozen=True)
class Accepted:
    """The hub id of a package, and whether these bytes came for the first time.

    For its leaf also its document, the digest of its row, and the earlier package of the same document, if any.
    """

    package_id: UUID
    is_new: bool
    document_id: str = ""
    row: str = ""
    document_key: str = ""
    beside: UUID | None = None


@dataclass(frozen=True)
class Arrival:
    """Bytes that were kept and judged, on their way to be a package."""

    kept: Kept
    judged: Judged
    system: KnownSystem
    at: datetime


def keep(body: Iterable[bytes], digest: hashlib._Hash) -> Kept:
    """Keep the exact bytes; they are on the disk before this returns. Nothing stays when `body` raises.

    `digest` is what `body` hashes itself with. Raises StoreFull.
    """
    return package_store().keep_hashed(body, digest)


def accept(arrivals: Sequence[Arrival]) -> list[Accepted]:
    """Make kept and judged bytes packages; the same bytes from the same system are the same package, however often.

    Call it inside `transactions.write()`, together with their deliveries and their facts. Raises DocumentSentBefore.
    """
    packages = [_package(arrival) for arrival in arrivals]
    # Two tries of the same client may be here at the same moment: the statement either inserts or does nothing.
    inserted = newly_inserted(packages)
    return [
        _new(package) if is_new else _met_before(package, arrival.system)
        for package, arrival, is_new in zip(packages, arrivals, inserted, strict=True)
    ]


def _met_before(package: Package, system: KnownSystem) -> Accepted:
    same = Package.objects.filter(system_id=system.id, sha256=package.sha256)
    known = same.values_list("pk", flat=True).first()
    return Accepted(known, is_new=False) if known else _beside(package, system)


def _new(package: Package, beside: UUID | None = None) -> Accepted:
    digest = row_digest(package)
    return Accepted(package.pk, True, package.document_id, digest, package.document_key, beside)


def _beside(package: Package, system: KnownSystem) -> Accepted:
    """Take a second content of a document only where the operator allows it. Raises DocumentSentBefore.

    What comes from the parent axis was judged there; and a hub that writes packages anew gives each recipient other
    bytes of the same document.
    """
    earlier = Package.objects.get(document_key=package.document_key, system_id=package.system_id, instance="")
    if settings.AXIS.repeated_document_ids == "refuse" and not system.is_parent:
        raise DocumentSentBefore(
            document_id=package.document_id[:200],
            accepted_at=f"{earlier.accepted_at.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}",
            hub_id=earlier.pk,
        )
    package.instance = str(package.pk)
    package.warnings += 1
    if not insert_new([package]):
        # The same bytes came a second time at this very moment, and the other try was first.
        known = Package.objects.values_list("pk", flat=True).get(system_id=package.system_id, sha256=package.sha256)
        return Accepted(known, is_new=False)
    return _new(package, earlier.pk)


def _package(arrival: Arrival) -> Package:
    kept, judged = arrival.kept, arrival.judged
    described = _described(judged.message)
    issuer = judged.issuer.id if judged.issuer else judged.sender.id
    package = Package(
        system_id=arrival.system.id,
        sender_id=judged.sender.id,
        from_code=judged.message.sender.organ_id.strip(),
        message_type=judged.message_type,
        sha256=kept.sha256,
        size=kept.size,
        warnings=judged.warnings,
        accepted_at=arrival.at,
        document_key=document_key(issuer, described["document_id"]),
        **described,
    )
    if package.message_type == MessageType.EDOC and not package.business_type and package.document_id.strip():
        package.instance = ""
    return package


def record_refusal(
    refusal: AxisError,
    *,
    system: KnownSystem,
    from_code: str,
    sha256: str = "",
    named: Mapping[str, str] = MappingProxyType({}),
    at: datetime,
) -> None:
    """Keep that a package was refused and why; `named` is what `names_in` found in it."""
    row = Refusal(
        system_id=system.id,
        from_code=from_code[:35],
        sha256=sha256,
        code=refusal.code,
        wire_code=refusal.wire_code,
        sentence=refusal.sentence,
        refused_at=at,
        **named,
    )
    data = {"code": row.code, "from": row.from_code, "sha256": sha256, "row": row_digest(row)}
    with write():
        row.save(force_insert=True)
        append("package.refused", str(row.pk), data, by=f"system:{system.system_id}", at=at)


def names_in(sha256: str) -> dict[str, str]:
    """Return number and id of the document in kept bytes, as far as they tell. It reads a file: in no transaction."""
    try:
        path = package_store().path(sha256)
        message = edxml.read_envelope(path, decode=False, sha256=sha256).message
    except (BytesMissing, edxml.EdxmlRefused, OSError):
        return {}
    told = _described(message)
    return {"notation": told["notation"][:200], "document_id": told["document_id"][:800]}


def _described(message: edxml.Message) -> dict[str, Any]:
    if isinstance(message, edxml.StatusMessage):
        return {
            "document_id": message.response_for.document_id,
            "notation": message.response_for.code,
            "title": (message.description or "")[:_TITLE_CHARS],
            "status_code": message.status_code[:_CODE_CHARS],
        }
    return {
        "document_id": message.document_id,
        "notation": message.code.text,
        "title": message.subject[:_TITLE_CHARS],
        "business_type": int(message.business.type),
    }
