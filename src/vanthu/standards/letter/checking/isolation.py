"""Check in a process of its own, with limits: a hostile file may eat memory or time, or end the process, but not ours.

`python -m vanthu.standards.letter.checking.isolation FOLDER KIND MEMORY_MB CPU_SECONDS` is that process; it reads
van-ban.pdf (and van-ban.docx, of which the PDF was made) in the folder and prints the report as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from vanthu.standards.confinement import confine

DEFAULT_SECONDS = 120.0
DEFAULT_MEMORY_MB = 2048
_PDF, _DOCX = "van-ban.pdf", "van-ban.docx"


def check_isolated(
    pdf: bytes,
    *,
    docx: bytes | None = None,
    kind: str = "",
    seconds: float = DEFAULT_SECONDS,
    memory_mb: int = DEFAULT_MEMORY_MB,
) -> dict[str, Any]:
    """The report on a PDF as `vanthu letter check --json` prints it; together with the DOCX it was made of, if any.

    `kind`: the key of the type it is meant to be. Where it cannot be judged: {"readable": False, "code", "sentence"}.
    """
    from vanthu.standards.letter.checking.errors import CheckRefused

    with tempfile.TemporaryDirectory(prefix="vanthu-the-thuc-") as name:
        folder = Path(name)
        (folder / _PDF).write_bytes(pdf)
        if docx is not None:
            (folder / _DOCX).write_bytes(docx)
        answer = _asked(folder, kind, seconds, memory_mb)
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError:
        return _unreadable(CheckRefused("letter.check.limits"))
    return found


def _asked(folder: Path, kind: str, seconds: float, memory_mb: int) -> bytes:
    """What the process prints; nothing when it died or took too long."""
    command = [sys.executable, "-I", "-m", __name__, str(folder), kind, str(memory_mb), str(int(seconds) + 1)]
    surroundings = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=surroundings)
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


def report_as_json(pdf: bytes, docx: bytes | None, kind: str) -> dict[str, Any]:
    """What the process answers, without a process: for files of our own, and for tests."""
    from vanthu.standards.letter.catalogue import TYPES
    from vanthu.standards.letter.checking.errors import CheckRefused
    from vanthu.standards.letter.checking.files import report_on_docx
    from vanthu.standards.letter.checking.model import as_json
    from vanthu.standards.letter.checking.running import report_on_pdf

    expected = TYPES.get(kind)
    try:
        if docx is None:
            return as_json(report_on_pdf(pdf, expected=expected), file=_PDF)
        return as_json(report_on_docx(docx, pdf, expected=expected), file=_DOCX)
    except CheckRefused as refused:
        return _unreadable(refused)


def _unreadable(refused: Any) -> dict[str, Any]:
    return {"readable": False, "code": refused.code, "sentence": refused.sentence}


def _main(folder: Path, kind: str, memory_mb: int, cpu_seconds: int) -> None:
    confine(memory=memory_mb * 1024 * 1024, cpu_seconds=cpu_seconds)
    docx = folder / _DOCX
    found = report_as_json((folder / _PDF).read_bytes(), docx.read_bytes() if docx.is_file() else None, kind)
    sys.stdout.write(json.dumps(found, ensure_ascii=True))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
