"""The world of the demonstration, built once a test run for all tests with real processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.system import worlds


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A world with keys, people and registry, built once for the whole test run.

    While writing tests, VANTHU_TEST_WORLD names a folder where it stays for the next run.
    """
    kept = os.environ.get("VANTHU_TEST_WORLD")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        return worlds.prepared(Path(kept))
    base = tmp_path_factory.getbasetemp()
    return worlds.prepared(base if worker_id == "master" else base.parent)
