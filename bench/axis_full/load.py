"""Calling something from many threads: as often as it goes, or at a given rate; what each call took is kept."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.rows import Row

Once = Callable[[], None]


@dataclass(frozen=True)
class Load:
    """How many calls a second got through, and the seconds each of them took, in order of size."""

    rate: float
    took: tuple[float, ...]

    def percentile(self, part: float) -> float:
        """Return the milliseconds within which this part of the calls was over (0.5: half of them)."""
        place = min(int(len(self.took) * part), len(self.took) - 1)
        return 1000 * self.took[place]

    def latencies(self, name: str) -> list[Row]:
        """Return the rows of the median and of the 99th percentile."""
        compared = f"{len(self.took)} calls"
        return [
            Row(f"{name}, p50", self.percentile(0.5), "ms", compared),
            Row(f"{name}, p99", self.percentile(0.99), "ms", compared),
        ]


def flat_out(make: Callable[[], Once], *, threads: int, seconds: float, most: int | None = None) -> Load:
    """Let each thread do what `make` gives it again and again; `most` ends it after so many calls."""
    numbers = itertools.count()
    end = time.perf_counter() + seconds

    def work(once: Once, took: list[float]) -> None:
        while (most is None or next(numbers) < most) and (start := time.perf_counter()) < end:
            once()
            took.append(time.perf_counter() - start)

    return _together(make, threads, work)


def at_rate(make: Callable[[], Once], *, rate: float, threads: int, seconds: float) -> Load:
    """Start calls at fixed moments, whether or not those before are over.

    A call counts from the moment it was due, so that one that had to wait for a free thread is not called fast.
    """
    numbers, first = itertools.count(), time.perf_counter() + 0.2

    def work(once: Once, took: list[float]) -> None:
        while (due := first + next(numbers) / rate) < first + seconds:
            time.sleep(max(0.0, due - time.perf_counter()))
            once()
            took.append(time.perf_counter() - due)

    return _together(make, threads, work)


def _together(make: Callable[[], Once], threads: int, work: Callable[[Once, list[float]], None]) -> Load:
    took: list[list[float]] = [[] for _ in range(threads)]
    failures: list[Exception] = []
    onces = [make() for _ in range(threads)]
    start = time.perf_counter()

    def run(place: int) -> None:
        try:
            work(onces[place], took[place])
        except Exception as error:
            failures.append(error)
            raise

    workers = [threading.Thread(target=run, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise RuntimeError("the measurement is void") from failures[0]
    every = sorted(itertools.chain.from_iterable(took))
    if not every:
        raise RuntimeError("not one call came to its end in the time given")
    return Load(len(every) / (time.perf_counter() - start), tuple(every))
