"""How many packages a second the axis takes: real HTTP to a real `vanthu axis serve`, reply only after fsync.

Beside it, in the same run, what the machine can do at most: the same number of threads, each writing a file of the same
size, fsyncing it and committing one row.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from bench.rows import Row
from vanthu.runtime.ports import free_port
from vanthu.standards import edxml
from vanthu.standards.vxp.headers import VIETNAM, sign, timestamp_text

SIZES = {"100 KB": 100_000, "1 MB": 1_000_000}
SECONDS = 8.0
CONNECTIONS = 16
WORKERS, THREADS = 2, 8
SECRET = "bench-secret"

SEED = f"""
[[systems]]
system_id = "BENCH"
secret = "{SECRET}"
[[agencies]]
code = "H37.02"
name = "Sở Nội vụ"
system = "BENCH"
[[agencies]]
code = "H37.05"
name = "Sở Y tế"
system = "BENCH"
"""


def run() -> list[Row]:
    """Measure and return the rows."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        root = Path(folder)
        for label, size in SIZES.items():
            raw = _raw_limit(root / f"raw-{size}", size)
            rows.append(_row(f"raw: file of {label}, fsync, one-row commit, {WORKERS * THREADS} threads", raw))
            with _axis(root / f"axis-{size}") as port:
                taken = _packages_per_second(port, size)
            compared = f"{100 * taken / raw:.0f} % of the raw limit of the same run"
            rows.append(_row(f"axis: packages of {label} accepted, {CONNECTIONS} connections", taken, compared))
    return rows


def _row(name: str, value: float, compared_with: str = "") -> Row:
    return Row(name, value, "per second", compared_with)


def _packages_per_second(port: int, size: int) -> float:
    """Let CONNECTIONS threads send different packages for SECONDS; every reply must be a success."""
    template = _template(size)

    def sender() -> Callable[[], None]:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def send() -> None:
            connection.sendall(_request(template))
            _expect_success(connection)

        return send

    return _rate(sender, CONNECTIONS)


def _raw_limit(folder: Path, size: int) -> float:
    folder.mkdir(parents=True)
    database = folder / "rows.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE row (id TEXT PRIMARY KEY, size INTEGER)")
    content = secrets.token_bytes(size)

    def writer() -> Callable[[], None]:
        local = threading.local()

        def write() -> None:
            if not hasattr(local, "rows"):
                local.rows = sqlite3.connect(database, isolation_level=None, timeout=30)
                local.rows.execute("PRAGMA synchronous=FULL")
            name = secrets.token_hex(8)
            with (folder / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _commit_row(local.rows, database, name, size)

        return write

    return _rate(writer, WORKERS * THREADS)


def _commit_row(rows: sqlite3.Connection, database: Path, name: str, size: int) -> None:
    """Commit behind the same kind of lock as the axis: without it SQLite's own waiting is the measurement."""
    with Path(f"{database}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        rows.execute("BEGIN IMMEDIATE")
        rows.execute("INSERT INTO row VALUES (?, ?)", (name, size))
        rows.execute("COMMIT")


def _rate(make: Callable[[], Callable[[], None]], threads: int) -> float:
    """Return how often per second `threads` threads together get through what `make` gives each of them."""
    done, failures = [0] * threads, []
    start = time.perf_counter()

    def work(place: int) -> None:
        try:
            once = make()
            while time.perf_counter() - start < SECONDS:
                once()
                done[place] += 1
        except Exception as error:
            failures.append(error)
            raise

    workers = [threading.Thread(target=work, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise RuntimeError("the measurement is void") from failures[0]
    return sum(done) / (time.perf_counter() - start)


TOKEN = b"TTTTTTTTTTTTTTTT"


def _template(size: int) -> bytes:
    """Return a package of about `size` bytes in which TOKEN stands where every package must differ."""
    message = edxml.DocumentMessage(
        sender=edxml.Organization("H37.02", "Sở Nội vụ"),
        recipients=(edxml.Organization("H37.05", "Sở Y tế"),),
        document_id=f"H37.02,2026/03/09,{TOKEN.decode()}/SNV-CCVC",
        code=edxml.Code("125", "SNV-CCVC"),
        promulgation_place="Lạng Sơn",
        promulgation_date=date(2026, 3, 9),
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject="V/v rà soát danh mục vị trí việc làm",
        attachments=(edxml.Attachment("125.pdf", "application/pdf", edxml.Content.of(_pdf(size * 3 // 4 - 2400))),),
    )
    return edxml.write_bytes(message)


def _pdf(size: int) -> bytes:
    return b"%PDF-1.7\n" + secrets.token_bytes(max(size, 1))


def _request(template: bytes) -> bytes:
    package = template.replace(TOKEN, secrets.token_hex(8).encode(), 1)
    headers = sign(
        {
            "systemid": "BENCH",
            "timestamp": timestamp_text(datetime.now(VIETNAM)),
            "Content-Type": "application/octet-stream",
            "from": "H37.02",
            "servicetype": "eDoc",
            "messagetype": "edoc",
            "hash-file": hashlib.sha256(package).hexdigest(),
        },
        secret=SECRET,
    )
    lines = [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(["POST /vxp/sendEdoc HTTP/1.1", "Host: axis", f"Content-Length: {len(package) + 2}", *lines])
    return head.encode() + b"\r\n\r\n" + package + b"\r\n"


def _expect_success(connection: socket.socket) -> None:
    answer = b""
    while not answer.endswith(b"}"):
        piece = connection.recv(65536)
        if not piece:
            raise RuntimeError("the axis closed the connection")
        answer += piece
    if b'"status":"OK"' not in answer:
        raise RuntimeError(answer.decode())


@contextmanager
def _axis(folder: Path) -> Iterator[int]:
    folder.mkdir()
    (folder / "seed.toml").write_text(SEED, encoding="utf-8")
    port = free_port()
    environment = os.environ | {
        "VANTHU_AXIS_ORGAN_ID": "VN.BENCH",
        "VANTHU_AXIS_SECRET_KEY": secrets.token_hex(32),
        "VANTHU_AXIS_DATABASE": f"sqlite:///{folder}/axis.sqlite3",
        "VANTHU_AXIS_DATA_DIR": str(folder / "data"),
    }
    vanthu = [sys.executable, "-c", "from vanthu.cli.main import app; app()", "axis"]
    subprocess.run([*vanthu, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*vanthu, "load", f"{folder}/seed.toml"], env=environment, check=True, stdout=subprocess.DEVNULL)
    counts = ["--port", str(port), "--workers", str(WORKERS), "--threads", str(THREADS)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*vanthu, "serve", *counts], env=environment, stdout=log, stderr=log)
        try:
            _wait_until_healthy(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_healthy(port: int) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the axis did not start")
