"""HTTP by the byte: what libraries hide (order and case of headers, 100 Continue, all of a reply) matters here."""

import http.client
import json
import select
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

WAIT_FOR_CONTINUE = 5.0
"""Seconds a server may take for 100 Continue or an early refusal."""

MOST_BYTES = 64 * 1024 * 1024


class NoAnswer(Exception):
    """No HTTP answer came; `str()` is the Vietnamese reason."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `continued` tells whether 100 Continue came before it."""

    status: int
    body: bytes
    continued: bool = False

    @cached_property
    def members(self) -> dict[str, Any] | None:
        """The JSON object in the body, however it is encoded; None when there is none."""
        try:
            parsed = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return parsed if isinstance(parsed, dict) else None


@dataclass(frozen=True)
class Place:
    """Where a hub is: the address before the names of operations."""

    secure: bool
    host: str
    port: int
    path: str
    authority: str
    ca_file: Path | None = None
    timeout: float = 60.0

    @classmethod
    def of(cls, url: str, *, ca_file: Path | None = None, timeout: float = 60.0) -> "Place":
        """Return the place of an address. Raises ValueError for what is no http(s) address."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        authority = parts.netloc.rpartition("@")[2]
        return cls(secure, parts.hostname, port, parts.path.rstrip("/"), authority, ca_file, timeout)

    def connect(self) -> socket.socket:
        """Return a new connection. Raises OSError."""
        plain = socket.create_connection((self.host, self.port), timeout=self.timeout)
        if not self.secure:
            return plain
        context = ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)
        return context.wrap_socket(plain, server_hostname=self.host)


def call(
    place: Place, operation: str, lines: Sequence[str], body: bytes, *, method: str = "POST", expect: bool = False
) -> Answer:
    """Make one request with exactly these header lines. Raises NoAnswer.

    With `expect` the body goes out only after 100 Continue; a server that sends neither it nor an answer in time gets
    the body all the same, as the official SDK does.
    """
    head = [f"{method} {place.path}/{operation} HTTP/1.1", f"Host: {place.authority}", "Connection: close"]
    head += [f"Content-Length: {len(body)}", *lines, *(["Expect: 100-continue"] if expect else [])]
    try:
        with place.connect() as connection, connection.makefile("rb") as replies:
            connection.sendall("\r\n".join([*head, "", ""]).encode())
            early = _early(connection, replies) if expect else None
            if early is not False:
                connection.sendall(body)
            response = http.client.HTTPResponse(cast(socket.socket, _Held(replies)), method=method)
            response.begin()
            content = response.read(MOST_BYTES)
            if response.length:
                raise http.client.IncompleteRead(content, response.length)
            return Answer(response.status, content, early is True)
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(f"chứng thư TLS của trục không được tin cậy: {error.verify_message}") from error
    except TimeoutError as error:
        raise NoAnswer(f"không có trả lời sau {place.timeout:g} giây") from error
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"kết nối hỏng: {error or type(error).__name__}") from error


def _early(connection: socket.socket, replies: BufferedReader) -> bool | None:
    """Tell what came before the body: True for 100 Continue, False for a final answer, None for nothing in time."""
    if not select.select([connection], [], [], WAIT_FOR_CONTINUE)[0]:
        return None
    if not replies.peek().startswith(b"HTTP/1.1 100"):
        return False
    while replies.readline().strip():
        pass
    return True


class _Held:
    """A connection that is read through a buffer which may hold bytes already."""

    def __init__(self, replies: BufferedReader) -> None:
        self._replies = replies

    def makefile(self, mode: str) -> BufferedReader:
        """Return the buffer, as `HTTPResponse` asks a socket for it."""
        return self._replies
