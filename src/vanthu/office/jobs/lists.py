"""Lists in which a CA publishes the certificates under it: fetched to be compared, never trusted by themselves.

`vanthu office trust check` names what stands in them and in no store; a person takes it in by its fingerprint.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from vanthu.office.jobs.cache import file_name, write_whole
from vanthu.office.jobs.fetching import Fetcher, FetchRefused

log = logging.getLogger("vanthu.jobs")

MOST_BYTES = 4 * 1024 * 1024


class TrustListRefused(Exception):
    """What came holds no certificates."""


def refresh(urls: Iterable[str], folder: Path, fetcher: Fetcher) -> int:
    """Fetch each list into `folder` as PEM and return how many changed; a failure is logged and the old list stays."""
    return sum(_refreshed(fetcher, url, folder / file_name(url, ".pem")) for url in urls)


def _refreshed(fetcher: Fetcher, url: str, place: Path) -> bool:
    try:
        bundle = b"".join(
            one.public_bytes(Encoding.PEM) for one in _certificates(fetcher.get(url, most_bytes=MOST_BYTES))
        )
        if place.is_file() and place.read_bytes() == bundle:
            return False
        write_whole(place, bundle)
    except (httpx.HTTPError, httpx.InvalidURL, FetchRefused, TrustListRefused, OSError) as error:
        log.warning("trust list %s was not refreshed, the one we have stays: %r", url, error)
        return False
    return True


def _certificates(data: bytes) -> list[x509.Certificate]:
    """PKCS#7 (.p7b), or certificates one after another; Microsoft's certificate trust list (.ctl) is not read."""
    text = data.lstrip().startswith(b"-----BEGIN")
    readers = (
        (pkcs7.load_pem_pkcs7_certificates, x509.load_pem_x509_certificates)
        if text
        else (pkcs7.load_der_pkcs7_certificates, lambda der: [x509.load_der_x509_certificate(der)])
    )
    for read in readers:
        try:
            if found := read(data):
                return found
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
    raise TrustListRefused("neither PKCS#7 nor certificates")
