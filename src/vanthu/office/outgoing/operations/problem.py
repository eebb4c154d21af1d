"""What is wrong with one place of a draft."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a draft; `grave` ones hinder even saving."""

    field: str
    code: str
    sentence: str
    grave: bool = False
