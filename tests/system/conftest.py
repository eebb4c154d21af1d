"""The worlds of the system tests: real processes, real HTTP, each on ports of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import worlds
from vanthu.cli.demo.world import World


@pytest.fixture(scope="package")
def world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The running world that the modules of the group «world» share; it ends with them: its processes cost time."""
    with worlds.started(worlds.copied(template, tmp_path_factory.mktemp("world") / "w")) as running:
        yield running
