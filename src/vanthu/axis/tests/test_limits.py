"""One system that floods the axis is told to wait; the others are served."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from vanthu.axis.testing import sdk
from vanthu.axis.testing.fixtures import SECRET_BO, SECRET_SNV, SEED, STATES
from vanthu.axis.testing.messages import document
from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.standards import edxml
from vanthu.standards.vxp import Client, VxpRefused
from vanthu.standards.vxp.headers import sign

MOST = 3
FLOOD = 12


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAxis]:
    """An axis with few threads: three calls a system, two threads more, and nobody waits."""
    settings = {"LIMITS__CONCURRENT_CALLS": str(MOST), "LIMITS__SPARE_THREADS": "2", "LIMITS__WAITING_CALLS": "0"}
    folder = tmp_path_factory.mktemp("narrow")
    with running_axis(folder, seed=SEED, states=STATES, settings=settings, threads=1) as axis:
        yield axis


def half_sent(port: int) -> socket.socket:
    """Open a package of a megabyte as TINH and send only its beginning."""
    logical = {
        "systemid": "TINH", "timestamp": sdk.STALE, "Content-Type": "application/octet-stream",
        "from": "H37.02", "servicetype": "eDoc", "messagetype": "edoc", "hash-file": "0" * 64,
    }  # fmt: skip
    lines = [f"{name}: {value}" for name, value in sign(logical, secret=SECRET_SNV).items()]
    head = "\r\n".join(["POST /vxp/sendEdoc HTTP/1.1", "Host: truc", "Content-Length: 1000000", *lines, "", ""])
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(head.encode() + b"<?xml")
    return connection


def answers_of(connections: list[socket.socket]) -> list[bytes]:
    """Return what the first of the flood hear that hear anything: as many as are beyond the limit."""
    heard: list[bytes] = []
    enough = threading.Semaphore(0)

    def listen(connection: socket.socket) -> None:
        try:
            answer = connection.recv(65536)
        except OSError:
            return
        if answer:
            heard.append(answer)
            enough.release()

    for connection in connections:
        threading.Thread(target=listen, args=(connection,), daemon=True).start()
    for _ in range(len(connections) - MOST):
        assert enough.acquire(timeout=30)
    return heard


def test_a_flooding_sender_never_holds_all_threads(narrow):
    flood = [half_sent(narrow.port) for _ in range(FLOOD)]
    try:
        refused = answers_of(flood)
        assert len(refused) == FLOOD - MOST
        assert all(b"VT-TRUC-QUA-NHIEU" in answer and b"retry-after: 1" in answer.lower() for answer in refused)
        with Client(narrow.endpoint, "BO", SECRET_BO, timeout=30) as bo:
            urgent = document("G09", "H37.02", other=edxml.OtherInfo(priority=3))
            assert bo.send_edoc(edxml.write_bytes(urgent), from_code="G09")
            assert bo.count_received("edoc") >= 0
    finally:
        for connection in flood:
            # A thread still reads from it; only a shutdown ends the connection under it.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def test_the_flood_over_the_same_sender_is_served_again(narrow):
    flood = [half_sent(narrow.port) for _ in range(MOST)]
    for connection in flood:
        connection.close()
    with Client(narrow.endpoint, "TINH", SECRET_SNV, timeout=30) as tinh:
        served = threading.Event()
        for _ in range(200):
            try:
                tinh.count_received("edoc")
            except VxpRefused:
                continue
            served.set()
            break
        assert served.is_set()


def test_a_slow_reader_of_large_packages_holds_no_more_than_its_share(narrow, tmp_path):
    with Client(narrow.endpoint, "TINH", SECRET_SNV, timeout=30) as tinh:
        tinh.send_edoc(edxml.write_bytes(document("H37.02", "G09", attachment_bytes=8_000_000)), from_code="H37.02")
        with Client(narrow.endpoint, "BO", SECRET_BO, timeout=30) as bo:
            item = bo.received("edoc")[0]
        logical = {"systemid": "BO", "timestamp": sdk.STALE, "Content-Type": "x", "docId": item.doc_id}
        lines = sdk.signed_lines(logical, SECRET_BO)
        head = "\r\n".join(["GET /vxp/downloadEdoc HTTP/1.1", "Host: truc", *lines, "", ""]).encode()
        readers = [socket.create_connection(("127.0.0.1", narrow.port), timeout=30) for _ in range(MOST + 2)]
        try:
            for reader in readers:
                reader.sendall(head)
            assert tinh.count_received("edoc") >= 0
        finally:
            for reader in readers:
                reader.close()


def test_a_system_with_a_rate_hears_when_to_come_again(narrow):
    assert narrow.vanthu("system", "limit", "BO", "--rate", "5").returncode == 0
    packages = [edxml.write_bytes(document("G09", "H37.02")) for _ in range(12)]
    with Client(narrow.endpoint, "BO", SECRET_BO, timeout=30) as bo, ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda package: answer_of(bo, package), packages))
    accepted = [answer for answer in answers if not isinstance(answer, VxpRefused)]
    refused = [answer for answer in answers if isinstance(answer, VxpRefused)]
    # The minute may end in between; and a call that runs at the same moment is not counted yet.
    assert 5 <= len(accepted) <= 12
    assert all(error.temporary and "phút này" in error.error_desc for error in refused)
    assert narrow.vanthu("system", "limit", "BO", "--rate", "0").returncode == 0
    with Client(narrow.endpoint, "BO", SECRET_BO, timeout=30) as bo:
        assert bo.send_edoc(edxml.write_bytes(document("G09", "H37.02")), from_code="G09")


def answer_of(client: Client, package: bytes) -> str | VxpRefused:
    try:
        return client.send_edoc(package, from_code="G09")
    except VxpRefused as refusal:
        return refusal


def test_a_system_may_have_a_size_of_its_own(narrow):
    assert narrow.vanthu("system", "limit", "BO", "--package-mb", "1").returncode == 0
    large = edxml.write_bytes(document("G09", "H37.02", attachment_bytes=1_500_000))
    with Client(narrow.endpoint, "BO", SECRET_BO, timeout=30) as bo, pytest.raises(VxpRefused, match="1 MB"):
        bo.send_edoc(large, from_code="G09")
    assert narrow.vanthu("system", "limit", "BO", "--package-mb", "0").returncode == 0
    with Client(narrow.endpoint, "BO", SECRET_BO, timeout=30) as bo:
        assert bo.send_edoc(large, from_code="G09")
