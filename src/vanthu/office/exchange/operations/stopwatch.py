"""The time of steps that last: the moment the caller gave, and how long it has been since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

BUDGET_SECONDS = 5.0
"""A worker's verb takes no new work after so long, so that its caller can give it a fresh time."""


@dataclass(frozen=True)
class Stopwatch:
    """Started at `at`."""

    at: datetime
    _started: float = field(default_factory=monotonic)

    @property
    def time(self) -> datetime:
        """The present moment by the caller's clock."""
        return self.at + timedelta(seconds=monotonic() - self._started)

    @property
    def over(self) -> bool:
        """Whether the time for new work is up."""
        return monotonic() - self._started > BUDGET_SECONDS
