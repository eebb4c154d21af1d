"""CPU time of one package inside a process of the axis: no network, no waiting counted, one after another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.axis_full import stage
from bench.axis_full.plan import Plan
from bench.rows import Row


def measure(folder: Path, kind: str, new: stage.NewDatabase, plan: Plan) -> list[Row]:
    """Return what a call of sendEdoc costs, and what of it reading the envelope, beside what no reader can spare."""
    rows: list[Row] = []
    for label, size in plan.sizes.items():
        count = max(plan.cpu_calls * 100_000 // size, 3)
        with stage.axis(folder / f"cpu-{size}", new(f"cpu-{size}"), plan) as running:
            command = [sys.executable, "-m", "bench.axis_full.cpu_call", str(size), str(count)]
            environment = os.environ | dict(running.environment) | {"DJANGO_SETTINGS_MODULE": "vanthu.axis.settings"}
            answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        spent = json.loads(answer.stdout.splitlines()[-1])
        for what, name in (("call", "sendEdoc, all in all"), ("envelope", "reading and checking the envelope")):
            compared = f"{spent[what] / spent['least']:.2f} × decoding, hashing and fsyncing the same bytes once"
            rows.append(Row(f"{kind}: CPU for {label}: {name}", spent[what], "ms", compared))
    return rows
