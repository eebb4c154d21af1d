"""Fifty people at work against a real `vanthu office serve`: each opens a page, thinks some seconds, opens the next."""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vanthu.runtime.companions import tie
from vanthu.runtime.ports import free_port

THINK = (3.0, 9.0)
READY_SECONDS = 60.0


@dataclass(frozen=True)
class People:
    """What everybody waited for, in seconds, sorted; how many pages a second were asked for in all."""

    number: int
    waited: list[float]
    failed: int
    rate: float
    load: float
    think: tuple[float, float] = THINK

    def at(self, part: float) -> float:
        """Return how long this part of the pages took at most."""
        return self.waited[min(len(self.waited) - 1, int(len(self.waited) * part))]


def crowd(config: Path, people: Sequence[tuple[str, list[str]]], *, seconds: float) -> People:
    """Let them work for some time, each with his cookie and his pages, and say how long they waited."""
    with _server(config) as port:
        waited: list[float] = []
        failed: list[str] = []
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=_work, args=(port, cookie, pages, number, until, waited, failed))
            for number, (cookie, pages) in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        load = os.getloadavg()[0]
    return People(len(people), sorted(waited), len(failed), len(waited) / seconds, load)


def _work(
    port: int, cookie: str, pages: list[str], number: int, until: float, waited: list[float], failed: list[str]
) -> None:
    chance = random.Random(number)
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(chance.uniform(0, THINK[1]))
    while time.monotonic() < until:
        address = chance.choice(pages)
        begun = time.perf_counter()
        browser.request("GET", address, headers={"Cookie": f"vanthu_session={cookie}"})
        answer = browser.getresponse()
        answer.read()
        waited.append(time.perf_counter() - begun)
        if answer.status != 200:
            failed.append(address)
        time.sleep(chance.uniform(*THINK))


@contextmanager
def _server(config: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "vanthu.cli", "office", "serve", "--port", str(port)]
    log = (config.parent / "serve.log").open("wb")
    server = subprocess.Popen(
        command, env=os.environ | {"VANTHU_OFFICE_CONFIG": str(config)}, stdout=log, stderr=subprocess.STDOUT
    )
    tie(server)
    try:
        _await(server, port, config.parent / "serve.log")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=READY_SECONDS)
        log.close()


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            browser = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            browser.request("GET", "/suc-khoe/song")
            if browser.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
