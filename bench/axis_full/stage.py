"""What is measured on: databases that keep what they promise, and real axes in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.axis_full.line import Line
from bench.axis_full.plan import Plan
from bench.rows import Row
from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.runtime.testing.postgres import PostgresUnavailable, running_postgres

SECRET = "bench-secret"
SENDER, SENDING, RECEIVING = "H37.02", "GUI", "NHAN"
RECIPIENTS = tuple(f"H37.R{number:02}" for number in range(1, 51))
_SYSTEMS = "".join(f'[[systems]]\nsystem_id = "{name}"\nsecret = "{SECRET}"\n' for name in (SENDING, RECEIVING))
_AGENCIES = "".join(f'[[agencies]]\ncode = "{code}"\nname = "Nhận {code}"\nsystem = "NHAN"\n' for code in RECIPIENTS)
SEED = f'{_SYSTEMS}[[agencies]]\ncode = "{SENDER}"\nname = "Sở Nội vụ"\nsystem = "GUI"\n{_AGENCIES}'

NewDatabase = Callable[[str], str]
Measure = Callable[[Path, str, NewDatabase, Plan], list[Row]]


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[NewDatabase]:
    """Give what makes a new database and returns its URL. Raises PostgresUnavailable."""
    if kind == "SQLite":
        yield lambda name: f"sqlite:///{folder}/{name}.sqlite3"
        return
    with running_postgres(durable=True) as url:

        def make(name: str) -> str:
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(f'CREATE DATABASE "{name}"')
            return urlsplit(url)._replace(path=f"/{name}").geturl()

        yield make


@contextmanager
def axis(folder: Path, url: str, plan: Plan) -> Iterator[RunningAxis]:
    """Run an axis with one sending and one receiving system."""
    settings = {"DATABASE": url, "ENVIRONMENT": "production"}
    with running_axis(folder, seed=SEED, settings=settings, workers=plan.workers, threads=plan.threads) as running:
        yield running


def sending(running: RunningAxis) -> Line:
    """Return a line of the sending system."""
    return Line(running.port, SENDING, SECRET)


def receiving(running: RunningAxis) -> Line:
    """Return a line of the receiving system."""
    return Line(running.port, RECEIVING, SECRET)


__all__ = ["PostgresUnavailable", "axis", "databases", "receiving", "sending"]
