"""The store in which the exact bytes of every package lie, under their SHA-256."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from vanthu.runtime.store import ByteStore


@cache
def package_store() -> ByteStore:
    """Return the store of this installation."""
    return ByteStore(settings.AXIS.data_dir / "packages")
