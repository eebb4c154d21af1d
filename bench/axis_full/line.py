"""A client of VXP that costs little: it shares the machine with the axis it measures."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from vanthu.standards.vxp.headers import VIETNAM, sign, timestamp_text

_PIECE = 256 * 1024


class Line:
    """One kept-alive connection of one system to an axis."""

    def __init__(self, port: int, system_id: str, secret: str) -> None:
        self._system_id, self._secret = system_id, secret
        self._port = port
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=300)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, package: bytes, *, sender: str, message_type: str = "edoc") -> str:
        """Send a package as the SDK does, CRLF behind it; return its hub id."""
        parameters = {
            "from": sender,
            "servicetype": "eDoc",
            "messagetype": message_type,
            "hash-file": hashlib.sha256(package).hexdigest(),
        }
        reply = self._call("sendEdoc", parameters, package + b"\r\n", "application/octet-stream")
        return str(_members(reply)["DocId"])

    def waiting(self, *, size: int = 100, page: int = 0, wait: int = 0) -> list[str]:
        """Return the ids on one page of the mailbox; with `wait` (seconds) not before something is there."""
        parameters = {"servicetype": "eDoc", "messagetype": "edoc", "pagesize": str(size), "pageindex": str(page)}
        parameters |= {"wait": str(wait)} if wait else {}
        return [row["docId"] for row in _members(self._call("getReceivedEdocList", parameters))["data"]]

    def download(self, doc_id: str) -> bytes:
        """Return the bytes of a delivery."""
        return self._call("downloadEdoc", {"docId": doc_id})

    def done(self, doc_id: str) -> None:
        """Say that a delivery is done with."""
        _members(self._call("updateStatus", {"docId": doc_id, "status": "done"}))

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _call(
        self, operation: str, parameters: Mapping[str, str], body: bytes = b"{}", kind: str = "application/json"
    ) -> bytes:
        logical = {
            "systemid": self._system_id,
            "timestamp": timestamp_text(datetime.now(VIETNAM)),
            "Content-Type": kind,
        }
        lines = [f"{name}: {value}" for name, value in sign({**logical, **parameters}, secret=self._secret).items()]
        head = [f"POST /vxp/{operation} HTTP/1.1", "Host: axis", f"Content-Length: {len(body)}", *lines, "", ""]
        request = "\r\n".join(head).encode() + body
        try:
            return self._asked(request)
        except OSError:
            # The server may close a kept-alive connection at any time; every operation may be repeated.
            self._socket.close()
            self._connect()
            return self._asked(request)

    def _asked(self, request: bytes) -> bytes:
        self._socket.sendall(request)
        return self._answer()

    def _answer(self) -> bytes:
        answer = bytearray()
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._piece()
        names = dict(line.lower().split(": ", 1) for line in answer[:end].decode("latin-1").split("\r\n")[1:])
        whole = end + 4 + int(names["content-length"])
        while len(answer) < whole:
            answer += self._piece()
        return bytes(answer[end + 4 : whole])

    def _piece(self) -> bytes:
        piece = self._socket.recv(_PIECE)
        if not piece:
            raise ConnectionError("the axis closed the connection")
        return piece


def _members(reply: bytes) -> dict[str, Any]:
    members: dict[str, Any] = json.loads(reply)
    if members.get("status") != "OK":
        raise RuntimeError(reply.decode())
    return members
