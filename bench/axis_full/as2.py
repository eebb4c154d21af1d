"""django-pyas2, signed messages and signed MDNs, from a virtual environment of its own: what it receives and carries.

`as2_site.py` is the program inside that environment, with which nothing is shared but its command line.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.axis_full.plan import Plan
from bench.rows import Row
from vanthu.runtime.companions import tie
from vanthu.runtime.ports import free_port

CACHE = Path(__file__).parents[1] / ".cache" / "as2"
WANTED = ("django-pyas2==1.2.3", "granian>=2.5", "psycopg[binary,pool]>=3.2")
SITE = Path(__file__).with_name("as2_site.py")
SENDERS = 4


class As2Unavailable(Exception):
    """It cannot be installed or does not start; the message says why."""


def measure(folder: Path, kind: str, url: str, size: int, label: str, plan: Plan) -> list[Row]:
    """Return what one site receives a second from ready-made messages, and what one carries to another."""
    python = _python()
    names = {"receiving": url, "sending": f"sqlite:///{folder}/as2-sending.sqlite3"}
    sites = {name: _site(folder / f"as2-{name}-{kind}", database) for name, database in names.items()}
    port = free_port()
    for name, environment in sites.items():
        _run(
            python, environment, "prepare", name, f"http://127.0.0.1:{port}/pyas2/as2receive", str(folder / "as2-keys")
        )
    with _serving(python, sites["receiving"], port, plan, folder):
        asked = [str(size), str(plan.as2_messages)]
        received = _run(python, sites["sending"], "post", *asked, str(plan.connections))
        carried = _run(python, sites["sending"], "carry", *asked, str(SENDERS))
        kept = _run(python, sites["receiving"], "count")
    if kept["good"] != 2 * plan.as2_messages:
        raise RuntimeError(f"django-pyas2 kept {kept} of {2 * plan.as2_messages} messages")
    told = f"{plan.as2_messages} messages, signed, signed MDN"
    return [
        Row(f"django-pyas2 on {kind}: {label} received", received["rate"], "per second", told),
        Row(f"django-pyas2 on {kind}: {label} carried, MDN kept by the sender", carried["rate"], "per second", told),
    ]


def _python() -> Path:
    """Return the interpreter of the environment, made on the first run. Raises As2Unavailable."""
    python = CACHE / "bin" / "python"
    if (CACHE / "complete").exists():
        return python
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    if not Path(uv).exists():
        raise As2Unavailable("uv is not here to make its environment")
    for command in ([uv, "venv", "-q", "--clear", CACHE], [uv, "pip", "install", "-q", "--python", python, *WANTED]):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise As2Unavailable(f"it could not be installed: {done.stderr.strip()[-400:]}")
    _let_it_know_openssl()
    (CACHE / "complete").touch()
    return python


def _let_it_know_openssl() -> None:
    """Its library oscrypto 1.3.0 reads the last part of OpenSSL's version as one digit and refuses 3.0.10 and later."""
    for file in CACHE.glob("lib/python*/site-packages/oscrypto/_openssl/_libcrypto_c*.py"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(r"\\.\\d[a-z]*)", r"\\.\\d+[a-z]*)"), encoding="utf-8")


def _site(folder: Path, url: str) -> dict[str, str]:
    folder.mkdir()
    # Away from our own package, which Python would otherwise load with it.
    shutil.copy(SITE, folder)
    return os.environ | {"AS2_FOLDER": str(folder), "AS2_DATABASE": url, "DJANGO_SETTINGS_MODULE": "as2_site"}


def _run(python: Path, environment: dict[str, str], *arguments: str) -> dict[str, float]:
    command = [str(python), SITE.name, *arguments]
    done = subprocess.run(
        command,
        env=environment,
        cwd=environment["AS2_FOLDER"],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"django-pyas2 failed at {arguments[0]}: {done.stderr[-2000:]}")
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextmanager
def _serving(python: Path, environment: dict[str, str], port: int, plan: Plan, folder: Path) -> Iterator[None]:
    command = [str(python.with_name("granian")), "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(plan.workers), "--blocking-threads", "8", "as2_site:application"]
    with (folder / "as2.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=environment["AS2_FOLDER"], stdout=log, stderr=log)
        tie(server)
        try:
            _await(server, port, folder / "as2.log")
            yield
        finally:
            server.terminate()
            server.wait(timeout=60)


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/pyas2/as2receive", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise As2Unavailable(f"it did not start: {log.read_text(errors='replace')[-600:]}")
