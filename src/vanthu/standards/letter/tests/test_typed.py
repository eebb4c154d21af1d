"""What people type becomes blocks; what they typed wrongly is told, never mended in silence."""

from dataclasses import replace

import pytest

from vanthu.standards.letter import from_typed, plain_text
from vanthu.standards.letter.blocks import Article, Chapter, Clause, Heading, List, Paragraph, Part, Point, Run, Table
from vanthu.standards.letter.examples import examples
from vanthu.standards.letter.sheet import letter_sheet
from vanthu.standards.letter.tests.letters import ONE_PAGE

REGULATION = """Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
1. Quy chế này quy định việc soạn thảo:
a) Văn bản đi;
b) Văn bản đến.
2. Quy chế áp dụng với công chức.
Điều 2. Nguyên tắc
Mọi văn bản phải bảo đảm:
- Đúng thể thức;
- Đúng thẩm quyền.
Chương II. TỔ CHỨC THỰC HIỆN
Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành"""


def kinds(text: str) -> list[type]:
    return [type(block) for block in from_typed(text).body]


def faults(text: str) -> list[str]:
    return [fault.sentence for fault in from_typed(text).faults]


def test_a_regulation_typed_line_by_line_has_its_structure() -> None:
    typed = from_typed(REGULATION)
    assert typed.faults == ()
    assert typed.articles == 3
    assert [type(block) for block in typed.body] == [
        Chapter, Article, Clause, Point, Point, Clause, Article, Paragraph, List, Chapter, Article,
    ]  # fmt: skip
    assert plain_text(typed.body).startswith("Chương I QUY ĐỊNH CHUNG\nĐiều 1. Phạm vi điều chỉnh\n1. Quy chế này")


def test_an_article_has_a_title_only_when_its_text_stands_below() -> None:
    first, second, last = from_typed("Điều 1. Bổ nhiệm bà A.\nĐiều 2. Phụ cấp\nĐiều 3. Ông B thi hành").body
    assert (first, second) == (Article(runs=(Run("Bổ nhiệm bà A."),)), Article(runs=(Run("Phụ cấp"),)))
    assert last == Article(runs=(Run("Ông B thi hành"),))
    assert from_typed("Điều 1. Phạm vi\nQuy chế này…").body[0] == Article(title="Phạm vi")
    assert from_typed("Điều 1. **Phạm vi**").body[0] == Article(title="Phạm vi")


def test_headings_of_a_report_are_roman_and_their_clauses_begin_anew() -> None:
    assert kinds("I. KẾT QUẢ\n1. Một\n2. Hai\nII. Tồn tại\n1. Ba") == [Heading, Clause, Clause, Heading, Clause]
    assert kinds("Phần I\nTỔNG QUAN\nI. BỐI CẢNH") == [Part, Heading]


@pytest.mark.parametrize(
    "line",
    [
        "Phần I của Đề án đã nêu rõ việc này.",
        "Điều 5 Nghị định số 30/2020/NĐ-CP quy định như sau:",
        "Mục 2 của Kế hoạch được sửa như sau",
        "1.1. Kết quả của quý I",
        "3.500 hồ sơ đã được số hóa.",
        "-5 độ C",
        "C. Mác viết:",
        "2026 là năm đầu của nhiệm kỳ.",
    ],
)
def test_a_sentence_that_only_begins_like_a_number_is_a_paragraph(line: str) -> None:
    typed = from_typed(line)
    assert typed.body == (Paragraph((Run(line),)),)
    assert typed.faults == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1. a\n3. b", "Dòng 2: đã gõ “3.” nhưng theo thứ tự phải là “2.”"),
        ("Điều 1. A.\n\nĐiều 3. B.", "Dòng 3: đã gõ “Điều 3.” nhưng theo thứ tự phải là “Điều 2.”"),
        ("Điều 1. A.\n1. x\n1. y", "Dòng 3: đã gõ “1.” nhưng theo thứ tự phải là “2.”"),
        ("Điều 1. A.\na) x\nc) y", "Dòng 3: đã gõ “c)” nhưng theo thứ tự phải là “b)”"),
        ("a) x\nb) y\nc) z\nd) t\ne) u", "Dòng 5: đã gõ “e)” nhưng theo thứ tự phải là “đ)”"),
        ("a) x\nf) y", "Dòng 2: “f)” không dùng để đánh số điểm"),
        ("Điều 01. A.", "đã gõ “Điều 01.” nhưng theo thứ tự phải là “Điều 1.”"),
        ("Điều 1: A.", "sau “Điều 1” phải là dấu chấm"),
        ("Điều 1.", "“Điều 1.” chưa có chữ"),
        ("Chương I\nQuy định chung", "“Chương I” chưa có tiêu đề"),
        ("Chương II\nQUY ĐỊNH CHUNG", "đã gõ “Chương II” nhưng theo thứ tự phải là “Chương I”"),
        ("| a | b |\n| c |", "hàng 2 của bảng có 1 ô, hàng đầu có 2 ô"),
        ("| a | b |\n|---|---|", "số hàng tiêu đề phải nhỏ hơn số hàng"),
    ],
)
def test_what_is_typed_wrongly_is_told_with_its_line(text: str, said: str) -> None:
    (sentence,) = faults(text)
    assert said in sentence
    assert sentence.endswith(".")


def test_one_wrong_number_is_one_fault_and_nothing_is_renumbered() -> None:
    typed = from_typed("Điều 1. A.\nĐiều 3. B.\nĐiều 4. C.")
    assert len(typed.faults) == 1
    assert plain_text(typed.body) == "Điều 1. A.\nĐiều 3. B.\nĐiều 4. C."


def test_without_articles_a_list_may_begin_anew_after_a_paragraph() -> None:
    text = "Về nhân sự:\n1. Một\n2. Hai\nVề tài chính:\n1. Ba"
    assert faults(text) == []
    assert plain_text(from_typed(text).body) == text


def test_a_table_has_a_header_only_above_a_rule() -> None:
    (table,) = from_typed("| TT | Tên đơn vị | Số |\n|:--:|---|---:|\n| 1 | Văn phòng | 12 |").body
    assert isinstance(table, Table)
    assert (table.header_rows, len(table.rows), table.align) == (1, 2, ("center", "left", "right"))
    assert table.widths[1] > table.widths[0]
    (plain,) = from_typed("| a | b |\n| c | d |").body
    assert isinstance(plain, Table)
    assert plain.header_rows == 0


def test_stars_mark_bold_and_italic_only_around_words() -> None:
    (block,) = from_typed("Việc **rất gấp** và *quan trọng*, xem (*) và (*), 5*3*2 = 30").body
    assert isinstance(block, Paragraph)
    assert [(run.text, run.bold, run.italic) for run in block.runs] == [
        ("Việc ", False, False),
        ("rất gấp", True, False),
        (" và ", False, False),
        ("quan trọng", False, True),
        (", xem (*) và (*), 5*3*2 = 30", False, False),
    ]


def test_plain_paragraphs_lists_and_numbers_of_an_official_letter_are_set_as_before() -> None:
    lines = (
        "Đề nghị các sở:",
        "1. Rà soát",
        "a) Vị trí",
        "b) Biên chế",
        "- Một;",
        "- Hai.",
        "Trân trọng./.",
    )
    before = letter_sheet(replace(ONE_PAGE, body=lines)).data
    after = letter_sheet(replace(ONE_PAGE, body=from_typed("\n\n".join(lines)).body)).data
    assert after["units"] == before["units"]


def test_the_texts_of_the_examples_typed_again_are_the_same_texts() -> None:
    for key in ("quyet_dinh", "nghi_quyet", "thong_bao", "ke_hoach"):
        body = examples()[key].body
        text = plain_text(tuple(b if not isinstance(b, str) else Paragraph((Run(b),)) for b in body))
        if "\t" not in text:
            assert plain_text(from_typed(text).body) == text, key
            assert faults(text) == [], key
