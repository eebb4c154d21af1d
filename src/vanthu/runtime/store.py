"""Bytes under their SHA-256, on a file system, written once and never changed."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vanthu.runtime.errors import VanThuError

CHUNK = 1 << 20


class StoreFull(VanThuError):
    """The disk took no more bytes; what was begun was removed again."""

    code = "VT-KHO-DAY"
    template = (
        "Ổ đĩa lưu trữ đã đầy nên chưa lưu được tệp; không có gì bị mất hay lưu dở. "
        "Hãy báo người quản trị giải phóng dung lượng rồi thực hiện lại."
    )
    http_status = 507


class BytesMissing(VanThuError):
    """The store does not hold the bytes of a hash, or holds others."""

    code = "VT-KHO-MAT"
    template = (
        "Không tìm thấy nội dung tệp {sha256} trong kho lưu trữ. Hãy báo người quản trị khôi phục từ bản sao lưu."
    )
    http_status = 500


@dataclass(frozen=True)
class Kept:
    """Bytes that are on the disk: their lower-case hex SHA-256 and their number."""

    sha256: str
    size: int


@contextmanager
def full_disk_named() -> Iterator[None]:
    """Turn the system's word for a full disk into StoreFull; every other error passes."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise StoreFull from error
        raise


class ByteStore:
    """Files named by their SHA-256, in 256 folders.

    The folders are all made before the first file: a name made later would need fsyncs of its own, which most files
    would pay for in a deeper tree. A file system of today finds a name among a hundred thousand as fast as among ten.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._prepared = False

    def keep(self, source: bytes | BinaryIO | Iterable[bytes]) -> Kept:
        """Store the bytes, on the disk (fsync of file and folder) before this returns.

        Storing the same bytes again changes nothing. Raises StoreFull when the disk is full.
        """
        digest = hashlib.sha256()
        return self.keep_hashed(_hashed(source, digest), digest)

    def keep_hashed(self, source: Iterable[bytes], digest: hashlib._Hash) -> Kept:
        """Store as `keep` does what a source gives that feeds `digest` (SHA-256) itself, in time for its last piece."""
        with full_disk_named():
            return self._keep(source, digest)

    def path(self, sha256: str) -> Path:
        """Return where the bytes lie; raises BytesMissing when they are not there."""
        path = self._place(sha256)
        if not path.is_file():
            raise BytesMissing(sha256=sha256)
        return path

    def open(self, sha256: str) -> BinaryIO:
        """Open the bytes for reading; raises BytesMissing."""
        return self.path(sha256).open("rb")

    def read(self, sha256: str) -> bytes:
        """Return the bytes; raises BytesMissing. For large content prefer `open`."""
        return self.path(sha256).read_bytes()

    def has(self, sha256: str) -> bool:
        """Tell whether the bytes are here."""
        return self._place(sha256).is_file()

    def remove(self, sha256: str) -> None:
        """Destroy the bytes for good; nothing happens when they are not here."""
        place = self._place(sha256)
        if place.is_file():
            place.unlink()
            _sync_folder(place.parent)

    def _keep(self, source: Iterable[bytes], digest: hashlib._Hash) -> Kept:
        size = 0
        temporary, handle = self._temporary()
        try:
            try:
                for chunk in source:
                    size += len(chunk)
                    _write(handle, chunk)
                os.fsync(handle)
            finally:
                os.close(handle)
            self._adopt(temporary, digest.hexdigest())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return Kept(digest.hexdigest(), size)

    def _temporary(self) -> tuple[Path, int]:
        if not self._prepared:
            self._prepare()
        path = self._incoming / uuid.uuid4().hex
        return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o440)

    def _prepare(self) -> None:
        """Make the folders and let their names last; whoever made them may not have come to that."""
        for folder in (self._incoming, *(self._root / f"{number:02x}" for number in range(256))):
            folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(self._root)
        _sync_folder(self._root.parent)
        self._prepared = True

    def _adopt(self, temporary: Path, sha256: str) -> None:
        place = self._place(sha256)
        if place.is_file():
            temporary.unlink()
        else:
            temporary.replace(place)
        # Also when the file was there: whoever put it there may not have come to this yet.
        _sync_folder(place.parent)

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


def _chunks(source: bytes | BinaryIO | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(source, bytes):
        return (source,)
    if hasattr(source, "read"):
        return iter(lambda: source.read(CHUNK), b"")
    return source


def _hashed(source: bytes | BinaryIO | Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for chunk in _chunks(source):
        digest.update(chunk)
        yield chunk


def _write(handle: int, data: bytes) -> None:
    """Write all of it. A file object would ask the system three things first, and let other threads in each time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
