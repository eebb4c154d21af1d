"""Viettel MySign: signs hashes when the holder confirms in its application.

A reference is "holder's user id/credential id".
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from vanthu.office.signatures.adapters.rest import ByPhone, asked, refused, signature
from vanthu.office.signatures.ports import DeviceFailed

if TYPE_CHECKING:
    from vanthu.office.settings import MySignSettings
    from vanthu.standards.signing import SigningCertificate

SHA256, RSA, ECDSA_SHA256 = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1", "1.2.840.10045.4.3.2"
_DONE, _WAITING = "1", "0"


class MySign(ByPhone):
    """The port `RemoteKey` over the REST interface that Viettel gives to its customers."""

    def ask(
        self, key_reference: str, certificate: SigningCertificate, digest: bytes, *, what: str, at: datetime
    ) -> str:
        """Ask without waiting; the transaction is what to ask for."""
        _, _, credential = key_reference.partition("/")
        key = certificate.parsed.public_key()
        message = {
            "credentialID": credential,
            "hash": [base64.b64encode(digest).decode()],
            "hashAlgo": SHA256,
            "signAlgo": RSA if isinstance(key, rsa.RSAPublicKey) else ECDSA_SHA256,
            "description": what,
            "async": 1,
        }
        answer = _asked(key_reference, "/vtss/service/signHash", message)
        if not answer.get("transactionId"):
            raise refused(answer.get("message") or answer.get("error_description"))
        return str(answer["transactionId"])

    def answer(self, key_reference: str, reference: str) -> bytes | None:
        """Ask for the state of the transaction."""
        answer = _asked(key_reference, "/vtss/service/requests/status", {"transactionId": reference})
        state = str(answer.get("status", ""))
        if state == _WAITING:
            return None
        made = answer.get("signatures") or []
        if state != _DONE or not made:
            raise refused(answer.get("message") or answer.get("error_description") or state)
        return signature(made[0])


def _asked(key_reference: str, path: str, message: dict[str, Any]) -> dict[str, Any]:
    """Log in and ask; a token is cheap beside the minutes a person takes, and none need be kept."""
    service: MySignSettings | None = settings.OFFICE.signing.mysign
    if service is None:
        raise DeviceFailed(sentence="Chưa khai báo mục «signing.mysign» trong tệp cấu hình.")
    base, timeout = service.url.rstrip("/"), service.timeout_seconds
    who = {
        "client_id": service.client_id,
        "client_secret": service.client_secret,
        "profile_id": service.profile_id,
        "user_id": key_reference.partition("/")[0],
    }
    login = asked(f"{base}/vtss/service/ras/v1/login", who, timeout=timeout)
    if not login.get("access_token"):
        raise refused(login.get("message") or login.get("error_description"))
    bearer = {"Authorization": f"Bearer {login['access_token']}"}
    return asked(f"{base}{path}", message, timeout=timeout, headers=bearer)
