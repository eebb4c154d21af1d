"""Secrets of connected systems, sealed at rest.

The HMAC of VXP needs the secret itself, so it cannot be kept as a password hash. It is kept encrypted (Fernet: AES-128
and HMAC-SHA256) under a key derived from the axis's `secret_key`: a copy of the database alone gives no secret away.
When `secret_key` changes, the former one goes into `old_secret_keys` until every system has been given a new secret.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from vanthu.axis.kernel.errors import AxisError


class SecretUnreadable(AxisError):
    """The sealed secret was written under a `secret_key` which the settings no longer name."""

    code = "VT-TRUC-KHOA"
    template = (
        "Trục không đọc được mã bí mật đã lưu của hệ thống. Hãy báo đơn vị vận hành trục kiểm tra «secret_key» và "
        "«old_secret_keys»."
    )


def seal(secret: str) -> str:
    """Return the secret as it is stored."""
    return _box().encrypt(secret.encode()).decode("ascii")


@lru_cache(maxsize=10_000)
def unseal(sealed: str) -> str:
    """Return the secret behind what is stored. Raises SecretUnreadable."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise SecretUnreadable from error


@cache
def _box() -> MultiFernet:
    keys = (settings.AXIS.secret_key, *settings.AXIS.old_secret_keys)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"vanthu.axis.sealing:" + key.encode()).digest())
