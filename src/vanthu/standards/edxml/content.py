"""Where the bytes of an attachment are: in memory, in a file, or not kept at all."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO


class ContentNotKept(Exception):
    """The bytes were only counted (`read_envelope`), so nobody can open them."""

    code = "N.Content"
    sentence = "Nội dung tệp đính kèm không được giữ lại khi chỉ đọc phần đầu gói tin."

    def __init__(self) -> None:
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Content:
    """Bytes by size and SHA-256 (lower-case hex); two contents are equal when both agree, wherever the bytes are.

    `sha256` is "" when the bytes were only counted.
    """

    size: int
    sha256: str
    path: Path | None = field(default=None, compare=False)
    _data: bytes | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, data: bytes) -> Content:
        return cls(len(data), hashlib.sha256(data).hexdigest(), _data=data)

    @classmethod
    def at(cls, path: Path) -> Content:
        """Read the file once, chunk by chunk, to learn its size and hash."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return cls(file.tell(), digest.hexdigest(), path)

    @classmethod
    def counted(cls, size: int) -> Content:
        return cls(size, "")

    def open(self) -> BinaryIO:
        """Raises ContentNotKept when the bytes were only counted, OSError when the file went away."""
        if self._data is not None:
            return io.BytesIO(self._data)
        if self.path is None:
            raise ContentNotKept
        return self.path.open("rb")
