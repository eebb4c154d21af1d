"""Bytes are on the disk before `keep` returns, and a disk that is full keeps nothing half."""

from __future__ import annotations

import errno
import os
import resource
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from vanthu.runtime.store import BytesMissing, ByteStore, StoreFull


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    store = ByteStore(tmp_path)
    kept = store.keep(b"bytes")
    assert kept.size == 5
    assert store.has(kept.sha256)
    assert store.read(kept.sha256) == b"bytes"
    assert store.path(kept.sha256).relative_to(tmp_path).parts == (kept.sha256[:2], kept.sha256)


def test_the_file_is_synced_before_it_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named_at_sync: list[int] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        named_at_sync.append(len([path for path in files(tmp_path) if path.parent.name != "incoming"]))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    store = ByteStore(tmp_path)
    store.keep(b"bytes")
    store.keep(b"more bytes")
    assert named_at_sync == [0, 0, 0, 1, 1, 2], "what leads to it, once; then always the bytes, then what names them"


def test_what_the_system_takes_in_pieces_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    store = ByteStore(tmp_path)
    assert store.read(store.keep(b"more than three bytes").sha256) == b"more than three bytes"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_is_full_at_the_last_moment_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull):
        ByteStore(tmp_path).keep(b"bytes")
    assert files(tmp_path) == []


def test_a_disk_that_is_full_in_the_middle_keeps_nothing(tmp_path: Path) -> None:
    with files_limited_to(1 << 20), pytest.raises(StoreFull):
        ByteStore(tmp_path).keep(b"x" * 65536 for _ in range(64))
    assert files(tmp_path) == []
    assert ByteStore(tmp_path).keep(b"fits").size == 4


def test_a_source_that_breaks_off_keeps_nothing(tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"the first half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        ByteStore(tmp_path).keep(breaking())
    assert files(tmp_path) == []


def test_other_troubles_of_the_disk_are_not_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="input/output"):
        ByteStore(tmp_path).keep(b"bytes")
    assert files(tmp_path) == []


def test_the_same_bytes_from_many_sides_are_one_file(tmp_path: Path) -> None:
    store, ready = ByteStore(tmp_path), threading.Barrier(8)

    def keep(_: int) -> str:
        ready.wait(timeout=30)
        return store.keep(b"same" * 1000).sha256

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(keep, range(8)))) == 1
    assert len(files(tmp_path)) == 1


def test_bytes_that_are_not_there_are_missing(tmp_path: Path) -> None:
    with pytest.raises(BytesMissing):
        ByteStore(tmp_path).read("ab" * 32)
