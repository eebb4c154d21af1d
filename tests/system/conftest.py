"""The worlds of the system tests: real processes, real HTTP, each on ports of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import worlds
from vanthu.cli.demo.world import World


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


@pytest.fixture(scope="session")
def world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The running world that the modules of the group «world» share; each leaves it running."""
    with worlds.started(worlds.copied(template, tmp_path_factory.mktemp("world") / "w")) as running:
        yield running
