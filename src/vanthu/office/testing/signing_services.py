"""Signing services of providers on loopback: JSON of VNPT SmartCA, Viettel MySign and CSC over HTTP."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from vanthu.standards import signing


@dataclass
class Provider:
    """A provider with one holder's key; `confirmed`: what he did on his telephone, None nothing yet, False refused."""

    key: signing.SoftwareKey
    confirmed: bool | None = None
    late: bool = False
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    hashes: dict[str, bytes] = field(default_factory=dict)
    url: str = ""

    def answer(self, path: str, message: dict[str, Any], bearer: str) -> dict[str, Any]:
        """Answer one message."""
        self.asked.append((path, message))
        if path == "/v1/signatures/sign":
            (file,) = message["sign_files"]
            return self._smartca({"tran_code": self._kept(bytes.fromhex(file["data_to_be_signed"]))})
        if path.startswith("/v1/signatures/sign/"):
            return self._smartca_state(path.split("/")[4])
        if path == "/vtss/service/ras/v1/login":
            return {"access_token": "the", "expires_in": 300} if message["client_secret"] == "s" else {"message": "no"}
        if path == "/oauth2/token":
            return {"access_token": "the"} if message["client_secret"] == "s" else {"error": "invalid_client"}
        if bearer != "Bearer the":
            return {"message": "not logged in"}
        if path == "/credentials/authorize":
            return self._authorised(message)
        if path == "/signatures/signHash":
            hashes = message.get("hash") or message["hashes"]
            code = message["SAD"]
            known = self.hashes.get(code) == base64.b64decode(hashes[0])
            return {"signatures": [self._signed(code)]} if known else {"error": "invalid_request"}
        if path == "/vtss/service/signHash":
            return {"transactionId": self._kept(base64.b64decode(message["hash"][0]))}
        return self._mysign_state(message["transactionId"])

    def _authorised(self, message: dict[str, Any]) -> dict[str, Any]:
        pin = message.get("PIN") or message["authData"][0]["value"]
        if pin != "246810":
            return {"error": "invalid_request", "error_description": "Invalid PIN"}
        return {"SAD": self._kept(base64.b64decode((message.get("hash") or message["hashes"])[0])), "expiresIn": 300}

    def _kept(self, digest: bytes) -> str:
        code = f"t{len(self.hashes) + 1}"
        self.hashes[code] = digest
        return code

    def _signed(self, code: str) -> str:
        private, digest = self.key.private, self.hashes[code]
        if isinstance(private, rsa.RSAPrivateKey):
            return base64.b64encode(private.sign(digest, padding.PKCS1v15(), Prehashed(SHA256()))).decode()
        return base64.b64encode(private.sign(digest, ec.ECDSA(Prehashed(SHA256())))).decode()

    def _smartca(
        self, data: dict[str, Any], code: int = 200, message: str = "sig_wait_for_user_confirm"
    ) -> dict[str, Any]:
        return {"status_code": code, "message": message, "data": data}

    def _smartca_state(self, code: str) -> dict[str, Any]:
        if self.late or self.confirmed is False:
            return self._smartca({}, 4001 if self.late else 4002, "ended")
        if self.confirmed is None:
            return self._smartca({"transaction_id": code})
        return self._smartca({"signatures": [{"doc_id": "1", "signature_value": self._signed(code)}]}, message="ok")

    def _mysign_state(self, code: str) -> dict[str, Any]:
        if self.confirmed is None:
            return {"status": "0"}
        if not self.confirmed:
            return {"status": "2", "message": "Người dùng từ chối"}
        return {"status": "1", "signatures": [self._signed(code)]}


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Let a provider listen on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
            answer = provider.answer(self.path, message, self.headers.get("Authorization", ""))
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
