"""How long from "phát hành" in one office until the letter stands in the list of another, through the axis."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from bench.rows import Row
from vanthu.cli.demo.journey import Journey
from vanthu.cli.demo.processes import running
from vanthu.cli.demo.world import World

LETTERS = 10


def run() -> list[Row]:
    """Issue letters one after another between two real offices and measure each."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        with running(world.processes):
            world.build()
            world.start()
            seconds = [_one(world, number) for number in range(LETTERS)]
    return _rows(seconds)


def _one(world: World, number: int) -> float:
    """Bring one letter to its issue, then time issue → visible to the clerk who receives it."""
    journey = Journey({"bo": world.url("bo"), "tinh": world.url("tinh")}, _silent, subject=f"đo lần thứ {number:03d}")
    journey.draft()
    journey.approve()
    journey.sign()
    chi, em = journey.person("chi"), journey.person("em")
    journey.seal()
    begun = time.monotonic()
    chi.press("Phát hành")
    journey.arrive()
    ended = time.monotonic()
    em.close()
    return ended - begun


def _silent(who: str, what: str) -> None:
    """The timeline of the demonstration is not wanted here."""


def _rows(seconds: list[float]) -> list[Row]:
    compared = "both offices ask the axis every 0.5 s; includes the page that shows it"
    return [
        Row("issue to arrival in the other office, median", statistics.median(seconds), "s", compared),
        Row("issue to arrival in the other office, slowest", max(seconds), "s", compared),
    ]
