"""What a measurement says, and the machine it was taken on."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """One figure; `compared_with` says what it stands beside in the same run."""

    name: str
    value: float
    unit: str
    compared_with: str = ""


def machine() -> str:
    """Return what the figures were taken on, and how busy it was when asked."""
    load = os.getloadavg()[0]
    # How Python was compiled makes a tenth to a quarter of every figure.
    built = "the system's" if sys.base_prefix == "/usr" else "compiled apart"
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, CPython {platform.python_version()} "
        f"({built}), load {load:.1f} before the run"
    )


def write(target: str, rows: Sequence[Row], taken_on: str) -> None:
    """Write bench/results/<target>.json."""
    figures = [asdict(row) | {"value": round(row.value, 3), "machine": taken_on} for row in rows]
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / f"{target}.json").write_text(text, encoding="utf-8")


def printed(row: Row) -> str:
    """Return a row as one line of the table."""
    compared = f"   ({row.compared_with})" if row.compared_with else ""
    return f"  {row.name:<62} {row.value:>12,.2f} {row.unit}{compared}"
