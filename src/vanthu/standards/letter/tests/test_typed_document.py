"""Appendices and pictures told from the lines of a typed text."""

from __future__ import annotations

import pytest

from vanthu.standards.letter import document_from_typed, from_typed, plain_text
from vanthu.standards.letter.blocks import Image, Paragraph, Table

TWO = """Đề nghị báo cáo theo phụ lục kèm theo./.
Phụ lục I
DANH MỤC VỊ TRÍ VIỆC LÀM
| TT | Tên |
|---|---|
| 1 | Chuyên viên |
Phụ lục II. BIỂU MẪU
1. Phần chung
2. Phần riêng"""


def faults(text: str) -> list[str]:
    return [fault.sentence for fault in document_from_typed(text).faults]


def test_two_appendices_stand_below_the_text_with_their_headings() -> None:
    typed = document_from_typed(TWO)
    assert typed.faults == ()
    assert plain_text(typed.body) == "Đề nghị báo cáo theo phụ lục kèm theo./."
    assert [one.title for one in typed.appendices] == ["DANH MỤC VỊ TRÍ VIỆC LÀM", "BIỂU MẪU"]
    assert isinstance(typed.appendices[0].body[0], Table)
    assert len(typed.appendices[1].body) == 2


def test_one_appendix_has_no_number() -> None:
    typed = document_from_typed("Nội dung.\nPhụ lục\n\nBIỂU SỐ LIỆU\nMột dòng.")
    assert [(one.title, len(one.body)) for one in typed.appendices] == [("BIỂU SỐ LIỆU", 1)]
    assert typed.faults == ()


def test_a_sentence_about_an_appendix_is_no_heading() -> None:
    text = "Phụ lục I kèm theo Công văn này thay thế biểu cũ.\nPhụ lục I: gồm ba biểu."
    assert document_from_typed(text).appendices == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A.\nPhụ lục I\nBIỂU\nx", "Dòng 2: đã gõ “Phụ lục I” nhưng phải là “Phụ lục”"),
        ("A.\nPhụ lục\nBIỂU\nx\nPhụ lục II\nMẪU\ny", "Dòng 2: đã gõ “Phụ lục” nhưng phải là “Phụ lục I”"),
        ("A.\nPhụ lục I\nBIỂU\nx\nPhụ lục 2\nMẪU\ny", "Dòng 5: đã gõ “Phụ lục 2” nhưng phải là “Phụ lục II”"),
        ("A.\nPhụ lục\nChữ thường", "Dòng 2: “Phụ lục” chưa có tiêu đề"),
        ("A.\nPhụ lục\nBIỂU\n1. Một\n3. Ba", "Dòng 5: đã gõ “3.”"),
    ],
)
def test_what_is_wrong_names_the_line_of_the_whole_text(text: str, sentence: str) -> None:
    assert faults(text)[0].startswith(sentence)


def test_a_picture_is_set_where_its_line_stands() -> None:
    typed = document_from_typed(
        "Sơ đồ như sau:\n[Hình: so-do.png | Hình 1. Sơ đồ tổ chức | 140 mm]\nPhụ lục\nẢNH\n[hình: b.jpg]"
    )
    assert typed.body[1] == Image("so-do.png", 140.0, "Hình 1. Sơ đồ tổ chức")
    assert typed.appendices[0].body == (Image("b.jpg", 120.0, ""),)
    assert typed.pictures == ("so-do.png", "b.jpg")


def test_a_picture_too_wide_or_typed_otherwise_is_told() -> None:
    assert faults("[Hình: a.png | | 900]") == ["Dòng 1: chiều rộng của hình phải từ 10 đến 160 mm; hãy sửa số 900."]
    assert faults("[Hình: a.png")[0].startswith("Dòng 1: hãy gõ hình như “[Hình: so-do.png")
    assert isinstance(from_typed("[Hình: a.png").body[0], Paragraph)
