"""Read a package: `read` keeps the attachments, `read_envelope` only counts them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vanthu.standards.edxml.findings import Finding
from vanthu.standards.edxml.limits import DEFAULT, Limits
from vanthu.standards.edxml.model import Message


@dataclass(frozen=True)
class ReadResult:
    """The message, what was noticed, and the SHA-256 and size of the exact bytes read."""

    message: Message
    findings: tuple[Finding, ...]
    sha256: str
    size: int


@dataclass(frozen=True)
class EnvelopeResult(ReadResult):
    """As `ReadResult`; the attachments have a size but no bytes."""

    attachment_count: int


def read(source: Path | BinaryIO, *, attachments_dir: Path, limits: Limits = DEFAULT) -> ReadResult:
    """Raises EdxmlRefused."""
    raise NotImplementedError


def read_envelope(source: Path | BinaryIO, *, limits: Limits = DEFAULT) -> EnvelopeResult:
    """Raises EdxmlRefused."""
    raise NotImplementedError
