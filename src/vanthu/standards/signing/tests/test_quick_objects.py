"""Objects read token by token, and revisions compared without copies, are what pyHanko makes of the same bytes."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu.standards.signing import quick_objects, quick_reading
from vanthu.standards.signing.documents import MALFORMED, open_reader
from vanthu.standards.signing.errors import SigningError
from vanthu.standards.signing.findings import Outcome
from vanthu.standards.signing.tests import attacks
from vanthu.standards.signing.tests.conftest import Desk

TOKENS = (
    "<<", ">>", "[", "]", "/Name", "/A#20B", "/A#", "/", "/é", "1 0 R", "12 3 R", "0 0 R", "1  0 R", "1 0\nR", "1 0 Rx",
    "1 0 R/", "7", "+7", "-7", "--7", "7.5", ".5", "5.", "-.5", "1,2", "(text)", "(a(b)c)", "(\\(\\101\\n)", "(\\999)",
    "(\\\n)", "(é)", "(", ")", "<41>", "<4 1>", "<4>", "<4g>", "<", ">", "true", "false", "null", "nullx", "% x\n", "%",
    "stream\n12345\nendstream", "/Length 5", "endobj", " ", "\n", "\0", "\v", "\t", "{", "x", "7endobj", "1 0 R 2 0 R]",
)  # fmt: skip
SOUP = st.lists(st.sampled_from(TOKENS), max_size=25).map(lambda parts: " ".join(parts).encode("latin-1"))
TIGHT = st.lists(st.sampled_from(TOKENS), max_size=25).map(lambda parts: "".join(parts).encode("latin-1"))


BEGIN = st.sampled_from([b"<<", b"[", b"<< /K ", b"[[", b"<</A[", b""])
END = st.sampled_from([b">>", b"]>>", b"]", b""])


class _Handler:
    strict = False

    def get_object(self, ref: Any) -> int:
        return 5


def told(value: Any) -> Any:
    """Everything that makes a value what it is."""
    kind, container = type(value).__name__, value.container_ref
    if isinstance(value, generic.DictionaryObject):
        payload = value.encoded_data if isinstance(value, generic.StreamObject) else None
        return kind, payload, [(type(key).__name__, key, told(one)) for key, one in value.items()], container
    if isinstance(value, generic.ArrayObject):
        return kind, [told(one) for one in value], container
    if isinstance(value, generic.IndirectObject):
        return kind, value.idnum, value.generation, id(value.reference.pdf), container
    plain = getattr(value, "original_bytes", None), getattr(value, "autodetected_encoding", None)
    return kind, str(value) if not isinstance(value, generic.NullObject) else None, plain, container


def outcome(read: Callable[..., Any], data: bytes, strict: bool) -> Any:
    handler = _Handler()
    handler.strict = strict
    stream, container = BytesIO(data), generic.Reference(1, 0, handler)
    try:
        value = told(read(stream, container))
    except (misc.PdfError, ValueError, TypeError, KeyError, OSError, ArithmeticError) as error:
        return type(error).__name__
    return str(value).replace(str(id(handler)), "handler"), stream.tell()


def slowly(stream: BytesIO, container: generic.Reference) -> Any:
    with quick_reading.as_they_are():
        return generic.read_object(stream, container)


@given(BEGIN, SOUP | TIGHT, END, st.booleans())
@example(b"<<", b"/A 1 /A 2", b">>", False)
@example(b"<<", b"/Length 5", b">>stream\n12345\nendstream", False)
@example(b"<<", b"/Length 9 0 R", b">>\nstream\r\n12345\r\nendstream", False)
@example(b"[", b"1 0 R 2 0 R3 0 R 4 0", b"R]", False)
@example(b"[", b"(a\\\\b\\)c\\nd)", b"]", False)
@example(b"<<", b"/A%x\n/B", b">>", False)
@example(b"<<", b"/A 1 0 R%x\n>x", b"", False)
@settings(deadline=None, max_examples=1500)
def test_an_object_is_read_as_pyhanko_reads_it(begin: bytes, inside: bytes, end: bytes, strict: bool) -> None:
    data = begin + inside + end + b"\nendobj\n"
    assert outcome(quick_objects.read_object, data, strict) == outcome(slowly, data, strict)


def dictionary_slowly(stream: BytesIO, container: generic.Reference) -> Any:
    with quick_reading.as_they_are():
        return generic.DictionaryObject.read_from_stream(stream, container)


@given(BEGIN, SOUP | TIGHT, END, st.booleans())
@example(b"<<", b"/Length 5", b">>stream\n12345\nendstream", False)
@example(b"<<", b"/Size 4", b">>\nstartxref\n5\n", False)
@settings(deadline=None, max_examples=500)
def test_a_trailer_is_read_as_pyhanko_reads_it(begin: bytes, inside: bytes, end: bytes, strict: bool) -> None:
    data = begin + inside + end + b"\nendobj\n"
    assert outcome(quick_objects.read_dictionary, data, strict) == outcome(dictionary_slowly, data, strict)


@given(st.binary(max_size=60) | st.text("0123456789 obj\n%</[", max_size=30).map(str.encode))
@example(b"12 0 obj\n<<")
@example(b"12 0 obj%x\n<<")
@example(b" 12  0 obj<<")
def test_the_header_of_an_object_is_read_as_pyhanko_reads_it(data: bytes) -> None:
    def told_by(read: Callable[..., Any]) -> Any:
        stream = BytesIO(data)
        try:
            return read(stream, False), stream.tell()
        except (misc.PdfError, ValueError, OSError) as error:
            return type(error).__name__

    assert told_by(quick_objects.read_object_header) == told_by(quick_objects.read_object_header_slowly)


def paths_of(pdf: bytes) -> Any:
    """The paths to every object in every revision; or what came of looking for them."""
    try:
        reader = open_reader(pdf)
    except SigningError as error:
        return type(error).__name__
    return [_paths_in(reader, number) for number in range(reader.xrefs.total_revisions)]


def _paths_in(reader: PdfFileReader, number: int) -> Any:
    revision = reader.get_historical_resolver(number)
    try:
        revision._load_reverse_xref_cache()
    except MALFORMED as error:
        return type(error).__name__
    refs = [generic.Reference(number, 0) for number in range(1, 200)]
    return {ref: set(revision._get_usages_of_ref(ref)) for ref in refs}


FILES = {
    "untouched": lambda pdf: pdf,
    **{name.__name__: name for name in (
        attacks.replace_content, attacks.overlay_annotation, attacks.refill_number, attacks.restyle_number,
        attacks.swap_fonts, attacks.sneak_a_signature_field, attacks.rewrite, attacks.planted, attacks.with_script,
        attacks.drop_byte_range, attacks.junk_with_a_tail, attacks.repeat_an_element, attacks.name_metadata_again,
    )},
    "a ring of pages": lambda _: attacks.bomb(b"<<>>", pages=b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
    "pages that are none": lambda _: attacks.bomb(b"7"),
    "a page tree without pages": lambda _: attacks.bomb(b"<<>>", pages=b"<</Type/Pages/Count 1>>"),
    "objects that are references": lambda _: attacks.bomb(b"2 0 R"),
    "an object that is itself": lambda _: attacks.bomb(b"3 0 R"),
    "a ring in the structure": lambda _: attacks.bomb(b"<</K 3 0 R>>", more=b"/StructTreeRoot 3 0 R"),
    "a structure of nothing": lambda _: attacks.bomb(b"<</K[null 7]>>", more=b"/StructTreeRoot 3 0 R"),
    "a structure that is a number": lambda _: attacks.bomb(b"<<>>", more=b"/StructTreeRoot 7"),
    "entries defined twice": lambda _: attacks.bomb(b"<</A 1/A 2 0 R/B 1 0 R/B 2>>"),
    "kids that are pages by their second type": lambda _: attacks.bomb(b"<</Type/StructElem/Type/Pages/Kids[2 0 R]>>"),
    "a stream without an end": lambda _: attacks.bomb(b"<</Length 5/A 1 0 R>>stream\n1234567"),
    "a stream whose length lies elsewhere": lambda _: attacks.bomb(b"<</Length 9 0 R>>stream\n12345\nendstream"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_paths_to_an_object_are_those_that_pyhanko_finds(desk: Desk, issued: bytes, name: str) -> None:
    pdf = FILES[name](issued)
    with quick_reading.as_they_are():
        slow = paths_of(pdf)
    assert paths_of(pdf) == slow


@pytest.mark.parametrize("name", FILES)
def test_a_verdict_is_the_one_that_pyhanko_as_published_leads_to(desk: Desk, issued: bytes, name: str) -> None:
    pdf = FILES[name](issued)
    with quick_reading.as_they_are():
        slow = desk.verify(pdf)
    assert desk.verify(pdf) == slow


@pytest.fixture(scope="module")
def packed(desk: Desk) -> bytes:
    """A letter whose objects lie in streams, as many programs write them, signed twice."""
    out = BytesIO()
    with pikepdf.open(BytesIO(desk.draft)) as draft:
        draft.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, fix_metadata_version=False)
    return replace(desk, draft=out.getvalue()).issued()


def test_objects_in_streams_are_found_and_judged_as_pyhanko_does(desk: Desk, packed: bytes) -> None:
    for pdf in (packed, attacks.replace_content(packed), attacks.swap_fonts(packed)):
        with quick_reading.as_they_are():
            slow = paths_of(pdf), desk.verify(pdf)
        assert (paths_of(pdf), desk.verify(pdf)) == slow
    assert desk.verify(packed).outcome is Outcome.VALID


def test_a_verdict_keeps_nothing_of_the_file(desk: Desk, issued: bytes) -> None:
    def readers() -> int:
        return sum(type(one) is PdfFileReader for one in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = readers()
        verdict = desk.verify(issued)
        assert readers() == before
        assert {type(name) for finding in verdict.signatures for name in finding.filled} <= {str}
    finally:
        gc.enable()


def test_a_copied_object_leads_into_its_revision_and_leaves_the_read_one_alone(issued: bytes) -> None:
    reader = open_reader(issued)
    revision = reader.get_historical_resolver(1)
    read = reader.get_object(revision.root_ref, 1)
    copy = revision.get_object(revision.root_ref)
    assert copy == read
    assert copy is not read
    assert copy.raw_get("/Pages").reference.pdf is revision
    assert read.raw_get("/Pages").reference.pdf is reader
    assert copy.container_ref.pdf is revision
