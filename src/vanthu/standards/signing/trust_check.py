"""What an operator must look at in a trust folder: what ends, what is out of date, what the CAs list and we do not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1_x509

from vanthu.standards.signing.stores import (
    CERTIFICATE_FILES,
    KnownAuthority,
    certificates_in,
    fingerprint_of,
    known_authorities,
)
from vanthu.standards.signing.trust import LISTS, Trust

SOON = timedelta(days=180)
"""A CA is replaced in months, not in days."""


def problems(trust: Trust, folder: Path, *, at: datetime) -> list[str]:
    """Sentences, each naming what is to be done about one thing."""
    return [*_certificates(trust, at), *_revocation(trust, at), *_listed_elsewhere(trust, folder)]


def missing_authorities(trust: Trust) -> list[KnownAuthority]:
    """Published CAs of the stores in use whose certificates are not here."""
    present = {item.sha256 for store in trust.stores for item in store.certificates}
    return [item for item in known_authorities() if item.sha256 not in present]


def _certificates(trust: Trust, at: datetime) -> Iterator[str]:
    for store in trust.stores:
        if store.valid_from > at.date():
            yield f"Kho «{store.name}» ghi áp dụng từ {store.valid_from:%d/%m/%Y}, chưa đến ngày."
        for item in store.certificates:
            end = item.certificate["tbs_certificate"]["validity"]["not_after"].native
            name = item.certificate.subject.human_friendly
            if end < at:
                yield f"Chứng thư {name} (kho «{store.name}») đã hết hạn ngày {end:%d/%m/%Y}."
            elif end < at + SOON:
                yield f"Chứng thư {name} (kho «{store.name}») sắp hết hạn, ngày {end:%d/%m/%Y}: hãy nạp CA kế tiếp."
            if item.sha1_until and item.sha1_until < at.date():
                yield f"Hạn chấp nhận SHA-1 của {name} đã qua ({item.sha1_until:%d/%m/%Y})."


def _revocation(trust: Trust, at: datetime) -> Iterator[str]:
    current = {item.issuer.hashable for item in trust.crls if _until(item["tbs_cert_list"]["next_update"].native, at)}
    answered = any(
        _until(single["next_update"].native, at)
        for answer in trust.ocsps
        for single in answer.response_data["responses"]
    )
    for certificate in (*trust.anchors, *trust.intermediates):
        if certificate.subject.hashable not in current:
            more = " (có trả lời OCSP cho một số chứng thư)" if answered else ""
            yield f"Không có danh sách thu hồi còn hiệu lực của {certificate.subject.human_friendly}{more}."


def _until(next_update: datetime | None, at: datetime) -> bool:
    return next_update is not None and next_update >= at


def _listed_elsewhere(trust: Trust, folder: Path) -> Iterator[str]:
    """Name what a CA's published list holds and no store: it is never trusted by itself."""
    present = {fingerprint_of(item) for item in (*trust.anchors, *trust.intermediates)}
    for path in sorted((folder / LISTS).glob("*")):
        if path.suffix not in CERTIFICATE_FILES:
            continue
        for certificate in _readable(path):
            if certificate.ca and fingerprint_of(certificate) not in present:
                yield (
                    f"Danh sách đã tải có CA chưa nạp: {certificate.subject.human_friendly}, "
                    f"SHA-256 {fingerprint_of(certificate)}."
                )


def _readable(path: Path) -> tuple[asn1_x509.Certificate, ...]:
    return certificates_in(path.read_bytes())
