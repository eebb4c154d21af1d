"""How much of everything one run of the measurement does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """`seconds` is the length of one measurement, after `warm_up` of them.

    `sizes` are the bytes of a package by what a row calls them.
    """

    seconds: float
    warm_up: float
    sizes: dict[str, int]
    recipients: tuple[int, ...]
    databases: tuple[str, ...]
    mailbox: int
    list_pages: int
    pick_up: int
    letters: int
    as2_messages: int
    cpu_calls: int
    idle_seconds: float
    connections: int = 16
    workers: int = 2
    threads: int = 20


FULL = Plan(
    seconds=10,
    warm_up=3,
    sizes={"100 KB": 100_000, "1 MB": 1_000_000, "20 MB": 20_000_000},
    recipients=(1, 50),
    databases=("SQLite", "PostgreSQL"),
    mailbox=1_000_000,
    list_pages=400,
    pick_up=2000,
    letters=1000,
    as2_messages=400,
    cpu_calls=300,
    idle_seconds=180,
)
QUICK = Plan(
    seconds=0.5,
    warm_up=0.3,
    sizes={"100 KB": 100_000, "2 MB": 2_000_000},
    recipients=(1, 50),
    databases=("SQLite", "PostgreSQL"),
    mailbox=5_000,
    list_pages=15,
    pick_up=40,
    letters=6,
    as2_messages=12,
    cpu_calls=5,
    idle_seconds=2,
)
"""Shows that every part works; its figures mean nothing."""
