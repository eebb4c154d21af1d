"""Add the trace of one node to a package without touching any other byte."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO


def append_trace_header(source: Path | BinaryIO, out: BinaryIO, *, organ_id: str, timestamp: datetime) -> bool:
    """True when a header was added; a status message carries none and is copied as it is (False)."""
    raise NotImplementedError
