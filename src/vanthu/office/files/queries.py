"""Finding and reading stored bytes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from vanthu.office.files.models import StoredFile
from vanthu.runtime.store import BytesMissing, ByteStore


def store() -> ByteStore:
    """Return the byte store of this installation."""
    return _store_in(settings.OFFICE.data_dir / "files")


@cache
def _store_in(folder: Path) -> ByteStore:
    """Return the one store of a folder in this process: each makes its folders anew."""
    return ByteStore(folder)


def drawn(sha256: str) -> Path:
    """Return the folder of what is drawn of a file for reading; it can be drawn anew, and goes when the file does."""
    folder: Path = settings.OFFICE.data_dir / "pages" / sha256[:2] / sha256
    return folder


def path_of(sha256: str) -> Path:
    """Return where the bytes lie; raises BytesMissing."""
    return store().path(sha256)


def open_file(sha256: str) -> BinaryIO:
    """Open the bytes for reading; raises BytesMissing."""
    return store().open(sha256)


def read(sha256: str) -> bytes:
    """Return the bytes; raises BytesMissing. For large content prefer `open_file`."""
    return store().read(sha256)


def stored(sha256: str) -> StoredFile:
    """Return what is known of stored bytes; raises BytesMissing when nothing is."""
    found = StoredFile.objects.filter(pk=sha256).first()
    if found is None:
        raise BytesMissing(sha256=sha256)
    return found


def is_stored(sha256: str) -> bool:
    """Tell whether bytes of this hash were ever kept."""
    return StoredFile.objects.filter(pk=sha256).exists()
