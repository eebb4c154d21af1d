"""Check an evidence file in a process of its own, with limits: see `signing.isolation`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vanthu.standards.confinement import confine
from vanthu.standards.evidence.findings import Finding, Outcome
from vanthu.standards.evidence_file.container import MOST_BYTES
from vanthu.standards.evidence_file.findings import FileVerdict
from vanthu.standards.signing.isolation import ask_confined, require_memory_left

DEFAULT_MEMORY_MB = 1536
DEFAULT_SECONDS = 90.0


def check_isolated(
    path: Path,
    trusted: Iterable[Path],
    *,
    at: datetime,
    memory_mb: int = DEFAULT_MEMORY_MB,
    seconds: float = DEFAULT_SECONDS,
) -> FileVerdict:
    """Judge an evidence file; `trusted`: PEM files and trust folders, none: what the file brings is only compared.

    A check that breaks the limits gives OPEN. Raises `evidence.errors.TrustMissing` (before the file is touched).
    """
    from vanthu.standards.evidence_file.trust import FileTrust

    paths = list(trusted)
    FileTrust.of(paths)
    with TemporaryDirectory(prefix="vanthu-chung-cu-") as folder:
        task = {
            "path": str(path),
            "trusted": [str(item) for item in paths],
            "at": at.isoformat(),
            "folder": folder,
            "memory": memory_mb << 20,
            "cpu": int(seconds) + 1,
        }
        answer = ask_confined(_answer, task, seconds)[0]
    try:
        return FileVerdict.from_json(answer.decode())
    except (ValueError, KeyError, TypeError):
        sentence = "Chưa kiểm tra được: tệp quá lớn hoặc quá phức tạp nên vượt giới hạn bộ nhớ, thời gian."
        return FileVerdict(Outcome.OPEN, (Finding("CONTAINER", None, sentence),), at, at)


def _answer(to: Connection, task: dict[str, Any]) -> None:
    logging.disable()
    confine(memory=task["memory"], cpu_seconds=task["cpu"])

    from vanthu.standards.evidence_file.checking import check
    from vanthu.standards.evidence_file.trust import FileTrust

    with Path(task["path"]).open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    trust = FileTrust.of([Path(item) for item in task["trusted"]])
    verdict = check(data, trust, at=datetime.fromisoformat(task["at"]), folder=Path(task["folder"]))
    require_memory_left()
    to.send_bytes(verdict.to_json().encode())
