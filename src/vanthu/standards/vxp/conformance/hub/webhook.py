"""An address to which a hub tells that something waits, open while a check listens."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

LARGEST = 64 * 1024

Notices = queue.SimpleQueue[Mapping[str, bytes]]


@contextmanager
def listening(host: str, port: int) -> Iterator[Notices]:
    """Answer every POST with 204 and give its headers by lower-case name. Raises OSError where nobody can listen."""
    heard: Notices = queue.SimpleQueue()

    class _Ear(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "0")
            self.rfile.read(min(int(length), LARGEST) if length.isdecimal() else 0)
            self.send_response(204)
            self.end_headers()
            heard.put({name.lower(): value.encode("latin-1", "replace") for name, value in self.headers.items()})

        def log_message(self, *_: object) -> None:
            """Nothing is to be read beside the table."""

    with HTTPServer((host, port), _Ear) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()
