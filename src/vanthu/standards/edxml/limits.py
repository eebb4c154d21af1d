"""How much of a stranger's package is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBI = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes where the name ends in `_bytes`, characters for `_chars`, counts otherwise."""

    package_bytes: int = 100 * MEBI
    attachments: int = 200
    attachment_bytes: int = 100 * MEBI
    unzipped_bytes: int = 100 * MEBI
    unzip_ratio: int = 200
    depth: int = 24
    elements: int = 100_000
    attributes: int = 32
    token_bytes: int = MEBI
    element_chars: int = 100_000
    metadata_chars: int = 16 * MEBI
    signature_bytes: int = MEBI
    leading_bytes: int = 4096
    findings: int = 500


DEFAULT = Limits()
