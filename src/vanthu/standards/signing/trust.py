"""Whom we believe: certificates and revocation lists of our own. Nothing is fetched, no address in a file is followed."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Self

from asn1crypto import crl, pem
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import ValidationContext

from vanthu.standards.signing.errors import TrustUnreadable


@dataclass(frozen=True)
class Trust:
    """Anchors, intermediates and revocation lists; `version` changes whenever any of them does.

    Old VGCA sub-CA certificates (G1) are signed with SHA-1, which is not accepted: put such a CA among the anchors,
    then no SHA-1 signature is relied upon.
    """

    version: str
    anchors: tuple[asn1_x509.Certificate, ...] = field(repr=False)
    intermediates: tuple[asn1_x509.Certificate, ...] = field(repr=False, default=())
    crls: tuple[crl.CertificateList, ...] = field(repr=False, default=())

    @classmethod
    def from_dir(cls, path: Path) -> Self:
        """Read `anchors/*.pem`, `intermediates/*.pem` and `crls/*.crl` (PEM or DER); raises `TrustUnreadable`."""
        files = [
            sorted((path / folder).glob(pattern))
            for folder, pattern in (("anchors", "*.pem"), ("intermediates", "*.pem"), ("crls", "*.crl"))
        ]
        try:
            contents = [[file.read_bytes() for file in group] for group in files]
            anchors, intermediates = (tuple(c for data in group for c in _certificates(data)) for group in contents[:2])
            lists = tuple(_crl(data) for data in contents[2])
        except (OSError, ValueError, TypeError) as error:
            raise TrustUnreadable(repr(error)) from error
        if not anchors:
            raise TrustUnreadable(f"no anchors in {path}")
        return cls(_version(contents), anchors, intermediates, lists)

    def context(self, *, moment: datetime) -> ValidationContext:
        """Judge certificates as of `moment`, revocation data required for each of them.

        Lists issued after the moment count too (a revocation is dated in the list itself).
        """
        return ValidationContext(
            trust_roots=list(self.anchors),
            other_certs=list(self.intermediates),
            crls=list(self.crls),
            ocsps=[],
            moment=moment,
            allow_fetching=False,
            revocation_mode="require",
            retroactive_revinfo=True,
        )


def _certificates(data: bytes) -> list[asn1_x509.Certificate]:
    if not pem.detect(data):
        return [_parsed(data)]
    return [_parsed(der) for kind, _, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]


def _parsed(der: bytes) -> asn1_x509.Certificate:
    certificate = asn1_x509.Certificate.load(der, strict=True)
    certificate.subject.native  # noqa: B018 (parse now: lazily it would fail in the middle of a verdict)
    return certificate


def _crl(data: bytes) -> crl.CertificateList:
    der = pem.unarmor(data)[2] if pem.detect(data) else data
    parsed = crl.CertificateList.load(der, strict=True)
    parsed.issuer.native  # noqa: B018
    return parsed


def _version(contents: list[list[bytes]]) -> str:
    digest = sha256()
    for group in contents:
        digest.update(b"|")
        for item in sorted(sha256(data).digest() for data in group):
            digest.update(item)
    return digest.hexdigest()[:16]
