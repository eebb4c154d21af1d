"""Keeping bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from vanthu.office.files import queries
from vanthu.office.files.models import StoredFile
from vanthu.runtime.transactions import write


def destroy(sha256: str) -> None:
    """Remove bytes from the store, and the pictures drawn of them; what is known of them stays.

    The caller has made sure that nobody needs them.
    """
    queries.store().remove(sha256)
    shutil.rmtree(queries.drawn(sha256), ignore_errors=True)


def keep(source: bytes | BinaryIO | Iterable[bytes], *, media_type: str, at: datetime) -> StoredFile:
    """Store bytes under their SHA-256, on the disk before this returns; the same bytes again are one file.

    Raises StoreFull, then nothing is kept. Large content is best kept before a transaction begins.
    """
    kept = queries.store().keep(source)
    with write():
        row, _ = StoredFile.objects.get_or_create(
            sha256=kept.sha256, defaults={"size": kept.size, "media_type": media_type, "kept_at": at}
        )
    return row
