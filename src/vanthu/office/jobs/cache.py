"""Files of the worker's cache: one for each address, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def file_name(of: str, suffix: str) -> str:
    """Return the name under which what is known by `of` (an address, a fingerprint) is kept."""
    return f"{hashlib.sha256(of.encode()).hexdigest()[:32]}{suffix}"


def write_whole(place: Path, data: bytes) -> None:
    """Put a file in its place at one stroke: whoever reads meanwhile reads the old one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, prefix=".", suffix=".part", delete=False) as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).replace(place)
