"""Serve a development PKI over HTTP: revocation lists, OCSP, timestamps, CA certificates. Loopback by default."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.serialization import Encoding

from vanthu.standards.signing.pki import responders
from vanthu.standards.signing.pki.folder import ISSUERS, Pki
from vanthu.standards.signing.pki.issuing import OCSP, TSA, Issued

MAX_REQUEST = 64 * 1024


def _utc_now() -> datetime:
    return datetime.now(UTC)


class _Services:
    """Keys parsed once; what is revoked is read again on every question, so `pki revoke` needs no restart."""

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self.directory, self.now = directory, now
        pki = self.pki
        self.issuers = {name: pki.issued(name) for name in ISSUERS}
        self.tsa = pki.issued(TSA)

    @property
    def pki(self) -> Pki:
        return Pki.open(self.directory)

    @cached_property
    def ocsp_responders(self) -> dict[str, Issued]:
        return {f"{OCSP}-{name}": self.pki.issued(f"{OCSP}-{name}") for name in ISSUERS}

    def get(self, path: str) -> tuple[str, bytes] | None:
        folder, _, file = path.lstrip("/").partition("/")
        name = file.rpartition(".")[0]
        if folder == "crls" and file.endswith(".crl") and name in self.issuers:
            body = self.pki.crl(name, at=self.now(), signer=self.issuers[name])
            return "application/pkix-crl", body
        if folder == "certs" and file.endswith(".crt") and name in self.issuers:
            return "application/pkix-cert", self.issuers[name].certificate.public_bytes(Encoding.DER)
        if path == "/":
            return "text/plain; charset=utf-8", b"vanthu pki\n"
        return None

    def post(self, path: str, body: bytes) -> tuple[str, bytes] | None:
        if path == "/tsa":
            return "application/timestamp-reply", responders.timestamp(body, self.tsa, at=self.now())
        if path == "/ocsp":
            answer = responders.ocsp_answer(body, self.pki, self.ocsp_responders, at=self.now())
            return "application/ocsp-response", answer
        return None


def _handler(services: _Services) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self._answer(services.get(self.path))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            if not 0 < length <= MAX_REQUEST:
                self.close_connection = True
                self._answer(None, HTTPStatus.BAD_REQUEST)
                return
            self._answer(services.post(self.path, self.rfile.read(length)))

        def _answer(self, found: tuple[str, bytes] | None, missing: HTTPStatus = HTTPStatus.NOT_FOUND) -> None:
            content_type, body = found or ("text/plain; charset=utf-8", "không có\n".encode())
            self.send_response(HTTPStatus.OK if found else missing)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silence: a demo runs this beside programs that print their own story."""

    return Handler


def server(
    directory: Path, *, host: str = "127.0.0.1", port: int = 0, now: Callable[[], datetime] = _utc_now
) -> ThreadingHTTPServer:
    """A bound server, not yet serving; port 0 takes a free one (read it from `server_address`)."""
    return ThreadingHTTPServer((host, port), _handler(_Services(directory, now)))


def serve(directory: Path, *, host: str = "127.0.0.1", port: int = 0) -> None:
    """Serve until interrupted. Raises `PkiError` for a folder without PKI, `OSError` for a port in use."""
    with server(directory, host=host, port=port) as running:
        running.serve_forever()


@contextmanager
def running(
    directory: Path, *, host: str = "127.0.0.1", port: int = 0, now: Callable[[], datetime] = _utc_now
) -> Iterator[str]:
    """Serve in a thread for as long as the block lasts; gives the URL. For tests and the demo."""
    with server(directory, host=host, port=port, now=now) as bound:
        thread = Thread(target=bound.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{host}:{bound.server_address[1]}"
        finally:
            bound.shutdown()
            thread.join()
