"""Read a package: `read` keeps the attachments, `read_envelope` only counts them.

Readers are generous: any prefix, any order, unknown elements, odd dates and wrapped attachments are taken and noted.
What cannot be understood, or is dangerous to understand, is refused with a code.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vanthu.standards.edxml import mapping
from vanthu.standards.edxml.files import AttachmentReader, free_path, references
from vanthu.standards.edxml.findings import Finding
from vanthu.standards.edxml.limits import DEFAULT, Limits
from vanthu.standards.edxml.model import DocumentMessage, Message
from vanthu.standards.edxml.payload import CountingSink, EncodedSizeSink, FileSink, Sink
from vanthu.standards.edxml.scanner import Scanned, scan
from vanthu.standards.edxml.view import Notes, View

_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class ReadResult:
    """The message, what was noticed, and the SHA-256 and size of the exact bytes read.

    A finding of severity ERROR means a part could not be understood: look before acting on the message.
    """

    message: Message
    findings: tuple[Finding, ...]
    sha256: str
    size: int


@dataclass(frozen=True)
class EnvelopeResult(ReadResult):
    """As `ReadResult`; the attachments have a size (inside any ZIP wrapper) but no bytes."""

    attachment_count: int


def read(source: Path | BinaryIO, *, attachments_dir: Path, limits: Limits = DEFAULT) -> ReadResult:
    """Attachments become new files in `attachments_dir`, under names of our own; on refusal none remain.

    Raises EdxmlRefused, and OSError when the source cannot be opened or the folder not written.
    """
    attachments_dir.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []

    def new_sink(place: int) -> Sink:
        made.append(free_path(attachments_dir, place))
        return FileSink(made[-1])

    try:
        scanned = _scan(source, limits, new_sink)
        message, findings = _understand(scanned, attachments_dir, limits)
    except BaseException:
        _remove(made)
        raise
    kept = {attachment.content.path for attachment in getattr(message, "attachments", ())}
    _remove([path for path in made if path not in kept])
    return ReadResult(message, findings, scanned.sha256, scanned.size)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def read_envelope(
    source: Path | BinaryIO, *, limits: Limits = DEFAULT, decode: bool = True, sha256: str | None = None
) -> EnvelopeResult:
    """For whoever carries a package on: everything but the bytes of the attachments. Raises EdxmlRefused, OSError.

    With `decode=False` the attachments are not even decoded: their sizes are then estimates, and whether they are
    Base64 at all is left to who opens them. `sha256`: of the bytes, from whoever has just hashed them.
    """
    scanned = _scan(source, limits, lambda _: CountingSink() if decode else EncodedSizeSink(), sha256)
    message, findings = _understand(scanned, None, limits)
    count = len(message.attachments) if isinstance(message, DocumentMessage) else 0
    return EnvelopeResult(message, findings, scanned.sha256, scanned.size, count)


@contextmanager
def seekable(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    """The source from its start; a stream that cannot go back is copied to a temporary file first."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    elif source.seekable():
        source.seek(0)
        yield source
    else:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            shutil.copyfileobj(source, copy)
            copy.seek(0)
            yield copy  # type: ignore[misc]  # has every method of BinaryIO that is used here


def _scan(
    source: Path | BinaryIO, limits: Limits, new_sink: Callable[[int], Sink], sha256: str | None = None
) -> Scanned:
    with seekable(source) as stream:
        return scan(stream, limits=limits, new_sink=new_sink, sha256=sha256)


def _understand(scanned: Scanned, folder: Path | None, limits: Limits) -> tuple[Message, tuple[Finding, ...]]:
    notes = Notes(scanned.findings, limits.findings)
    root = View(scanned.root, "", notes)
    outer, header = mapping.message_header(root)
    outer.know("Signature", "DigitalSignature")
    message: Message
    if mapping.is_status(header):
        message = mapping.status_message(header)
    else:
        envelope = mapping.envelope(root)
        listed = references(envelope)
        attachments = AttachmentReader(listed, folder=folder, limits=limits, notes=notes).read(root, envelope)
        message = mapping.document_message(
            outer,
            header,
            attachments=attachments,
            reference_ids=tuple(reference.content_id or "" for reference in listed),
            signature_xml=scanned.signature_xml,
        )
    root.done()
    return message, tuple(notes.findings)
