"""Objects of a PDF read no further than to where they lead: what finding the paths through a revision needs of them.

Of a dictionary only the entries remain by which other objects are reached, and those that are asked for by name; all
others one regular expression passes over. It passes over no more than what pyHanko would read without complaint: where
anything else stands, nothing is skimmed and the object is read whole. The tests compare both on any bytes.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Self

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu.standards.signing.quick_objects import END, HEADER, KEY, NAME, REFERENCE, SPACE, Reading, known_key

_PLAIN = (
    NAME + END
    + rb"|\((?:[^()\\]++|\\(?:[()\\nrtbf]|[0-3][0-7]{2}))*+\)"
    + rb"|<(?:[0-9A-Fa-f]{2})*+>"
    + rb"|true|false|null"
    + rb"|[+-]?\d{1,15}" + END + rb"(?!\s+\d+\s+R)"
    + rb"|[+-]?(?:\d{1,15}\.\d{0,15}|\.\d{1,15})" + END
)  # fmt: skip
"""A value that leads nowhere, among those that `quick_objects` takes as one token."""


def _holding(values: bytes) -> bytes:
    """An array of these values, or a dictionary of them that is no stream's, or what is plain."""
    some = rb"(?>" + SPACE + rb"*+(?>" + values + rb"))*+" + SPACE + rb"*+"
    entries = rb"(?>" + SPACE + rb"*+" + KEY + END + SPACE + rb"*+(?>" + values + rb"))*+" + SPACE + rb"*+"
    return rb"\[" + some + rb"\]|<<" + entries + rb">>(?=" + SPACE + rb"*+[^ \n\r\t\f\x00s%])|" + _PLAIN


_ASKED_FOR = (
    rb"/(?:(?:Kids|Pages|StructTreeRoot|Length)" + END
    + rb"|Type" + END + SPACE + rb"*+(?!/StructElem" + END + rb"))"
)  # fmt: skip
"""Entries that are kept whatever they hold. An element of the structure may as well not say that it is one."""
_PASSED_OVER = (
    SPACE + rb"*+(?!" + _ASKED_FOR + rb")(?P<key>" + KEY + rb")" + END + SPACE + rb"*+"
    rb"(?>" + _holding(_holding(_PLAIN)) + rb")"
)  # fmt: skip
_ONE_PASSED_OVER = re.compile(_PASSED_OVER)
_NEXT = re.compile(
    rb"(?>" + _PASSED_OVER.replace(rb"?P<key>", rb"?:") + rb")*+" + SPACE + rb"*+"
    rb"(?:(>>)|(" + KEY + rb")" + END + SPACE + rb"*+(?:" + REFERENCE + rb")?)"
)  # fmt: skip
_NO_MORE, _NAMED, _REFERRED = 1, 2, 4
_MOST_RUNS = 64
"""So that looking for each name in all that was passed over takes no longer, however large a dictionary is."""
_BEGIN = re.compile(HEADER.pattern + rb"(<<|\[)")
_ENDED = re.compile(SPACE + rb"*+endobj" + SPACE + rb"*+[^ \n\r\t\f\x00%]")


class _ReadWhole(Exception):
    """Something stands there that has to be read whole."""


class Skimming(Reading):
    """Reads what leads on in the objects of one file, and gives up where `Reading` would have to ask pyHanko."""

    __slots__ = ("references",)

    @classmethod
    def of(cls, reader: PdfFileReader) -> Self | None:
        """None where pyHanko would complain of what is passed over here."""
        if reader.strict or type(reader.stream) is not BytesIO:
            return None
        data = reader.stream.getvalue()
        return cls(BytesIO(data), data, generic.Reference(0, 0, reader))

    def __init__(self, stream: BytesIO, data: bytes, container: Any) -> None:
        super().__init__(stream, data, container)
        self.references: dict[tuple[int, int], generic.IndirectObject] = {}

    def at(self, position: int, number: int, generation: int) -> Any:
        """Return the dictionary or array whose header stands there, with what leads on; None where it must be read."""
        header = _BEGIN.match(self.data, position) if position >= 0 else None
        if header is None or (int(header[1]), int(header[2])) != (number, generation):
            return None
        try:
            value, end = (self.dictionary if header[3] == b"<<" else self.array)(header.end())
        except _ReadWhole:
            return None
        return value if _ENDED.match(self.data, end) else None

    def reference(self, number: int, generation: int) -> generic.IndirectObject:
        """The same few are referred to again and again, and stand in no object here."""
        known = self.references.get((number, generation))
        if known is None:
            known = self.references[number, generation] = super().reference(number, generation)
        return known

    def strange(self, position: int) -> tuple[Any, int]:
        raise _ReadWhole

    def next_of_array(self, position: int) -> tuple[int, bool]:
        raise _ReadWhole

    def dictionary(self, position: int) -> tuple[Any, int]:
        data, match = self.data, _NEXT.match
        entries: dict[Any, Any] = {}
        runs: list[tuple[int, int]] = []
        while True:
            found = match(data, position)
            if found is None:
                raise _ReadWhole
            if found.lastindex == _NO_MORE:
                position = found.end()
                break
            name, start = found[_NAMED], found.start(_NAMED)
            runs.append((position, start))
            position, key = found.end(), known_key(name)
            if key in entries or len(runs) > _MOST_RUNS or self.among(runs, name):
                raise _ReadWhole  # of two definitions the first counts
            if found.lastindex == _REFERRED:
                entries[key] = self.reference(int(found[3]), int(found[4]))
            else:
                entries[key], position = self.value(position)
        payload, position = self.payload(entries, position)
        value = generic.DictionaryObject() if payload is None else generic.StreamObject()
        dict.update(value, entries)
        return value, position

    def among(self, runs: list[tuple[int, int]], name: bytes) -> bool:
        """Whether an entry of this name was passed over."""
        find = self.data.find
        return any(find(name, begin, end) >= 0 and self.defined(name, begin, end) for begin, end in runs)

    def defined(self, name: bytes, begin: int, end: int) -> bool:
        position = begin
        while position < end and (found := _ONE_PASSED_OVER.match(self.data, position)):
            if found["key"] == name:
                return True
            position = found.end()
        return False
