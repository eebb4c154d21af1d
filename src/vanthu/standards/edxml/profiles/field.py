"""What a profile says about one element."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from vanthu.standards.edxml.findings import Severity


@dataclass(frozen=True)
class Field:
    """`owner` is the element that is judged each time it occurs, `name` the path below it.

    `required`: how bad its absence is; `most`: characters before a warning (an error from four times as many).
    """

    owner: str
    name: str
    most: int | None = None
    required: Severity | None = None

    @cached_property
    def path(self) -> str:
        return f"{self.owner}.{self.name}"
