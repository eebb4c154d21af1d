"""A folder for what is being worked on, on the disk of the store: packages are too big for a /tmp in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from vanthu.runtime.store import full_disk_named


@contextmanager
def workplace() -> Iterator[Path]:
    """Yield an empty folder that is gone afterwards; raises StoreFull when the disk fills up meanwhile."""
    root: Path = settings.OFFICE.data_dir / "tmp"
    with full_disk_named():
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=root) as folder:
            yield Path(folder)
