"""RFC 3161 timestamps over HTTP, with named errors and a time limit. The caller decides whether to try again."""

import logging
import secrets
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from asn1crypto import cms, core, tsp

from vanthu.standards.signing.cms_parts import SEQUENCE, der
from vanthu.standards.signing.errors import (
    TimestampBad,
    TimestampError,
    TimestampRefused,
    TimestampTimeout,
    TimestampUnreachable,
)

log = logging.getLogger("vanthu.signing")

DEFAULT_TIMEOUT = 30.0
"""Seconds. Public TSAs of Vietnam have been seen to take minutes: background jobs may allow 180."""
CONNECT_TIMEOUT = 10.0
"""A server that is down is left for the next one sooner than one that is slow."""
REST = 300.0
"""Seconds for which a server that failed is asked after those that did not."""
MAX_ANSWER = 64 * 1024


class Timestamper(Protocol):
    """Anything that gives an RFC 3161 token over a SHA-256 digest."""

    def token(self, digest: bytes) -> bytes: ...


@dataclass(frozen=True)
class Stamp:
    """A token, and the server that gave it."""

    token: bytes
    server: str


@dataclass(frozen=True)
class HttpTimestamper:
    """A TSA at a URL."""

    url: str
    timeout: float = DEFAULT_TIMEOUT

    def token(self, digest: bytes) -> bytes:
        """Ask for a token; raises the errors of `request_timestamp`."""
        return request_timestamp(self.url, digest, timeout=self.timeout)


@dataclass(frozen=True)
class TimestampServers:
    """Several TSAs, asked in the order given; one that failed comes last until it has rested.

    Each is asked once: whoever stamps in the background tries again later, nothing sleeps here.
    """

    servers: tuple[HttpTimestamper, ...]
    seconds: Callable[[], float] = time.monotonic
    _failed: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def stamp(self, digest: bytes) -> Stamp:
        """Ask one after another; raises the error of the last one when none gives a token."""
        last: TimestampError = TimestampUnreachable("no server")
        for server in self._in_turn():
            try:
                token = server.token(digest)
            except TimestampError as error:
                log.warning("time stamp server %s: %s", server.url, error)
                self._failed[server.url] = self.seconds()
                last = error
            else:
                self._failed.pop(server.url, None)
                return Stamp(token, server.url)
        raise last

    def token(self, digest: bytes) -> bytes:
        """The token of the first server that gives one; raises as `stamp` does."""
        return self.stamp(digest).token

    def _in_turn(self) -> list[HttpTimestamper]:
        since = self.seconds() - REST
        return sorted(self.servers, key=lambda one: self._failed.get(one.url, since) > since)


def timestamp_imprint(raw_signature: bytes) -> bytes:
    """The digest a signature timestamp is taken over, for callers who fetch the token themselves."""
    return sha256(raw_signature).digest()


def request_timestamp(url: str, digest: bytes, *, timeout: float = DEFAULT_TIMEOUT) -> bytes:
    """Ask the TSA at `url` for a token over a SHA-256 digest; the token's DER, checked against digest and nonce.

    Raises `TimestampUnreachable`, `TimestampTimeout`, `TimestampRefused`, `TimestampBad`; all may be tried again.
    Whether the TSA is to be trusted is judged when verifying.
    """
    nonce = int.from_bytes(secrets.token_bytes(8), "big")
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return _token(_post(url, request.dump(), timeout), digest, nonce)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Made once: reading the system's certificates costs more than a signature."""
    return ssl.create_default_context()


def _post(url: str, body: bytes, timeout: float) -> bytes:
    import httpx  # late: verifying, in a process of its own, needs no network

    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    limits = httpx.Timeout(timeout, connect=min(timeout, CONNECT_TIMEOUT))
    try:
        answer = httpx.post(url, content=body, headers=headers, timeout=limits, follow_redirects=False, verify=_tls())
    except httpx.TimeoutException as error:
        raise TimestampTimeout(url) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise TimestampUnreachable(f"{url}: {error!r}") from error
    if answer.status_code != httpx.codes.OK:
        raise TimestampRefused(f"{url}: HTTP {answer.status_code}")
    if len(answer.content) > MAX_ANSWER:
        raise TimestampBad(f"{url}: {len(answer.content)} bytes")
    return answer.content


def _token(body: bytes, digest: bytes, nonce: int) -> bytes:
    """The token out of a TimeStampResp: SEQUENCE { status, token OPTIONAL }, which asn1crypto takes for mandatory."""
    try:
        answer = core.Sequence.load(body, strict=True)
        status = tsp.PKIStatusInfo.load(answer[0].dump()).native
        if status["status"] not in ("granted", "granted_with_mods"):
            raise TimestampRefused(str(status))
        token = der(SEQUENCE, answer[1].contents)  # its own bytes: never encoded anew
        info = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
        imprint = info["message_imprint"]
        given = (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native, info["nonce"].native)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise TimestampBad(repr(error)) from error
    if given != ("sha256", digest, nonce):
        raise TimestampBad("imprint or nonce differ")
    return token
