"""The time stamp authority named in the settings."""

from __future__ import annotations

from django.conf import settings

from vanthu.standards.signing import HttpTimestamper, Timestamper


def timestamper() -> Timestamper | None:
    """Return the client of `signing.tsa_url`; None when no address is set."""
    signing = settings.OFFICE.signing
    return HttpTimestamper(signing.tsa_url, timeout=signing.tsa_timeout_seconds) if signing.tsa_url else None
