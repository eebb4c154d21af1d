"""A gate between two programs on the loopback: it lets bytes through, or is broken in one of the ways networks are."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

OPEN, SHUT, GARBAGE, SILENT, DEAF, CUT = "open", "shut", "garbage", "silent", "deaf", "cut"
"""Let through; close at once; answer with a page of some proxy; never answer; carry the request and lose the answer;
carry the request and break off in the middle of the answer."""

_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\nConnection: close\r\n\r\n"
_PAGE += b"<html>Bao tri he thong</html>"[:27]
_CUT_AFTER = 120


class Gate:
    """Listens on a port of its own and forwards to another."""

    def __init__(self, port: int) -> None:
        self._target, self.mode = port, OPEN
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mode: str) -> None:
        """Be like this from now on, also towards those who are connected."""
        self.mode = mode
        self._drop()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._drop()

    def _drop(self) -> None:
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client, self.mode), daemon=True).start()

    def _serve(self, client: socket.socket, mode: str) -> None:
        self._open.add(client)
        try:
            with client, suppress(OSError):
                if mode == GARBAGE:
                    client.recv(65536)
                    client.sendall(_PAGE)
                elif mode == SILENT:
                    while client.recv(65536):
                        pass
                elif mode != SHUT:
                    self._carry(client, mode)
        finally:
            self._open.discard(client)

    def _carry(self, client: socket.socket, mode: str) -> None:
        with socket.create_connection(("127.0.0.1", self._target)) as server:
            up = threading.Thread(target=_pump, args=(client, server, None), daemon=True)
            up.start()
            if mode == DEAF:
                # The answer is awaited, so that what was asked has surely happened, and then lost.
                server.recv(65536)
            else:
                _pump(server, client, _CUT_AFTER if mode == CUT else None)
            # Closing alone would wait for the other direction, and the client would wait for its patience to end.
            for side in (client, server):
                with suppress(OSError):
                    side.shutdown(socket.SHUT_RDWR)


def _pump(source: socket.socket, sink: socket.socket, most: int | None) -> None:
    carried = 0
    with suppress(OSError):
        while piece := source.recv(65536):
            if most is not None and carried + len(piece) > most:
                sink.sendall(piece[: most - carried])
                return
            carried += len(piece)
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def gate(port: int) -> Iterator[Gate]:
    """Give a gate in front of a port, and close it in the end."""
    made = Gate(port)
    try:
        yield made
    finally:
        made.close()
