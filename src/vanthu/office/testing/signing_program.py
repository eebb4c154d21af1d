"""A test double of VGCA Sign Service: a WebSocket server on loopback that fetches, signs and uploads as the real one.

One connection, one message in, one out. The token that is plugged in is a key of the development PKI; nobody asks for a
PIN. `at` is when it signs.
"""

from __future__ import annotations

import base64
import json
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha1
from typing import Any

import httpx

from vanthu.standards import signing
from vanthu.standards.signing.tests.signing_tool import signed_by_tool

_ACCEPT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT = 0x81


class SigningProgram:
    """The program with the token that is plugged in; `asked` is what pages asked of it, as (operation, message)."""

    def __init__(self, key: signing.SoftwareKey, at: Callable[[], datetime]) -> None:
        self.key, self.at = key, at
        self.asked: list[tuple[str, str]] = []
        self.address = ""

    def answer(self, operation: str, text: str) -> dict[str, Any]:
        """Do what a message asks and return the answer for the page."""
        self.asked.append((operation, text))
        if operation == "GetVersion":
            return {"Status": 0, "Version": "1.2.0"}
        certificate = self.key.certificate
        if operation == "GetCertInfo":
            return {"Status": 0, "CertInfo": {"SerialNumber": certificate.serial, "SubjectCN": certificate.name}}
        message = json.loads(text)
        files = message.get("Files") or [{"FileID": "", "URL": message["FileName"]}]
        done = [self._signed(one, message["FileUploadHandler"]) for one in files]
        if "Files" in message:
            return {"Status": max(one["Status"] for one in done), "Message": "", "Files": done}
        return done[0]

    def _signed(self, file: dict[str, str], upload: str) -> dict[str, Any]:
        fetched = httpx.get(file["URL"], trust_env=False)
        if fetched.status_code != httpx.codes.OK:
            return {"Status": 1, "Message": fetched.text, "FileID": file["FileID"]}
        number = fetched.content.count(b"/ByteRange")
        signed = signed_by_tool(fetched.content, self.key, field=f"Signature{number + 1}", at=self.at())
        posted = {"uploadfile": ("../../van-ban.pdf", signed, "application/pdf")}
        said = httpx.post(upload, files=posted, trust_env=False, timeout=60).json()
        status = 0 if said["Status"] is True else 1
        told = {"Message": said["Message"], "FileServer": said["FileServer"]}
        return {"Status": status, "FileID": file["FileID"], **told}


@contextmanager
def running(program: SigningProgram) -> Iterator[SigningProgram]:
    """Let the program listen on a free port of loopback; `program.address` is what the settings name."""

    class Connection(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            request, *lines = self._head().decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines if ": " in line)
            key = headers["Sec-WebSocket-Key"].encode()
            accept = base64.b64encode(sha1(key + _ACCEPT).digest()).decode()  # noqa: S324 (RFC 6455)
            self.wfile.write(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
            )
            operation = request.split(" ")[1].lstrip("/")
            self._send(json.dumps(program.answer(operation, self._message()), ensure_ascii=False).encode())

        def _head(self) -> bytes:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += self.rfile.readline()
            return head

        def _message(self) -> str:
            length = self.rfile.read(2)[1] & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self.rfile.read(2))
            mask = self.rfile.read(4)
            masked = self.rfile.read(length)
            return bytes(byte ^ mask[index % 4] for index, byte in enumerate(masked)).decode()

        def _send(self, text: bytes) -> None:
            size = bytes([len(text)]) if len(text) < 126 else b"\x7e" + struct.pack(">H", len(text))
            self.wfile.write(bytes([_TEXT]) + size + text)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection) as server:
        server.daemon_threads = True
        program.address = f"ws://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield program
        server.shutdown()
        thread.join()
