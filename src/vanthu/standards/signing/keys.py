"""Keys that sign: what a key is, and PKCS#12 files opened in memory (tokens: `tokens`)."""

from dataclasses import dataclass, field
from typing import Protocol

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.errors import KeyUnreadable, WrongPin
from vanthu.standards.signing.raw import PrivateKey, sign_sha256


class Key(Protocol):
    """Anything that signs: a software key, a token, a remote service."""

    @property
    def certificate(self) -> SigningCertificate: ...

    def sign(self, signed_attributes: bytes) -> bytes:
        """The raw signature (RSA PKCS#1 v1.5 or ECDSA, SHA-256) over these bytes."""
        ...


@dataclass(frozen=True)
class SoftwareKey:
    """A private key held parsed in memory. For development and for agencies without a device."""

    certificate: SigningCertificate
    private: PrivateKey = field(repr=False)

    def sign(self, signed_attributes: bytes) -> bytes:
        """The raw signature over these bytes."""
        return sign_sha256(self.private, signed_attributes)


def open_pkcs12(data: bytes, pin: str) -> SoftwareKey:
    """Open a PKCS#12 file; raises `WrongPin` or `KeyUnreadable`.

    Validity is not checked here but when signing, against the time of the signing.
    """
    if not _looks_like_pkcs12(data):
        raise KeyUnreadable("not PKCS#12")
    try:
        private, certificate, others = pkcs12.load_key_and_certificates(data, pin.encode())
    except ValueError as error:
        if "password" in str(error).lower() or "mac" in str(error).lower():
            raise WrongPin from error
        raise KeyUnreadable(str(error)) from error
    if certificate is None or not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnreadable("no RSA or EC private key with certificate")
    return SoftwareKey(SigningCertificate.of(certificate, in_order(certificate, others)), private)


def _looks_like_pkcs12(data: bytes) -> bool:
    """A PFX is SEQUENCE { INTEGER 3, … } that fills the file; else a wrong PIN could not be told from a wrong file."""
    try:
        outer = core.Sequence.load(data, strict=True)
        return bool(outer[0].native == 3)
    except (ValueError, TypeError, IndexError, KeyError):
        return False


def in_order(leaf: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The certificates above `leaf`, nearest first, without the root (nobody trusts a root out of a message)."""
    chain: list[x509.Certificate] = []
    current = leaf
    while len(chain) < len(others):
        above = next((item for item in others if item.subject == current.issuer and item not in chain), None)
        if above is None or above.subject == above.issuer:
            break
        chain.append(above)
        current = above
    return tuple(chain)
