"""What an axis costs that has nothing to do: CPU of its server and of its worker, with a parent that is idle too."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.axis_full import stage
from bench.axis_full.carrying import worker
from bench.axis_full.plan import Plan
from bench.rows import Row
from vanthu.axis.testing.server import running_axis
from vanthu.axis.testing.tree import NATION, PROVINCE, parent_settings, seed

HOUR = 3600
SETTLED = 20
_TICKS = os.sysconf("SC_CLK_TCK")


def measure(folder: Path, kind: str, new: stage.NewDatabase, plan: Plan) -> list[Row]:
    """Return the rows of two idle axes, parent and child, with the settings they have when nobody changes them."""
    settings = {"ENVIRONMENT": "development"}
    with ExitStack() as stack:
        start = stack.enter_context
        national = {**settings, "ORGAN_ID": "VN.QG", "DATABASE": new("idle-nation")}
        top = start(running_axis(folder / "nation", seed=seed(("TINH", "BO", "SDK"), NATION), settings=national))
        above = parent_settings(top.endpoint, "TINH", REGISTRY_SECONDS="300")
        local = {**settings, "ORGAN_ID": "VN.H37", "DATABASE": new("idle-province"), **above}
        child = start(running_axis(folder / "province", seed=seed(("QLVB", "CHUNG"), PROVINCE), settings=local))
        processes = {
            "worker without a parent": [start(worker(top))],
            "worker with a parent": [start(worker(child))],
        }
        time.sleep(min(SETTLED, plan.idle_seconds))
        processes["server"] = _with_children(child.pid)
        before, begun = {name: _cpu(pids) for name, pids in processes.items()}, time.monotonic()
        time.sleep(plan.idle_seconds)
        passed = time.monotonic() - begun
        told = f"measured for {passed:.0f} s"
        return [
            Row(
                f"{kind}: an idle axis, {name}",
                (_cpu(pids) - before[name]) * HOUR / passed,
                "CPU seconds an hour",
                told,
            )
            for name, pids in processes.items()
        ]


def _with_children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(int(child) for child in children)]


def _cpu(pids: Sequence[int]) -> float:
    """Return the CPU seconds these processes have used."""
    return sum(_of_one(pid) for pid in pids)


def _of_one(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
