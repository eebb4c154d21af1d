"""Who asks: behind a reverse proxy not the proxy, and nobody by his own word."""

from __future__ import annotations

from typing import Any

import pytest

from vanthu.runtime.serving import behind_proxies


def asked_from(address: str, forwarded: str | None, *proxies: str) -> str:
    """Return the address that the application sees."""
    seen: list[dict[str, Any]] = []
    environ = {"REMOTE_ADDR": address, "wsgi.url_scheme": "http"}
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    behind_proxies(lambda given, _: seen.append(given), proxies)(environ, lambda *_: None)
    return str(seen[0]["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("address", "forwarded", "seen"),
    [
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.7", "203.0.113.9", "203.0.113.9"),  # a proxy of the network of proxies
        ("127.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.7", "203.0.113.9"),  # the first is what the client claims
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours: its word does not count
    ],
)
def test_a_proxy_of_the_settings_is_believed_and_nobody_else(address: str, forwarded: str | None, seen: str) -> None:
    assert asked_from(address, forwarded, "127.0.0.1/32", "10.0.0.0/24") == seen
