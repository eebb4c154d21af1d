"""Processes that run beside us end with us, however we end: killed, or with no time to clean up.

`tie(process)` tells a watcher of them. It is a small process that reads from a pipe which only we hold: when we are
gone the pipe is closed, and what is left is asked to end, then ended. The kernel's own way (PR_SET_PDEATHSIG) follows
the thread that started a process, not the process: tests start and end servers from threads.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

GRACE_SECONDS = 3.0
"""How long what is left may take to end in order."""

_lock = threading.Lock()
_watcher: list[subprocess.Popen[str]] = []


def tie(process: subprocess.Popen[Any], *, folder: Path | None = None) -> None:
    """Let a process end with us, and all its own; `folder` is what it leaves behind, removed then.

    Only where the kernel tells of processes in /proc (Linux).
    """
    started = _started(process.pid)
    if started is not None:
        with _lock, suppress(BrokenPipeError):
            told = _pipe()
            told.write(f"{process.pid} {started} {folder or ''}\n")
            told.flush()


def _pipe() -> IO[str]:
    if not _watcher or _watcher[0].poll() is not None:
        _watcher[:] = [
            subprocess.Popen(
                [sys.executable, "-I", "-S", __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,  # what ends our group must not end it
            )
        ]
        atexit.register(_let_go, _watcher[0])
    pipe = _watcher[0].stdin
    assert pipe is not None
    return pipe


def _let_go(watcher: subprocess.Popen[str]) -> None:
    """End the watcher in order; it ends at once when nothing is left."""
    with suppress(BrokenPipeError):
        if watcher.stdin is not None:
            watcher.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        watcher.wait(GRACE_SECONDS + 5)


def _watch() -> None:
    """Read whom to watch until whoever told it is gone, then end what is left."""
    told = [line.rstrip("\n").split(" ", 2) for line in sys.stdin]
    roots = [(int(pid), started) for pid, started, _ in told if _started(int(pid)) == started]
    tree = list(dict.fromkeys(one for root in roots for one in _with_its_own(*root)))
    _end(roots, signal.SIGTERM)  # each ends its own in order
    _end(tree, signal.SIGTERM)
    _end(tree, signal.SIGKILL)
    for _, _, folder in told:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _end(processes: list[tuple[int, str]], number: int) -> None:
    """Send a signal to those that are left, and wait a while for their end."""
    for pid, started in processes:
        with suppress(ProcessLookupError, PermissionError):
            if _started(pid) == started:
                os.kill(pid, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(_started(pid) == started for pid, started in processes):
        time.sleep(0.05)


def _with_its_own(pid: int, started: str) -> Iterator[tuple[int, str]]:
    yield pid, started
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text("ascii").split()):
                since = _started(child)
                if since is not None:
                    yield from _with_its_own(child, since)


def _started(pid: int) -> str | None:
    """Return when a process started, in ticks since the machine did: with its number it names one process alone."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] == "Z" else words[19]


if __name__ == "__main__":
    _watch()
