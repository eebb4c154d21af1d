"""The one text of a leaf."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.standards.evidence import leaves
from vanthu.standards.evidence.errors import EvidenceUnreadable

TEXT = (
    '{"at":"2026-03-09T14:05:33+07:00","by":"system:TINH","data":{"số":1,"to":["G09"]},'
    '"kind":"package.accepted","number":7,"subject":"gói \\"7\\"","v":1}'
)
DATA = leaves.canonical({"to": ["G09"], "số": 1})

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_leaf_is_this_text_and_reads_back() -> None:
    text = leaves.leaf_text(7, "package.accepted", 'gói "7"', DATA, "system:TINH", "2026-03-09T14:05:33+07:00")
    assert text == TEXT
    leaf = leaves.read_leaf(text)
    assert (leaf.number, leaf.index, leaf.data["số"]) == (7, 6, 1)


@given(st.integers(1, 2**53), texts, texts, st.dictionaries(texts, texts | st.lists(texts)), texts, texts)
def test_whatever_is_written_is_canonical(number: int, kind: str, subject: str, data: dict, by: str, at: str) -> None:
    text = leaves.leaf_text(number, kind, subject, leaves.canonical(data), by, at)
    assert leaves.read_leaf(text) == leaves.Leaf(number, kind, subject, data, by, at)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(",", ", "),
        TEXT.replace('"v":1', '"v":2'),
        TEXT.replace('"number":7', '"number":true'),
        TEXT.replace('"number":7', '"number":7.5'),
        TEXT.replace('{"at"', '{"more":1,"at"'),
        TEXT.replace('"v":1', '"v":1,"v":1'),
        TEXT.replace("ó", "\\u00f3"),
        "[]",
        "{",
        "",
        "[" * 100_000,
    ],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(EvidenceUnreadable):
        leaves.read_leaf(text)
