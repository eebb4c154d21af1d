"""Keys on PKCS#11 tokens and in HSMs: found, unlocked once, kept open, used one at a time.

A token counts wrong PINs and locks itself. So a PIN is tried exactly once for each call, never when the token says
that one more wrong one locks it, and a PIN that opened the session before is not sent again.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import Any

from asn1crypto import algos
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, Hash

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.errors import PinFinalTry, PinLocked, TokenFailed, TokenNotFound, WrongPin


class TokenKey:
    """A private key on a token; it never leaves it."""

    def __init__(self, certificate: SigningCertificate, handle: Any, lock: Any) -> None:
        self.certificate = certificate
        self._handle, self._lock = handle, lock

    def sign(self, signed_attributes: bytes) -> bytes:
        """The raw signature made by the token; raises `TokenFailed`."""
        import pkcs11
        from pkcs11.util.ec import encode_ecdsa_signature

        try:
            with self._lock:  # a session does one thing at a time
                if isinstance(self.certificate.parsed.public_key(), ec.EllipticCurvePublicKey):
                    raw = self._handle.sign(_sha256(signed_attributes), mechanism=pkcs11.Mechanism.ECDSA)
                    return bytes(encode_ecdsa_signature(raw))
                return bytes(self._handle.sign(_digest_info(signed_attributes), mechanism=pkcs11.Mechanism.RSA_PKCS))
        except pkcs11.PKCS11Error as error:
            raise TokenFailed(repr(error)) from error


class Token:
    """One token; after the first PIN it stays logged in for the process, until it is pulled out or `close`d."""

    def __init__(self, module: Path | str, label: str | None = None) -> None:
        self._module, self._label = module, label
        self._session: Any = None
        self._lock = RLock()
        self._secret, self._opened_with = secrets.token_bytes(32), b""

    def key(self, certificate: SigningCertificate, *, pin: str, label: str | None = None) -> TokenKey:
        """Give the key of a certificate, by its label on the token or as the certificate there names it.

        Raises `TokenNotFound`, `WrongPin`, `PinLocked`, `PinFinalTry`, `TokenFailed`; one call tries the PIN at most
        once. A token that was pulled out and is back is opened anew.
        """
        return TokenKey(certificate, self._unlocked(pin, lambda one: _handle(one, certificate, label)), self._lock)

    def only_key(self, *, pin: str, label: str | None = None, chain: tuple[bytes, ...] = ()) -> TokenKey:
        """Give the only key that has a certificate (of that label) on the token; raises as `key` does."""
        certificate, handle = self._unlocked(pin, lambda session: _pair(session, label, chain))
        return TokenKey(certificate, handle, self._lock)

    def close(self) -> None:
        """Log out."""
        with self._lock:
            session, self._session, self._opened_with = self._session, None, b""
            if session is not None:
                with suppress(Exception):  # a token that is gone cannot be logged out of
                    session.close()

    def _unlocked(self, pin: str, find: Any) -> Any:
        import pkcs11

        with self._lock:
            if self._session is not None and secrets.compare_digest(self._opened_with, self._sealed(pin)):
                try:
                    return find(self._session)
                except pkcs11.PKCS11Error:
                    pass  # pulled out meanwhile: the session is dead, and the PIN known to be right
            self.close()
            self._session = _logged_in(self._module, self._label, pin)
            self._opened_with = self._sealed(pin)
            try:
                return find(self._session)
            except pkcs11.PKCS11Error as error:
                self.close()
                raise TokenFailed(repr(error)) from error

    def _sealed(self, pin: str) -> bytes:
        return blake2b(pin.encode(), key=self._secret).digest()


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
    above the signer's, nearest first (tokens often hold the leaf alone). Raises as `Token.key` does.
    """
    token = Token(module, token_label)
    try:
        yield token.only_key(pin=pin, label=key_label, chain=chain)
    finally:
        token.close()


def _logged_in(module: Path | str, label: str | None, pin: str) -> Any:
    import pkcs11

    token = _present(module, label)
    if token.flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        raise PinLocked(repr(label))
    if token.flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
        raise PinFinalTry(repr(label))
    try:
        return token.open(user_pin=pin)
    except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinInvalid, pkcs11.exceptions.PinLenRange) as error:
        raise WrongPin from error
    except pkcs11.exceptions.PinLocked as error:
        raise PinLocked from error
    except pkcs11.PKCS11Error as error:
        raise TokenFailed(repr(error)) from error


def _present(module: Path | str, label: str | None) -> Any:
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


def _handle(session: Any, certificate: SigningCertificate, label: str | None) -> Any:
    """The private key of that label, else the one that goes with the certificate as it lies on the token."""
    import pkcs11

    wanted: dict[Any, Any] = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}
    if label is not None:
        keys = list(session.get_objects(wanted | {pkcs11.Attribute.LABEL: label}))
    else:
        same = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.VALUE: certificate.der}
        ids = [item[pkcs11.Attribute.ID] for item in list(session.get_objects(same))]
        keys = [key for one in ids for key in list(session.get_objects(wanted | {pkcs11.Attribute.ID: one}))]
    if len(keys) != 1:
        raise TokenNotFound(f"{len(keys)} private keys match {label or certificate.name!r}")
    return keys[0]


def _pair(session: Any, label: str | None, chain: tuple[bytes, ...]) -> tuple[SigningCertificate, Any]:
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
    return SigningCertificate(bytes(certificate[pkcs11.Attribute.VALUE]), chain), key


def _sha256(data: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(data)
    return digest.finalize()


def _digest_info(data: bytes) -> bytes:
    """What RSA PKCS#1 v1.5 pads. Hashed here, signed there: many tokens lack the combined mechanism."""
    info = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": _sha256(data)})
    return bytes(info.dump())
