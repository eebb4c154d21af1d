"""The body of sendEdoc, checked while it streams by: size, the CRLF which follows the file, the hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

from vanthu.axis.intake.policies.errors import ConnectionBroke, HashMismatch, PackageEmpty, PackageTooLarge
from vanthu.standards.vxp.headers import hash_matches

CHUNK = 256 * 1024
CRLF = b"\r\n"
MEBI = 1024 * 1024


class Readable(Protocol):
    """Where the body comes from: what a WSGI server gives."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


def checked(
    source: Readable, digest: hashlib._Hash, *, claimed_hash: str, limit_bytes: int, expected_bytes: int | None
) -> Iterator[bytes]:
    """Yield the bytes of the file, without the CRLF after it; end only when their hash is the one claimed.

    `digest` (SHA-256, new) is fed with what is yielded. `expected_bytes` is Content-Length, None when the sender does
    not tell. The official SDK computes the hash over the file and then sends CRLF after it; a file may also end in CRLF
    itself, so the hash decides.
    Raises PackageTooLarge, PackageEmpty, HashMismatch, ConnectionBroke.
    """
    if expected_bytes is not None and expected_bytes > limit_bytes + len(CRLF):
        raise PackageTooLarge(limit_mb=limit_bytes / MEBI)
    tail, taken = b"", 0
    for piece in _pieces(source):
        taken += len(piece)
        if taken > limit_bytes + len(CRLF):
            raise PackageTooLarge(limit_mb=limit_bytes / MEBI)
        whole = tail + piece if tail else piece
        body, tail = whole[: -len(CRLF)], whole[-len(CRLF) :]
        digest.update(body)
        yield body
    if expected_bytes is not None and taken < expected_bytes:
        raise ConnectionBroke
    if tail in (b"", CRLF) and taken <= len(CRLF):
        raise PackageEmpty
    yield _rest(tail, digest, claimed_hash)


def _rest(tail: bytes, digest: hashlib._Hash, claimed_hash: str) -> bytes:
    """Return what of the last two bytes still belongs to the file."""
    if tail == CRLF and hash_matches(claimed_hash, digest.hexdigest()):
        return b""
    digest.update(tail)
    if hash_matches(claimed_hash, digest.hexdigest()):
        return tail
    raise HashMismatch


def _pieces(source: Readable) -> Iterator[bytes]:
    try:
        while piece := source.read(CHUNK):
            yield piece
    except OSError as error:
        raise ConnectionBroke from error
