"""Renew an evidence file before its time stamp ages: an archive manifest over all of it, a new time stamp over that.

EN 319 162-1, ASiCArchiveManifest: the newest has the plain name, each older one a number. A renewed file holds the file
as it was, byte for byte, so that taking the layers off leaves what was made. Each layer brings the trust folder of
whoever renewed: what was known of both TSAs then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from vanthu.standards.evidence.signatures import stamp_of
from vanthu.standards.evidence_file import manifest
from vanthu.standards.evidence_file.container import MOST_BYTES, NotAContainer, pack, unpack
from vanthu.standards.evidence_file.making import digests_of
from vanthu.standards.signing.errors import SignatureMismatch

NEWEST = "META-INF/ASiCArchiveManifest.xml"
MATERIAL = "gia-han"
MOST_RENEWALS = 50
"""Each is a check of every entry; once in some years this lasts for centuries."""
ROOM = 2 << 20
"""What the manifest and the time stamp may add."""
_STAMP = re.compile(r"META-INF/timestamp[0-9]{3}\.tst")


@dataclass(frozen=True)
class Layer:
    """One renewal: its manifest, the time stamp over it, and the trust folder it brings (where its files lie)."""

    number: int
    manifest: bytes
    token: bytes
    material: Mapping[str, bytes]


@dataclass(frozen=True)
class Renewal:
    """An evidence file that waits for the time stamp which renews it."""

    entries: Mapping[str, bytes]
    layer: int
    manifest: bytes

    @property
    def imprint(self) -> bytes:
        """The SHA-256 that the time stamp is asked for."""
        return sha256(self.manifest).digest()


def begin_renewal(data: bytes, trust_files: Mapping[str, bytes]) -> Renewal:
    """Prepare the renewal of an evidence file, with a trust folder of today.

    Raises `NotAContainer` where the file is damaged, was renewed too often, or would grow too large.
    """
    entries = unpack(data)
    number = len(layers(entries)[0]) + 1
    if number > MOST_RENEWALS:
        raise NotAContainer(f"Tệp chứng cứ đã được gia hạn {MOST_RENEWALS} lần, không gia hạn thêm được.")
    before = _older(number - 1)
    renamed = {before if name == NEWEST else name: content for name, content in entries.items()}
    renamed |= {f"{_material(number)}{name}": content for name, content in sorted(trust_files.items())}
    if sum(map(len, renamed.values())) > MOST_BYTES - ROOM:
        raise NotAContainer(f"Tệp chứng cứ cùng dữ liệu gia hạn lớn hơn {MOST_BYTES >> 20} MB nên không gia hạn được.")
    made = manifest.write(digests_of(renamed), root=before, proof=_stamp(number))
    return Renewal(renamed, number, made)


def complete_renewal(renewal: Renewal, token: bytes, *, at: datetime) -> bytes:
    """Put the file together anew; raises `SignatureMismatch` when the token is over something else."""
    stamp = stamp_of(token, renewal.imprint)
    if stamp is None or not stamp.holds:
        raise SignatureMismatch("time stamp of a renewal")
    return pack({**renewal.entries, NEWEST: renewal.manifest, _stamp(renewal.layer): token}, at=at)


def layers(entries: Mapping[str, bytes]) -> tuple[list[Layer], dict[str, bytes]]:
    """Take the renewals off, the newest first; return them and the file as it was made. Raises `NotAContainer`.

    Each must name every entry of the file it renewed, with its digest, and nothing else.
    """
    found, left = [], dict(entries)
    digests = digests_of(entries)
    count = sum(bool(_STAMP.fullmatch(name)) for name in entries)
    if count > MOST_RENEWALS:
        raise NotAContainer(f"Tệp chứng cứ ghi đã được gia hạn quá {MOST_RENEWALS} lần nên không kiểm tra.")
    for number in range(count, 0, -1):
        name = NEWEST if number == count else _older(number)
        if name not in left or _stamp(number) not in left:
            raise NotAContainer(f"Tệp chứng cứ thiếu bản kê hoặc dấu thời gian của lần gia hạn {number}.")
        listed, token, own = left.pop(name), left.pop(_stamp(number)), _material(number)
        require_listed(listed, {name: digests[name] for name in left}, proof=_stamp(number))
        brought = {name: left.pop(name) for name in list(left) if name.startswith(own)}
        found.append(Layer(number, listed, token, brought))
    return found, left


def require_listed(listed: bytes, entries: Mapping[str, str], *, proof: str) -> None:
    """Every entry (by SHA-256) is named in a manifest, and every one named there is there; else `NotAContainer`."""
    try:
        said = manifest.read(listed)
    except manifest.ManifestUnreadable as error:
        raise NotAContainer("Bản kê của tệp chứng cứ (META-INF/ASiC…Manifest.xml) không đúng cấu trúc.") from error
    if said.proof != proof:
        raise NotAContainer(f"Bản kê chỉ tới chữ ký hoặc dấu thời gian khác với «{proof}».")
    for name in sorted(set(entries) - set(said.digests)):
        raise NotAContainer(f"Tệp chứng cứ có mục «{name}» không ghi trong bản kê.")
    for name in sorted(set(said.digests) - set(entries)):
        raise NotAContainer(f"Tệp chứng cứ thiếu mục {name[:60]!a} ghi trong bản kê.")
    for name in sorted(entries):
        if entries[name] != said.digests[name]:
            raise NotAContainer(f"Mục «{name}» đã bị thay đổi: khác mã băm ghi trong bản kê.")


def _older(number: int) -> str:
    return f"META-INF/ASiCArchiveManifest{number:03}.xml"


def _material(number: int) -> str:
    return f"{MATERIAL}/{number:03}/"


def _stamp(number: int) -> str:
    return f"META-INF/timestamp{number:03}.tst"
