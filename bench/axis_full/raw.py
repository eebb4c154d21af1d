"""What the machine can do at most: a file of the size, fsynced, and one row committed, in as many threads."""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
from pathlib import Path

import psycopg

from bench.axis_full.load import Load, Once, flat_out
from bench.axis_full.plan import Plan

_TABLE = "CREATE TABLE row (id TEXT PRIMARY KEY, size INTEGER)"


def limit(folder: Path, url: str, size: int, plan: Plan) -> Load:
    """Measure it on this kind of database."""
    folder.mkdir(parents=True)
    content = secrets.token_bytes(size)
    connect = _sqlite if url.startswith("sqlite") else _postgresql
    connect(url, create=True)

    def writer() -> Once:
        commit = connect(url)

        def write() -> None:
            name = secrets.token_hex(8)
            with (folder / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            commit(name, size)

        return write

    return flat_out(writer, threads=plan.connections, seconds=plan.seconds)


def _postgresql(url: str, *, create: bool = False):  # type: ignore[no-untyped-def]
    connection = psycopg.connect(url, autocommit=True)
    if create:
        connection.execute(_TABLE)
        connection.close()
    return lambda name, size: connection.execute("INSERT INTO row VALUES (%s, %s)", (name, size))


def _sqlite(url: str, *, create: bool = False):  # type: ignore[no-untyped-def]
    path = url.removeprefix("sqlite:///")
    rows = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("PRAGMA synchronous=FULL")
    if create:
        rows.execute(_TABLE)

    def commit(name: str, size: int) -> None:
        # Behind the same kind of lock as the axis: without it SQLite's own waiting is the measurement.
        with Path(f"{path}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows.execute("BEGIN IMMEDIATE")
            rows.execute("INSERT INTO row VALUES (?, ?)", (name, size))
            rows.execute("COMMIT")

    return commit
