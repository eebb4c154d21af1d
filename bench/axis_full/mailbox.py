"""A mailbox in which very many documents wait: what one page of its list takes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg

from bench.axis_full import stage
from bench.axis_full.load import flat_out
from bench.axis_full.packages import Template
from bench.axis_full.plan import Plan
from bench.rows import Row

PAGE = 100
_COUNT = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) n",
    "postgresql": "generate_series(1, {count}) AS n(i)",
}
_PACKAGE_ID = {
    "sqlite": "printf('%032x', n.i)",
    "postgresql": "lpad(to_hex(n.i), 32, '0')::uuid",
}
_DELIVERY_ID = {
    "sqlite": "printf('f%031x', n.i)",
    "postgresql": "('f' || lpad(to_hex(n.i), 31, '0'))::uuid",
}


def measure(folder: Path, kind: str, new: stage.NewDatabase, plan: Plan) -> list[Row]:
    """Fill the mailbox by SQL with copies of one accepted package, then ask for pages."""
    url = new("mailbox")
    with stage.axis(folder / "mailbox", url, plan) as running:
        stage.sending(running).send(Template(5000, stage.SENDER, stage.RECIPIENTS[:1]).next(), sender=stage.SENDER)
        _fill(url, plan.mailbox - 1)
        line = stage.receiving(running)
        load = flat_out(lambda: lambda: _page(line), threads=1, seconds=600, most=plan.list_pages)
    return load.latencies(f"{kind}: first page of {PAGE} from a mailbox of {plan.mailbox:,}")


def _page(line: object) -> None:
    if len(line.waiting(size=PAGE)) != PAGE:  # type: ignore[attr-defined]
        raise RuntimeError("the page is not full")


def _fill(url: str, count: int) -> None:
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60) as rows:
            for statement in _statements("sqlite", count, _columns(rows)):
                rows.execute(statement)
            rows.execute("ANALYZE")
        return
    with psycopg.connect(url, autocommit=True) as server:
        for statement in _statements("postgresql", count, _columns(server)):
            server.execute(statement)
        server.execute("VACUUM ANALYZE")


def _columns(database: sqlite3.Connection | psycopg.Connection) -> dict[str, list[str]]:
    found = {}
    for table in ("intake_package", "delivery_delivery"):
        cursor = database.execute(f"SELECT * FROM {table} LIMIT 0")
        found[table] = [column[0] for column in cursor.description or ()]
    return found


def _statements(kind: str, count: int, columns: dict[str, list[str]]) -> list[str]:
    numbers = _COUNT[kind].format(count=count)
    text = "CAST(n.i AS TEXT)"
    own = {
        "intake_package": {
            "id": _PACKAGE_ID[kind],
            "sha256": text,
            "document_id": text,
            "document_key": text,
        },
        "delivery_delivery": {"id": _DELIVERY_ID[kind], "package_id": _PACKAGE_ID[kind]},
    }
    statements = []
    for table, names in columns.items():
        chosen = ", ".join(own[table].get(name, f"one.{name}") for name in names)
        source = f"(SELECT * FROM {table} LIMIT 1) one CROSS JOIN {numbers}"
        statements.append(f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {source}")
    return statements
