"""What a test or the demonstration starts beside itself ends with it, even where it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vanthu.runtime.companions import _started, _with_its_own

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

SERVER = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(600)"
)
PARENT = """
import subprocess, sys, threading, time
from pathlib import Path
from vanthu.runtime.companions import tie
made = []
def start(code):
    made.append(subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True))
    tie(made[-1], folder=Path(sys.argv[1]))
thread = threading.Thread(target=start, args=(sys.argv[2],))
thread.start()
thread.join()
print(made[0].pid, flush=True)
{then}
"""


def parent(folder: Path, code: str, then: str = "time.sleep(600)") -> subprocess.Popen[str]:
    """A process that starts a companion from a thread which ends, and tells its number."""
    command = [sys.executable, "-c", PARENT.format(then=then), str(folder), code]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def tree(pid: int) -> list[tuple[int, str]]:
    since = _started(pid)
    return list(_with_its_own(pid, since)) if since else []


def gone(processes: list[tuple[int, str]], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while any(_started(pid) == since for pid, since in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_who_is_killed_leaves_nothing_behind_neither_processes_of_companions_nor_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with parent(folder, SERVER) as process:
        told(process)
        left = wait_for(process.pid, 4)  # itself, the companion with a child, the watcher
        process.send_signal(signal.SIGKILL)
        assert gone(left)
    assert not folder.exists()


def test_a_companion_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    with parent(tmp_path / "data", SERVER) as process:
        left = wait_for(told(process), 2)
        time.sleep(0.3)
        assert not gone(left, 0)
        process.kill()
        assert gone(left)


def test_what_does_not_end_when_asked_is_ended(tmp_path: Path) -> None:
    with parent(
        tmp_path / "data", STUBBORN, then="made[0].stdout.readline(); print(0, flush=True); time.sleep(600)"
    ) as process:
        left = tree(told(process))
        told(process)  # it does not listen any more
        process.kill()
        assert gone(left)


def test_who_ends_in_order_is_not_held_up(tmp_path: Path) -> None:
    began = time.monotonic()
    with parent(tmp_path / "data", "pass", then="made[0].wait()") as process:
        told(process)
        assert process.wait(30) == 0
    assert time.monotonic() - began < 8


def test_a_number_that_was_given_anew_is_not_taken_for_the_companion() -> None:
    assert _started(os.getpid()) is not None
    assert _started(2**22 + 1) is None


def wait_for(pid: int, count: int) -> list[tuple[int, str]]:
    deadline = time.monotonic() + 20
    while len(found := tree(pid)) < count:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found
