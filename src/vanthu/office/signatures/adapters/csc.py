"""Remote signing by the interface of the Cloud Signature Consortium (CSC API 1.0 and 2.0): the PIN releases each hash.

A reference is the credential's id. Authorisation is for one hash at a time, so that nothing else can be signed with it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from vanthu.office.signatures.adapters.rest import asked, refused, signature
from vanthu.office.signatures.ports import DeviceFailed, UnlockedKey, Way, WrongPin

if TYPE_CHECKING:
    from vanthu.office.settings import CscSettings
    from vanthu.standards.signing import SigningCertificate

SHA256, RSA_SHA256, ECDSA_SHA256 = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"


class CloudSignature:
    """The port `KeyDevice` over such a service."""

    def way(self, key_reference: str) -> Way:
        """The PIN, or the one-time password that the service sent."""
        return Way.PIN

    @contextmanager
    def unlock(self, key_reference: str, certificate: SigningCertificate, *, pin: str) -> Iterator[UnlockedKey]:
        """Log in as this installation; the PIN goes with each signature. Raises DeviceFailed, ServiceAway."""
        service: CscSettings | None = settings.OFFICE.signing.csc
        if service is None:
            raise DeviceFailed(sentence="Chưa khai báo mục «signing.csc» trong tệp cấu hình.")
        who = {"client_id": service.client_id, "client_secret": service.client_secret}
        token = _asked(service, "oauth2/token", {"grant_type": "client_credentials", **who}).get("access_token")
        if not token:
            raise refused("không đăng nhập được")
        yield _Key(service, key_reference, certificate, {"Authorization": f"Bearer {token}"}, pin)


@dataclass(frozen=True)
class _Key:
    service: CscSettings
    credential: str
    certificate: SigningCertificate
    bearer: dict[str, str]
    pin: str = field(repr=False)

    def sign(self, signed_attributes: bytes) -> bytes:
        """Have one hash authorised and signed; raises WrongPin, DeviceFailed, ServiceAway."""
        hashes = [base64.b64encode(sha256(signed_attributes).digest()).decode()]
        common = {"credentialID": self.credential, **self._named(hashes)}
        allowed = _asked(
            self.service, "credentials/authorize", {**common, "numSignatures": 1, **self._pin()}, self.bearer
        )
        if "SAD" not in allowed:
            raise refused("không được phép ký")
        public = self.certificate.parsed.public_key()
        how = RSA_SHA256 if isinstance(public, rsa.RSAPublicKey) else ECDSA_SHA256
        message = {**common, "SAD": allowed["SAD"], "signAlgo": how}
        made = _asked(self.service, "signatures/signHash", message, self.bearer).get("signatures") or [""]
        return signature(made[0])

    def _named(self, hashes: list[str]) -> dict[str, Any]:
        """Both editions call them differently."""
        if self.service.version == "1.0":
            return {"hash": hashes, "hashAlgo": SHA256}
        return {"hashes": hashes, "hashAlgorithmOID": SHA256}

    def _pin(self) -> dict[str, Any]:
        return {"PIN": self.pin} if self.service.version == "1.0" else {"authData": [{"id": "PIN", "value": self.pin}]}


def _asked(
    service: CscSettings, path: str, message: dict[str, Any], headers: dict[str, str] | None = None
) -> dict[str, Any]:
    answer = asked(f"{service.url.rstrip('/')}/{path}", message, timeout=service.timeout_seconds, headers=headers)
    if "error" in answer:
        words = f"{answer['error']} {answer.get('error_description', '')}".strip()
        if "pin" in words.lower() or "otp" in words.lower():
            raise WrongPin
        raise refused(words)
    return answer
