"""Taking packages: as many as go, and how long one waits for its reply at half of that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.axis_full import raw, stage
from bench.axis_full.load import Once, at_rate, flat_out
from bench.axis_full.packages import Template
from bench.axis_full.plan import Plan
from bench.rows import Row
from vanthu.axis.testing.server import RunningAxis, peak_memory

MEBI = 1024 * 1024


def measure(folder: Path, kind: str, new: stage.NewDatabase, plan: Plan) -> list[Row]:
    """Return the rows of every size, one recipient and many, beside the raw limit."""
    rows: list[Row] = []
    for label, size in plan.sizes.items():
        place = f"raw-{size}"
        most = raw.limit(folder / place, new(place), size, plan)
        rows.append(Row(f"{kind}: raw, file of {label} fsynced and one row committed", most.rate, "per second"))
        with stage.axis(folder / f"axis-{size}", new(f"axis-{size}"), plan) as running:
            idle = peak_memory(running.pid)
            for count in plan.recipients:
                name = f"{kind}: {label} to {count} accepted"
                rows += _accepted(
                    running, name, Template(size, stage.SENDER, stage.RECIPIENTS[:count]), most.rate, plan
                )
            told = f"{idle / MEBI:.0f} MiB before the first package"
            rows.append(Row(f"{kind}: largest process after {label}", peak_memory(running.pid) / MEBI, "MiB", told))
    return rows


def _accepted(running: RunningAxis, name: str, template: Template, raw_rate: float, plan: Plan) -> list[Row]:
    send = _sender(running, template)
    # Threads open their connection to the database with their first package.
    flat_out(send, threads=plan.connections, seconds=plan.warm_up)
    full = flat_out(send, threads=plan.connections, seconds=plan.seconds)
    half = at_rate(send, rate=full.rate / 2, threads=plan.connections, seconds=plan.seconds)
    share = f"{100 * full.rate / raw_rate:.0f} % of the raw limit of the same run"
    return [Row(name, full.rate, "per second", share), *full.latencies(name), *half.latencies(f"{name} at half load")]


def _sender(running: RunningAxis, template: Template) -> Callable[[], Once]:
    def make() -> Once:
        line = stage.sending(running)
        return lambda: _sent(line.send(template.next(), sender=stage.SENDER))

    return make


def _sent(hub_id: str) -> None:
    if not hub_id:
        raise RuntimeError("a package without a hub id")
