"""Certificate revocation lists: fetched at addresses of the settings, never at those a document names.

A list is replaced only by a readable, newer one of the same issuer; whatever goes wrong, the old one stays.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import httpx
from cryptography import x509

from vanthu.office.jobs.cache import file_name, write_whole
from vanthu.office.jobs.fetching import Fetcher, FetchRefused

log = logging.getLogger("vanthu.jobs")

MOST_BYTES = 64 * 1024 * 1024


class ListRefused(Exception):
    """What came is no revocation list that may take the place of the one we have."""


def refresh(urls: Iterable[str], folder: Path, fetcher: Fetcher) -> int:
    """Fetch each list into `folder` and return how many changed; a failure is logged and the old list stays."""
    return sum(_refreshed(fetcher, url, folder / file_name(url, ".crl")) for url in urls)


def _refreshed(fetcher: Fetcher, url: str, place: Path) -> bool:
    try:
        return _replaced(place, fetcher.get(url, most_bytes=MOST_BYTES))
    except (httpx.HTTPError, httpx.InvalidURL, FetchRefused, ListRefused, OSError) as error:
        log.warning("revocation list %s was not refreshed, the one we have stays: %r", url, error)
        return False


def _replaced(place: Path, data: bytes) -> bool:
    if place.is_file() and place.read_bytes() == data:
        return False
    new = _parsed(data)
    if place.is_file():
        _require_successor(new, _parsed(place.read_bytes()))
    write_whole(place, data)
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
