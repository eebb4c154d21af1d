"""A test run that is killed leaves no server behind: neither PostgreSQL nor an axis nor what checks foreign files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vanthu.runtime.companions import _started, _with_its_own

pytestmark = [pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc"), pytest.mark.slow]

RUN = """
import time
from pathlib import Path

def test_that_is_killed(postgres_url, tmp_path):
    from vanthu.axis.testing.server import running_axis
    from vanthu.runtime.testing.postgres import own_database
    from vanthu.standards.signing import isolation
    database = {"DATABASE": own_database(postgres_url, "killed")}
    with running_axis(tmp_path / "axis", seed="", settings=database):
        isolation.ask_confined(isolation._answer, {}, 5)
        Path("under-way").touch()
        time.sleep(600)
"""


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Where the killed run keeps its data: PostgreSQL, under a user of its own, cannot enter our folders."""
    made = Path(tempfile.mkdtemp(prefix="vanthu-killed-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("processes", ["0", "1"], ids=["alone", "beside others"])
def test_a_test_run_that_is_killed_leaves_no_server_and_no_data_behind(
    tmp_path: Path, scratch: Path, postgres_url: str, processes: str
) -> None:
    (tmp_path / "test_killed.py").write_text(RUN, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "-p", "no:django", "-p", "no:cacheprovider"]
    command += ["-p", "vanthu.runtime.testing.postgres", "--rootdir", str(tmp_path), "-c", os.devnull, "test_killed.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    environment |= {"TMPDIR": str(scratch)}
    with (tmp_path / "log").open("wb") as log:
        run = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _await(tmp_path / "under-way", run, tmp_path / "log")
        own = list(_with_its_own(run.pid, _started(run.pid) or ""))
        assert len(own) > 8, "PostgreSQL with its processes, the server with its worker, the fork server, the watcher"
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    deadline = time.monotonic() + 40
    while left := [pid for pid, since in own if _started(pid) == since]:
        assert time.monotonic() < deadline, [Path(f"/proc/{pid}/cmdline").read_text("utf-8") for pid in left]
        time.sleep(0.1)
    assert list(scratch.glob("vanthu-postgres-*")) == []


def _await(path: Path, run: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while not path.exists():
        assert run.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.1)
