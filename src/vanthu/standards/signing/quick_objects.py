"""Objects of a PDF read token by token, where pyHanko reads them byte by byte: the same objects, several times faster.

One regular expression takes each plain token; what it does not know at that place (escapes, comments, numbers written
strangely) pyHanko's own function reads, and reading goes on behind it. Only streams in memory, as ours all are. The
tests compare both on any bytes. Written so that pyHanko could take it over; `quick_reading` puts it in place.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic, misc, xref

SPACE = rb"[ \n\r\t\f\x00]"
END = rb"(?=[ \n\r\t\f\x00/<>\[\]()])"
_LETTER = b"[%s]" % re.escape(bytes(set(range(0x21, 0x7F)) - set(misc.PDF_WHITESPACE + misc.PDF_DELIMITERS + b"#")))
NAME, KEY = rb"/" + _LETTER + b"*", rb"/" + _LETTER + b"{0,64}"
REFERENCE = rb"([1-9]\d{0,6}) (\d{1,5}) R(?=[^a-zA-Z])"
_VALUE = (
    rb"(?:"
    + REFERENCE  # 1, 2
    + rb"|(" + NAME + rb")" + END  # 3
    + rb"|(<<)"  # 4
    + rb"|(>>)"  # 5
    + rb"|(\[)"  # 6
    + rb"|(\])"  # 7
    + rb"|([+-]?\d{1,15})" + END + rb"(?!\s+\d+\s+R)"  # 8: whole number, not the beginning of a reference
    + rb"|([+-]?(?:\d{1,15}\.\d{0,15}|\.\d{1,15}))" + END  # 9: decimal number
    + rb"|\(((?:[^()\\]++|\\(?:[()\\nrtbf]|[0-3][0-7]{2}))*+)\)"  # 10: string
    + rb"|<((?:[0-9A-Fa-f]{64})*+(?:[0-9A-Fa-f]{2})*+)>"  # 11: hexadecimal string
    + rb"|(true|false|null)"  # 12
    + rb")"
)  # fmt: skip
_TOKEN = re.compile(SPACE + rb"*" + _VALUE)
_ENTRY = re.compile(SPACE + rb"*(?:(>>)|(" + KEY + rb")" + END + SPACE + rb"*)")
_REFERENCE, _NAME, _DICTIONARY, _DICTIONARY_END, _ARRAY, _ARRAY_END = 2, 3, 4, 5, 6, 7
_WHOLE, _DECIMAL, _STRING, _HEX, _WORD = 8, 9, 10, 11, 12
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
HEADER = re.compile(rb"(\d{1,10}) (\d{1,5}) obj" + SPACE + rb"*(?=[^ \n\r\t\f\x00%])")
_NO_STREAM = re.compile(SPACE + rb"*[^ \n\r\t\f\x00s%]")
_READING_OBJECTS = generic.ContentOpReading.NO

read_object_slowly = generic.read_object
read_dictionary_slowly = generic.DictionaryObject.read_from_stream
read_object_header_slowly: Any = xref.read_object_header


def read_object_header(stream: Any, strict: bool) -> tuple[int, int]:
    """Return number and generation of the object whose header begins where the stream stands."""
    if type(stream) is BytesIO:
        begin = stream.tell()
        found = HEADER.match(stream.getvalue(), begin)
        if found:
            stream.seek(found.end())
            return int(found[1]), int(found[2])
    number, generation = read_object_header_slowly(stream, strict)
    return number, generation


def read_object(
    stream: Any,
    container_ref: Any,
    as_metadata_stream: bool = False,
    in_content_stream: generic.ContentOpReading = _READING_OBJECTS,
) -> Any:
    """Return the object that begins where the stream stands; the stream stands behind it then."""
    if in_content_stream is not _READING_OBJECTS or as_metadata_stream or type(stream) is not BytesIO:
        return read_object_slowly(stream, container_ref, as_metadata_stream, in_content_stream)
    begin = stream.tell()
    # A reader's bytes are shared, not copied, by this; a token may not begin with space here.
    data = stream.getvalue()
    if data[begin : begin + 1] not in (b"<", b"["):
        return read_object_slowly(stream, container_ref)
    value, position = Reading(stream, data, container_ref).value(begin)
    stream.seek(position)
    return value


def read_dictionary(
    stream: Any,
    container_ref: Any,
    as_metadata_stream: bool = False,
    in_content_stream: generic.ContentOpReading = _READING_OBJECTS,
) -> Any:
    """Return the dictionary, or stream, that begins where the stream stands; it does not know yet where it stands."""
    if in_content_stream is _READING_OBJECTS and not as_metadata_stream and type(stream) is BytesIO:
        begin, data = stream.tell(), stream.getvalue()
        if data.startswith(b"<<", begin):
            value, position = Reading(stream, data, container_ref).value(begin)
            value.container_ref = None
            stream.seek(position)
            return value
    return read_dictionary_slowly(stream, container_ref, as_metadata_stream, in_content_stream)


def _without_escapes(text: bytes) -> bytes:
    return _ESCAPE.sub(_letter, text) if b"\\" in text else text


def _letter(escape: re.Match[bytes]) -> bytes:
    written = escape[1]
    return bytes((int(written, 8),)) if len(written) > 1 else _ESCAPED.get(written, written)


def _word(found: re.Match[bytes]) -> Any:
    word = found[_WORD]
    return generic.NullObject() if word == b"null" else generic.BooleanObject(word == b"true")


_PLAIN: dict[int | None, Callable[[re.Match[bytes]], Any]] = {
    _NAME: lambda found: str.__new__(generic.NameObject, found[3], "ascii"),
    _WHOLE: lambda found: int.__new__(generic.NumberObject, found[8]),
    _DECIMAL: lambda found: Decimal.__new__(generic.FloatObject, found[9].decode("ascii")),
    _STRING: lambda found: generic.pdf_string(_without_escapes(found[10])),
    _HEX: lambda found: generic.pdf_string(binascii.unhexlify(found[11])),
    _WORD: _word,
}


@lru_cache(maxsize=2048)
def known_key(name: bytes) -> generic.NameObject:
    """Keys belong to no object, as values do: the same few serve all dictionaries."""
    return generic.NameObject(name.decode("ascii"))


def make_reference(number: int, generation: int, handler: Any) -> generic.IndirectObject:
    """Put together without the constructors, which cost more than reading it: the class of `reference` is frozen."""
    reference = generic.Reference.__new__(generic.Reference)
    reference.__dict__.update(idnum=number, generation=generation, pdf=handler)
    value = generic.IndirectObject.__new__(generic.IndirectObject)
    value.reference = reference
    return value


class Reading:
    """Reads one object with all that lies in it."""

    __slots__ = ("container", "data", "handler", "stream")

    def __init__(self, stream: BytesIO, data: bytes, container: Any) -> None:
        self.stream, self.data, self.container = stream, data, container
        self.handler = container.get_pdf_handler()

    def value(self, position: int) -> tuple[Any, int]:
        """Return the value at a position, and the position behind it."""
        found = _TOKEN.match(self.data, position)
        return self.strange(position) if found is None else self.of_token(found, position)

    def of_token(self, found: re.Match[bytes], position: int) -> tuple[Any, int]:
        kind = found.lastindex
        if kind in _PLAIN:
            value: Any = _PLAIN[kind](found)
        elif kind == _REFERENCE:
            value = self.reference(int(found[1]), int(found[2]))
        elif kind == _DICTIONARY:
            return self.dictionary(found.end())
        elif kind == _ARRAY:
            return self.array(found.end())
        else:
            return self.strange(position)
        value.container_ref = self.container
        return value, found.end()

    def reference(self, number: int, generation: int) -> generic.IndirectObject:
        return make_reference(number, generation, self.handler)

    def strange(self, position: int) -> tuple[Any, int]:
        """Leave what is not plain to pyHanko: it reads it, or says what is wrong."""
        stream = self.stream
        stream.seek(position)
        misc.read_non_whitespace(stream, seek_back=True)
        behind_comments = stream.tell()
        if self.data.startswith((b"<<", b"["), behind_comments):
            return self.value(behind_comments)
        value = read_object_slowly(stream, self.container)
        return value, stream.tell()

    def array(self, position: int) -> tuple[Any, int]:
        values = generic.ArrayObject()
        data, match, plain, container = self.data, _TOKEN.match, _PLAIN, self.container
        add = values.append
        while True:
            found = match(data, position)
            if found is None:
                position, ended = self.next_of_array(position)
                if ended:
                    break
                value, position = self.value(position)
            elif (kind := found.lastindex) in plain:  # as in `of_token`, without the call: most are
                value = plain[kind](found)
                value.container_ref = container
                position = found.end()
            elif kind == _ARRAY_END:
                position = found.end()
                break
            else:
                value, position = self.of_token(found, position)
            add(value)
        values.container_ref = self.container
        return values, position

    def next_of_array(self, position: int) -> tuple[int, bool]:
        """Where the next value begins behind space and comments; or behind the end of the array, and that it ended."""
        self.stream.seek(position)
        letter = misc.read_non_whitespace(self.stream)
        return (self.stream.tell(), True) if letter == b"]" else (self.stream.tell() - 1, False)

    def dictionary(self, position: int) -> tuple[Any, int]:
        data, match, match_key, plain, container = self.data, _TOKEN.match, _ENTRY.match, _PLAIN, self.container
        entries: dict[Any, Any] = {}
        while True:
            found = match_key(data, position)
            if found is None:
                key, position = self.strange_key(position)
                if key is None:
                    break
            elif found.lastindex == 1:
                position = found.end()
                break
            else:
                key, position = known_key(found[2]), found.end()
            found = match(data, position)
            if found is None:
                value, position = self.strange(position)
            elif (kind := found.lastindex) in plain:
                value = plain[kind](found)
                value.container_ref = container
                position = found.end()
            else:
                value, position = self.of_token(found, position)
            if key in entries:
                self.defined_again(key, position)
            else:
                entries[key] = value
        payload, position = self.payload(entries, position)
        value = generic.DictionaryObject() if payload is None else generic.StreamObject({}, encoded_data=payload)
        dict.update(value, entries)
        value.container_ref = self.container
        return value, position

    def strange_key(self, position: int) -> tuple[Any, int]:
        """A key behind comments or with escapes; None at the end of the dictionary, which pyHanko takes as written."""
        stream = self.stream
        stream.seek(position)
        if misc.read_non_whitespace(stream) == b">":
            stream.read(1)
            return None, stream.tell()
        stream.seek(-1, 1)
        try:
            key = generic.NameObject.read_from_stream(stream)  # type: ignore[no-untyped-call]
        except Exception as error:
            raise misc.PdfReadError(
                f"Failed to read dictionary key at byte 0x{hex(stream.tell())}; expected PDF name"
            ) from error
        return key, stream.tell()

    def defined_again(self, key: str, position: int) -> None:
        """The first definition counts, as pyHanko has it."""
        message = f"Multiple definitions in dictionary at byte {hex(position)} for key {key}"
        if self.handler.strict:
            raise misc.PdfStrictReadError(message)
        generic.logger.warning(message)

    def payload(self, entries: dict[Any, Any], position: int) -> tuple[bytes | None, int]:
        if _NO_STREAM.match(self.data, position):
            return None, position
        self.stream.seek(position)
        payload = generic._maybe_read_stream_payload(self.stream, entries, self.handler)
        return payload, self.stream.tell()
