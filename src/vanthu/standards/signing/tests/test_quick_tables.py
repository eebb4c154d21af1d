"""Cross-reference tables read in pieces say what they say to pyHanko, of every object and every revision."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, misc, xref
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu.standards.signing import quick_reading, quick_tables
from vanthu.standards.signing.documents import MALFORMED
from vanthu.standards.signing.tests import attacks

LINE = st.builds(
    lambda place, generation, kind, end: f"{place:010d} {generation:05d} {kind}{end}",
    st.integers(0, 9_999_999_999),
    st.sampled_from([0, 1, 65535, 65536, 99999]),
    st.sampled_from("nnnfx"),
    st.sampled_from([" \n", " \n", " \n", "\r\n", " \r", "\n", " \r\n", "  "]),
)
PLAIN_LINE = st.builds("{:010d} {:05d} {} \n".format, st.integers(0, 99_999), st.integers(0, 3), st.sampled_from("nf"))
NUMBERS = st.tuples(st.integers(0, 9), st.sampled_from([0, 0, 0, 1, -1]))
PART = st.tuples(NUMBERS, st.lists(PLAIN_LINE, max_size=5) | st.lists(LINE, max_size=3)).map(
    lambda drawn: f"{drawn[0][0]} {max(len(drawn[1]) + drawn[0][1], 0)}\n{''.join(drawn[1])}"
)
TABLE = st.tuples(
    st.sampled_from(["", "\n", " ", "%x\n"]),
    st.lists(PART, min_size=1, max_size=3).map("".join),
    st.sampled_from(["trailer\n<<>>", "trailer\n<<>>", "trailer <<", "trailer", "trailer\n%x\n<<", "\ntrailer<<"]),
).map(lambda parts: "".join(parts).encode() + b" x" * 20)  # pyHanko may never end near the end of a file


def told(section: xref.XRefSectionData) -> Any:
    return section.freed, section.standard_xrefs, section.xrefs_in_objstm, section.explicit_refs_in_revision


def outcome(parse: Any, take: Any, data: bytes, strict: bool) -> Any:
    stream, section = BytesIO(data), xref.XRefSectionData()
    try:
        highest = take(section, parse(stream, strict), strict)
    except MALFORMED as error:
        return type(error).__name__
    return told(section), highest, stream.tell()


@given(TABLE, st.booleans())
@example(b"0 2\n0000000000 65535 f \n0000000017 00000 n \ntrailer\n<<", False)
@example(b"0 1\n0000000000 65535 f \n0 0\ntrailer\n<<          ", False)
@example(b"5 1\n0000000017 00007 n \n5 1\n0000000018 00000 n \ntrailer<<", False)
@example(b"5 1\n0000000017 70000 n \ntrailer<<", True)
@settings(deadline=None, max_examples=300)
def test_a_table_is_read_as_pyhanko_reads_it(data: bytes, strict: bool) -> None:
    assert outcome(quick_tables.parse_table, quick_tables.take, data, strict) == outcome(
        quick_tables.parse_table_slowly, quick_tables.take_slowly, data, strict
    )


NUMBER = st.integers(1, 4)
ENTRY = st.builds(xref.XRefEntry, st.just(xref.XRefType.STANDARD), st.integers(0, 99), NUMBER, st.integers(0, 2))
FREED = st.builds(xref.XRefEntry, st.just(xref.XRefType.FREE), st.none(), NUMBER, st.integers(0, 2))
PACKED = st.builds(
    xref.XRefEntry, st.just(xref.XRefType.IN_OBJ_STREAM), st.builds(xref.ObjStreamRef, NUMBER, NUMBER), NUMBER
)
SECTIONS = st.lists(
    st.tuples(*[st.lists(ENTRY | FREED | PACKED, max_size=4)] * 2, st.booleans()), min_size=1, max_size=4
)


def section_of(entries: list[xref.XRefEntry], hybrid: list[xref.XRefEntry] | None) -> xref.XRefSection:
    data = xref.XRefSectionData()
    data.process_entries(iter(entries), strict=False)
    meta = xref.XRefSectionMetaInfo(xref.XRefSectionType.STANDARD, 9, 0, 0, 0, None)
    if hybrid is not None:
        data.process_hybrid_entries(iter(hybrid), meta, strict=False)
    return xref.XRefSection(meta, data)


def history_of(tables: xref.XRefCache, revisions: int) -> list[Any]:
    def asked(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except KeyError:
            return "nothing"

    refs = [generic.Reference(number, generation) for number in range(6) for generation in range(3)]
    return [
        (
            asked(lambda ref=ref: tables.get_last_change(ref)),
            asked(lambda ref=ref: tables.get_introducing_revision(ref)),
            asked(lambda ref=ref: tables[ref]),
            [tables.get_historical_ref(ref, revision) for revision in range(-2, revisions + 1)],
        )
        for ref in refs
    ]


@given(SECTIONS)
@settings(deadline=None)
def test_the_history_of_an_object_is_the_one_that_pyhanko_tells(drawn: list[Any]) -> None:
    sections = [section_of(entries, hybrid if has else None) for entries, hybrid, has in drawn]
    with quick_reading.as_they_are():
        slow = history_of(xref.XRefCache(None, sections), len(sections))
    tables = xref.XRefCache(None, sections)
    assert history_of(tables, len(sections)) == slow
    assert history_of(tables, len(sections)) == slow, "what is kept is what was found"


ENCRYPTED = attacks.bomb(b"<<>>").replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R")
DIRECTLY = attacks.bomb(b"<<>>").replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard>>")


@pytest.mark.parametrize(
    "pdf", [attacks.bomb(b"<<>>"), ENCRYPTED, DIRECTLY, DIRECTLY.replace(b"/Filter/Standard", b"")]
)
def test_a_file_is_encrypted_when_pyhanko_says_so(pdf: bytes) -> None:
    def said() -> Any:
        try:
            return PdfFileReader(BytesIO(pdf), strict=False).encrypted
        except (misc.PdfError, KeyError, NotImplementedError) as error:
            return type(error).__name__

    with quick_reading.as_they_are():
        slow = said()
    assert said() == slow
