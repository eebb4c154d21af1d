"""Where the published sample packages are, and one small package to begin from."""

import os
from pathlib import Path

import pytest


def samples_root() -> Path:
    default = Path(__file__).parents[6] / "shared" / "samples" / "edxml"
    given = Path(os.environ.get("VANTHU_SAMPLES", default))
    return given / "edxml" if (given / "edxml").is_dir() else given


def sample_paths(folder: str) -> list[Path]:
    return sorted((samples_root() / folder).glob("*.edxml"))


@pytest.fixture
def samples() -> Path:
    if not samples_root().is_dir():
        pytest.skip(f"no sample packages at {samples_root()}; set VANTHU_SAMPLES")
    return samples_root()
