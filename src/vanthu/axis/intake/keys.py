"""What makes two packages talk about the same document."""

from __future__ import annotations

import hashlib
from uuid import UUID


def document_key(issuer_id: UUID, document_id: str) -> str:
    """Return one short key for "this document of this agency", whichever of its codes a package uses."""
    return hashlib.sha256(issuer_id.bytes + document_id.strip().encode()).hexdigest()[:32]
