"""A real axis in a process of its own, with a database and a store of its own, on a free port of the loopback."""

from __future__ import annotations

import os
import resource
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vanthu.runtime.companions import tie
from vanthu.runtime.ports import free_port

START_SECONDS = 60
ORGAN_ID = "VN.TRUC"


@dataclass(frozen=True)
class RunningAxis:
    """Where a test axis listens, what it was told, and where it keeps things."""

    port: int
    folder: Path
    environment: Mapping[str, str]
    pid: int

    @property
    def endpoint(self) -> str:
        """Return the address for clients."""
        return f"http://127.0.0.1:{self.port}/vxp"

    def vanthu(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `vanthu axis …` with this axis's settings."""
        return run_vanthu(*arguments, environment=self.environment)

    def log(self) -> str:
        """Return what the server has written so far."""
        return (self.folder / "log").read_text(encoding="utf-8")


def run_vanthu(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `vanthu axis …` to its end and return what it said."""
    command = [sys.executable, "-m", "vanthu.cli", "axis", *arguments]
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def running_axis(
    folder: Path,
    *,
    seed: str,
    states: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    workers: int = 1,
    threads: int = 4,
    largest_file: int | None = None,
) -> Iterator[RunningAxis]:
    """Start an axis in `folder` and stop it in the end.

    `seed` is the TOML for `vanthu axis load`, `states` are "lock=CODE" and "replace=OLD>NEW"; `settings` are values
    of VANTHU_AXIS_… without the prefix; `largest_file` is the size in bytes at which the kernel tells the server that
    the disk takes no more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    environment = _environment(folder, settings or {})
    (folder / "seed.toml").write_text(seed, encoding="utf-8")
    prepare = [sys.executable, "-m", "vanthu.axis.testing.prepare", str(folder / "seed.toml"), *states]
    subprocess.run(prepare, env=environment, check=True, timeout=120)
    port = free_port()
    command = [sys.executable, "-m", "vanthu.cli", "axis", "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--threads", str(threads)]

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, preexec_fn=limit)  # noqa: PLW1509
        tie(server)
        try:
            _wait_until_healthy(port, server)
            yield RunningAxis(port, folder, environment, server.pid)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    own = {
        "NAME": "Trục kiểm thử",
        "ENVIRONMENT": "development",
        "ORGAN_ID": ORGAN_ID,
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE": f"sqlite:///{folder}/axis.sqlite3",
        "DATA_DIR": str(folder / "data"),
        **settings,
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_AXIS_")}
    inherited.pop("DJANGO_SETTINGS_MODULE", None)
    return inherited | {f"VANTHU_AXIS_{name}": value for name, value in own.items()}


def _wait_until_healthy(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the axis did not start")


def peak_memory(pid: int) -> int:
    """Return the largest resident size of any process of a server, in bytes."""

    def one(process: str) -> int:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
        return max(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))

    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return max(one(process) for process in (str(pid), *children))
