"""What a test run of the axis needs before Django reads its settings: pytest loads this with `-p`, first of all."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[4]

os.environ.setdefault("VANTHU_AXIS_CONFIG", str(ROOT / "tests" / "axis.toml"))
os.environ.setdefault("VANTHU_SAMPLES", str(ROOT.parent / "shared" / "samples"))
