"""Write a message as a package, in the one form every known receiver reads.

Some receivers match the text `<edXML:` instead of the namespace, so the prefixes are fixed: the root and the
attachments bear none, the envelope and all below it bear `edXML:`, and so does ContentTransferEncoded. UTF-8 without a
mark, two spaces a level, LF.
"""

from __future__ import annotations

import base64
import io
import re
import tempfile
import uuid
import zipfile
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape

from vanthu.standards.edxml.content import Content
from vanthu.standards.edxml.layout import Element, header_of
from vanthu.standards.edxml.model import NAMESPACE, Attachment, DocumentMessage, Message
from vanthu.standards.edxml.names import extension
from vanthu.standards.edxml.scanner import guarded_parser
from vanthu.standards.edxml.unzip import would_unwrap

_BLOCK = 3 * 19 * 1024
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFIX = "edXML:"


def write(message: Message, out: BinaryIO) -> None:
    """Attachments stream through in small blocks. The same message always gives the same bytes.

    Raises ValueError for a timestamp without a zone or a signature that is not one XML element, ContentNotKept for
    attachments that were only counted.
    """
    header = header_of(message)
    signature = message.signature_xml if isinstance(message, DocumentMessage) else None
    if signature is not None:
        _require_one_element(signature)
    package = _Package(out)
    package.line(0, '<?xml version="1.0" encoding="UTF-8"?>')
    package.line(0, f'<edXML xmlns="{NAMESPACE}">')
    package.line(1, f'<edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}">')
    package.header(header, signature)
    if isinstance(message, DocumentMessage):
        ids = content_ids(message)
        package.manifest(message.attachments, ids)
        package.line(1, "</edXML:edXMLEnvelope>")
        package.attachments(message.attachments, ids)
    else:
        package.line(1, "</edXML:edXMLEnvelope>")
    package.line(0, "</edXML>")


def write_bytes(message: Message) -> bytes:
    """For small messages; `write` holds less in memory."""
    out = io.BytesIO()
    write(message, out)
    return out.getvalue()


def content_ids(message: DocumentMessage) -> tuple[str, ...]:
    """An attachment without an id gets one that follows from what it is, so that sending again sends the same bytes."""
    return tuple(
        attachment.content_id
        or str(uuid.uuid5(uuid.NAMESPACE_OID, f"{message.document_id}|{place}|{attachment.content.sha256}"))
        for place, attachment in enumerate(message.attachments, 1)
    )


class _Package:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def line(self, level: int, text: str) -> None:
        self._out.write(f"{'  ' * level}{text}\n".encode())

    def header(self, elements: tuple[Element, ...], signature: bytes | None) -> None:
        self.line(2, "<edXML:edXMLHeader>")
        for element in elements:
            self._element(3, element)
        if signature is not None:
            self._out.write(b"      " + signature + b"\n")
        self.line(2, "</edXML:edXMLHeader>")

    def manifest(self, attachments: tuple[Attachment, ...], ids: tuple[str, ...]) -> None:
        self.line(2, "<edXML:edXMLBody>")
        self.line(3, '<edXML:edXMLManifest version="1.0">')
        for attachment, content_id in zip(attachments, ids, strict=True):
            self.line(4, "<edXML:Reference>")
            self._leaf(5, "edXML:ContentId", f"cid:{content_id}")
            self._leaf(5, "edXML:ContentType", _content_type(attachment))
            self._leaf(5, "edXML:Description", attachment.description)
            self._leaf(5, "edXML:AttachmentName", attachment.name)
            self.line(4, "</edXML:Reference>")
        self.line(3, "</edXML:edXMLManifest>")
        self.line(2, "</edXML:edXMLBody>")

    def attachments(self, attachments: tuple[Attachment, ...], ids: tuple[str, ...]) -> None:
        if not attachments:
            return
        self.line(1, "<AttachmentEncoded>")
        for attachment, content_id in zip(attachments, ids, strict=True):
            self.line(2, "<Attachment>")
            self._leaf(3, "ContentId", f"cid:{content_id}")
            self._leaf(3, "AttachmentName", attachment.name)
            self._leaf(3, "Description", attachment.description)
            self._leaf(3, "ContentType", _content_type(attachment))
            self._payload(attachment)
            self.line(2, "</Attachment>")
        self.line(1, "</AttachmentEncoded>")

    def _element(self, level: int, element: Element) -> None:
        if element.text is not None:
            self._leaf(level, _PREFIX + element.name, element.text)
            return
        self.line(level, f"<{_PREFIX}{element.name}>")
        for child in element.children:
            self._element(level + 1, child)
        self.line(level, f"</{_PREFIX}{element.name}>")

    def _leaf(self, level: int, name: str, text: str | None) -> None:
        if text:
            self.line(level, f"<{name}>{_escaped(text)}</{name}>")

    def _payload(self, attachment: Attachment) -> None:
        self._out.write(f'      <edXML:ContentTransferEncoded xmlns:edXML="{NAMESPACE}">'.encode())
        if _needs_wrapper(attachment):
            with tempfile.TemporaryFile() as wrapped:
                _wrap(attachment, wrapped)
                wrapped.seek(0)
                self._base64(wrapped)
        else:
            with attachment.content.open() as file:
                self._base64(file)
        self._out.write(b"</edXML:ContentTransferEncoded>\n")

    def _base64(self, file: BinaryIO) -> None:
        while block := _read_full(file, _BLOCK):
            self._out.write(base64.b64encode(block))


def _read_full(file: BinaryIO, size: int) -> bytes:
    """A short read in the middle would put Base64 padding in the middle."""
    block = file.read(size)
    while len(block) < size and (more := file.read(size - len(block))):
        block += more
    return block


def _escaped(text: str) -> str:
    """Characters XML 1.0 cannot carry are dropped; a carriage return would otherwise come back as a line feed."""
    return escape(_ILLEGAL.sub("", text), {"\r": "&#13;"})


def _needs_wrapper(attachment: Attachment) -> bool:
    """A ZIP of one file that is itself the attachment must not be taken for a wrapper by the receiver."""
    return would_unwrap(attachment.content, name=attachment.name)


def _content_type(attachment: Attachment) -> str:
    return "application/zip" if _needs_wrapper(attachment) else attachment.content_type


def _wrap(attachment: Attachment, into: BinaryIO) -> None:
    entry = zipfile.ZipInfo(f"{_entry_stem(attachment.content)}.{extension(attachment.name) or 'bin'}")
    with (
        zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive,
        attachment.content.open() as source,
        archive.open(entry, "w") as target,
    ):
        while block := source.read(_BLOCK):
            target.write(block)


def _entry_stem(content: Content) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, content.sha256)


def _require_one_element(xml: bytes) -> None:
    parser = guarded_parser()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ValueError("signature_xml is not one well-formed XML element") from error
