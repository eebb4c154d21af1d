"""Cross-reference tables read line by line with one expression, and asked once for the whole history of an object.

Written so that pyHanko could take it over; `quick_reading` puts it in place. The tests compare both on any bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic, xref
from pyhanko.pdf_utils.reader import PdfFileReader

parse_table_slowly = xref.parse_xref_table
take_slowly: Any = xref.XRefSectionData.process_entries
historical_place_slowly = xref.XRefCache.get_historical_ref
encrypted_slowly: Any = PdfFileReader.encrypted

_PART = re.compile(rb"[ \n\r\t\f\x00]*+(\d{1,9})[ \n\r\t\f\x00]++([1-9]\d{0,8})[ \n\r\t\f\x00]++(?=\d)")
_LINE = rb"\d{10} \d{5} [nf](?: [\n\r]|\r\n)"
_LINES = re.compile(rb"(?:" + _LINE + rb")*+")
_TOLD = re.compile(rb"(\d{10}) (\d{5}) (.)")
_LENGTH, _MOST_GENERATIONS = 20, 0xFFFF
_END = re.compile(rb"[ \n\r\t\f\x00]*+trailer[ \n\r\t\f\x00]*+(?=[^%])")


Lines = list[tuple[bytes, bytes, bytes]]
"""Place, generation and kind of one object after the other, as they are written."""


class Table(list[tuple[int, Lines]]):
    """A table read whole: the lines of each part, with the number of the first."""

    def entries(self) -> Iterator[xref.XRefEntry]:
        """What pyHanko makes of them."""
        for first, lines in self:
            for number, (place, generation, kind) in enumerate(lines, first):
                if kind == b"n":
                    yield xref.XRefEntry(xref.XRefType.STANDARD, int(place), number, int(generation))
                else:
                    yield xref.XRefEntry(xref.XRefType.FREE, None, number, int(generation))


def parse_table(stream: Any, strict: bool) -> Any:
    """Return the entries of a table; once they are taken, the stream stands at what follows "trailer"."""
    read = _read_table(stream.getvalue(), stream.tell()) if type(stream) is BytesIO else None
    if read is None:
        return parse_table_slowly(stream, strict)
    table, end = read
    stream.seek(end)
    return table


def _read_table(data: bytes, position: int) -> tuple[Table, int] | None:
    """The table, and where the trailer begins; None for one that is not written letter by letter as it should be."""
    table = Table()
    while (end := _END.match(data, position)) is None or not table:
        part = _PART.match(data, position)
        if part is None:
            return None
        first, size = int(part[1]), int(part[2])
        lines = data[part.end() : part.end() + size * _LENGTH]
        if len(lines) != size * _LENGTH or _LINES.fullmatch(lines) is None:
            return None
        table.append((first, _TOLD.findall(lines)))
        position = part.end() + len(lines)
    return table, end.end()


def take(section: xref.XRefSectionData, entries: Any, strict: bool) -> int:
    """Take entries into a section and return the highest number among them."""
    if type(entries) is not Table:
        return int(take_slowly(section, entries, strict))
    if strict:
        return int(take_slowly(section, entries.entries(), strict))
    highest = 0
    places, freed, told = section.standard_xrefs, section.freed, section.explicit_refs_in_revision
    for first, lines in entries:
        highest = max(highest, first + len(lines) - 1)
        for number, (place, written, kind) in enumerate(lines, first):
            generation = int(written)
            if not number or generation > _MOST_GENERATIONS:
                continue
            if kind == b"n":
                places[number] = generation, int(place)
                told.add((number, generation))
            else:
                freed[number] = generation
                told.add((number, generation - 1))
    return highest


def last_change(tables: xref.XRefCache, ref: generic.Reference) -> int:
    """Return the last revision that says something of an object; raises KeyError where none does."""
    history = _history(tables, ref)
    if not history:
        raise KeyError(ref)
    return history[-1][0]


def introduced(tables: xref.XRefCache, ref: generic.Reference) -> int:
    """Return the first revision in which an object stands somewhere; raises KeyError where none has it."""
    for revision, place in _history(tables, ref):
        if place is not None:
            return revision
    raise KeyError(ref)


def historical_place(tables: xref.XRefCache, ref: generic.Reference, revision: int) -> Any:
    """Return where an object stood in a revision; None where it did not, or no longer."""
    if revision < 0:
        return historical_place_slowly(tables, ref, revision)
    for since, place in reversed(_history(tables, ref)):
        if since <= revision:
            return place
    return None


def _history(tables: xref.XRefCache, ref: generic.Reference) -> list[tuple[int, Any]]:
    """What each revision says of an object, oldest first. Tables never change once they are read."""
    known: dict[tuple[int, int], list[tuple[int, Any]]] = tables.__dict__.setdefault("_histories", {})
    key = ref.idnum, ref.generation
    history = known.get(key)
    if history is None:
        history = known[key] = list(_told(tables, ref))
    return history


def _told(tables: xref.XRefCache, ref: generic.Reference) -> Iterator[tuple[int, Any]]:
    number = ref.idnum
    for revision, section in enumerate(tables._xref_sections):
        table = section.xref_data
        if number in table.standard_xrefs or number in table.xrefs_in_objstm or number in table.freed or table.hybrid:
            try:
                yield revision, table.try_resolve(ref)
            except KeyError:
                continue


def encrypted(reader: PdfFileReader) -> bool:
    """Whether a document is encrypted: asked for every object, and no without any look into a handler."""
    parts = (reader.trailer._new_changes, *reader.trailer._trailer_revisions)
    if reader._security_handler is None and not any("/Encrypt" in part for part in parts):
        return False
    return bool(encrypted_slowly.fget(reader))
