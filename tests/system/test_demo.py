"""`vanthu demo --once`, as a newcomer types it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from vanthu.cli.demo.processes import surroundings
from vanthu.cli.demo.world import PORTS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("postgresql")]


def test_the_demonstration_tells_its_story_writes_its_report_and_leaves_no_process(tmp_path: Path) -> None:
    with socket.socket() as taken:
        occupy(taken, PORTS["bo"])  # somebody else listens there, as on most machines sooner or later
        done = subprocess.run(
            [sys.executable, "-m", "vanthu.cli", "demo", "--once", "--dir", "trình diễn"],
            cwd=tmp_path,
            env=surroundings({}),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((tmp_path / "demo-report.json").read_text("utf-8"))
    assert set(found) == {
        "number", "notation", "document_id", "hub_id", "package", "package_sha256", "receipt", "issued_pdf",
        "issued_pdf_sha256", "verdict", "verdicts", "statuses",
    }  # fmt: skip
    assert Path(found["issued_pdf"]) == tmp_path / "trình diễn" / "01-BTN-CCVC.pdf"
    assert Path(found["issued_pdf"]).read_bytes().startswith(b"%PDF-")
    for words in ("soạn công văn", "ký số", "phát hành", "HỢP LỆ", "06 Đã hoàn thành", "Số 01/BTN-CCVC", "Báo cáo"):
        assert words in done.stdout
    assert processes_of(tmp_path) == []


def occupy(port: socket.socket, number: int) -> None:
    """Listen on a port unless somebody does already."""
    with suppress(OSError):
        port.bind(("127.0.0.1", number))
        port.listen()


def processes_of(folder: Path) -> list[str]:
    """Return the commands of the processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (process / "cmdline").read_text("utf-8", "replace")
            if str(folder) in command + (process / "environ").read_text("utf-8", "replace"):
                found.append(command.replace("\0", " "))
    return found
