"""The published samples of the official SDK, which lie outside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


def sample(name: str) -> Path:
    """Return a sample by its path below the folder of edXML samples; skip the test where they are not there."""
    root = Path(os.environ.get("VANTHU_SAMPLES", ROOT.parent / "shared" / "samples"))
    found = next((folder / name for folder in (root, root / "edxml") if (folder / name).is_file()), None)
    if found is None:
        pytest.skip(f"no sample {name} below {root}: set VANTHU_SAMPLES to the folder of the published samples")
    return found
