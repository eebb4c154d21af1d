"""The socket of the judging hub: plain HTTP/1.1, one thread a connection, headers kept byte by byte."""

import select
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from vanthu.standards.vxp.conformance.client.answers import Answer
from vanthu.standards.vxp.conformance.client.request import RawRequest
from vanthu.standards.vxp.conformance.model import Check

MOST_BYTES = 64 * 1024 * 1024
IDLE_SECONDS = 60


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answer: Callable[[RawRequest], Answer]
    hung_up: Callable[[Check], None]
    pause: Callable[[float], None]
    slow_seconds: float

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up or send no HTTP: they see it themselves, and no request was judged."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError | ValueError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def serving(
    host: str,
    port: int,
    answer: Callable[[RawRequest], Answer],
    hung_up: Callable[[Check], None],
    pause: Callable[[float], None],
    slow_seconds: float,
) -> ThreadingHTTPServer:
    """Start to listen in a thread; the caller shuts the server down. Raises OSError."""
    server = _Server((host, port), _Handler)
    server.answer, server.hung_up, server.pause, server.slow_seconds = answer, hung_up, pause, slow_seconds
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "KTKN"
    timeout = IDLE_SECONDS
    server: _Server

    def do_POST(self) -> None:
        """Answer an operation."""
        body = self._body()
        if body is None:
            self.send_error(413)
            self.close_connection = True
            return
        operation = self.path.partition("?")[0].rpartition("/")[2]
        headers = tuple((name, value.encode("latin-1", "replace")) for name, value in self.headers.items())
        self._give(self.server.answer(RawRequest(self.command, operation, headers, body)))

    do_GET = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the report is what counts."""

    def _give(self, answer: Answer) -> None:
        if answer.slow is not None:
            self.server.pause(self.server.slow_seconds)
            if _closed(self.connection):
                self.server.hung_up(answer.slow)
        if answer.body is None:
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: answer.given])
        if answer.given is not None:
            self.close_connection = True

    def _body(self) -> bytes | None:
        """Return the body; None when it is too large."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() else 0
        return self.rfile.read(size) if size <= MOST_BYTES else None

    def _chunks(self) -> bytes | None:
        pieces, taken = [], 0
        while size := int(self.rfile.readline().partition(b";")[0].strip() or b"0", 16):
            taken += size
            if taken > MOST_BYTES:
                return None
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(pieces)


def _closed(connection: socket.socket) -> bool:
    """Whether the client hung up: there is something to read, and it is the end."""
    readable = select.select([connection], [], [], 0)[0]
    return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
