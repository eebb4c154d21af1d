"""A bell between processes of one machine: whoever put work down rings it, and the worker looks at once.

It only saves time. The rows are the work; a bell nobody hears (another machine, a ring lost in a crash) costs one rest.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

log = logging.getLogger("vanthu.bell")


class Bell:
    """A file whose time of change is the last ring."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ring(self) -> None:
        """Let everybody who listens look for work."""
        now = time.time_ns()
        try:
            self._path.touch()
            # Two rings within one tick of the file system's clock must differ.
            os.utime(self._path, ns=(now, now))
        except OSError as error:
            log.warning("the bell %s does not ring: %s", self._path, error)

    def last(self) -> int:
        """Return when it rang last, in nanoseconds; 0 when it never did."""
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return 0


def ring_after_commit() -> None:
    """Ring `settings.BELL` when the transaction in force is on the disk."""
    path: Path | None = getattr(settings, "BELL", None)
    if path is not None:
        transaction.on_commit(Bell(path).ring)
