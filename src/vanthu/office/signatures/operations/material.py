"""What a verdict rests on, kept so that it can be given again: the trust folder as it was, and who judged.

Each certificate, list and answer is a stored file under its hash, so many verdicts share them; a list of them, itself
a stored file, is what a verdict refers to. Checks run on a folder laid out from that list, never on the living one:
what was kept is what was used.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from vanthu.office.files import operations as file_operations
from vanthu.office.files import queries as files
from vanthu.standards import signing

FORMAT = "vanthu-trust-1"
USED = ("stores", "crls", "ocsp", "algorithms.toml")
"""What a trust folder is judged by; the rest of it is of no weight."""
MOST_FOLDERS = 8
Seen = tuple[tuple[str, int, int], ...]
"""Each file with its size and the time of its last change."""


@dataclass(frozen=True)
class Material:
    """A trust folder as it was: its list, the folder laid out from it, and the version of the trust in it."""

    sha256: str
    folder: Path
    version: str


def material(*, at: datetime) -> Material:
    """Keep what the trust folder of the settings holds now; raises TrustUnreadable. Read again only when it changed."""
    folder = settings.OFFICE.signing.trust_dir
    seen = _seen(folder)
    key = (str(folder), seen)
    found = _kept.get(key)
    if found is None or not files.is_stored(found.sha256):
        _kept.clear()
        found = _kept[key] = _keep(folder, [name for name, _, _ in seen], at)
    return found if found.folder.is_dir() else laid_out(found.sha256)


_kept: dict[tuple[str, Seen], Material] = {}


def laid_out(sha256: str) -> Material:
    """Lay a kept list out as a trust folder again; raises BytesMissing, TrustUnreadable."""
    folder = _place(sha256)
    if not folder.is_dir():
        listed: dict[str, str] = json.loads(files.read(sha256))["files"]
        _lay_out(folder, listed)
    return Material(sha256, folder, _version(folder))


@lru_cache(maxsize=16)
def _version(folder: Path) -> str:
    return trust_of(folder).version


@lru_cache(maxsize=2)
def trust_of(folder: Path) -> signing.Trust:
    """Read a folder laid out from a list; its name is the hash of the list, so it never holds anything else."""
    return signing.Trust.from_dir(folder)


@cache
def verifier() -> str:
    """Return what judges here, with the versions on which an answer may depend."""
    return "; ".join(f"{name} {version(name)}" for name in ("vanthu", "pyhanko", "pyhanko-certvalidator"))


def trust_in_force() -> signing.Trust:
    """Read the trust folder of the settings, again only when it changed; raises TrustUnreadable."""
    folder = settings.OFFICE.signing.trust_dir
    return _trust(folder, _seen(folder))


@lru_cache(maxsize=2)
def _trust(folder: Path, _seen_so: Seen) -> signing.Trust:
    return signing.Trust.from_dir(folder)


def _seen(folder: Path) -> Seen:
    found = [path for name in USED for path in _files(folder / name)]
    told = ((path.relative_to(folder).as_posix(), path.stat()) for path in found)
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in told))


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and not path.name.startswith(".")]


def _keep(folder: Path, names: list[str], at: datetime) -> Material:
    signing.Trust.from_dir(folder)  # a folder that cannot be read is not kept
    kind = "application/octet-stream"
    listed = {name: file_operations.keep((folder / name).read_bytes(), media_type=kind, at=at).sha256 for name in names}
    text = json.dumps({"format": FORMAT, "files": listed}, sort_keys=True, separators=(",", ":"))
    return laid_out(file_operations.keep(text.encode(), media_type="application/json", at=at).sha256)


def _place(sha256: str) -> Path:
    folder: Path = settings.OFFICE.data_dir / "trust-kept" / sha256
    return folder


def _lay_out(folder: Path, listed: dict[str, str]) -> None:
    """Link the stored files under their names; the oldest folders make room, they can be laid out again."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-MOST_FOLDERS]:
        shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix="."))
    for name, sha256 in listed.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).symlink_to(files.path_of(sha256).resolve())
    try:
        made.rename(folder)
    except OSError:  # somebody else was quicker
        shutil.rmtree(made)


__all__ = ["Material", "laid_out", "material", "trust_in_force", "trust_of", "verifier"]
