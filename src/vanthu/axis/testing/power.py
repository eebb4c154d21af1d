"""What a power cut would leave of the files below a folder, told from what this process has fsynced.

A file's bytes last once the file was fsynced; a name lasts once the folder it stands in was fsynced after the name
was made. Everything else counts as lost, which is harsher than most file systems are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


class Disk:
    """Follows mkdir, rename and fsync of this process."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: set[Path] = set()
        self._bytes: set[int] = set()
        self.log: list[str] = []

    def lasts(self, path: Path) -> bool:
        """Tell whether this file would be there, whole and under its name, after a power cut now."""
        steps = [path, *path.parents]
        names = steps[: steps.index(self._root)]
        return path.stat().st_ino in self._bytes and all(name in self._names for name in names)

    def synced(self, descriptor: int) -> None:
        """Note an fsync."""
        place = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        if place.is_dir():
            self._names.update(place.iterdir())
        else:
            self._bytes.add(os.fstat(descriptor).st_ino)
        self.log.append(f"fsync {'folder' if place.is_dir() else 'file'}")

    def renamed(self, target: Path) -> None:
        """Note a new name: it lasts only from the next fsync of its folder."""
        self._names.discard(target)
        self.log.append("rename")


@contextmanager
def followed(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """Follow what happens below `root`, which itself is taken to last."""
    disk, fsync, replace = Disk(root), os.fsync, os.replace

    def on_fsync(descriptor: Any) -> None:
        fsync(descriptor)
        disk.synced(descriptor if isinstance(descriptor, int) else descriptor.fileno())

    def on_replace(source: Any, target: Any, **more: Any) -> None:
        replace(source, target, **more)
        disk.renamed(Path(target))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", on_fsync)
        patch.setattr(os, "replace", on_replace)
        yield disk
