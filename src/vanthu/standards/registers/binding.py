"""Binding many small PDFs into one, object by object: what is held is where each object begins, nothing more."""

from __future__ import annotations

import hashlib
import logging
from array import array
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import pikepdf

# It announces at every start that it can log.
logging.getLogger("pikepdf").setLevel(logging.WARNING)

_LEFT_OUT = frozenset({"/Parent", "/StructParents", "/Tabs", "/PZ", "/B"})


class Binder:
    """Writes one PDF to a stream; `add` the parts in order, then `finish`. Page sizes and fonts stay as they are."""

    def __init__(self, target: BinaryIO, *, title: str, at: datetime) -> None:
        self._target, self._title, self._at = target, title, at
        self._places, self._position, self.pages = array("Q"), 0, 0
        self._digest = hashlib.sha256(title.encode())
        self._nodes: list[tuple[int, int]] = []
        self._root, self._intents = self._reserve(), 0
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, pdf: bytes) -> int:
        """Append the pages of a PDF; return how many there were."""
        self._digest.update(pdf)
        with pikepdf.open(BytesIO(pdf)) as part:
            copier, node = _Copier(self), self._reserve()
            if not self._intents and "/OutputIntents" in part.Root:
                self._intents = copier.copy(part.Root["/OutputIntents"])
            numbers = [copier.copy_page(page.obj, parent=node) for page in part.pages]
            copier.drain()
        kids = " ".join(f"{number} 0 R" for number in numbers)
        self.write(node, f"<</Type/Pages/Parent {self._root} 0 R/Count {len(numbers)}/Kids[{kids}]>>".encode())
        self._nodes.append((node, len(numbers)))
        self.pages += len(numbers)
        return len(numbers)

    def finish(self) -> None:
        """Write what ties the pages together. Metadata say PDF/A-2b, which the parts must be."""
        kids = " ".join(f"{node} 0 R" for node, _ in self._nodes)
        self.write(self._root, f"<</Type/Pages/Count {self.pages}/Kids[{kids}]>>".encode())
        metadata, catalog, info = self._reserve(), self._reserve(), self._reserve()
        xmp = self._xmp()
        self.write_stream(metadata, b"/Type/Metadata/Subtype/XML", xmp)
        intents = f"/OutputIntents {self._intents} 0 R" if self._intents else ""
        entry = f"<</Type/Catalog/Pages {self._root} 0 R/Metadata {metadata} 0 R{intents}/Lang(vi)"
        self.write(catalog, f"{entry}/ViewerPreferences<</DisplayDocTitle true>>>>".encode())
        day = f"{self._at:%Y%m%d%H%M%S%z}"
        title = pikepdf.String(self._title).unparse().decode("latin-1")
        self.write(info, f"<</Title {title}/CreationDate(D:{day[:-2]}'{day[-2:]})>>".encode("latin-1"))
        self._end(catalog, info)

    # ── used by the copier ──

    def reserve(self) -> int:
        """Return a number for an object to be written later."""
        return self._reserve()

    def write(self, number: int, body: bytes) -> None:
        """Write one object."""
        self._places[number - 1] = self._position
        self._put(b"%d 0 obj\n" % number + body + b"\nendobj\n")

    def write_stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Write one stream with the entries of its dictionary."""
        head = b"<<" + entries + b"/Length %d>>\nstream\n" % len(data)
        self.write(number, head + data + b"\nendstream")

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places)

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._position += len(data)

    def _end(self, catalog: int, info: int) -> None:
        start, identity = self._position, self._digest.hexdigest()[:32]
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._places) + 1))
        for first in range(0, len(self._places), 1000):
            self._put(b"".join(b"%010d 00000 n \n" % place for place in self._places[first : first + 1000]))
        size = len(self._places) + 1
        trailer = f"<</Size {size}/Root {catalog} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]>>"
        self._put(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())

    def _xmp(self) -> bytes:
        when = self._at.isoformat(timespec="seconds")
        return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(self._title)}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{when}</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


class _Copier:
    """Copies the objects of one part that its pages reach, each once."""

    def __init__(self, binder: Binder) -> None:
        self._binder, self._numbers = binder, dict[tuple[int, int], int]()
        self._left: list[tuple[int, Any]] = []

    def copy(self, thing: Any) -> int:
        """Return the number under which an object will stand."""
        if thing.is_indirect:
            return self._number_of(thing)
        number = self._binder.reserve()
        self._left.append((number, thing))
        return number

    def copy_page(self, page: Any, *, parent: int) -> int:
        """Write one page below its new parent, with what it inherited, and return its number."""
        number = self._binder.reserve()
        entries = [b"/Parent %d 0 R" % parent]
        entries += [self._entry(name, value) for name, value in page.items() if name not in _LEFT_OUT]
        self._binder.write(number, b"<<" + b"".join(entries) + b">>")
        return number

    def drain(self) -> None:
        """Write everything that was named and not yet written."""
        while self._left:
            number, thing = self._left.pop()
            if isinstance(thing, pikepdf.Stream):
                entries = b"".join(
                    self._entry(name, value) for name, value in thing.stream_dict.items() if name != "/Length"
                )
                self._binder.write_stream(number, entries, thing.read_raw_bytes())
            else:
                self._binder.write(number, self._plain(thing))

    def _number_of(self, thing: Any) -> int:
        known = self._numbers.get(thing.objgen)
        if known is None:
            known = self._numbers[thing.objgen] = self._binder.reserve()
            self._left.append((known, thing))
        return known

    def _entry(self, name: str, value: Any) -> bytes:
        return pikepdf.Name(name).unparse() + b" " + self._value(value)

    def _value(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            return b"%d 0 R" % self._number_of(value)
        return self._plain(value)

    def _plain(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Dictionary):
            return b"<<" + b"".join(self._entry(name, one) for name, one in value.items()) + b">>"
        if isinstance(value, pikepdf.Array):
            return b"[" + b" ".join(self._values(value)) + b"]"
        if isinstance(value, bool):
            return b"true" if value else b"false"
        if value is None:
            return b"null"
        if isinstance(value, int | Decimal):
            return format(value, "f").encode() if isinstance(value, Decimal) else b"%d" % value
        return bytes(value.unparse())

    def _values(self, values: Any) -> Iterator[bytes]:
        return (self._value(one) for one in values)
