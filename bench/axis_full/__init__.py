"""The whole measurement of the axis: on SQLite and on PostgreSQL, beside what one would use instead.

Real HTTP to real processes on the same machine; every reply only after fsync. It goes part by part, and each part that
is done is in bench/results/axis.json at once, so that one can be run again alone (`--only PART`). A rival that cannot
be installed is left out, and the row says why.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from bench.axis_full import as2, carrying, cpu, idle, intake, mailbox, rabbit, stage
from bench.axis_full.plan import FULL, QUICK, Plan
from bench.rows import RESULTS, Row, machine, printed

Part = Callable[[Path, Plan], list[Row]]
FILE = RESULTS / "axis.json"


def parts() -> dict[str, Part]:
    """Return what is measured, by the name that `--only` takes."""
    ours = {
        "cpu": cpu.measure,
        "intake": intake.measure,
        "carrying": carrying.measure,
        "mailbox": mailbox.measure,
        "idle": idle.measure,
    }
    each = [(kind, name) for kind in FULL.databases for name in ours]
    named: dict[str, Part] = {f"{name}-{kind.lower()}": partial(_on, kind, ours[name]) for kind, name in each}
    return named | {"pyas2": _as2, "rabbitmq": lambda _, plan: rabbit.measure(plan)}


def run(only: Sequence[str] = (), *, quick: bool = False) -> list[Row]:
    """Measure the parts named, or all; return their rows."""
    known, rows = parts(), list[Row]()
    if unknown := set(only) - set(known):
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    for name in only or known:
        taken_on, start = machine(), time.monotonic()
        print(f"  {name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
            found = _or_why(name, lambda: known[name](Path(folder), QUICK if quick else FULL))  # noqa: B023
        for row in found:
            print(f"  …{printed(row)}", flush=True)
        print(f"  {name} took {time.monotonic() - start:.0f} s", flush=True)
        if not quick:
            _keep(name, found, f"{taken_on}, {os.getloadavg()[0]:.1f} after it")
        rows += found
    return rows


def _on(kind: str, measure: stage.Measure, folder: Path, plan: Plan) -> list[Row]:
    with stage.databases(kind, folder) as new:
        return measure(folder, kind, new, plan)


def _as2(folder: Path, plan: Plan) -> list[Row]:
    (label, size), *_ = plan.sizes.items()
    with stage.databases("PostgreSQL", folder) as new:
        return as2.measure(folder, "PostgreSQL", new("as2"), size, label, plan)


def _or_why(name: str, work: Callable[[], list[Row]]) -> list[Row]:
    try:
        return work()
    except (as2.As2Unavailable, rabbit.RabbitUnavailable, stage.PostgresUnavailable) as reason:
        return [Row(f"{name}: left out", 0, "", str(reason))]


def _keep(part: str, rows: Sequence[Row], taken_on: str) -> None:
    """Put the rows of a part into the file in place of those it had; every row tells when the machine was how busy."""
    before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    kept = [figure for figure in before if figure.get("part") != part and "part" in figure]
    new = [{"part": part, **asdict(row), "value": round(row.value, 3), "machine": taken_on} for row in rows]
    order = list(parts())
    figures = sorted([*kept, *new], key=lambda figure: order.index(figure["part"]))
    FILE.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
