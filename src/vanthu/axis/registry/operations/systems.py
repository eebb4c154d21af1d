"""Adding systems and changing their secrets."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.sealing import seal, unseal
from vanthu.axis.registry.models import System
from vanthu.axis.registry.operations.agencies import find_system
from vanthu.axis.registry.operations.changes import record
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode

LIMITS = frozenset({"rate_per_minute", "max_package_mb", "concurrent_calls"})
CHANGEABLE = frozenset({"name", "active", "replay_window_seconds", "webhook_url"}) | LIMITS


class SystemExists(AxisError):
    """The systemid is taken."""

    code = "VT-TRUC-HE-THONG-CO-ROI"
    template = "Systemid {system_id} đã được cấp."
    wire_code = ErrorCode.INVALID_PARAMETER


class WebhookInvalid(AxisError):
    """The address of a webhook is none."""

    code = "VT-TRUC-WEBHOOK"
    template = "Địa chỉ báo tin «{url}» không hợp lệ: phải là http:// hoặc https:// kèm tên máy."
    wire_code = ErrorCode.INVALID_PARAMETER


def checked_webhook(url: str) -> str:
    """Return an address to which the axis may post, "" for none. Raises WebhookInvalid."""
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or len(url) > 500):
        raise WebhookInvalid(url=url[:100])
    return url


def add_system(
    system_id: str,
    name: str,
    *,
    secret: str | None = None,
    replay_window_seconds: int | None = None,
    by: str,
    at: datetime,
) -> str:
    """Register a system and return its secret, made here unless given. Raises SystemExists."""
    chosen = secret or _new_secret()
    with write():
        if System.objects.filter(system_id=system_id).exists():
            raise SystemExists(system_id=system_id)
        System.objects.create(
            system_id=system_id,
            name=name,
            sealed_secret=seal(chosen),
            replay_window_seconds=replay_window_seconds,
            created_at=at,
        )
        record("system.added", system_id, {"name": name}, by=by, at=at)
    return chosen


def rotate_system(
    system_id: str,
    *,
    secret: str | None = None,
    keep_former: timedelta = timedelta(0),
    by: str,
    at: datetime,
) -> str:
    """Give a system a new secret and return it; the former one is accepted for `keep_former` more."""
    chosen = secret or _new_secret()
    with write():
        system = find_system(system_id)
        System.objects.filter(pk=system.pk).update(
            sealed_secret=seal(chosen),
            former_sealed_secret=system.sealed_secret if keep_former else "",
            former_valid_until=at + keep_former if keep_former else None,
            rotated_at=at,
        )
        data = {"former_kept_seconds": int(keep_former.total_seconds())}
        record("system.rotated", system_id, data, by=by, at=at)
    return chosen


def change_system(system_id: str, changes: Mapping[str, Any], *, reason: str = "", by: str, at: datetime) -> bool:
    """Write what differs of the CHANGEABLE fields; return whether anything did. A limit of None is no limit."""
    if unknown := set(changes) - CHANGEABLE:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    with write():
        system = find_system(system_id)
        differing = {field: value for field, value in changes.items() if getattr(system, field) != value}
        if differing:
            System.objects.filter(pk=system.pk).update(**differing)
            record("system.changed", system_id, differing | ({"reason": reason} if reason else {}), by=by, at=at)
    return bool(differing)


def has_secret(system_id: str, secret: str) -> bool:
    """Tell whether this is the system's present secret. Raises UnknownSystem."""
    return secrets.compare_digest(unseal(find_system(system_id).sealed_secret).encode(), secret.encode())


def _new_secret() -> str:
    return secrets.token_urlsafe(32)
