"""Processes that are killed at random moments, and people who try again as people do."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.system import worlds
from vanthu.cli.demo.human import CannotDo, Human
from vanthu.cli.demo.people import PASSWORD, someone
from vanthu.cli.demo.processes import Process
from vanthu.cli.demo.world import World

PIN = someone("chi").pin
MOST_REFUSALS = 60
"""How often in a row a page may say no before it is no longer the fault of the killer."""
STAMPING_SECONDS = 3.0
"""How long a living worker takes at most to get a time stamp."""


@dataclass
class Killer:
    """Kills one process after another with SIGKILL and starts it again at once.

    A process is killed only after it has come up since the last time, so that work goes on however slow the machine
    is; how long after is the seed's choice.
    """

    world: World
    seed: int
    victims: Sequence[Process]
    most: int
    killed: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def rage(self) -> None:
        """Go on until told to stop or all kills are spent."""
        chance = random.Random(self.seed)
        while not self._stop.is_set() and len(self.killed) < self.most:
            victim = chance.choice(self.victims)
            if self._is_up(victim):
                self._stop.wait(chance.uniform(0.1, 1.5))
                victim.kill()
                self.killed.append(victim.name)
                victim.start()

    def _is_up(self, victim: Process) -> bool:
        while not self._stop.wait(0.05):
            if _answers(self.world, victim):
                return True
        return False

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Rage beside what is done inside; everything is up again afterwards."""
        thread = threading.Thread(target=self.rage, name="killer", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()
        for victim in self.victims:
            while not _answers(self.world, victim):
                assert victim.alive(), f"{victim.name} does not start again; see {victim.log}"
                time.sleep(0.05)


def _answers(world: World, process: Process) -> bool:
    """Tell whether a process has come up since it was last started."""
    addresses = {
        "trục": f"{world.url('axis')}/health",
        "văn phòng bo": f"{world.url('bo')}/dang-nhap",
        "văn phòng tinh": f"{world.url('tinh')}/dang-nhap",
    }
    if process.name not in addresses:
        # A worker says so in its log each time it begins.
        begun = process.log.read_text("utf-8", "replace").count("Xử lý nền đang chạy.")
        return begun == process.starts
    try:
        return httpx.get(addresses[process.name], timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@dataclass
class Stubborn:
    """Somebody who reloads the page and presses again when the server went away."""

    world: World
    username: str
    deadline: float
    last: str = ""
    _human: Human | None = None

    def insist(self, do: Callable[[Human], bool]) -> None:
        """Do it again and again until it returns True; the test fails when that never comes."""
        stuck = 0
        while True:
            try:
                if do(self.human):
                    return
                stuck = 0
            except httpx.HTTPError as error:
                self.last = repr(error)
                time.sleep(0.1)
            except CannotDo as error:
                self.last, stuck = str(error), stuck + 1
                time.sleep(0.1)
            patient = time.monotonic() < self.deadline and stuck < MOST_REFUSALS
            assert patient, f"{self.username} gave up. Last trouble: {self.last}"

    @property
    def human(self) -> Human:
        """The person, logged in; logs in again after a log-in that failed."""
        if self._human is None:
            human = Human(self.username, self.world.url(someone(self.username).office))
            human.log_in(self.username, PASSWORD)
            self._human = human
        return self._human


def issue(clerk: Stubborn, document_id: str) -> bool:
    """Number, seal and issue a signed letter; False when its signature waits for the lease of a dead process."""
    address, waiting = f"/van-ban-di/{document_id}", False

    def once(human: Human) -> bool:
        nonlocal waiting
        sealed = done(human, f"{address}/cap-so-dong-dau", pin=PIN)
        waiting = still_waits(human, address)
        if not waiting and done(human, f"{address}/phat-hanh"):
            return True
        # Something came between: the page tells how far the letter is.
        human.open(address)
        if not (sealed or waiting or state_of(human) == "Đã phát hành"):
            raise CannotDo(human.said())
        return waiting or state_of(human) == "Đã phát hành"

    clerk.insist(once)
    return not waiting


def still_waits(human: Human, address: str) -> bool:
    """Tell whether a signature has no time stamp yet, although a worker that lives would have got it by now."""
    until = time.monotonic() + STAMPING_SECONDS
    while True:
        human.open(address)
        if not human.sees("đang chờ dấu thời gian"):
            return False
        if time.monotonic() > until:
            return True
        time.sleep(0.1)


def register_all(clerk: Stubborn, is_over: Callable[[], bool]) -> None:
    """Register whatever stands in the clerk's queue until nothing more will come."""

    def once(human: Human) -> bool:
        over = is_over()
        human.open("/van-ban-den/?tab=cho-vao-so")
        waiting = set(re.findall(r"/van-ban-den/[0-9a-f-]{36}", worlds.source(human)))
        for address in waiting:
            done(human, f"{address}/vao-so")
        if not waiting:
            time.sleep(0.3)
        return over and not waiting

    clerk.insist(once)


def done(human: Human, address: str, **typed: str) -> bool:
    """Send the form of a verb without looking at pages before and after; tell whether the office did it."""
    token = human.http.cookies.get("csrftoken") or ""
    fields = {"csrfmiddlewaretoken": token, **typed}
    answer = human.http.post(address, data=fields, follow_redirects=False)
    if "/dang-nhap" in answer.headers.get("location", ""):
        raise CannotDo(f"{human.name} phải đăng nhập lại")
    return answer.status_code in {204, 302}


def state_of(human: Human) -> str:
    """Return the state that a document's page shows beside its title."""
    return " ".join(human.page.xpath("string(//*[@class='crumbs']/*[contains(@class,'state')])").split())
