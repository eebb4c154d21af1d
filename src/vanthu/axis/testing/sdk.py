"""Calling a hub byte by byte the way the official Java SDK 2.0 does, with all its habits."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STALE = "17102025T160055+0123"
"""A timestamp of long ago: the SDK computes it once per service object."""


@dataclass(frozen=True)
class RawReply:
    """What came back over the socket."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    continued: bool

    @property
    def members(self) -> dict[str, Any]:
        """Return the JSON of the reply, read as US-ASCII as the SDK does."""
        parsed: dict[str, Any] = json.loads(self.body.decode("ascii"))
        return parsed


class SdkService:
    """One service object of the SDK: it keeps its header map, so that later calls repeat headers of earlier ones."""

    def __init__(self, port: int, system_id: str, secret: str, timestamp: str = STALE) -> None:
        self._port, self._secret = port, secret
        self._kept: dict[str, str] = {"systemid": system_id, "timestamp": timestamp}

    def call(self, operation: str, parameters: Mapping[str, str], body: bytes = b"{}") -> RawReply:
        """Call an operation; headers in an order of a hash map, `Expect: 100-continue` before the body."""
        self._kept |= {"Content-Type": "application/json", **parameters}
        return post(self._port, f"/vxp/{operation}", signed_lines(self._kept, self._secret), body)

    def send_edoc(self, package: bytes, *, sender: str, message_type: str = "edoc") -> RawReply:
        """Send a package: hash without padding zeros, CRLF after the body."""
        parameters = {
            "from": sender,
            "servicetype": "eDoc",
            "messagetype": message_type,
            "hash-file": "".join(f"{byte:x}" for byte in hashlib.sha256(package).digest()),
            "Content-Type": "application/octet-stream",
        }
        self._kept |= parameters
        return post(self._port, "/vxp/sendEdoc", signed_lines(self._kept, self._secret), package + b"\r\n")


def signed_lines(logical: Mapping[str, str], secret: str) -> list[str]:
    """Return the header lines of a call, ordered as a hash map would: by nothing one can foresee."""
    scattered = sorted(logical.items(), key=lambda item: hashlib.md5(item[0].encode(), usedforsecurity=False).digest())
    named = {f"XroadVnpt-{name}": value for name, value in scattered}
    sign_header = json.dumps(named, separators=(",", ":"), ensure_ascii=False)
    digest = hmac.new(secret.encode(), sign_header.encode(), hashlib.sha256).hexdigest()
    sent = {name.lower(): (name, value) for name, value in named.items()}  # HttpURLConnection keeps one a name
    lines = [f"{name}: {value}" for name, value in sent.values()]
    lines += [f"XroadVnpt-sign-header-key: {';'.join(name for name, _ in scattered)}"]
    lines += [f"XroadVnpt-sign-header: {sign_header}", f"XroadVnpt-hash-header: {digest}"]
    return [*lines, f"Content-Type: {logical['Content-Type']}", "XroadVnpt-version: 3.0.201608"]


def post(
    port: int, path: str, lines: Sequence[str], body: bytes, *, expect: bool = True, length: int | None = None
) -> RawReply:
    """POST over a plain socket; with `expect` the body goes out only after 100 Continue."""
    head = [f"POST {path} HTTP/1.1", "Host: truc", "User-Agent: JAVASDKAgent/1.0.0 XRoad/VPCP", "Connection: close"]
    head += [f"Content-Length: {len(body) if length is None else length}", *lines]
    head += ["Expect: 100-continue"] if expect else []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        early = connection.recv(65536) if expect else b""
        continued = early.startswith(b"HTTP/1.1 100")
        if continued or not expect:
            connection.sendall(body)
            early = early.partition(b"\r\n\r\n")[2]
            if length is not None and length > len(body):
                connection.shutdown(socket.SHUT_WR)
        return _reply(early + _rest(connection), continued)


def _rest(connection: socket.socket) -> bytes:
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def _reply(raw: bytes, continued: bool) -> RawReply:
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = _unchunked(body)
    return RawReply(int(status.split()[1]) if status else 0, headers, body, continued)


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        count = int(size, 16)
        whole, body = whole + body[:count], body[count + 2 :]
        if not count:
            break
    return whole
