"""A PostgreSQL server of their own for the tests of both programs, from the binaries Debian installs.

As a pytest plugin it gives the fixture `postgres_url`; `running_postgres()` serves benches and demonstrations too.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from vanthu.runtime.companions import tie
from vanthu.runtime.ports import free_port

USER = "vanthu"
READY_SECONDS = 60.0
_PROMISES = ("fsync", "synchronous_commit", "full_page_writes")


class PostgresUnavailable(Exception):
    """The server's programs are not installed, or it does not start; the message says which."""


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a random port of the loopback and yield the URL of an empty database; stop it afterwards.

    Data are fsynced only when `durable`, for measurements: a server of the tests lives for a test run. Raises
    PostgresUnavailable.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="vanthu-postgres-"))
    try:
        _hand_over(folder)
        _run([binaries / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"], folder)
        with _server(binaries, folder, durable=durable) as port:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a server that lives as long as the test run; tests are skipped where PostgreSQL is not installed."""
    try:
        server = running_postgres()
        url = server.__enter__()
    except PostgresUnavailable as error:
        pytest.skip(str(error))
    try:
        yield url
    finally:
        server.__exit__(None, None, None)


@contextmanager
def _server(binaries: Path, folder: Path, *, durable: bool) -> Iterator[int]:
    port = free_port()
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "max_connections": 200,
        **dict.fromkeys(_PROMISES, "on" if durable else "off"),
    }
    arguments = [item for name, value in options.items() for item in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        command = [str(binaries / "postgres"), "-D", str(folder / "data"), *arguments]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder, **_identity())
    tie(process, folder=folder)
    try:
        _await(process, port, folder / "log")
        yield port
    finally:
        process.send_signal(signal.SIGINT)  # fast shutdown: clients are cut off, the server ends in order
        process.wait(timeout=READY_SECONDS)


def own_database(url: str, name: str) -> str:
    """Make a new database on the server of `url` and return its URL: tests that start servers share no rows."""
    unused = f"{name}_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unused)))
    return urlsplit(url)._replace(path=f"/{unused}").geturl()


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(0.05)
    raise PostgresUnavailable(f"PostgreSQL on port {port} did not start:\n{log.read_text(errors='replace')}")


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("postgres")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresUnavailable("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def _hand_over(folder: Path) -> None:
    """Give the folder to the user who will run the server; PostgreSQL refuses to run as root."""
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError as error:
        raise PostgresUnavailable("there is no user «postgres» to run the server as") from error
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _run(command: list[Any], folder: Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False, **_identity()
    )
    if done.returncode:
        raise PostgresUnavailable(f"{command[0]} failed: {done.stderr}")
