"""Raw signatures over bytes: RSA PKCS#1 v1.5 and ECDSA, always with SHA-256."""

from typing import Any

from asn1crypto import algos
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from vanthu.standards.signing.errors import KeyUnreadable

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def sign_sha256(key: PrivateKey, data: bytes) -> bytes:
    """Sign with a key already parsed: loading one costs ten times the signature (OpenSSL checks it each time)."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def holds(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` was made with the key of this certificate."""
    public = certificate.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def mechanism_of(certificate: x509.Certificate) -> algos.SignedDigestAlgorithm:
    """The algorithm identifier that goes with `sign_sha256`; raises `KeyUnreadable` for other kinds of key."""
    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        return algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
    if isinstance(public, ec.EllipticCurvePublicKey):
        return algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
    raise KeyUnreadable(
        type(public).__name__, sentence="Loại khóa của chứng thư số không được hỗ trợ (cần RSA hoặc ECDSA)."
    )


def holds_as_claimed(signer_info: Any, certificate: Any, digest: bytes) -> bool:
    """Whether a CMS signer info holds over a document digest, whatever common algorithm it names; no trust checked."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    intact, valid = validate_sig_integrity(signer_info, certificate, expected_content_type="data", actual_digest=digest)
    return bool(intact and valid)
