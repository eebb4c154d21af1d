"""Pushes: only the browser reads them, only known push services get them."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import http_ece
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID

from vanthu.standards.webpush import (
    Outcome,
    Push,
    Sender,
    Subscription,
    SubscriptionWrong,
    checked,
    new_key,
    public_key,
)

NOW = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
HOSTS = ("fcm.googleapis.com", "*.push.apple.com")
SECRET = b"0123456789abcdef"
PEM = new_key()


def text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets(said: str) -> bytes:
    return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))


BROWSER = ec.generate_private_key(ec.SECP256R1())
POINT = BROWSER.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def subscription(endpoint: str = "https://fcm.googleapis.com/fcm/send/abc") -> Subscription:
    return Subscription(endpoint, text(POINT), text(SECRET))


@pytest.mark.parametrize("endpoint", ["https://fcm.googleapis.com/x", "https://web.push.apple.com/x"])
def test_known_push_services_are_taken(endpoint: str) -> None:
    assert checked(subscription(endpoint), HOSTS).endpoint == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://169.254.169.254/latest",
        "https://localhost/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/?fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://u:p@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://push.apple.com/x",
        "https://evilpush.apple.com/x",
        "https://[::1/x",
        "",
    ],
)
def test_an_endpoint_elsewhere_is_refused(endpoint: str) -> None:
    with pytest.raises(SubscriptionWrong):
        checked(subscription(endpoint), HOSTS)


@pytest.mark.parametrize(
    ("key", "secret"),
    [("abc", text(SECRET)), (text(POINT), "abc"), (text(b"\4" + b"1" * 64), text(SECRET)), ("é", text(SECRET))],
    ids=["short key", "short secret", "no point", "no base64"],
)
def test_keys_that_are_none_are_refused(key: str, secret: str) -> None:
    with pytest.raises(SubscriptionWrong):
        checked(Subscription("https://fcm.googleapis.com/x", key, secret), HOSTS)


def answering(status: int) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(lambda _request: httpx.Response(status)))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(201, Outcome.SENT), (404, Outcome.GONE), (410, Outcome.GONE), (429, Outcome.LATER), (503, Outcome.LATER),
     (403, Outcome.REFUSED), (413, Outcome.REFUSED), (307, Outcome.REFUSED)],
)  # fmt: skip
def test_each_answer_of_a_service_means_one_thing(status: int, outcome: Outcome) -> None:
    sender = Sender(PEM, contact="mailto:a@b.example", hosts=HOSTS, client=answering(status))
    assert sender.send(Push(b"x", 60), subscription(), at=NOW) == (outcome, str(status))


def test_no_answer_is_tried_again_and_another_host_is_not_even_asked() -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    client = httpx.Client(transport=httpx.MockTransport(cut))
    sender = Sender(PEM, contact="mailto:a@b.example", hosts=HOSTS, client=client)
    assert sender.send(Push(b"x", 60), subscription(), at=NOW) == (Outcome.LATER, "ConnectError")
    assert sender.send(Push(b"x", 60), subscription("https://10.0.0.1/x"), at=NOW)[0] is Outcome.REFUSED


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, list[Any]]]:
    """A push service on loopback with HTTPS: its host, the certificate to trust, and what it was sent."""
    folder, seen = tmp_path_factory.mktemp("push"), []
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push")])
    begin = datetime.now(UTC) - timedelta(hours=1)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(begin).not_valid_after(begin + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(pem)

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said: Any) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Service)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", folder / "cert.pem", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_browser_reads_what_was_sent_and_the_service_knows_who_sent_it(service: tuple[str, Path, list[Any]]) -> None:
    host, certificate, seen = service
    client = httpx.Client(verify=ssl.create_default_context(cafile=str(certificate)))
    sender = Sender(PEM, contact="mailto:quantri@so.example", hosts=(host,), client=client)
    push = Push("Bạn có việc mới".encode(), 3600, urgent=True, topic="vanthu")
    assert sender.send(push, subscription(f"https://{host}/gui/1"), at=NOW) == (Outcome.SENT, "201")
    ((path, headers, body),) = seen
    assert path == "/gui/1"
    assert "việc mới".encode() not in body
    assert http_ece.decrypt(body, private_key=BROWSER, auth_secret=SECRET).decode() == "Bạn có việc mới"
    assert (headers["TTL"], headers["Urgency"], headers["Topic"]) == ("3600", "high", "vanthu")
    said = dict(part.strip().split("=", 1) for part in headers["Authorization"].removeprefix("vapid ").split(","))
    assert said["k"] == public_key(PEM)
    head, claims, signature = said["t"].split(".")
    told = json.loads(octets(claims))
    assert told["aud"] == f"https://{host}"
    assert told["sub"] == "mailto:quantri@so.example"
    assert int(told["exp"]) == int((NOW + timedelta(hours=12)).timestamp())
    raw = octets(signature)
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), octets(said["k"]))
    key.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
