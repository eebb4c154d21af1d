"""OCSP answers about certificates the office knows, asked at responders of the settings and kept while they hold."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

from vanthu.office.jobs.cache import file_name, write_whole
from vanthu.office.jobs.fetching import Fetcher, FetchRefused
from vanthu.standards.signing import revocation
from vanthu.standards.signing.errors import RevocationAnswerBad

log = logging.getLogger("vanthu.jobs")

MOST_BYTES = 256 * 1024
KEPT_AFTER = timedelta(days=30)
"""An answer whose time is over says nothing new; it stays a while for whoever looks into what happened."""


def refresh(
    known: Iterable[x509.Certificate],
    authorities: Iterable[x509.Certificate],
    folder: Path,
    fetcher: Fetcher,
    *,
    allowed: frozenset[str],
    at: datetime,
) -> int:
    """Ask about each known certificate of a trusted authority and return how many answers changed.

    Only responders in `allowed` are asked, whatever address a certificate names. A failure is logged, the old stays.
    """
    issuers = list(authorities)
    changed = sum(_refreshed(one, issuers, folder, fetcher, allowed, at) for one in known)
    _sweep(folder, at)
    return changed


def _refreshed(
    certificate: x509.Certificate,
    authorities: list[x509.Certificate],
    folder: Path,
    fetcher: Fetcher,
    allowed: frozenset[str],
    at: datetime,
) -> bool:
    place = folder / file_name(certificate.fingerprint(hashes.SHA256()).hex(), ".ors")
    issuer = next((one for one in authorities if _is_issued_by(certificate, one)), None)
    if issuer is None:  # what no authority of ours has signed may say anything
        return False
    url = next((one for one in revocation.responders_of(certificate) if one in allowed), None)
    if url is None or (place.is_file() and at < revocation.half_way(place.read_bytes())):
        return False
    try:
        asked = revocation.question(certificate, issuer)
        answer = fetcher.post(url, asked, content_type="application/ocsp-request", most_bytes=MOST_BYTES)
        revocation.require_answer(answer, certificate, issuer, at=at)
        if place.is_file() and not revocation.is_newer(answer, place.read_bytes()):
            return False
        write_whole(place, answer)
    except (httpx.HTTPError, httpx.InvalidURL, FetchRefused, RevocationAnswerBad, OSError) as error:
        log.warning("%s did not answer about %s: %r", url, certificate.subject.rfc4514_string(), error)
        return False
    return True


def _is_issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    if certificate.issuer != authority.subject:
        return False
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _sweep(folder: Path, at: datetime) -> None:
    for path in folder.glob("*.ors"):
        if revocation.ends(path.read_bytes()) + KEPT_AFTER < at:
            path.unlink(missing_ok=True)
