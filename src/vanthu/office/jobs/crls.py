"""Certificate revocation lists: fetched at addresses of the settings, never at those a document names.

A list is replaced only by a readable, newer one of the same issuer; whatever goes wrong, the old one stays.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import httpx
from cryptography import x509

log = logging.getLogger("vanthu.jobs")

MOST_BYTES = 64 * 1024 * 1024
TIMEOUT_SECONDS = 30.0


class ListRefused(Exception):
    """What came is no revocation list that may take the place of the one we have."""


def refresh(urls: Iterable[str], folder: Path, *, transport: httpx.BaseTransport | None = None) -> int:
    """Fetch each list into `folder` and return how many changed; a failure is logged and the old list stays."""
    folder.mkdir(parents=True, exist_ok=True)
    with httpx.Client(timeout=TIMEOUT_SECONDS, transport=transport, trust_env=False) as client:
        return sum(_refreshed(client, url, folder / file_name(url)) for url in urls)


def file_name(url: str) -> str:
    """Return the name under which the list of an address is kept."""
    return f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.crl"


def _refreshed(client: httpx.Client, url: str, place: Path) -> bool:
    try:
        return _replaced(place, _fetched(client, url))
    except (httpx.HTTPError, httpx.InvalidURL, ListRefused, OSError) as error:
        log.warning("revocation list %s was not refreshed, the one we have stays: %r", url, error)
        return False


def _fetched(client: httpx.Client, url: str) -> bytes:
    data = bytearray()
    with client.stream("GET", url) as response:
        response.raise_for_status()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > MOST_BYTES:
                raise ListRefused(f"larger than {MOST_BYTES} bytes")
    return bytes(data)


def _replaced(place: Path, data: bytes) -> bool:
    if place.is_file() and place.read_bytes() == data:
        return False
    new = _parsed(data)
    if place.is_file():
        _require_successor(new, _parsed(place.read_bytes()))
    with NamedTemporaryFile(dir=place.parent, prefix=".", suffix=".part", delete=False) as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).replace(place)
    return True


def _parsed(data: bytes) -> x509.CertificateRevocationList:
    try:
        pem = data.lstrip().startswith(b"-----BEGIN")
        return x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)
    except ValueError as error:
        raise ListRefused(f"no revocation list: {error}") from error


def _require_successor(new: x509.CertificateRevocationList, old: x509.CertificateRevocationList) -> None:
    if new.issuer != old.issuer:
        raise ListRefused(f"issued by {new.issuer.rfc4514_string()} instead of {old.issuer.rfc4514_string()}")
    if _issued(new) < _issued(old):
        raise ListRefused(f"issued at {_issued(new)}, before the one we have")


def _issued(revocations: x509.CertificateRevocationList) -> datetime:
    return revocations.last_update_utc
