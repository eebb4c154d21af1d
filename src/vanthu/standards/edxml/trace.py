"""Add the trace of one node to a package without touching any other byte.

Parsing and writing again would break a signature over the package and lose what the model does not know, so the place
is found by parsing and the new element is put into the bytes. For packages that were read before, within the limits.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape

from vanthu.standards.edxml.catalog import refusal
from vanthu.standards.edxml.dates import format_moment
from vanthu.standards.edxml.limits import DEFAULT
from vanthu.standards.edxml.reader import seekable
from vanthu.standards.edxml.scanner import CHUNK, behind_element, guarded_parser, local, not_well_formed, opening

_HEAD = 8 * 1024


def append_trace_header(source: Path | BinaryIO, out: BinaryIO, *, organ_id: str, timestamp: datetime) -> bool:
    """True when a header was added; a status message carries none and is copied as it is (False).

    The header goes behind the last one there is, so that they stay in the order of travel; else before the first
    Bussiness, else into the list, which is made if it is missing. Raises EdxmlRefused, and ValueError for a naive time.
    """
    moment = format_moment(timestamp)
    with seekable(source) as stream:
        place = _Finder().find(stream)
        stream.seek(0)
        if place:
            _copy(stream, out, place.start)
            out.write(_element(place, organ_id, moment).encode())
            stream.seek(place.end)
        shutil.copyfileobj(stream, out, CHUNK)
    return place is not None


@dataclass(frozen=True)
class _Place:
    """Where to insert; `end` is further on than `start` only when an empty `<TraceHeaderList/>` is opened up."""

    start: int
    end: int
    prefix: str
    before: str = ""
    after: str = ""


def _element(place: _Place, organ_id: str, moment: str) -> str:
    at = place.prefix
    organ = f"<{at}OrganId>{escape(organ_id)}</{at}OrganId>"
    return (
        f"{place.before}<{at}TraceHeader>{organ}<{at}Timestamp>{moment}</{at}Timestamp></{at}TraceHeader>{place.after}"
    )


def _copy(source: BinaryIO, out: BinaryIO, count: int) -> None:
    while count and (block := source.read(min(CHUNK, count))):
        out.write(block)
        count -= len(block)


class _HeaderEnded(Exception):
    """Nothing behind the header matters here."""


class _Finder:
    """Walks the header and remembers byte positions."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._offset = 0
        self._status = False
        self._header: tuple[str, int] | None = None
        self._signature: int | None = None
        self._list: tuple[str, int] | None = None
        self._last_trace: tuple[str, int] | None = None
        self._business: int | None = None
        self._parser = guarded_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def find(self, stream: BinaryIO) -> _Place | None:
        """None for a status message. Raises EdxmlRefused."""
        try:
            self._parse(stream)
        except _HeaderEnded:
            return None if self._status else self._place(stream)
        except expat.ExpatError as error:
            raise not_well_formed(error) from error
        raise refusal("N.Package.MessageHeader")

    def _parse(self, stream: BinaryIO) -> None:
        # Most headers are shorter; what is behind it in the same piece would be parsed for nothing.
        head = stream.read(_HEAD)
        self._offset = opening(head[: DEFAULT.leading_bytes])
        self._parser.Parse(head[self._offset :], False)
        while chunk := stream.read(_HEAD):
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)

    def _start(self, raw: str, _: object) -> None:
        at = self._parser.CurrentByteIndex + self._offset
        match self._parent, local(raw):
            case "edXMLHeader", "Signature":
                self._signature = self._signature or at
            case "MessageHeader", "StatusCode":
                self._status = True
            case "TraceHeaderList", "Bussiness":
                self._business = self._business or at
        self._path.append(local(raw))

    def _end(self, raw: str) -> None:
        name = self._path.pop()
        at = self._parser.CurrentByteIndex + self._offset
        match self._parent, name:
            case "TraceHeaderList", "TraceHeader":
                self._last_trace = (raw, at)
            case "edXMLHeader", "TraceHeaderList":
                self._list = self._list or (raw, at)
            case _, "edXMLHeader":
                self._header = (raw, at)
                raise _HeaderEnded

    @property
    def _parent(self) -> str:
        return self._path[-1] if self._path else ""

    def _place(self, stream: BinaryIO) -> _Place:
        assert self._header, "set where _HeaderEnded is raised"
        if self._list is None:
            return self._new_list(self._header)
        raw, ended = self._list
        prefix = _prefix(raw)
        if self._last_trace is not None:
            last, last_end = self._last_trace
            after = behind_element(stream, last_end, last)
            return _Place(after, after, prefix, before="\n        ")
        if self._business is not None:
            return _Place(self._business, self._business, prefix, after="\n        ")
        if behind_element(stream, ended, raw) == ended:
            return _Place(ended - len("/>"), ended, prefix, ">", f"</{raw}>")
        return _Place(ended, ended, prefix, "  ", "\n      ")

    def _new_list(self, header: tuple[str, int]) -> _Place:
        raw, ended = header
        at = self._signature or ended
        name = f"{_prefix(raw)}TraceHeaderList"
        return _Place(at, at, _prefix(raw), f"<{name}>", f"</{name}>\n    ")


def _prefix(raw: str) -> str:
    return raw[: len(raw) - len(local(raw))]
