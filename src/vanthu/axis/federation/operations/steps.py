"""The points between two steps at which a worker may die. Production passes them; tests stop there."""

from __future__ import annotations

from collections.abc import Callable

FORWARD = (
    "forward.opened",
    "forward.leased",
    "forward.attempt_begun",
    "forward.traced",
    "forward.sent",
    "forward.noted",
    "follow.asked",
    "follow.leg_noted",
)
PULL = (
    "pull.listed",
    "pull.rows_opened",
    "pull.leased",
    "pull.downloaded",
    "pull.kept",
    "pull.noted_kept",
    "pull.judging",
    "pull.in_transaction",
    "pull.put_down",
    "pull.noticed",
    "pull.told",
    "pull.finished",
)
STEPS = (*FORWARD, *PULL)

on_step: Callable[[str], None] | None = None
"""What a test does at each step."""


def reached(name: str) -> None:
    """Say that a step is over."""
    if on_step is not None:
        on_step(name)
