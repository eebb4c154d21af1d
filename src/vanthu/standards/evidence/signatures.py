"""The axis's signature over a text: detached CMS with its certificate (ETSI EN 319 122-1, RFC 5652), made and judged.

OpenSSL reads the same bytes: `openssl cms -verify -binary -inform DER -in s.p7s -content text -CAfile ca.pem`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import new as digest_by
from hashlib import sha256
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from vanthu.standards.evidence.errors import SigningKeyUnusable
from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.cms_parts import signed_attributes, signed_data
from vanthu.standards.signing.documents import MALFORMED
from vanthu.standards.signing.errors import SigningError
from vanthu.standards.signing.keys import Key, SoftwareKey, in_order, open_pkcs12

WEAK = {"md2", "md5", "sha1"}


def open_key(key: bytes, password: str, certificates: bytes | None) -> SoftwareKey:
    """Open the key of an axis: PKCS#12, or a PEM key with its certificate (and those above it) in another PEM file.

    Raises SigningKeyUnusable.
    """
    try:
        if not key.lstrip().startswith(b"-----BEGIN"):
            return open_pkcs12(key, password)
        private = load_pem_private_key(key, password.encode() or None)
        leaf, *others = x509.load_pem_x509_certificates(certificates or b"")
    except (SigningError, ValueError, TypeError) as error:
        raise SigningKeyUnusable(repr(error)) from error
    if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or not _belongs(private, leaf):
        raise SigningKeyUnusable("the key is not that of the first certificate")
    return SoftwareKey(SigningCertificate.of(leaf, in_order(leaf, others)), private)


def _belongs(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, leaf: x509.Certificate) -> bool:
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(*form) == leaf.public_key().public_bytes(*form)


def sign(text: str, key: Key) -> bytes:
    """Return the detached signature over a text."""
    attributes = signed_attributes(key.certificate, sha256(text.encode()).digest())
    return signed_data(key.certificate, attributes, key.sign(attributes))


@dataclass(frozen=True)
class Signed:
    """Who signed, by the certificate in the signature, and whether the signature holds over the text.

    `name` is the common name in the certificate, `serial` its number as viewers show it.
    """

    certificate: asn1_x509.Certificate
    others: tuple[asn1_x509.Certificate, ...]
    holds: bool
    name: str
    serial: str


def signed_by(signature: bytes, text: str) -> Signed | None:
    """Read a signature and check it over a text; None where it is no signature at all."""
    try:
        data = cms.ContentInfo.load(signature, strict=True)["content"]
        return _signed(data, "data", text.encode())
    except MALFORMED:
        return None


@dataclass(frozen=True)
class Stamp:
    """A time stamp: the TSA's signature and its time; `holds` when it is over what was asked for."""

    signed: Signed
    at: datetime
    holds: bool


def stamp_of(token: bytes, imprint: bytes) -> Stamp | None:
    """Read an RFC 3161 token and check it over a SHA-256; None where it is no token at all."""
    try:
        data = cms.ContentInfo.load(token, strict=True)["content"]
        content = data["encap_content_info"]["content"]
        info = content.parsed
        if not isinstance(info, tsp.TSTInfo):
            return None
        stated = info["message_imprint"]
        fits = (stated["hash_algorithm"]["algorithm"].native, stated["hashed_message"].native) == ("sha256", imprint)
        signed = _signed(data, "tst_info", bytes(content))
        return Stamp(signed, info["gen_time"].native, signed.holds and fits)
    except MALFORMED:
        return None


def _signed(data: Any, content_type: str, content: bytes) -> Signed:
    signer, certificates = extract_signer_info(data), extract_certificate_info(data)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    intact = valid = False
    if algorithm not in WEAK:
        intact, valid = validate_sig_integrity(
            signer,
            certificates.signer_cert,
            expected_content_type=content_type,
            actual_digest=digest_by(algorithm, content).digest(),
        )
    # Read now: of a damaged certificate even the name may be unreadable.
    read = SigningCertificate(certificates.signer_cert.dump())
    name = read.name or certificates.signer_cert.subject.human_friendly
    return Signed(certificates.signer_cert, tuple(certificates.other_certs), bool(intact and valid), name, read.serial)
