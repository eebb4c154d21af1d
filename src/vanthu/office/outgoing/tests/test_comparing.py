"""Two revisions compared by words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.office.outgoing.queries.comparing import MOST_WORDS, Piece, compared, sides

TEXT = st.text(alphabet="ab áế\n.,1/", max_size=60)


def marked(before: str, after: str) -> str:
    signs = {"=": "{}", "-": "[-{}]", "+": "[+{}]"}
    return "".join(signs[piece.sign].format(piece.text) for piece in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Gửi trước ngày 20 tháng 3.", "Gửi trước ngày 25 tháng 3.", "Gửi trước ngày [-20][+25] tháng 3."),
        ("Một\nHai\nBa", "Một\nBa", "Một\n[-Hai\n]Ba"),
        ("Một", "Một", "Một"),
        ("", "Mới", "[+Mới]"),
        ("Số 15/QĐ-SNV", "Số 15/QĐ-UBND", "Số [-15/QĐ-SNV][+15/QĐ-UBND]"),
        ("rà soát", "rà soát, báo cáo", "rà soát[+, báo cáo]"),
    ],
)
def test_what_went_and_what_came_is_told_by_words(before: str, after: str, told: str) -> None:
    assert marked(before, after) == told


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    old, new = sides(compared(before, after))
    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == after


def test_a_block_of_too_many_words_is_compared_whole() -> None:
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert compared(before, after) == (Piece("-", before), Piece("+", after))
