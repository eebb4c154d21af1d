"""E-mail leaves over TLS only to the server it is meant for: certificates are checked, against a real server."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vanthu.office.dispatch.adapters.smtp import Smtp
from vanthu.office.dispatch.ports import MailNotSent
from vanthu.office.settings import MailSettings
from vanthu.office.testing.imap_server import free_port

NOW = datetime.now(UTC)


class Post:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.given.append((envelope, session.ssl is not None))
        return "250 OK"


class Started(Controller):
    """A server whose starter calls it without asking for its certificate: that one is for the letters to judge."""

    def _trigger_server(self) -> None:
        if self.ssl_context is None:
            super()._trigger_server()
            return
        careless = ssl.create_default_context()
        careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
        place = (self.hostname, self.port)
        with socket.create_connection(place, 10) as plain, careless.wrap_socket(plain) as connection:
            connection.recv(64)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """A certificate authority of one test."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.file = folder / "ca.pem"
        made = self._built(_name("Thử nghiệm CA"), self.key.public_key(), NOW + timedelta(days=2))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.file.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def server(self, alternative: x509.GeneralName, *, ends: datetime = NOW + timedelta(days=1)) -> ssl.SSLContext:
        """The context of a server with a certificate in this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._built(_name("máy chủ thư"), key.public_key(), ends)
        made = made.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        place = self.folder / "server.pem"
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        certificate = made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        place.write_bytes(key.private_bytes(*form) + certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place)
        return context

    def _built(self, subject: x509.Name, key: Any, ends: datetime) -> x509.CertificateBuilder:
        named = x509.CertificateBuilder().subject_name(subject).issuer_name(_name("Thử nghiệm CA")).public_key(key)
        named = named.serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(days=9))
        return named.not_valid_after(ends)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[Post, int]]]:
    running: list[Controller] = []

    def start(**how: Any) -> tuple[Post, int]:
        post = Post()
        server = Started(post, hostname="127.0.0.1", port=free_port(), **how)
        server.start()
        running.append(server)
        return post, server.port

    yield start
    for server in running:
        server.stop()


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "V/v rà soát"
    message.set_content("Kính gửi.")
    return message


def send(port: int, ca_file: Path | None, security: Any) -> None:
    place = {"host": "127.0.0.1", "port": port, "sender": "vt@snv.example", "timeout_seconds": 10}
    Smtp(MailSettings(**place, security=security, ca_file=ca_file)).send(letter(), to="a@b.example")


OURS = x509.IPAddress(ip_address("127.0.0.1"))


def ways(context: ssl.SSLContext, security: str) -> dict[str, Any]:
    return {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_leaves_encrypted_to_a_server_with_a_right_certificate(
    authority: Authority, serve: Callable[..., tuple[Post, int]], security: str
) -> None:
    post, port = serve(**ways(authority.server(OURS), security))
    send(port, authority.file, security)
    ((envelope, encrypted),) = post.given
    assert envelope.rcpt_tos == ["a@b.example"]
    assert encrypted or security == "tls"


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("certificate", "trusted", "why"),
    [
        ({"alternative": x509.DNSName("khac.example")}, True, "không hợp lệ nên chưa gửi gì"),
        ({"alternative": OURS, "ends": NOW - timedelta(days=1)}, True, "đã hết hạn"),
        ({"alternative": OURS}, False, "không hợp lệ nên chưa gửi gì"),
    ],
    ids=["wrong name", "expired", "unknown authority"],
)
def test_nothing_leaves_to_a_server_whose_certificate_is_wrong(
    authority: Authority,
    serve: Callable[..., tuple[Post, int]],
    security: str,
    certificate: dict[str, Any],
    trusted: bool,
    why: str,
) -> None:
    post, port = serve(**ways(authority.server(**certificate), security))
    with pytest.raises(MailNotSent, match=why) as told:
        send(port, authority.file if trusted else None, security)
    assert (told.value.code, told.value.final, post.given) == ("VT-THU-CHUNG-THU", False, [])


def test_a_server_without_encryption_gets_nothing(authority: Authority, serve: Callable[..., tuple[Post, int]]) -> None:
    post, port = serve()
    with pytest.raises(MailNotSent, match="không có kết nối mã hóa STARTTLS"):
        send(port, authority.file, "starttls")
    assert post.given == []
