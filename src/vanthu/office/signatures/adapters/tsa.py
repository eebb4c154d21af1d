"""The time stamp authorities named in the settings."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from vanthu.standards.signing import HttpTimestamper, TimestampServers


def timestamper() -> TimestampServers | None:
    """Return the servers of `signing.tsa_urls`, in their order; None when no address is set."""
    signing = settings.OFFICE.signing
    return _servers(signing.tsa_urls, signing.tsa_timeout_seconds) if signing.tsa_urls else None


@lru_cache(maxsize=4)
def _servers(urls: tuple[str, ...], timeout: float) -> TimestampServers:
    """One for each process: it remembers which server failed a moment ago."""
    return TimestampServers(tuple(HttpTimestamper(url, timeout=timeout) for url in urls))
