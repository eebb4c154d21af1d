"""The text as blocks: numbered by their order, stored as strict JSON, read as plain text."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanthu.standards.letter import BodyRefused, from_json, from_text, plain_blocks, plain_text, to_json
from vanthu.standards.letter.blocks import (
    Article,
    Block,
    Cell,
    Chapter,
    Clause,
    Heading,
    Image,
    List,
    PageBreak,
    Paragraph,
    Part,
    Point,
    Run,
    Section,
    Subsection,
    Table,
    cell,
    runs,
    table,
)
from vanthu.standards.letter.examples import examples
from vanthu.standards.letter.fonts import VIETNAMESE_LETTERS
from vanthu.standards.letter.numbering import numbered, roman

TEXT = st.text(alphabet=VIETNAMESE_LETTERS + "#*$\\-=_`@<>[]{}()\"'/~^&|;:,.!?%+0123456789 …“”–", max_size=30)
RUNS = st.lists(st.builds(Run, TEXT, st.booleans(), st.booleans(), st.booleans()), max_size=4).map(tuple)
ALIGN = st.sampled_from(["left", "center", "right", "justify"])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = st.builds(Cell, st.lists(RUNS, max_size=2).map(tuple), align=st.none() | ALIGN)
    body = tuple(tuple(draw(cells) for _ in range(columns)) for _ in range(rows))
    widths = tuple(draw(st.floats(0.1, 1000)) for _ in range(columns))
    align = draw(st.just(()) | st.tuples(*[ALIGN] * columns))
    return Table(body, widths, header_rows=draw(st.integers(0, rows - 1)), align=align)


BLOCK = st.one_of(
    st.builds(Paragraph, RUNS, ALIGN),
    *(st.builds(kind, TEXT) for kind in (Part, Chapter, Section, Subsection, Heading)),
    st.builds(Article, TEXT, RUNS),
    st.builds(Clause, RUNS, TEXT),
    st.builds(List, st.lists(RUNS, max_size=3).map(tuple), st.sampled_from(["-", "+"])),
    tables(),
    st.builds(Image, TEXT, st.floats(10, 247), TEXT),
    st.just(PageBreak()),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCK, max_size=8))
def test_any_text_comes_back_from_its_json_as_it_was(blocks: list[Block]) -> None:
    written = json.dumps(to_json(blocks), ensure_ascii=False)
    assert from_json(written) == tuple(blocks)
    assert to_json(from_json(written)) == json.loads(written)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
FIELD = st.sampled_from(
    [
        "text",
        "title",
        "caption",
        "source",
        "bold",
        "runs",
        "items",
        "lines",
        "mark",
        "align",
        "rows",
        "columns",
        "header_rows",
        "widths",
        "width_mm",
    ]
)
NEARLY = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["paragraph", "part", "article", "clause", "point", "list", "table", "image", "page_break", "x"]
        )
        | JSON
    }
).flatmap(lambda block: st.dictionaries(FIELD, JSON, max_size=5).map(lambda fields: fields | block))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON | NEARLY.map(lambda block: {"version": 1, "blocks": [block]}))
def test_whatever_else_is_given_is_read_or_refused_with_a_sentence(value: object) -> None:
    sentence = "Hết."
    try:
        from_json(value)
    except BodyRefused as refused:
        sentence = refused.sentence
    assert sentence.endswith(".")
    assert len(sentence) < 400


def one(**block: Any) -> dict[str, Any]:
    return {"version": 1, "blocks": [{"kind": "paragraph", "runs": []}, block]}


def words(text: object) -> list[dict[str, object]]:
    return [{"text": text}]


@pytest.mark.parametrize(
    ("block", "named"),
    [
        ({"kind": "paragraph", "runs": words("x"), "colour": "red"}, "(đoạn văn): có thuộc tính lạ “colour”"),
        ({"kind": "paragraph", "runs": [{"text": "x", "size": 20}]}, "(đoạn văn): có thuộc tính lạ “size”"),
        ({"kind": "paragraph", "runs": words(7)}, "(đoạn văn): chữ không đúng cấu trúc"),
        ({"kind": "paragraph", "runs": words("a\tb")}, "(đoạn văn) có ký tự điều khiển U+0009 ở vị trí 2"),
        ({"kind": "paragraph", "runs": words("a\ud800")}, "(đoạn văn) có ký tự điều khiển U+D800"),
        ({"kind": "paragraph", "runs": words("x" * 20_001)}, "(đoạn văn): một đoạn có quá 20000 ký tự"),
        ({"kind": "paragraph", "runs": [{"text": "x", "bold": 1}]}, "kiểu chữ phải là đúng hoặc sai"),
        ({"kind": "paragraph", "runs": [], "align": "middle"}, "canh lề phải là một trong"),
        ({"kind": "article", "title": ["x"]}, "(điều): chữ không đúng cấu trúc"),
        ({"kind": "point"}, "(điểm): thiếu “runs”"),
        ({"kind": "list", "items": "x"}, "(danh sách): dòng phải là một danh sách"),
        ({"kind": "list", "items": [], "mark": "*"}, "dấu đầu dòng phải là một trong"),
        (
            {"kind": "image", "source": "x", "width_mm": 500},
            "(hình ảnh): chiều rộng hình (mm) phải là số từ 10 đến 247",
        ),
        ({"kind": "image", "source": "x", "width_mm": float("nan")}, "chiều rộng hình (mm)"),
        ({"kind": "image", "source": "x", "width_mm": True}, "chiều rộng hình (mm)"),
        ({"kind": "table", "rows": [], "widths": []}, "(bảng): bảng phải có ít nhất một cột"),
        ({"kind": "table", "rows": 5, "widths": [1]}, "(bảng): hàng phải là một danh sách"),
        ({"kind": "table", "rows": [[{}], [{}, {}]], "widths": [1, 1]}, "(bảng): hàng 1 thiếu ô"),
        ({"kind": "table", "rows": [[{}], [{}, {}]], "widths": [1]}, "(bảng): hàng 2 có ô vượt ra ngoài"),
        ({"kind": "table", "rows": [[{"columns": 3}], [{}]], "widths": [1]}, "(bảng): hàng 1 có nhiều ô hơn"),
        ({"kind": "table", "rows": [[{"rows": 9}], [{}]], "widths": [1]}, "(bảng): hàng 1 có ô vượt ra ngoài"),
        ({"kind": "table", "rows": [[{"rows": 0}], [{}]], "widths": [1]}, "(bảng): hàng 1 có ô vượt ra ngoài"),
        ({"kind": "table", "rows": [[{"rows": 2}], []], "widths": [1]}, "hàng tiêu đề 1 có ô gộp xuống"),
        ({"kind": "table", "rows": [[{}]], "widths": [1]}, "số hàng tiêu đề phải nhỏ hơn số hàng"),
        ({"kind": "table", "rows": [[{}], [{}]], "widths": [-1]}, "độ rộng cột phải là số từ 0.1"),
        ({"kind": "table", "rows": [[{}], [{}]], "widths": [1] * 31}, "có quá 30 cột"),
        ({"kind": "script", "runs": []}, "không có loại khối “script”"),
        ({"runs": []}, "thiếu “kind”"),
    ],
    ids=range(28),
)
def test_bad_blocks_are_refused_naming_the_block_and_what_to_mend(block: dict[str, Any], named: str) -> None:
    with pytest.raises(BodyRefused) as refused:
        from_json(one(**block))
    assert refused.value.sentence.startswith("Khối thứ 2")
    assert named in refused.value.sentence
    assert refused.value.block == 2
    assert refused.value.code == "letter.body_refused"


@pytest.mark.parametrize(
    "written",
    [
        "{",
        b"\xff\xfe",
        "[" * 100_000,
        '{"version": 1, "version": 1, "blocks": []}',
        '{"version": 1, "blocks": [{"kind": "image", "source": "x", "width_mm": NaN}]}',
        '{"version": 1, "blocks": [{"kind": "image", "source": "x", "width_mm": ' + "9" * 5000 + "}]}",
        '{"version": 2, "blocks": []}',
        '{"version": true, "blocks": []}',
        '{"version": 1, "blocks": {}}',
        '{"version": 1, "blocks": [], "more": 1}',
        '{"version": 1, "blocks": [' + ",".join(['{"kind": "page_break"}'] * 5001) + "]}",
        " " * 8_000_001,
        "null",
    ],
    ids=range(13),
)
def test_json_that_is_none_or_of_another_form_is_refused(written: str | bytes) -> None:
    with pytest.raises(BodyRefused) as refused:
        from_json(written)
    assert "hãy" in refused.value.sentence


def test_text_is_composed_when_it_is_read() -> None:
    decomposed = unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh")
    (block,) = from_json({"version": 1, "blocks": [{"kind": "part", "title": decomposed}]})
    assert block == Part(unicodedata.normalize("NFC", decomposed))
    assert Run(decomposed).text == unicodedata.normalize("NFC", decomposed)


def test_lines_of_plain_text_are_paragraphs() -> None:
    assert from_text(" Một \n\n\tHai\r\nBa") == tuple(Paragraph(runs(word)) for word in ("Một", "Hai", "Ba"))
    assert from_text(" \n") == ()


STRUCTURED = (
    Part("Một"),
    Chapter("Chương đầu"),
    Section("Mục đầu"),
    Subsection("Tiểu mục"),
    Article("Phạm vi"),
    Clause(runs("khoản")),
    *(Point(runs("điểm")) for _ in range(6)),
    Clause(title="Khoản có tên"),
    Point(runs("lại từ a")),
    Section("Mục hai"),
    Article(runs=runs("liền số")),
    Clause(runs("lại từ 1")),
    Part("Hai"),
    Chapter("Chương tiếp"),
    Section("lại từ 1"),
    Article("Điều tiếp"),
    Part("Ba"),
    Heading("Tình hình"),
    Heading("Kết quả"),
    Clause(runs("một")),
    Part("Bốn"),
    Heading("lại từ I"),
    Clause(runs("lại từ 1")),
)


def test_numbers_come_from_the_order_and_begin_anew_where_the_law_says() -> None:
    labels = [item.label for item in numbered(STRUCTURED)]
    assert labels == [
        *("Phần I", "Chương I", "Mục 1", "Tiểu mục 1", "Điều 1.", "1."),
        *("a)", "b)", "c)", "d)", "đ)", "e)", "2.", "a)"),
        *("Mục 2", "Điều 2.", "1.", "Phần II", "Chương II", "Mục 1", "Điều 3."),
        *("Phần III", "I.", "II.", "1.", "Phần IV", "I.", "1."),
    ]


def test_points_follow_the_vietnamese_alphabet_and_end_at_y() -> None:
    points = (Clause(runs("k")), *(Point(runs("x")) for _ in range(23)))
    letters = "".join(item.label[0] for item in numbered(points)[1:])
    assert letters == "abcdđeghiklmnopqrstuvxy"
    with pytest.raises(BodyRefused, match="Khối thứ 25") as refused:
        numbered((*points, Point(runs("x"))))
    assert refused.value.block == 25
    with pytest.raises(BodyRefused):
        from_json(to_json((*points, Point(runs("x")))))


def test_roman_numbers() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 49, 90, 399)] == [
        *("I", "IV", "IX", "XIV", "XL", "XLIX", "XC", "CCCXCIX")
    ]


def test_plain_text_says_what_is_printed_with_its_numbers() -> None:
    body = (
        Heading("Kết quả"),
        Article("Tên điều", runs("lời")),
        Article(runs=runs("nội dung")),
        Clause((Run("chữ "), Run("đậm", bold=True))),
        List((runs("một"), runs("hai")), "+"),
        table(("STT", "Tên"), ("1", "Sở Y tế"), widths=(1, 4)),
        Image("x", 50, "Biểu đồ 1"),
        PageBreak(),
        Paragraph(runs("Hết")),
    )
    assert plain_text(body) == (
        "I. Kết quả\nĐiều 1. Tên điều\nlời\nĐiều 2. nội dung\n1. chữ đậm\n+ một\n+ hai\n"
        "STT\tTên\n1\tSở Y tế\nBiểu đồ 1\nHết"
    )
    assert len(plain_blocks(body)) == len(body)


def test_cells_of_several_lines_and_merged_cells_are_kept() -> None:
    merged = Table(((cell("a\nb", rows=2), cell("c", columns=2)), (cell("d"), cell("e"))), (1, 1, 1), header_rows=0)
    assert from_json(to_json((merged,))) == (merged,)
    assert len(merged.rows[0][0].lines) == 2


@pytest.mark.parametrize("name", list(examples()))
def test_the_text_of_every_example_comes_back_from_its_json(name: str) -> None:
    body = tuple(block for block in examples()[name].body if not isinstance(block, str))
    assert from_json(json.dumps(to_json(body))) == body
