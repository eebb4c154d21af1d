"""A full disk seen through the database is told like a full disk seen through the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from vanthu.runtime.store import StoreFull

_SAYS_FULL = ("disk is full", "No space left on device", "could not extend file", "disk I/O error")


@contextmanager
def full_disk_named() -> Iterator[None]:
    """Turn the database's complaint about a full disk into StoreFull; everything else passes."""
    try:
        yield
    except OperationalError as error:
        if any(words in str(error) for words in _SAYS_FULL):
            raise StoreFull from error
        raise
