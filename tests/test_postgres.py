"""The domains of the office keep their rules on PostgreSQL too: their tests run again in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOMAINS = ROOT / "src" / "vanthu" / "office"


ELSEWHERE = frozenset({"web", "outgoing", "signatures", "journeys", "jobs"})
"""Mostly pages, PDFs and keys, for which the engine is all the same. Their tables meet PostgreSQL in the journey, and
where numbers are taken at the same moment."""


def domains() -> list[str]:
    folders = [path for path in DOMAINS.glob("*/tests") if any(path.glob("test_*.py"))]
    return sorted(str(path.relative_to(ROOT)) for path in folders if path.parent.name not in ELSEWHERE)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_the_tests_of_the_domains_pass_on_postgresql(postgres_url: str) -> None:
    environment = {**os.environ, "VANTHU_OFFICE_DATABASE": postgres_url}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    folders = ["tests/office", "src/vanthu/runtime/tests", *domains()]
    assert len(folders) > 8
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not browser and not postgres and not slow", *folders]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
