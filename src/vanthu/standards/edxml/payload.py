"""Take the Base64 text of an attachment as it streams past: decode, hash, write or only count."""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path
from typing import BinaryIO, Protocol

from vanthu.standards.edxml.catalog import refusal
from vanthu.standards.edxml.content import Content

_BLOCK = 3 * 64 * 1024
_SPACES = b" \t\r\n"


class Sink(Protocol):
    """Where decoded bytes go."""

    head: bytes
    size: int

    def write(self, data: bytes) -> None: ...

    def start_over_as_text(self) -> None:
        """What was decoded so far becomes the Base64 text it came from."""

    def close(self) -> Content: ...

    def discard(self) -> None: ...


class CountingSink:
    """Keeps nothing but the size and the first bytes."""

    def __init__(self) -> None:
        self.head = b""
        self.size = 0

    def write(self, data: bytes) -> None:
        self.head = self.head or data[:8]
        self.size += len(data)

    def start_over_as_text(self) -> None:
        self.head = base64.b64encode(self.head[:6])
        self.size = (self.size + 2) // 3 * 4

    def close(self) -> Content:
        return Content.counted(self.size)

    def discard(self) -> None:
        """Nothing was kept."""


class EncodedSizeSink(CountingSink):
    """For whoever only carries the package on: asks not to decode; the size is about that of the decoded bytes."""


class FileSink:
    """Writes a new file and hashes on the way."""

    def __init__(self, path: Path) -> None:
        self._open(path)

    def _open(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("xb")
        self._digest = hashlib.sha256()
        self.head = b""
        self.size = 0

    def write(self, data: bytes) -> None:
        self.head = self.head or data[:8]
        self.size += len(data)
        self._digest.update(data)
        self._file.write(data)

    def start_over_as_text(self) -> None:
        self._file.close()
        decoded = self.path.rename(self.path.with_suffix(".decoded"))
        self._open(self.path)
        with decoded.open("rb") as file:
            while block := file.read(_BLOCK):
                self.write(base64.b64encode(block))
        decoded.unlink()

    def close(self) -> Content:
        self._file.close()
        return Content(self.size, self._digest.hexdigest(), self.path)

    def discard(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


class EncodedCounter:
    """Stands in for the decoder where nobody wants the bytes; text that is not Base64 goes unnoticed."""

    fault = unpadded = False

    def __init__(self, sink: Sink, limit: int) -> None:
        self.sink = sink
        self._limit = limit
        self._chars = 0

    def feed(self, text: str) -> None:
        self._count(len(text))

    def feed_bytes(self, data: bytes) -> None:
        self._count(len(data))

    def _count(self, chars: int) -> None:
        self._chars += chars
        self.sink.size = self._chars // 4 * 3
        if self.sink.size > self._limit:
            raise refusal("R.Package.AttachmentSize", most=self._limit)

    def finish(self) -> Content:
        return self.sink.close()

    def give_up(self) -> None:
        """There is nothing to give up: nothing was decoded."""


def decoder_for(sink: Sink, limit: int) -> Base64Decoder | EncodedCounter:
    return EncodedCounter(sink, limit) if isinstance(sink, EncodedSizeSink) else Base64Decoder(sink, limit)


class Base64Decoder:
    """Feeds a sink from Base64 text in any pieces, white space allowed.

    Text that is not Base64 is kept as it stands and `fault` says so: a clerk may still want to see what came.
    """

    def __init__(self, sink: Sink, limit: int) -> None:
        self.sink = sink
        self.fault = False
        self.unpadded = False
        self._limit = limit
        self._pending = b""
        self._padded = False

    def feed(self, text: str) -> None:
        self.feed_bytes(text.encode())

    def feed_bytes(self, text: bytes) -> None:
        if self.fault:
            self._write(text)
            return
        data = self._pending + text.translate(None, _SPACES)
        whole = len(data) - len(data) % 4
        self._pending = data[whole:]
        if data[:whole]:
            self._decode(data[:whole])

    def finish(self) -> Content:
        rest, self._pending = self._pending, b""
        if rest and not self.fault:
            self._decode(rest, padding=b"=" * (-len(rest) % 4))
            self.unpadded = not self.fault
        return self.sink.close()

    def give_up(self, rest: bytes = b"") -> None:
        """From here on the text itself is the content."""
        if not self.fault:
            self.fault = True
            self.sink.start_over_as_text()
        rest, self._pending = rest + self._pending, b""
        self._write(rest)

    def _decode(self, block: bytes, padding: bytes = b"") -> None:
        try:
            if self._padded:
                raise binascii.Error("data after the padding")
            decoded = binascii.a2b_base64(block + padding, strict_mode=True)
        except binascii.Error:
            self.give_up(block)
        else:
            self._padded = block.endswith(b"=")
            self._write(decoded)

    def _write(self, data: bytes) -> None:
        self.sink.write(data)
        if self.sink.size > self._limit:
            raise refusal("R.Package.AttachmentSize", most=self._limit)
