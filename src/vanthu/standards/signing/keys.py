"""Keys that sign: PKCS#12 files opened in memory, tokens through PKCS#11."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import algos, core
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import pkcs12

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.errors import KeyUnreadable, PinLocked, TokenFailed, TokenNotFound, WrongPin
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


class TokenKey:
    """A private key on a PKCS#11 token; it never leaves the token. Use inside `open_pkcs11`."""

    def __init__(self, certificate: SigningCertificate, handle: Any) -> None:
        self.certificate = certificate
        self._handle = handle

    def sign(self, signed_attributes: bytes) -> bytes:
        """The raw signature made by the token; raises `TokenFailed`."""
        import pkcs11
        from pkcs11.util.ec import encode_ecdsa_signature

        try:
            if isinstance(self.certificate.parsed.public_key(), ec.EllipticCurvePublicKey):
                raw = self._handle.sign(_sha256(signed_attributes), mechanism=pkcs11.Mechanism.ECDSA)
                return bytes(encode_ecdsa_signature(raw))
            return bytes(self._handle.sign(_digest_info(signed_attributes), mechanism=pkcs11.Mechanism.RSA_PKCS))
        except pkcs11.PKCS11Error as error:
            raise TokenFailed(repr(error)) from error


def _sha256(data: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(data)
    return digest.finalize()


def _digest_info(data: bytes) -> bytes:
    """What RSA PKCS#1 v1.5 pads. Hashed here, signed there: many tokens lack the combined mechanism."""
    info = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": _sha256(data)})
    return bytes(info.dump())


@contextmanager
def open_pkcs11(
    module: Path | str,
    *,
    pin: str,
    token_label: str | None = None,
    key_label: str | None = None,
    chain: tuple[bytes, ...] = (),
) -> Iterator[TokenKey]:
    """Log in to a token and give the key with its certificate; logs out at the end of the block.

    Without labels the only token and the only certificate with a private key are taken. `chain`: DER certificates
    above the signer's, nearest first (tokens often hold the leaf alone).
    Raises `TokenNotFound`, `WrongPin`, `PinLocked`, `TokenFailed`. One wrong PIN is one of three: never retry.
    """
    import pkcs11

    token = _token(module, token_label)
    try:
        session = token.open(user_pin=pin)
    except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinInvalid, pkcs11.exceptions.PinLenRange) as error:
        raise WrongPin from error
    except pkcs11.exceptions.PinLocked as error:
        raise PinLocked from error
    except pkcs11.PKCS11Error as error:
        raise TokenFailed(repr(error)) from error
    with session:
        try:
            key = _token_key(session, key_label, chain)
        except pkcs11.PKCS11Error as error:
            raise TokenFailed(repr(error)) from error
        yield key


def _token(module: Path | str, label: str | None) -> Any:
    import pkcs11

    try:
        tokens = [item for item in pkcs11.lib(str(module)).get_tokens() if label in (None, item.label)]
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise TokenNotFound(repr(error)) from error
    if label is None:
        tokens = [item for item in tokens if item.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
    if len(tokens) != 1:
        raise TokenNotFound(f"{len(tokens)} tokens match {label!r}")
    return tokens[0]


def _token_key(session: Any, label: str | None, chain: tuple[bytes, ...]) -> TokenKey:
    import pkcs11

    wanted: dict[Any, Any] = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    if label is not None:
        wanted[pkcs11.Attribute.LABEL] = label
    pairs = []
    for certificate in list(session.get_objects(wanted)):  # one search at a time on a session
        same_id = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
            pkcs11.Attribute.ID: certificate[pkcs11.Attribute.ID],
        }
        pairs += [(certificate, key) for key in list(session.get_objects(same_id))]
    if len(pairs) != 1:
        raise TokenNotFound(f"{len(pairs)} certificates with a private key match {label!r}")
    certificate, key = pairs[0]
    return TokenKey(SigningCertificate(bytes(certificate[pkcs11.Attribute.VALUE]), chain), key)
