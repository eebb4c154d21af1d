"""The processes of the demonstration: started, waited for, stopped by their own id and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from vanthu.runtime.companions import tie

STOP_SECONDS = 10.0


class ProcessFailed(Exception):
    """A process ended or did not answer; the message names it and its log."""


@dataclass
class Process:
    """One program that runs beside us."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    popen: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    starts: int = 0
    """How often it was started."""

    def start(self) -> None:
        """Start it, in a process group of its own, its output appended to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.starts += 1
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "vanthu.cli", *self.arguments],
                env=surroundings(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        tie(self.popen)

    def alive(self) -> bool:
        """Tell whether it runs."""
        return self.popen is not None and self.popen.poll() is None

    def kill(self) -> None:
        """End it at once, as a power cut would (SIGKILL to its whole group)."""
        self._signal(9)
        if self.popen is not None:
            self.popen.wait()

    def ask_to_stop(self) -> None:
        """Ask it to end, without waiting."""
        self._signal(15)

    def stop(self) -> None:
        """Ask it to end, and end it when it does not."""
        self.ask_to_stop()
        if self.popen is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(STOP_SECONDS)
        # Servers have child processes in the group: none may outlive their parent.
        self._signal(9)
        self.popen.wait()

    def _signal(self, number: int) -> None:
        if self.popen is None:
            return
        try:
            os.killpg(self.popen.pid, number)
        except ProcessLookupError:
            return

    def await_http(self, url: str, *, seconds: float = 60.0) -> None:
        """Wait until `url` answers below 500; raises ProcessFailed."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.alive():
                raise ProcessFailed(f"Tiến trình «{self.name}» đã dừng khi khởi động. Xem nhật ký: {self.log}")
            if _answers(url):
                return
            time.sleep(0.05)
        raise ProcessFailed(f"Tiến trình «{self.name}» không trả lời ở {url}. Xem nhật ký: {self.log}")


def surroundings(own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program: ours without settings of other installations, and with its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
    return {**inherited, **own}


_NOT_INHERITED = ("VANTHU_OFFICE_", "VANTHU_AXIS_", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE")
"""Programs start several times faster with compiled bytecode, whatever our own surroundings prefer."""


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code < 500
    except httpx.HTTPError:
        return False


def command(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run `vanthu …` to its end and return what it printed; raises ProcessFailed with it."""
    done = subprocess.run(
        [sys.executable, "-m", "vanthu.cli", *arguments],
        env=surroundings(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProcessFailed(f"Lệnh «vanthu {' '.join(arguments)}» không thành công:\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def running(processes: Sequence[Process]) -> Iterator[None]:
    """Stop every process at the end, whatever happened: all are asked first, so that they end together."""
    try:
        yield
    finally:
        for process in reversed(processes):
            process.ask_to_stop()
        for process in reversed(processes):
            process.stop()
