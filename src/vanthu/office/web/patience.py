"""What strangers may ask of public pages, and how often from one address."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest

from vanthu.office.organizations import operations, queries
from vanthu.runtime.errors import VanThuError


def require_patience(
    request: HttpRequest, what: str, *, most: int, seconds: int, refusal: type[VanThuError], at: datetime
) -> None:
    """Count one request of an address for a page; raises `refusal` once there were `most`, until it paused so long.

    Only a hash of the address is kept.
    """
    key = hashlib.sha256(f"{what}\n{request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()
    if queries.attempts(key, at=at) >= most:
        raise refusal
    operations.count_attempt(key, seconds=seconds, at=at)
