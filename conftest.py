"""What every test run needs before Django is loaded."""

import os
from pathlib import Path

HERE = Path(__file__).parent
os.environ.setdefault("VANTHU_OFFICE_CONFIG", str(HERE / "tests" / "office.toml"))
os.environ.setdefault("VANTHU_SAMPLES", str(HERE.parent / "shared" / "samples"))
