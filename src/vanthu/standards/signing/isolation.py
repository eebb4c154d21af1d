"""Verify in a process of its own, with limits: a hostile file may eat memory or time, but not ours."""

import json
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from vanthu.standards.signing.findings import Outcome, Role, Verdict
from vanthu.standards.signing.reasons import reason

DEFAULT_MEMORY_MB = 1024
DEFAULT_SECONDS = 60.0


def verify_isolated(
    path: Path,
    trust_dir: Path,
    *,
    at: datetime,
    memory_mb: int = DEFAULT_MEMORY_MB,
    seconds: float = DEFAULT_SECONDS,
    expected: frozenset[Role] = frozenset({Role.PERSON, Role.AGENCY}),
) -> Verdict:
    """`verify` in a subprocess with address space and time limited; a check that breaks the limits gives UNKNOWN.

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
    command = [sys.executable, "-m", "vanthu.standards.signing.isolation"]
    try:
        done = subprocess.run(
            command, input=json.dumps(task), capture_output=True, text=True, timeout=seconds, check=True
        )
        return Verdict.from_json(done.stdout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, ValueError, KeyError, TypeError) as error:
        failed = reason("CHECK_FAILED", f"({type(error).__name__})")
        return Verdict(Outcome.UNKNOWN, (), (failed,), at, version)


def _main() -> None:
    """Read the task from standard input, limit ourselves, then verify."""
    task = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (task["memory"], task["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (task["cpu"], task["cpu"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    from vanthu.standards.signing.trust import Trust
    from vanthu.standards.signing.verification import verify

    expected = frozenset(Role(item) for item in task["expected"])
    trust = Trust.from_dir(Path(task["trust"]))
    verdict = verify(Path(task["path"]), trust, at=datetime.fromisoformat(task["at"]), expected=expected)
    sys.stdout.write(verdict.to_json())


if __name__ == "__main__":
    _main()
