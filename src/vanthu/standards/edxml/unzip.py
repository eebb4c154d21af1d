"""Attachments that arrive inside a ZIP of one entry, as older software sends every file."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vanthu.standards.edxml.content import Content
from vanthu.standards.edxml.limits import MEBI, Limits
from vanthu.standards.edxml.names import extension

MAGIC = b"PK\x03\x04"
_CONTAINERS = frozenset(
    {"zip", "jar", "war", "epub", "kmz", "apk", "asice", "asics", "docx", "docm", "dotx", "xlsx", "xlsm", "xltx"}
    | {"pptx", "pptm", "ppsx", "potx", "vsdx", "odt", "ods", "odp", "odg", "ott", "ots"}
)
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, struct.error, ValueError)
_DIRECTORY_BYTES = MEBI
_CHUNK = 64 * 1024


class UnsafeZip(Exception):
    """The archive is broken, encrypted, or grows beyond the limits; it is kept as it came."""


@dataclass(frozen=True)
class Unwrapped:
    """What lay inside, and the name it had there, which says nothing (a random UUID, often a wrong extension)."""

    content: Content
    entry_name: str


def unwrap(content: Content, *, name: str, into: Path, limits: Limits) -> Unwrapped | None:
    """The single file inside the archive, written to `into`; None when the archive itself is what was sent.

    Raises UnsafeZip.
    """
    try:
        with content.open() as file, _opened(file) as archive:
            entry = _single_entry(archive, name)
            if entry is None:
                return None
            return Unwrapped(_extract(archive, entry, into, _allowed(content.size, limits)), entry.filename)
    except _BROKEN as error:
        raise UnsafeZip(str(error)) from error


def would_unwrap(content: Content, *, name: str) -> bool:
    """Whether a reader would take this file for a wrapper and hand over what is inside."""
    try:
        with content.open() as file:
            if file.read(4) != MAGIC:
                return False
            with _opened(file) as archive:
                return _single_entry(archive, name) is not None
    except (UnsafeZip, *_BROKEN):
        return False


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    """Looks at the directory's size first: `zipfile` would build an object for each of a million hostile entries."""
    file.seek(0, 2)
    start = max(0, file.tell() - 65_557)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22 or tail[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
        raise UnsafeZip("no plain end of directory")
    if struct.unpack("<I", tail[end + 12 : end + 16])[0] > _DIRECTORY_BYTES:
        raise UnsafeZip("directory too large")
    return zipfile.ZipFile(file)


def _single_entry(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo | None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    kind = extension(name)
    if len(entries) != 1:
        return None
    if kind in _CONTAINERS and extension(entries[0].filename) != kind:
        return None
    return entries[0]


def _allowed(packed: int, limits: Limits) -> int:
    """A small archive may hold up to 1 MiB whatever its ratio; blank pages compress very well."""
    return min(limits.unzipped_bytes, max(MEBI, packed * limits.unzip_ratio))


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, allowed: int) -> Content:
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnsafeZip("uncommon compression")
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(entry) as source, into.open("xb") as target:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > allowed:
                    raise UnsafeZip("grows beyond the limit")
                digest.update(chunk)
                target.write(chunk)
    except (UnsafeZip, *_BROKEN):
        into.unlink(missing_ok=True)
        raise
    return Content(size, digest.hexdigest(), into)
