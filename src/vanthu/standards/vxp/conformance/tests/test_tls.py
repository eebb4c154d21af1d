"""Hubs behind HTTPS: trusted by the file that was given, and named as untrusted without it."""

import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vanthu.standards.vxp.conformance.raw import NoAnswer, Place, call


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    """Return a file with the certificate of 127.0.0.1 and one with its key too."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "truc")])
    now, day, address = datetime.now(UTC), timedelta(days=1), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
    builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "ca.pem").write_bytes(certificate)
    (folder / "both.pem").write_bytes(certificate + private)
    return folder


@pytest.fixture
def url(identity):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity / "both.pem")
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/vxp"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("expect", [False, True])
def test_a_hub_whose_certificate_is_trusted_is_called(url, identity, expect):
    answer = call(Place.of(url, ca_file=identity / "ca.pem", timeout=10), "sendEdoc", [], b"{}", expect=expect)
    assert (answer.status, answer.members, answer.continued) == (200, {}, expect)


def test_a_hub_whose_certificate_nobody_vouches_for_is_named_as_such(url):
    with pytest.raises(NoAnswer, match="không được tin cậy"):
        call(Place.of(url, timeout=10), "sendEdoc", [], b"{}")
