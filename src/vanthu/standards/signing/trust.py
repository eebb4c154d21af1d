"""Whom we believe: certificates and revocation lists of our own. Nothing is fetched, whatever a file points to."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from asn1crypto import algos, crl, pem
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, DisallowWeakAlgorithmsPolicy

from vanthu.standards.signing.errors import TrustUnreadable


@dataclass(frozen=True)
class Trust:
    """Anchors, intermediates and revocation lists; `version` changes whenever any of them does.

    Certificates signed with SHA-1 are not relied upon, except those signed by a CA in `legacy_sha1`: the first
    generation of the Government's CA signed so, and whether to accept it is for the office to decide, CA by CA.
    """

    version: str
    anchors: tuple[asn1_x509.Certificate, ...] = field(repr=False)
    intermediates: tuple[asn1_x509.Certificate, ...] = field(repr=False, default=())
    crls: tuple[crl.CertificateList, ...] = field(repr=False, default=())
    legacy_sha1: tuple[asn1_x509.Certificate, ...] = field(repr=False, default=())

    @classmethod
    def from_dir(cls, path: Path) -> Self:
        """Read `anchors/*.pem`, `intermediates/*.pem`, `crls/*.crl` and `legacy_sha1/*.pem` (PEM or DER).

        Raises `TrustUnreadable`; only the anchors are a must.
        """
        patterns = {"anchors": "*.pem", "intermediates": "*.pem", "crls": "*.crl", "legacy_sha1": "*.pem"}
        try:
            contents = [
                [file.read_bytes() for file in sorted((path / folder).glob(pattern))]
                for folder, pattern in patterns.items()
            ]
            lists = tuple(_crl(data) for data in contents.pop(2))
            anchors, intermediates, legacy = (
                tuple(c for data in group for c in _certificates(data)) for group in contents
            )
        except (OSError, ValueError, TypeError) as error:
            raise TrustUnreadable(repr(error)) from error
        if not anchors:
            raise TrustUnreadable(f"no anchors in {path}")
        return cls(_version([*contents, [item.dump() for item in lists]]), anchors, intermediates, lists, legacy)

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
            algorithm_usage_policy=_Algorithms({item.public_key.dump() for item in self.legacy_sha1}),
        )


class _Algorithms(DisallowWeakAlgorithmsPolicy):
    """No MD5, no SHA-1 — but for certificates and lists signed with one of the keys named."""

    def __init__(self, legacy_keys: set[bytes]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._legacy_keys = legacy_keys

    def signature_algorithm_allowed(
        self, algo: algos.SignedDigestAlgorithm, moment: datetime | None, public_key: Any
    ) -> AlgorithmUsageConstraint:
        if self._legacy_keys and algo.hash_algo == "sha1" and public_key and public_key.dump() in self._legacy_keys:
            return AlgorithmUsageConstraint(allowed=True)
        return super().signature_algorithm_allowed(algo, moment, public_key)


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
