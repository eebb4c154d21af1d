"""Ask servers of the settings, and only those, for what the office keeps: limited in size, time and address.

A name that leads to a private address is refused unless the settings say that this host is inside: whoever can change
a name in a DNS must not make the worker talk to the machines beside it. The connection goes to the address looked at.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field

import httpx

TIMEOUT_SECONDS = 30.0
TOTAL_SECONDS = 180.0
MOST_REDIRECTS = 3


class FetchRefused(Exception):
    """An address that may not be asked, or an answer that may not be taken."""


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses a name leads to; raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Fetcher:
    """Fetches from `hosts`; those of `private_hosts` may be inside."""

    hosts: frozenset[str]
    private_hosts: frozenset[str] = frozenset()
    transport: httpx.BaseTransport | None = None
    resolve: Callable[[str, int], list[str]] = field(default=addresses_of, repr=False)
    seconds: Callable[[], float] = time.monotonic

    @classmethod
    def for_urls(cls, urls: Iterable[str], private_hosts: Iterable[str], **how: object) -> Fetcher:
        """Allow the hosts of these addresses and no other."""
        hosts = frozenset(host for url in urls if (host := httpx.URL(url).host))
        return cls(hosts, frozenset(private_hosts), **how)  # type: ignore[arg-type]

    def get(self, url: str, *, most_bytes: int) -> bytes:
        """GET; raises FetchRefused, httpx.HTTPError, httpx.InvalidURL, OSError."""
        return self._ask("GET", url, most_bytes)

    def post(self, url: str, body: bytes, *, content_type: str, most_bytes: int) -> bytes:
        """POST; raises as `get` does."""
        return self._ask("POST", url, most_bytes, content=body, headers={"Content-Type": content_type})

    def _ask(
        self,
        method: str,
        url: str,
        most_bytes: int,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        target, until = httpx.URL(url), self.seconds() + TOTAL_SECONDS
        with httpx.Client(timeout=TIMEOUT_SECONDS, transport=self.transport, trust_env=False) as client:
            for _ in range(MOST_REDIRECTS + 1):
                request = self._request(client, method, target, content, headers or {})
                with closing(client.send(request, stream=True)) as response:
                    if not response.has_redirect_location:
                        response.raise_for_status()
                        return self._limited(response, most_bytes, until)
                    target = target.join(response.headers["Location"])
        raise FetchRefused(f"{url}: more than {MOST_REDIRECTS} redirects")

    def _request(
        self, client: httpx.Client, method: str, url: httpx.URL, content: bytes | None, headers: dict[str, str]
    ) -> httpx.Request:
        """The request to the address that was looked at, under the name that was asked for."""
        host = url.host
        if url.scheme not in ("http", "https") or url.userinfo or host not in self.hosts:
            raise FetchRefused(f"{url} is not at a server of the settings")
        address = self._address(host, url.port or (443 if url.scheme == "https" else 80))
        named = {**headers, "Host": url.netloc.decode()}
        extensions = {"sni_hostname": host}
        return client.build_request(
            method, url.copy_with(host=address), content=content, headers=named, extensions=extensions
        )

    def _address(self, host: str, port: int) -> str:
        found = self.resolve(host, port)
        if not found:
            raise FetchRefused(f"{host} has no address")
        inside = [address for address in found if not ipaddress.ip_address(address.partition("%")[0]).is_global]
        if inside and host not in self.private_hosts:
            raise FetchRefused(f"{host} leads to the private address {inside[0]}")
        return found[0]

    def _limited(self, response: httpx.Response, most_bytes: int, until: float) -> bytes:
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > most_bytes:
                raise FetchRefused(f"larger than {most_bytes} bytes")
            if self.seconds() > until:
                raise FetchRefused(f"took longer than {TOTAL_SECONDS:.0f} seconds")
        return bytes(data)
