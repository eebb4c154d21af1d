"""What a test run needs before Django reads its settings: pytest loads this with `-p`, ahead of every other plugin."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[4]

os.environ.setdefault("VANTHU_OFFICE_CONFIG", str(ROOT / "tests" / "office.toml"))
os.environ.setdefault("VANTHU_SAMPLES", str(ROOT.parent / "shared" / "samples"))
