"""Turn the bytes of a package into a small tree, attachments streaming past into sinks.

Expat without namespace processing: undeclared prefixes, met in practice, do not stop it, and elements are known by
their local names. DTDs and entities are refused where they begin. Only what the limits allow is ever held in memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from vanthu.standards.edxml.catalog import finding, refusal
from vanthu.standards.edxml.content import Content
from vanthu.standards.edxml.findings import Finding
from vanthu.standards.edxml.limits import Limits
from vanthu.standards.edxml.model import NAMESPACE
from vanthu.standards.edxml.payload import Base64Decoder, EncodedCounter, Sink, decoder_for

CHUNK = 64 * 1024
_PAYLOAD = b"ContentTransferEncoded"
_OF_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_LONGEST_TAG = 1024
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


class Node:
    """One element: its local name, its own text, its children."""

    __slots__ = ("chars", "children", "name", "parts", "payload")

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[str] = []
        self.children: list[Node] = []
        self.chars = 0
        self.payload: Payload | None = None

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


def scan(source: BinaryIO, *, limits: Limits, new_sink: Callable[[int], Sink], sha256: str | None = None) -> Scanned:
    """`source` must be seekable and stand at its start; `new_sink` is called with 1, 2, … for each attachment.

    `sha256`: of the bytes, where it is known already. Raises EdxmlRefused; the sinks opened until then are discarded.
    """
    scanner = _Scanner(limits, new_sink, hashlib.sha256() if sha256 is None else None)
    try:
        scanner.run(source)
    except BaseException:
        scanner.discard()
        raise
    finally:
        scanner.let_go()
    signature = scanner.signature_place
    return Scanned(
        scanner.finished_root(),
        tuple(scanner.findings),
        _signature(source, signature, limits) if signature else None,
        scanner.digest.hexdigest() if scanner.digest else sha256 or "",
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


def _before_begun_tag(data: bytes, place: int) -> int:
    """Where a short tag begins whose end is not here yet, so that Expat gets it whole; else the end."""
    begun = data.rfind(b"<", max(place, len(data) - _LONGEST_TAG))
    return begun if begun >= 0 and data.find(b">", begun) < 0 else len(data)


class _Scanner:
    """Expat gets everything but the Base64 of attachments, which goes straight to its decoder.

    To Expat that text is most of a package and says nothing: it would be turned from bytes into letters and back.
    """

    def __init__(self, limits: Limits, new_sink: Callable[[int], Sink], digest: hashlib._Hash | None) -> None:
        self.limits = limits
        self.findings: list[Finding] = []
        self.digest = digest
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
        self._token = 0
        self._held = b""
        self._fed = self._skipped = 0
        self._in_base64 = False
        self._payload_tag = -1
        self._parser = guarded_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._texts: list[str] = []
        self._parser.CharacterDataHandler = self._texts.append

    def run(self, source: BinaryIO) -> None:
        chunks = self._chunks(source)
        head = next(chunks, b"")
        self._offset = opening(head[: self.limits.leading_bytes])
        self._note_leading(head[: self._offset])
        try:
            self._feed(head[self._offset :])
            for chunk in chunks:
                self._feed(chunk)
            self._parse(self._held, last=True)
        except expat.ExpatError as error:
            raise not_well_formed(self._seen_whole(source) or error) from error

    def finished_root(self) -> Node:
        assert self._root is not None, "a well-formed document has a root"
        return self._root

    def let_go(self) -> None:
        """Part from the parser, which leads back here: or both, and all that was read, stay until rings are sought."""
        self._parser.StartElementHandler = self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = None

    def discard(self) -> None:
        for sink in self._sinks:
            sink.discard()

    def _chunks(self, source: BinaryIO) -> Iterator[bytes]:
        while chunk := source.read(CHUNK):
            self.size += len(chunk)
            if self.size > self.limits.package_bytes:
                raise refusal("R.Package.Size", most=self.limits.package_bytes)
            if self.digest:
                self.digest.update(chunk)
            yield chunk

    def _feed(self, chunk: bytes) -> None:
        data, place = self._held + chunk, 0
        self._held = b""
        while place < len(data):
            place = self._decode(data, place) if self._in_base64 else self._walk(data, place)
        if self.size - self._offset - self._token > self.limits.token_bytes + CHUNK:
            raise refusal("R.Package.Token", most=self.limits.token_bytes)

    def _walk(self, data: bytes, place: int) -> int:
        """Let Expat read on, to the end of the next tag that may begin a payload; return where that was."""
        found = data.find(_PAYLOAD, place)
        end = data.find(b">", found) + 1 if found >= 0 else 0
        if not end:
            end = _before_begun_tag(data, place)
            self._parse(data[place:end])
            self._held = data[end:]
            return len(data)
        self._payload_tag, before = -1, self._fed
        self._parse(data[place:end])
        if self._decoder and self._payload_tag >= before:
            # Expat stands behind this very tag, and not behind a comment or an attribute that looks like one.
            self._in_base64 = data.find(b">", place + self._payload_tag - before) == end - 1
        return end

    def _decode(self, data: bytes, place: int) -> int:
        """Take the text up to the next tag; what holds anything but Base64 is left to Expat. Return where it ends."""
        end = data.find(b"<", place)
        piece = data[place:] if end < 0 else data[place:end]
        odd = bool(piece.translate(None, _OF_BASE64))
        self._in_base64 = end < 0 and not odd
        if odd or self._decoder is None:
            return place
        self._decoder.feed_bytes(piece)
        self._skipped += len(piece)
        self._token += len(piece)
        return place + len(piece)

    def _parse(self, data: bytes, *, last: bool = False) -> None:
        self._fed += len(data)
        self._parser.Parse(data, last)
        if self._texts:
            self._take_texts()
        # The start of the token Expat has not seen the end of.
        self._token = self._parser.CurrentByteIndex + self._skipped

    def _seen_whole(self, source: BinaryIO) -> expat.ExpatError | None:
        """Where the text was not left out, a fault has the line and the column which a person finds it at."""
        if not self._skipped:
            return None
        parser = guarded_parser()
        source.seek(self._offset)
        try:
            while chunk := source.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            return error
        return None

    def _note_leading(self, skipped: bytes) -> None:
        if skipped == _BOM:
            self.findings.append(finding("M.Package.Bom"))
        elif skipped.strip():
            self.findings.append(finding("M.Package.LeadingBytes", count=len(skipped)))

    def _start(self, raw: str, attributes: list[str]) -> None:
        if self._texts:
            self._take_texts()
        stack, scopes = self._stack, self._scopes
        self._elements += 1
        if self._elements > self.limits.elements or len(stack) >= self.limits.depth or attributes:
            self._check(attributes)
        prefix, _, name = raw.rpartition(":")
        if not stack:
            self._check_root(raw, attributes)
        if attributes or prefix not in scopes[-1]:
            self._declare(raw, attributes)
        else:
            scopes.append(scopes[-1])
        node = Node(name)
        if stack:
            stack[-1].children.append(node)
        else:
            self._root = node
        if self._decoder:
            self._decoder.give_up()
        elif name == "ContentTransferEncoded" and stack and stack[-1].name == "Attachment":
            self._open_payload()
        if name == "Signature" and self._signature_start < 0:
            self._signature_start, self._signature_depth = self._position(), len(stack)
        stack.append(node)

    def _end(self, raw: str) -> None:
        if self._texts:
            self._take_texts()
        node = self._stack.pop()
        self._scopes.pop()
        if self._decoder and node.name == "ContentTransferEncoded":
            self._close_payload(node, self._decoder)
        if len(self._stack) == self._signature_depth and node.name == "Signature":
            self._signature_depth = -1
            self.signature_place = (self._signature_start, self._position(), raw)

    def _position(self) -> int:
        """Where the tag stands of which Expat tells."""
        return self._parser.CurrentByteIndex + self._skipped + self._offset

    def _take_texts(self) -> None:
        """Give the element that is open what Expat has put into the list: at its next tag, or with the next bytes."""
        node, texts = self._stack[-1], self._texts
        text = texts[0] if len(texts) == 1 else "".join(texts)
        texts.clear()
        if self._decoder and node.name == "ContentTransferEncoded":
            self._decoder.feed(text)
            return
        length = len(text)
        self._chars += length
        node.parts.append(text)
        node.chars += length
        if self._chars > self.limits.metadata_chars:
            raise refusal("R.Package.Text", most=self.limits.metadata_chars)
        if node.chars > self.limits.element_chars:
            raise refusal("R.Package.Text", most=self.limits.element_chars)

    def _check(self, attributes: list[str]) -> None:
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
        self._payload_tag = self._parser.CurrentByteIndex
        sink = self._new_sink(len(self._sinks) + 1)
        self._sinks.append(sink)
        self._decoder = decoder_for(sink, self.limits.attachment_bytes)

    def _close_payload(self, node: Node, decoder: Base64Decoder | EncodedCounter) -> None:
        content = decoder.finish()
        node.payload = Payload(content, decoder.sink.head, decoder.fault, decoder.unpadded)
        self._decoder = None
