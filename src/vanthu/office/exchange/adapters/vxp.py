"""The axis over HTTP, as the settings say; one client for the whole process keeps its connections open."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from vanthu.standards.vxp import Client


@cache
def connect() -> Client:
    """Return the client of this process; nothing is sent yet."""
    axis = settings.OFFICE.axis
    return Client(axis.endpoint, axis.system_id, axis.secret, timeout=axis.timeout_seconds)
