"""Bytes are kept under their hash, once, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from vanthu.office.files import operations, queries
from vanthu.office.files.models import StoredFile
from vanthu.office.testing.cast import MONDAY
from vanthu.runtime.store import BytesMissing, StoreFull

pytestmark = pytest.mark.django_db


def keep(source: object, at: datetime = MONDAY) -> StoredFile:
    return operations.keep(source, media_type="application/pdf", at=at)  # type: ignore[arg-type]


def test_bytes_a_stream_and_pieces_are_kept_alike() -> None:
    content = os.urandom(3 << 20)
    pieces: Iterator[bytes] = (content[start : start + 1000] for start in range(0, len(content), 1000))
    kept = {keep(source).sha256 for source in (content, io.BytesIO(content), pieces)}
    assert kept == {hashlib.sha256(content).hexdigest()}
    (sha256,) = kept
    assert queries.read(sha256) == content
    assert queries.stored(sha256).size == len(content)
    with queries.open_file(sha256) as stream:
        assert stream.read(10) == content[:10]


def test_keeping_the_same_bytes_again_changes_nothing() -> None:
    first = keep(b"same")
    again = operations.keep(b"same", media_type="text/plain", at=MONDAY.replace(year=2027))
    assert (again.pk, again.media_type, again.kept_at) == (first.pk, "application/pdf", MONDAY)


def test_the_folders_are_made_for_the_first_file_and_not_for_every_one(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(b"the first")
    made: list[object] = []
    monkeypatch.setattr(os, "mkdir", lambda path, *_: made.append(path))
    keep(b"the second")
    assert made == []


def test_a_full_disk_keeps_nothing_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull) as refused:
        keep(b"does not fit")
    assert "đã đầy" in refused.value.sentence
    assert not StoredFile.objects.filter(pk=hashlib.sha256(b"does not fit").hexdigest()).exists()
    assert not queries.store().has(hashlib.sha256(b"does not fit").hexdigest())


def test_bytes_that_were_never_kept_are_named() -> None:
    for ask in (queries.path_of, queries.open_file, queries.read, queries.stored):
        with pytest.raises(BytesMissing) as missing:
            ask("0" * 64)
        assert "0" * 64 in missing.value.sentence


def test_kept_files_are_read_only_on_the_disk() -> None:
    path: Path = queries.path_of(keep(b"read only").sha256)
    assert path.stat().st_mode & 0o222 == 0
