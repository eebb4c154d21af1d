"""A TSA over HTTP on the loopback: a good one, and every way of being a bad one."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from asn1crypto import cms, core, tsp

from vanthu.standards import signing
from vanthu.standards.signing import errors
from vanthu.standards.signing.cms_parts import der
from vanthu.standards.signing.pki import responders, serving
from vanthu.standards.signing.tests.conftest import AT, Desk

DIGEST = sha256(b"chu ky").digest()


def test_the_token_is_over_the_digest_and_says_the_time(desk: Desk) -> None:
    with serving.running(desk.pki.directory, now=lambda: AT) as url:
        token = signing.request_timestamp(f"{url}/tsa", DIGEST, timeout=10)
    info = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    assert info["message_imprint"]["hashed_message"].native == DIGEST
    assert info["gen_time"].native == AT


def test_a_letter_gets_its_timestamp_over_http(desk: Desk) -> None:
    key = desk.key("dung")
    prepared = signing.begin(desk.reserved(), field="leader", certificate=key.certificate, image_png=None, at=AT)
    with serving.running(desk.pki.directory, now=lambda: AT) as url:
        stamper = signing.HttpTimestamper(f"{url}/tsa", timeout=10)
        signed = signing.complete(prepared, key.sign(prepared.signed_attributes), timestamper=stamper)
    assert desk.verify(signed).signatures[0].timestamp_at == AT


@contextmanager
def answering(body: object, status: int = 200) -> Iterator[str]:
    """A server that answers every POST with `body(request)`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            answer = body(request)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_no_server_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(errors.TimestampUnreachable):
        signing.request_timestamp(f"http://127.0.0.1:{port}/", DIGEST, timeout=5)
    with pytest.raises(errors.TimestampUnreachable):
        signing.request_timestamp("khong phai dia chi", DIGEST, timeout=5)


def test_a_silent_server_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(errors.TimestampTimeout):
        signing.request_timestamp(f"http://127.0.0.1:{silent.getsockname()[1]}/", DIGEST, timeout=0.05)


def test_an_http_error_is_a_refusal() -> None:
    with answering(lambda _: b"", 503) as url, pytest.raises(errors.TimestampRefused):
        signing.request_timestamp(url, DIGEST, timeout=5)


def test_a_rejection_is_a_refusal() -> None:
    rejected = der(0x30, tsp.PKIStatusInfo({"status": "rejection"}).dump())
    with answering(lambda _: rejected) as url, pytest.raises(errors.TimestampRefused):
        signing.request_timestamp(url, DIGEST, timeout=5)


@pytest.mark.parametrize("answer", [b"", b"<html>proxy</html>", b"\x30\x03\x02\x01\x00", b"0" * 100_000])
def test_an_answer_that_is_no_timestamp_is_bad(answer: bytes) -> None:
    with answering(lambda _: answer) as url, pytest.raises(errors.TimestampError):
        signing.request_timestamp(url, DIGEST, timeout=5)


@pytest.mark.parametrize("change", ["digest", "nonce"])
def test_an_answer_to_another_question_is_bad(desk: Desk, change: str) -> None:
    def other(request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"\0" * 32}
        changed = {
            "version": "v1",
            "message_imprint": imprint if change == "digest" else asked["message_imprint"],
            "nonce": 1 if change == "nonce" else asked["nonce"],
            "cert_req": True,
        }
        return responders.timestamp(tsp.TimeStampReq(changed).dump(), desk.pki.issued("tsa"), at=AT)

    with answering(other) as url, pytest.raises(errors.TimestampBad):
        signing.request_timestamp(url, DIGEST, timeout=5)


@pytest.mark.parametrize("request_bytes", [b"", b"junk", b"\x30\x00"])
def test_our_tsa_rejects_what_it_cannot_read(desk: Desk, request_bytes: bytes) -> None:
    answer = responders.timestamp(request_bytes, desk.pki.issued("tsa"), at=datetime.now(UTC))
    assert tsp.PKIStatusInfo.load(core.Sequence.load(answer)[0].dump())["status"].native == "rejection"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_servers_are_asked_in_turn_and_one_that_failed_comes_last_until_it_has_rested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    down = {"http://one/"}

    def answer(url: str, digest: bytes, *, timeout: float) -> bytes:
        asked.append(url)
        if url in down:
            raise errors.TimestampTimeout(url)
        return url.encode()

    monkeypatch.setattr("vanthu.standards.signing.timestamps.request_timestamp", answer)
    clock = Clock()
    servers = signing.TimestampServers(
        tuple(signing.HttpTimestamper(f"http://{name}/") for name in ("one", "two")), seconds=clock
    )
    assert servers.stamp(DIGEST) == signing.Stamp(b"http://two/", "http://two/")
    assert servers.token(DIGEST) == b"http://two/"
    assert asked == ["http://one/", "http://two/", "http://two/"], "the one that failed a moment ago is not waited for"
    down.clear()
    clock.now = 301.0
    assert servers.stamp(DIGEST).server == "http://one/"
    down.update(("http://one/", "http://two/"))
    with pytest.raises(errors.TimestampTimeout):
        servers.stamp(DIGEST)
