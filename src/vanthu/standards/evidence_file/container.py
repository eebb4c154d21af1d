"""The ZIP of an evidence file (ETSI EN 319 162-1, 4.4 and Annex A): written in one form, read in no other.

What reads ZIP files disagrees on what a damaged or clever one holds: which of two entries of a name counts, what lies
between entries or behind the end. So nothing but entries side by side, each named once, is read at all.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

MIMETYPE = "application/vnd.etsi.asic-e+zip"
MIMETYPE_ENTRY = "mimetype"
MANIFEST_ENTRY = "META-INF/ASiCManifest.xml"
SIGNATURE_ENTRY = "META-INF/signature.p7s"
STAMP_ENTRY = "META-INF/timestamp.tst"

MOST_BYTES = 200 << 20
"""Packed, and unpacked."""
MOST_ENTRIES = 2_000
MOST_NAME = 200
MOST_RATIO = 200
SMALL = 16 << 20
"""Up to here it does not matter how well something was packed: blank pages pack very well."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]*(/[A-Za-z0-9_][A-Za-z0-9._@+-]*)*")
_LOCAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s4H2IH")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    struct.error,
    ValueError,
    OSError,
)
_ENCRYPTED, _SIZES_BEHIND = 0x1, 0x8


class NotAContainer(Exception):
    """The bytes are no evidence file that may be read; `sentence` says why, to whoever brought it."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def is_evidence_file(head: bytes) -> bool:
    """Whether a file begins as an evidence file does: with its media type, unpacked."""
    return head.startswith(b"PK\x03\x04") and head[30:].startswith((MIMETYPE_ENTRY + MIMETYPE).encode())


def pack(entries: Mapping[str, bytes], *, at: datetime) -> bytes:
    """Put entries into the ZIP, the media type first and unpacked; the same entries give the same bytes."""
    output = BytesIO()
    moment = at.timetuple()[:6]
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in {MIMETYPE_ENTRY: MIMETYPE.encode(), **entries}.items():
            if not _NAME.fullmatch(name):
                raise ValueError(f"no name for an entry: {name!r}")
            info = zipfile.ZipInfo(name, moment)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == MIMETYPE_ENTRY else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return output.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return what an evidence file holds beside its media type; raises `NotAContainer`."""
    try:
        _require_plain_end(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            _require_in_order(data, infos, archive.start_dir)
            _require_names(infos)
            _require_room(data, infos)
            entries = {info.filename: _content(archive, info) for info in infos}
    except _BROKEN as error:
        raise NotAContainer("Tệp chứng cứ bị hỏng hoặc bị cắt cụt, không đọc được hết.") from error
    if entries.pop(MIMETYPE_ENTRY) != MIMETYPE.encode():
        raise NotAContainer("Tệp không ghi là tệp chứng cứ ASiC-E (mục «mimetype» ghi loại khác).")
    return entries


def _require_plain_end(data: bytes) -> None:
    """The directory ends the file, is no larger than it must be, and nothing stands before the first entry."""
    if not data.startswith(b"PK\x03\x04"):
        raise NotAContainer("Tệp không phải là tệp chứng cứ (ASiC-E).")
    if len(data) > MOST_BYTES:
        raise NotAContainer(f"Tệp chứng cứ lớn hơn {MOST_BYTES >> 20} MB nên không kiểm tra.")
    if len(data) < _END.size or data[-_END.size :][:4] != b"PK\x05\x06":
        raise NotAContainer("Tệp chứng cứ bị cắt cụt, hoặc có dữ liệu lạ nối vào cuối.")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack(data[-_END.size :])
    if disk or first_disk or here != count or comment or start + size + _END.size != len(data):
        raise NotAContainer("Tệp chứng cứ bị hỏng, hoặc có dữ liệu lạ chèn giữa các mục.")
    if count > MOST_ENTRIES or size > MOST_ENTRIES * (46 + MOST_NAME):
        raise NotAContainer(f"Tệp chứng cứ có quá nhiều mục (nhiều nhất {MOST_ENTRIES}).")


def _require_in_order(data: bytes, infos: list[zipfile.ZipInfo], end: int) -> None:
    """Entries stand side by side from the first byte on: nothing is hidden between them."""
    place = 0
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise NotAContainer("Tệp chứng cứ có mục đặt mật khẩu nên không kiểm tra được.")
        if info.header_offset != place or info.flag_bits & _SIZES_BEHIND or info.extra or info.comment:
            raise NotAContainer("Tệp chứng cứ bị hỏng, hoặc có dữ liệu lạ chèn giữa các mục.")
        local = _LOCAL.unpack(data[place : place + _LOCAL.size])
        name = data[place + _LOCAL.size :][: local[9]]
        if local[0] != b"PK\x03\x04" or local[10] or name != info.orig_filename.encode():
            raise NotAContainer("Tệp chứng cứ ghi tên của một mục theo hai cách khác nhau.")
        if local[3] != info.compress_type or local[7] != info.compress_size or local[8] != info.file_size:
            raise NotAContainer("Tệp chứng cứ ghi kích thước của một mục theo hai cách khác nhau.")
        place += _LOCAL.size + local[9] + info.compress_size
    if place != end:
        raise NotAContainer("Tệp chứng cứ bị hỏng, hoặc có dữ liệu lạ chèn giữa các mục.")


def _require_names(infos: list[zipfile.ZipInfo]) -> None:
    if not infos or infos[0].filename != MIMETYPE_ENTRY or infos[0].compress_type != zipfile.ZIP_STORED:
        raise NotAContainer("Tệp không phải là tệp chứng cứ (ASiC-E): mục đầu tiên không phải «mimetype».")
    seen: set[str] = set()
    for info in infos:
        if len(info.orig_filename) > MOST_NAME or not _NAME.fullmatch(info.orig_filename):
            told = ascii(info.orig_filename[:60])
            raise NotAContainer(f"Tệp chứng cứ có mục mang tên không được phép: {told}.")
        if info.filename.casefold() in seen:
            raise NotAContainer(f"Tệp chứng cứ có hai mục cùng tên «{info.filename}».")
        seen.add(info.filename.casefold())


def _require_room(data: bytes, infos: list[zipfile.ZipInfo]) -> None:
    whole = sum(info.file_size for info in infos)
    if whole > MOST_BYTES or whole > max(SMALL, len(data) * MOST_RATIO):
        raise NotAContainer("Tệp chứng cứ nở ra quá lớn khi mở nên không mở.")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise NotAContainer("Tệp chứng cứ có mục nén theo cách không được phép.")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """All of an entry: never more than the directory says, and its checksum is compared."""
    with archive.open(info) as entry:
        content = entry.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile(info.filename)
    return content
