"""Objects skimmed lead where the objects lead that pyHanko reads; where they might not, nothing is skimmed."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu.standards.signing import quick_reading
from vanthu.standards.signing.documents import MALFORMED
from vanthu.standards.signing.quick_skimming import Skimming
from vanthu.standards.signing.tests.test_quick_objects import SOUP, TIGHT

ASKED_FOR = ("/Type", "/Kids", "/Pages", "/StructTreeRoot", "/Length")


class _Reader(PdfFileReader):
    """Reads the one object that stands in these bytes."""

    def __init__(self, data: bytes) -> None:
        self.stream, self.strict, self.resolved_objects = BytesIO(data), False, {}

    encrypted = False

    def get_object(self, ref: Any, *_: Any, **__: Any) -> Any:
        return generic.NumberObject(5)


def leading(value: Any) -> Any:
    """What is left of a value without that which leads nowhere; None where nothing is."""
    if isinstance(value, generic.IndirectObject):
        return value.idnum, value.generation
    if isinstance(value, generic.DictionaryObject):
        kept = {key: leading(one) for key, one in value.items()}
        kept |= {
            key: kept[key] or asked(value.raw_get(key))
            for key in ASKED_FOR
            if key in value and not is_element(key, value)
        }
        left = {key: one for key, one in kept.items() if one is not None}
        return (isinstance(value, generic.StreamObject), left) if left else None
    if isinstance(value, generic.ArrayObject):
        kept = [leading(one) for one in value]
        return kept if any(one is not None for one in kept) else None
    return None


def is_element(key: str, value: generic.DictionaryObject) -> bool:
    return key == "/Type" and value.raw_get(key) == "/StructElem"


def asked(value: Any) -> Any:
    """An entry that is asked for by name: itself where it is plain, else only that it is there."""
    return type(value).__name__ if isinstance(value, (list, dict)) else str(value)


def of_object(data: bytes) -> Any:
    try:
        with quick_reading.as_they_are():
            value = _Reader(data)._read_object(generic.Reference(12, 0), 0)
        return "read", leading(value), type(value).__name__
    except MALFORMED as error:
        return type(error).__name__


def skimmed(data: bytes) -> Any:
    """The same of the object as it is skimmed; None where it has to be read."""
    skimming = Skimming.of(_Reader(data))
    assert skimming is not None
    try:
        value = skimming.at(0, 12, 0)
    except MALFORMED as error:
        return type(error).__name__
    return None if value is None else ("read", leading(value), type(value).__name__)


PLAIN = (
    "/Type/Page", "/Type/StructElem", "/Type /StructElem", "/Type/StructElement", "/Type 1 0 R", "/K 1 0 R",
    "/K[1 0 R]", "/K[0 1 2]", "/P 3 0 R", "/S/P", "/P/S", "/Pg 3 0 R", "/A[<</O/Layout>>]", "/A<</B[1 2]/C(x)>>",
    "/A<</B 1 0 R>>", "/A[[[[1]]]]", "/A[<</B[1 0 R]>>]", "/Kids[2 0 R]", "/Kids[]", "/Kids 7", "/Length 5",
    "/Length 9 0 R", "/B(text)", "/B(\\(\\101)", "/B<41>", "/C true", "/C null", "/C 1", "/D -1.5", "/D 1 0 R",
    "/Pages 2 0 R", "/Pages 5", "/E[1 0 R 2]", "/W[0 [500.5 1] 3 4 250]", "/E<</A 1/C 2 0 R>>",
    "/F[1 <</Kids[3 0 R]>>]",
)  # fmt: skip
STRANGE = (
    "/B(a(b)c)", "/B<4>", "/B .", "/B#20 1", "/ 1", "/B 1 0 Rx", "/B 0 0 R", "/B 1  0 R", "%x\n", "/é 1", "/B",
    "/B<</A 1 /A 2 0 R>>", "/B<</X 1>>stream", "/B<</X 1>> %x\n", "<<", ">>", "[", "]", "/B[1 2 R]", "nullx",
    "/C truex", "/B(\\999)", "/B{",
)  # fmt: skip
NAME = re.compile("/[A-Za-z]+")
ONE = st.sampled_from(PLAIN)
ENTRIES = st.lists(ONE, max_size=6) | st.lists(ONE, max_size=5, unique_by=lambda one: NAME.match(one)[0]) | st.lists(
    ONE | st.sampled_from(STRANGE), max_size=9
)  # fmt: skip
DICTIONARY = st.tuples(ENTRIES, st.sampled_from(["", " ", "\n"])).map(
    lambda drawn: f"<<{drawn[1].join(drawn[0])}>>".encode("latin-1")
)
ARRAY = st.lists(DICTIONARY | st.sampled_from([b"1 0 R", b"7", b"[1 0 R]", b"/x"]), max_size=4).map(
    lambda parts: b"[" + b" ".join(parts) + b"]"
)
BROKEN = st.tuples(DICTIONARY, st.integers(0, 200), st.binary(max_size=2)).map(
    lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] + 1 :]
)
BODIES = DICTIONARY | ARRAY | BROKEN | SOUP | TIGHT
ENDED = b"\nendobj\n13 0 obj"
BEHIND = st.sampled_from(
    [b"endobj x", b"\nendobj\n", b"\nendobj %x\n", b"\nendob", b" %x\nendobj\n1", b"\nstream\n12345\nendobj\n1",
     b"\nstream\n12345\nendstream\nendobj\n1", b"stream\r\n12345endstream endobj\n1"]
)  # fmt: skip
HEADED = b"12 0 obj\n"
HEAD = st.sampled_from([b"12 0 obj", b"12 0 obj %x\n", b"13 0 obj\n", b" 12 0 obj ", b"12  0 obj "])


@given(st.just(HEADED) | HEAD, BODIES, st.just(ENDED) | BEHIND)
@example(b"12 0 obj\n", b"<</A 1/A 2 0 R>>", b"\nendobj\n1")
@example(b"12 0 obj\n", b"<</S/P/P 2 0 R>>", b"\nendobj\n1")
@example(b"12 0 obj\n", b"<</Type/StructElem/Type/Pages>>", b"\nendobj\n1")
@example(b"12 0 obj\n", b"<</A<</B 1>>/C 1 0 R/A 2 0 R>>", b"\nendobj\n1")
@example(b"12 0 obj\n", b"<</A/C/C 1/D 1 0 R/C 2 0 R>>", b"\nendobj\n1")
@example(b"12 0 obj\n", b"<</Length 5>>", b"\nendobj")
@settings(deadline=None, max_examples=3000)
def test_an_object_leads_where_the_one_leads_that_pyhanko_reads(head: bytes, body: bytes, behind: bytes) -> None:
    data = head + body + behind
    found = skimmed(data)
    event("read whole" if found is None else "skimmed")
    assert found is None or found == of_object(data)


@given(st.lists(st.sampled_from(PLAIN), max_size=8, unique_by=lambda one: NAME.match(one)[0]))
@settings(deadline=None)
def test_what_honest_software_writes_is_skimmed(entries: list[str]) -> None:
    assert skimmed(HEADED + f"<<{' '.join(entries)}>>".encode() + ENDED) is not None


@pytest.mark.parametrize("place", [-1, 10_000, 3])
def test_nothing_is_skimmed_where_no_object_stands(place: int) -> None:
    skimming = Skimming.of(_Reader(b"12 0 obj\n<</A 1 0 R>>\nendobj\n13 0 obj"))
    assert skimming is not None
    assert skimming.at(place, 12, 0) is None


def test_a_dictionary_with_very_many_entries_is_read_whole() -> None:
    entries = b"".join(b"/K%d 1 0 R" % number for number in range(1000))
    assert skimmed(b"12 0 obj\n<<" + entries + b">>\nendobj\n1") is None
