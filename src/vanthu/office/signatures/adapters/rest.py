"""Asking a signing service over HTTPS: one JSON message there, one back, or a word about what went wrong."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import httpx

from vanthu.office.signatures.ports import DeviceFailed, ServiceAway, UnlockedKey, Way

if TYPE_CHECKING:
    from vanthu.standards.signing import SigningCertificate


class ByPhone:
    """What services with telephones have in common: no key can be unlocked from here."""

    def way(self, key_reference: str) -> Way:
        """The holder confirms on his telephone."""
        return Way.PHONE

    def unlock(
        self, key_reference: str, certificate: SigningCertificate, *, pin: str
    ) -> AbstractContextManager[UnlockedKey]:
        """Refuse: the key is with the service."""
        raise DeviceFailed(sentence="Chứng thư này ký bằng dịch vụ ký từ xa, xác nhận trên điện thoại của người ký.")


def asked(
    url: str, message: Mapping[str, Any], *, timeout: float, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Post a message and return the answer, whatever its status says; raises ServiceAway."""
    try:
        answer = httpx.post(url, json=message, headers=headers, timeout=timeout)
        found = answer.json()
    except httpx.HTTPError as error:
        raise ServiceAway(why=type(error).__name__) from error
    except ValueError as error:
        raise ServiceAway(why=f"mã {answer.status_code}") from error
    if answer.is_server_error or not isinstance(found, dict):
        raise ServiceAway(why=f"mã {answer.status_code}")
    return found


def signature(text: object) -> bytes:
    """Return a signature out of base64; raises DeviceFailed."""
    try:
        return base64.b64decode(str(text), validate=True)
    except binascii.Error as error:
        raise DeviceFailed(sentence="Dịch vụ ký từ xa trả về chữ ký không đọc được.") from error


def refused(what: object) -> DeviceFailed:
    """Return why a service does not sign, in its own words."""
    return DeviceFailed(sentence=f"Dịch vụ ký từ xa không ký: {str(what or 'không nói lý do')[:200]}.")
