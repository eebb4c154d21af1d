"""Carrying packages to their receivers: what one fetches, and how long a package takes through one axis and three."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.axis_full import stage
from bench.axis_full.line import Line
from bench.axis_full.load import Load, Once, flat_out
from bench.axis_full.packages import Template
from bench.axis_full.plan import Plan
from bench.rows import Row
from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.axis.testing.tree import NATION, PROVINCE, SECRET, SHARED, parent_settings, seed
from vanthu.runtime import lanes
from vanthu.runtime.companions import tie
from vanthu.runtime.store import ByteStore
from vanthu.standards.vxp import Client

FETCHERS, PAUSE, PATIENCE = lanes.AT_ONCE, 0.005, 300.0
SMALL = 100_000
_SIZES = {"100 KB": 100_000, "1 MB": 1_000_000}


def measure(folder: Path, kind: str, new: stage.NewDatabase, plan: Plan) -> list[Row]:
    """Return the rows of picking up, of one axis and of three."""
    rows: list[Row] = []
    with stage.axis(folder / "carrying", new("carrying"), plan) as running:
        rows.append(_picked_up(running, kind, plan))
        for label, size in _SIZES.items():
            if label in plan.sizes:
                ends = Ends(running.port, stage.SENDING, running.port, stage.RECEIVING, stage.SECRET)
                template = Template(size, stage.SENDER, stage.RECIPIENTS[:1])
                rows += _end_to_end(ends, template, stage.SENDER, f"{kind}: {label} through one axis", folder, plan)
    with _tree(folder / "tree", new) as (bottom, top):
        ends = Ends(bottom.port, "XA", top.port, "BO", SECRET)
        template = Template(SMALL, "H37.90.01", ("G09",))
        rows += _end_to_end(ends, template, "H37.90.01", f"{kind}: 100 KB through three axes", folder, plan)
    return rows


def _picked_up(running: RunningAxis, kind: str, plan: Plan) -> Row:
    template = Template(SMALL, stage.SENDER, stage.RECIPIENTS[:1])

    def sender() -> Once:
        line = stage.sending(running)
        return lambda: _nothing(line.send(template.next(), sender=stage.SENDER))

    flat_out(sender, threads=FETCHERS, seconds=PATIENCE, most=plan.pick_up)
    ids: queue.SimpleQueue[str] = queue.SimpleQueue()
    lister, page, start = stage.receiving(running), 0, time.perf_counter()
    while listed := lister.waiting(size=100, page=page):
        page += 1
        for doc_id in listed:
            ids.put(doc_id)

    def fetcher() -> Once:
        own = stage.receiving(running)
        return lambda: _fetch(own, ids.get_nowait())

    flat_out(fetcher, threads=FETCHERS, seconds=PATIENCE, most=plan.pick_up)
    rate = plan.pick_up / (time.perf_counter() - start)
    told = f"{plan.pick_up} deliveries, lists of 100, {FETCHERS} connections"
    return Row(f"{kind}: 100 KB picked up (list, download, done)", rate, "per second", told)


def _fetch(line: Line, doc_id: str) -> None:
    if len(line.download(doc_id)) < SMALL // 2:
        raise RuntimeError("a delivery came short")
    line.done(doc_id)


def _nothing(_: object) -> None:
    """What was returned is not needed."""


class Ends:
    """Who sends and who receives, each on an axis of its own."""

    def __init__(self, from_port: int, sender: str, to_port: int, receiver: str, secret: str) -> None:
        self.sending: Callable[[], Line] = lambda: Line(from_port, sender, secret)
        self.receiving: Callable[[], Line] = lambda: Line(to_port, receiver, secret)


def _end_to_end(ends: Ends, template: Template, sender: str, name: str, folder: Path, plan: Plan) -> list[Row]:
    """Send one at a time for the latency, then all at once for the rate; the receiver keeps bytes as an office does."""
    with _receiver(ends, ByteStore(folder / "received")) as arrived:
        line, took = ends.sending(), []
        for _ in range(max(3, plan.letters // 20)):
            start = time.perf_counter()
            line.send(template.next(), sender=sender)
            _arrival(arrived)
            took.append(time.perf_counter() - start)
        count = max(3, plan.letters * SMALL // template.size)
        start = time.perf_counter()

        def make() -> Once:
            own = ends.sending()
            return lambda: _nothing(own.send(template.next(), sender=sender))

        flat_out(make, threads=FETCHERS, seconds=PATIENCE, most=count)
        for _ in range(count):
            _arrival(arrived)
        rate = count / (time.perf_counter() - start)
    one = Load(rate, tuple(sorted(took)))
    return [
        Row(f"{name}, kept and acknowledged", rate, "per second", f"{count} packages"),
        *one.latencies(f"{name}, alone"),
    ]


def _arrival(arrived: queue.SimpleQueue[str | Exception]) -> None:
    told = arrived.get(timeout=PATIENCE)
    if isinstance(told, Exception):
        raise RuntimeError("the measurement is void") from told


@contextmanager
def _receiver(ends: Ends, store: ByteStore) -> Iterator[queue.SimpleQueue[str | Exception]]:
    """Fetch what comes in several threads, fsync it, acknowledge it; give the ids that are done."""
    arrived: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()
    fetched: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    over = threading.Event()

    def fetch() -> None:
        line = ends.receiving()
        while (doc_id := fetched.get()) is not None:
            store.keep(line.download(doc_id))
            line.done(doc_id)
            arrived.put(doc_id)

    def listen() -> None:
        line, known = ends.receiving(), set[str]()
        while not over.is_set():
            new = [doc_id for doc_id in line.waiting(size=200, wait=1) if doc_id not in known]
            known.update(new)
            for doc_id in new:
                fetched.put(doc_id)
            # As an office does: what is listed is fetched, and then it asks again.
            time.sleep(PAUSE)
            while fetched.qsize() > FETCHERS and not over.is_set():
                time.sleep(PAUSE)
        for _ in range(FETCHERS):
            fetched.put(None)

    def told(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            arrived.put(error)
            raise

    threads = [threading.Thread(target=told, args=(work,)) for work in (listen, *[fetch] * FETCHERS)]
    for thread in threads:
        thread.start()
    try:
        yield arrived
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def _tree(folder: Path, new: stage.NewDatabase) -> Iterator[tuple[RunningAxis, RunningAxis]]:
    """Run three axes with their workers; give the lowest and the highest when each knows every agency."""
    with ExitStack() as stack:

        def node(name: str, organ_id: str, content: str, above: dict[str, str]) -> RunningAxis:
            settings = {"ORGAN_ID": organ_id, "DATABASE": new(f"tree-{name}"), "ENVIRONMENT": "development", **above}
            running = stack.enter_context(running_axis(folder / name, seed=content, settings=settings, threads=8))
            stack.enter_context(worker(running))
            return running

        fast = {"POLL_SECONDS": "0.1"}
        top = node("nation", "VN.QG", seed(("TINH", "BO", "SDK"), NATION), {})
        above = parent_settings(top.endpoint, "TINH", **fast)
        middle = node("province", "VN.H37", seed(("QLVB", "CHUNG"), PROVINCE), above)
        above = parent_settings(middle.endpoint, "CHUNG", **fast)
        bottom = node("shared", "VN.CHUNG", seed(("XA",), SHARED), above)
        _wait_for_agency(bottom, "XA", "G09")
        _wait_for_agency(top, "BO", "H37.90.01")
        yield bottom, top


@contextmanager
def worker(running: RunningAxis) -> Iterator[int]:
    """Run the worker of an axis and give its process id."""
    command = [sys.executable, "-m", "vanthu.cli", "axis", "worker"]
    with (running.folder / "worker.log").open("w") as log:
        process = subprocess.Popen(command, env=os.environ | dict(running.environment), stdout=log, stderr=log)
        tie(process)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for_agency(running: RunningAxis, system_id: str, code: str) -> None:
    deadline = time.monotonic() + 60
    with Client(running.endpoint, system_id, SECRET) as client:
        while not any(unit.code == code for unit in client.units()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{code} did not become known in time")
            time.sleep(0.2)
