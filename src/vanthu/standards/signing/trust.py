"""Whom we believe: certificates and revocation data of our own. Nothing is fetched, whatever a file points to.

A trust folder: `stores/NAME/manifest.toml` with the certificates it names, `crls/*.crl` and `ocsp/*.ors` as the worker
fetched them, and where the office decides otherwise than this package, `algorithms.toml`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Self

from asn1crypto import crl, ocsp, pem
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import ValidationContext

from vanthu.standards.signing.algorithms import FILE as ALGORITHMS
from vanthu.standards.signing.algorithms import AlgorithmPolicy, DatedAlgorithms
from vanthu.standards.signing.errors import TrustUnreadable
from vanthu.standards.signing.stores import Purpose, Store, fingerprint_of, read_stores
from vanthu.standards.signing.turning_points import KnownWords

STORES, CRLS, OCSP, LISTS = "stores", "crls", "ocsp", "lists"
"""Folders within a trust folder."""


@dataclass(frozen=True)
class Trust:
    """Anchors, intermediates and revocation data; `version` changes whenever any of them does.

    Certificates signed with SHA-1 are not relied upon, except those signed by a key of `sha1_keys`, and not after its
    day: the first generation of the Government's CA signed so, and its manifest says CA by CA how long that counts.
    """

    version: str
    anchors: tuple[asn1_x509.Certificate, ...] = field(repr=False)
    intermediates: tuple[asn1_x509.Certificate, ...] = field(repr=False, default=())
    crls: tuple[crl.CertificateList, ...] = field(repr=False, default=())
    ocsps: tuple[ocsp.OCSPResponse, ...] = field(repr=False, default=())
    stores: tuple[Store, ...] = field(repr=False, default=())
    algorithms: AlgorithmPolicy = field(repr=False, default_factory=AlgorithmPolicy.default)

    @classmethod
    def from_dir(cls, path: Path) -> Self:
        """Read a trust folder; raises `TrustUnreadable`, `TrustFileUnknown`. Only an anchor is a must."""
        stores = read_stores(path / STORES)
        listed = [item for store in stores for item in store.certificates]
        anchors = tuple(item.certificate for item in listed if item.is_anchor)
        if not anchors:
            raise TrustUnreadable(f"no anchors in {path}")
        try:
            lists = tuple(_crl(file.read_bytes()) for file in sorted((path / CRLS).glob("*.crl")))
            answers = tuple(_ocsp(file.read_bytes()) for file in sorted((path / OCSP).glob("*.ors")))
            own = path / ALGORITHMS
            table = AlgorithmPolicy.parse(own.read_text("utf-8")) if own.is_file() else AlgorithmPolicy.default()
        except (OSError, ValueError, TypeError) as error:
            raise TrustUnreadable(repr(error)) from error
        intermediates = tuple(item.certificate for item in listed if not item.is_anchor)
        digests = [[store.digest for store in stores], _digests(lists), _digests(answers), [repr(table)]]
        return cls(_version(digests), anchors, intermediates, lists, answers, stores, table)

    @cached_property
    def sha1_keys(self) -> dict[bytes, date]:
        """Keys whose SHA-1 signatures on certificates and lists count, each with its last day."""
        listed = (item for store in self.stores for item in store.certificates)
        return {item.certificate.public_key.dump(): item.sha1_until for item in listed if item.sha1_until}

    @cached_property
    def known_words(self) -> KnownWords:
        """What was found about certificates under this trust: it never changes, so neither does what was found."""
        return KnownWords(self)

    @cached_property
    def lists_told(self) -> tuple[tuple[asn1_x509.Name, datetime], ...]:
        """Whose list of revoked certificates is from when."""
        return tuple((one.issuer, one["tbs_cert_list"]["this_update"].native) for one in self.crls)

    @cached_property
    def answers_told(self) -> dict[int, datetime]:
        """When an OCSP answer was last given about a serial number."""
        told: dict[int, datetime] = {}
        for single in (one for answer in self.ocsps for one in answer.response_data["responses"]):
            serial, at = single["cert_id"]["serial_number"].native, single["this_update"].native
            told[serial] = max(at, told.get(serial, at))
        return told

    @cached_property
    def _purposes(self) -> dict[str, frozenset[Purpose]]:
        listed = [item for store in self.stores for item in store.certificates]
        return {item.sha256: item.purposes for item in listed}

    def serves(self, certificate: asn1_x509.Certificate, purpose: Purpose) -> bool:
        """Whether a certificate of a chain may lead to one of this purpose; what no store names, any."""
        return purpose in self._purposes.get(fingerprint_of(certificate), frozenset(Purpose))

    def policy(self) -> DatedAlgorithms:
        """Which algorithms count when, as pyHanko asks."""
        return DatedAlgorithms(self.algorithms, self.sha1_keys)

    def context(self, *, moment: datetime) -> ValidationContext:
        """Judge certificates as of `moment`, revocation data required for each of them.

        Data issued after the moment count too (a revocation is dated in the data itself).
        """
        return ValidationContext(
            trust_roots=list(self.anchors),
            other_certs=list(self.intermediates),
            crls=list(self.crls),
            ocsps=list(self.ocsps),
            moment=moment,
            allow_fetching=False,
            revocation_mode="require",
            retroactive_revinfo=True,
            algorithm_usage_policy=self.policy(),
        )


def _crl(data: bytes) -> crl.CertificateList:
    der = pem.unarmor(data)[2] if pem.detect(data) else data
    parsed = crl.CertificateList.load(der, strict=True)
    parsed.issuer.native  # noqa: B018
    return parsed


def _ocsp(data: bytes) -> ocsp.OCSPResponse:
    parsed = ocsp.OCSPResponse.load(data, strict=True)
    if parsed.response_data is None:
        raise ValueError("an OCSP answer without data")
    return parsed


def _digests(items: tuple[crl.CertificateList, ...] | tuple[ocsp.OCSPResponse, ...]) -> list[str]:
    return [sha256(item.dump()).hexdigest() for item in items]


def _version(groups: list[list[str]]) -> str:
    digest = sha256()
    for group in groups:
        digest.update(b"|")
        for item in sorted(group):
            digest.update(item.encode())
    return digest.hexdigest()[:16]
