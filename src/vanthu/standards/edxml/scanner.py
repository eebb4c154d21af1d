"""Turn the bytes of a package into a small tree, attachments streaming past into sinks.

Expat without namespace processing: undeclared prefixes, met in practice, do not stop it, and elements are known by
their local names. DTDs and entities are refused where they begin. Only what the limits allow is ever held in memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from vanthu.standards.edxml.catalog import finding, refusal
from vanthu.standards.edxml.content import Content
from vanthu.standards.edxml.findings import Finding
from vanthu.standards.edxml.limits import Limits
from vanthu.standards.edxml.model import NAMESPACE
from vanthu.standards.edxml.payload import Base64Decoder, EncodedCounter, Sink, decoder_for

CHUNK = 64 * 1024
_START = re.compile(rb"<\?xml\s|<(?:[\w.\-]+:)?edXML[\s>/]|<!DOCTYPE|<!--")
_BOM = b"\xef\xbb\xbf"
_ENDED = {expat.errors.codes[text] for text in ("no element found", "unclosed token", "unclosed CDATA section")}
_REASONS = {
    "mismatched tag": "thẻ đóng không khớp thẻ mở",
    "not well-formed (invalid token)": "có ký tự không hợp lệ",
    "undefined entity": "dùng thực thể không được khai báo",
    "duplicate attribute": "một thuộc tính lặp lại",
    "junk after document element": "thừa nội dung sau phần tử gốc",
    "partial character": "ký tự UTF-8 không trọn vẹn",
    "XML or text declaration not at start of entity": "khai báo XML không ở đầu",
}


@dataclass(slots=True)
class Payload:
    """What came out of one ContentTransferEncoded."""

    content: Content
    head: bytes
    fault: bool
    unpadded: bool


@dataclass(slots=True)
class Node:
    """One element: its local name, its own text, its children."""

    name: str
    parts: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    chars: int = 0
    payload: Payload | None = None

    @property
    def text(self) -> str | None:
        """Trimmed; "", "null" and "NULL", which some writers leave, count as absent."""
        text = "".join(self.parts).strip()
        return None if text in {"", "null", "NULL"} else text

    @property
    def has_content(self) -> bool:
        return self.text is not None or any(child.has_content for child in self.children)


@dataclass(frozen=True)
class Scanned:
    root: Node
    findings: tuple[Finding, ...]
    signature_xml: bytes | None
    sha256: str
    size: int


def local(name: str) -> str:
    return name.rpartition(":")[2]


def scan(source: BinaryIO, *, limits: Limits, new_sink: Callable[[int], Sink]) -> Scanned:
    """`source` must be seekable and stand at its start; `new_sink` is called with 1, 2, … for each attachment.

    Raises EdxmlRefused; the sinks opened until then are discarded.
    """
    scanner = _Scanner(limits, new_sink)
    try:
        scanner.run(source)
    except BaseException:
        scanner.discard()
        raise
    signature = scanner.signature_place
    return Scanned(
        scanner.finished_root(),
        tuple(scanner.findings),
        _signature(source, signature, limits) if signature else None,
        scanner.digest.hexdigest(),
        scanner.size,
    )


def opening(head: bytes) -> int:
    """How many bytes stand before the XML begins. Raises EdxmlRefused when it does not begin."""
    if not head.strip():
        raise refusal("T.Package.Empty")
    found = _START.search(head)
    if not found:
        raise refusal("T.Package.NotXml")
    return found.start()


def guarded_parser() -> expat.XMLParserType:
    """A parser that refuses DTDs and entities. The encoding is UTF-8 whatever the declaration says (QCVN 102)."""
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.ordered_attributes = True

    def refuse(*_: object) -> None:
        raise refusal("T.Package.Doctype")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def not_well_formed(error: expat.ExpatError) -> Exception:
    if error.code in _ENDED:
        return refusal("T.Package.Truncated", line=error.lineno)
    reason = _REASONS.get(expat.ErrorString(error.code), expat.ErrorString(error.code))
    return refusal("T.Package.Malformed", line=error.lineno, column=error.offset + 1, reason=reason)


def behind_element(source: BinaryIO, end: int, raw_name: str) -> int:
    """The position behind an element whose end Expat reports at `end`: the start of its end tag, or, for an element
    written as one empty tag, already the position behind it.
    """
    source.seek(end)
    tag = re.match(rb"</" + re.escape(raw_name.encode()) + rb"\s*>", source.read(CHUNK))
    return end + (tag.end() if tag else 0)


def _signature(source: BinaryIO, place: tuple[int, int, str], limits: Limits) -> bytes:
    start, end, raw_name = place
    if end - start > limits.signature_bytes:
        raise refusal("R.Package.Signature", most=limits.signature_bytes)
    stop = behind_element(source, end, raw_name)
    source.seek(start)
    return source.read(stop - start)


class _Scanner:
    def __init__(self, limits: Limits, new_sink: Callable[[int], Sink]) -> None:
        self.limits = limits
        self.findings: list[Finding] = []
        self.digest = hashlib.sha256()
        self.size = 0
        self.signature_place: tuple[int, int, str] | None = None
        self._new_sink = new_sink
        self._sinks: list[Sink] = []
        self._root: Node | None = None
        self._stack: list[Node] = []
        self._scopes: list[frozenset[str]] = [frozenset({"xml", "xmlns", ""})]
        self._unbound: set[str] = set()
        self._elements = 0
        self._chars = 0
        self._decoder: Base64Decoder | EncodedCounter | None = None
        self._signature_start = self._signature_depth = -1
        self._offset = 0
        self._event = 0
        self._parser = guarded_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.CommentHandler = self._seen
        self._parser.ProcessingInstructionHandler = self._seen

    def run(self, source: BinaryIO) -> None:
        chunks = self._chunks(source)
        head = next(chunks, b"")
        self._offset = opening(head[: self.limits.leading_bytes])
        self._note_leading(head[: self._offset])
        try:
            self._feed(head[self._offset :])
            for chunk in chunks:
                self._feed(chunk)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise not_well_formed(error) from error

    def finished_root(self) -> Node:
        assert self._root is not None, "a well-formed document has a root"
        return self._root

    def discard(self) -> None:
        for sink in self._sinks:
            sink.discard()

    def _chunks(self, source: BinaryIO) -> Iterator[bytes]:
        while chunk := source.read(CHUNK):
            self.size += len(chunk)
            if self.size > self.limits.package_bytes:
                raise refusal("R.Package.Size", most=self.limits.package_bytes)
            self.digest.update(chunk)
            yield chunk

    def _feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)
        if self.size - self._offset - self._event > self.limits.token_bytes + CHUNK:
            raise refusal("R.Package.Token", most=self.limits.token_bytes)

    def _note_leading(self, skipped: bytes) -> None:
        if skipped == _BOM:
            self.findings.append(finding("M.Package.Bom"))
        elif skipped.strip():
            self.findings.append(finding("M.Package.LeadingBytes", count=len(skipped)))

    def _seen(self, *_: object) -> None:
        self._event = self._parser.CurrentByteIndex

    def _start(self, raw: str, attributes: list[str]) -> None:
        self._seen()
        self._count(attributes)
        name = local(raw)
        if not self._stack:
            self._check_root(raw, attributes)
        self._declare(raw, attributes)
        node = Node(name)
        if self._stack:
            self._stack[-1].children.append(node)
        else:
            self._root = node
        if self._decoder:
            self._decoder.give_up()
        elif name == "ContentTransferEncoded" and self._stack and self._stack[-1].name == "Attachment":
            self._open_payload()
        if name == "Signature" and self._signature_start < 0:
            self._signature_start, self._signature_depth = self._event, len(self._stack)
        self._stack.append(node)

    def _end(self, raw: str) -> None:
        self._seen()
        node = self._stack.pop()
        self._scopes.pop()
        if self._decoder and node.name == "ContentTransferEncoded":
            self._close_payload(node, self._decoder)
        if node.name == "Signature" and len(self._stack) == self._signature_depth:
            self._signature_depth = -1
            self.signature_place = (self._signature_start + self._offset, self._event + self._offset, raw)

    def _text(self, text: str) -> None:
        self._seen()
        if self._decoder and self._stack[-1].name == "ContentTransferEncoded":
            self._decoder.feed(text)
            return
        self._chars += len(text)
        node = self._stack[-1]
        node.parts.append(text)
        node.chars += len(text)
        if self._chars > self.limits.metadata_chars:
            raise refusal("R.Package.Text", most=self.limits.metadata_chars)
        if node.chars > self.limits.element_chars:
            raise refusal("R.Package.Text", most=self.limits.element_chars)

    def _count(self, attributes: list[str]) -> None:
        self._elements += 1
        if self._elements > self.limits.elements:
            raise refusal("R.Package.Elements", most=self.limits.elements)
        if len(self._stack) >= self.limits.depth:
            raise refusal("R.Package.Depth", most=self.limits.depth)
        if len(attributes) > 2 * self.limits.attributes:
            raise refusal("R.Package.Attributes", most=self.limits.attributes)

    def _check_root(self, raw: str, attributes: list[str]) -> None:
        if local(raw) != "edXML":
            raise refusal("T.Package.NotEdxml", name=raw[:60])
        declared = dict(zip(attributes[::2], attributes[1::2], strict=True))
        prefix = raw.rpartition(":")[0]
        namespace = declared.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
        if namespace != NAMESPACE:
            self.findings.append(finding("M.Package.Namespace", name=namespace[:200]))

    def _declare(self, raw: str, attributes: list[str]) -> None:
        scope = self._scopes[-1]
        if not attributes and raw.rpartition(":")[0] in scope:
            self._scopes.append(scope)
            return
        names = attributes[::2]
        if declared := {local(name) for name in names if name.startswith("xmlns:")}:
            scope = scope | declared
        self._scopes.append(scope)
        for prefix in {name.rpartition(":")[0] for name in (raw, *names)} - scope - self._unbound:
            self._unbound.add(prefix)
            if len(self._unbound) <= 20:
                self.findings.append(finding("M.Package.Prefix", prefix=prefix[:60]))

    def _open_payload(self) -> None:
        if len(self._sinks) >= self.limits.attachments:
            raise refusal("R.Package.Attachments", most=self.limits.attachments)
        sink = self._new_sink(len(self._sinks) + 1)
        self._sinks.append(sink)
        self._decoder = decoder_for(sink, self.limits.attachment_bytes)

    def _close_payload(self, node: Node, decoder: Base64Decoder | EncodedCounter) -> None:
        content = decoder.finish()
        node.payload = Payload(content, decoder.sink.head, decoder.fault, decoder.unpadded)
        self._decoder = None
