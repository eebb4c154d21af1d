"""Verify in a process of its own, with limits: a hostile file may eat memory or time, but not ours.

Each check runs in a fresh process forked from a small server that has the libraries loaded already: loading them anew
would cost several times what the check does.
"""

import multiprocessing
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

from vanthu.standards.signing.findings import Outcome, Role, Verdict
from vanthu.standards.signing.reasons import reason

DEFAULT_MEMORY_MB = 1024
DEFAULT_SECONDS = 60.0

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["vanthu.standards.signing.trust", "vanthu.standards.signing.verification"])
_starting = threading.Lock()


def verify_isolated(
    path: Path,
    trust_dir: Path,
    *,
    at: datetime,
    memory_mb: int = DEFAULT_MEMORY_MB,
    seconds: float = DEFAULT_SECONDS,
    expected: frozenset[Role] = frozenset({Role.PERSON, Role.AGENCY}),
) -> Verdict:
    """`verify` in another process with address space and time limited; a check that breaks the limits gives UNKNOWN.

    Raises `TrustUnreadable` (checked here, before the file is touched).
    """
    from vanthu.standards.signing.trust import Trust

    version = Trust.from_dir(trust_dir).version
    task = {
        "path": str(path),
        "trust": str(trust_dir),
        "at": at.isoformat(),
        "memory": memory_mb * 1024 * 1024,
        "cpu": int(seconds) + 1,
        "expected": sorted(expected),
    }
    answer = _ask(task, seconds)
    try:
        return Verdict.from_json(answer.decode())
    except (ValueError, KeyError, TypeError):
        why = "(không trả lời trong giới hạn)" if not answer else "(trả lời sai)"
        return Verdict(Outcome.UNKNOWN, (), (reason("CHECK_FAILED", why),), at, version)


def _ask(task: dict[str, Any], seconds: float) -> bytes:
    """Return what the process answers; nothing when it died or took too long. It does not outlive this call."""
    ours, theirs = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_answer, args=(theirs, task), daemon=True)
    with _starting, _no_main_module():
        process.start()
    theirs.close()
    try:
        # Bytes, not objects: whatever a hostile file makes of the process, nothing it sends is executed here.
        return ours.recv_bytes() if ours.poll(seconds) else b""
    except (EOFError, OSError):
        return b""
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the program that runs: a process that is started would load it anew, which takes longer than the check."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _answer(to: Connection, task: dict[str, Any]) -> None:
    """Limit this process, verify, answer with the verdict as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (task["memory"], task["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (task["cpu"], task["cpu"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    from vanthu.standards.signing.trust import Trust
    from vanthu.standards.signing.verification import verify

    expected = frozenset(Role(item) for item in task["expected"])
    trust = Trust.from_dir(Path(task["trust"]))
    verdict = verify(Path(task["path"]), trust, at=datetime.fromisoformat(task["at"]), expected=expected)
    to.send_bytes(verdict.to_json().encode())
