"""The command `vanthu demo`."""

from __future__ import annotations


def run(once: bool = False) -> None:
    """Chạy hành trình của một công văn, từ dự thảo đến hoàn thành."""
