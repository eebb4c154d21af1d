"""A mark of secrecy is found where it is one, and never in the words of a text (QD28-A1)."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
import typst

from vanthu.standards.letter import compose, fonts
from vanthu.standards.letter.reading import Glyph, Line, Page
from vanthu.standards.letter.secrecy import Found, Secrecy, secrecy_mark, secrecy_of_pdf
from vanthu.standards.letter.tests.letters import AT, ONE_PAGE, PARAGRAPH

FACES = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])

RED_BOX = '#box(stroke: 1pt + red, inset: 4pt)[#text(fill: rgb("#e00000"), weight: "bold")[{}]]'
BLACK_BOX = "#box(stroke: 0.7pt, inset: 4pt)[{}]"
BODY = (
    "Thực hiện Luật Bảo vệ bí mật nhà nước ngày 15 tháng 11 năm 2018, Sở Nội vụ đề nghị các cơ quan, đơn vị rà soát "
    "danh mục bí mật nhà nước thuộc phạm vi quản lý, tăng cường bảo mật thông tin, không soạn thảo văn bản có độ mật "
    "(MẬT, TỐI MẬT, TUYỆT MẬT) trên máy tính có kết nối mạng và báo cáo trước ngày 15 tháng 6 năm 2026."
)


def page(
    *,
    below_number: str = "",
    beside: str = "Kính gửi: Sở Tài chính.",
    title: str = "",
    body: str = BODY,
    before: str = "",
    info: str = "",
) -> bytes:
    """A first page as word processors lay it out: two columns on top, box 10a under the number, then the text."""
    heading = f"#align(center)[*{title}*]" if title else ""
    source = f"""
#set document(title: "Văn bản", keywords: ({info}))
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#set par(justify: true)
{before}
#grid(columns: (1fr, 1.3fr), align: center, row-gutter: 8pt,
  [UBND TỈNH THỬ NGHIỆM \\ *SỞ NỘI VỤ*],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*],
  [Số:         /SNV-CCVC], [#emph[Thử Nghiệm, ngày     tháng     năm 2026]])
#v(8pt)
{heading}
#grid(columns: (1fr, 2fr), [{below_number}], [#v(4pt) {beside}])
#v(10pt)
{body}

{body}
"""
    pdf = typst.compile(source.encode(), font_paths=FACES, format="pdf", timestamp=AT)
    assert isinstance(pdf, bytes)
    return pdf


def level(pdf: bytes) -> Secrecy | None:
    mark = secrecy_of_pdf(pdf)
    return mark.level if mark else None


MARKED = {
    "red and boxed": (RED_BOX.format("MẬT"), Secrecy.CONFIDENTIAL),
    "red and boxed, two words": (RED_BOX.format("TỐI MẬT"), Secrecy.SECRET),
    "red and boxed, the highest": (RED_BOX.format("TUYỆT MẬT"), Secrecy.TOP_SECRET),
    "bold": ("*MẬT*", Secrecy.CONFIDENTIAL),
    "bold, the highest": ("*TUYỆT MẬT*", Secrecy.TOP_SECRET),
    "red without a box": ("#text(fill: red)[TỐI MẬT]", Secrecy.SECRET),
    "boxed in black, not bold": (BLACK_BOX.format("MẬT"), Secrecy.CONFIDENTIAL),
    "letters spaced": ('#text(tracking: 4pt, weight: "bold")[MẬT]', Secrecy.CONFIDENTIAL),
    "letters with spaces between": ("*T Ố I   M Ậ T*", Secrecy.SECRET),
    "letters far apart": ('#text(tracking: 22pt, weight: "bold")[MẬT]', Secrecy.CONFIDENTIAL),
    "two spaces": ('*TUYỆT#h(8pt)MẬT*', Secrecy.TOP_SECRET),
    "in brackets": ("*(MẬT)*", Secrecy.CONFIDENTIAL),
    "centred in its column": (f"#align(center)[{RED_BOX.format('MẬT')}]", Secrecy.CONFIDENTIAL),
    "above a mark of urgency": (f"{RED_BOX.format('MẬT')} \\ #v(4pt) {RED_BOX.format('KHẨN')}", Secrecy.CONFIDENTIAL),
    "below a mark of urgency": (f"{RED_BOX.format('HỎA TỐC')} \\ #v(4pt) {RED_BOX.format('TỐI MẬT')}", Secrecy.SECRET),
    "below V/v": (f"V/v rà soát vị trí \\ việc làm \\ #v(6pt) {RED_BOX.format('MẬT')}", Secrecy.CONFIDENTIAL),
    "small": ('#text(size: 10pt, weight: "bold")[TỐI MẬT]', Secrecy.SECRET),
    "large": ('#text(size: 18pt, weight: "bold", fill: red)[MẬT]', Secrecy.CONFIDENTIAL),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKED)
def test_a_mark_in_box_10a_is_found(name: str) -> None:
    mark, expected = MARKED[name]
    found = secrecy_of_pdf(page(below_number=mark))
    assert found is not None, name
    assert (found.level, found.found) == (expected, Found.PAGE)


def test_a_mark_is_found_beside_the_heading_of_a_decision() -> None:
    heading = "QUYẾT ĐỊNH \\ Về việc ban hành Danh mục bí mật nhà nước của ngành Nội vụ"
    assert level(page(title=heading, below_number=RED_BOX.format("TỐI MẬT"), beside="")) == Secrecy.SECRET


def test_a_mark_on_the_baseline_of_kinh_gui_is_found() -> None:
    line = "#grid(columns: (35mm, 1fr), [*MẬT*], [Kính gửi: Ủy ban nhân dân tỉnh.])"
    assert level(page(below_number="", beside="")) is None
    assert level(page(below_number="", beside="", body=f"{line}\n\n{BODY}")) == Secrecy.CONFIDENTIAL


def drawn(text: str, *, font: str, x: float = 90, y: float = 640, size: float = 13) -> Page:
    """A page with one line of characters half their size wide, as a program with odd fonts may leave it."""
    glyphs = [
        Glyph(character, x + 0.5 * size * place, x + 0.5 * size * (place + 1), y, size, font, (0, 0, 0))
        for place, character in enumerate(text)
    ]
    return Page(0, 595.0, 842.0, (Line(0, tuple(glyphs)),), (), ())


@pytest.mark.parametrize(
    "font", ["TimesNewRomanPS-BoldMT", "TimesNewRoman,Bold", ".VnTimeH-Bold", "CIDFont+F2", "F4", ""]
)
def test_a_mark_is_found_in_the_faces_of_other_programs(font: str) -> None:
    assert secrecy_mark([drawn("TỐI MẬT", font=font)]) is not None


def test_a_mark_typed_with_letters_and_marks_apart_is_found() -> None:
    found = secrecy_mark([drawn(unicodedata.normalize("NFD", "TUYỆT MẬT"), font="Tinos-Bold")])
    assert found is not None
    assert found.level == Secrecy.TOP_SECRET


@pytest.mark.parametrize(("x", "y"), [(400, 640), (90, 300), (290, 640)])
def test_the_same_words_elsewhere_on_the_page_are_no_mark(x: float, y: float) -> None:
    assert secrecy_mark([drawn("TỐI MẬT", font="Tinos-Bold", x=x, y=y)]) is None


UNMARKED = {
    "nothing but the text": {},
    "in a title of a decision": {"title": "QUYẾT ĐỊNH \\ Ban hành Danh mục bí mật nhà nước độ MẬT"},
    "a title that ends with the word": {"title": "DANH MỤC TÀI LIỆU \\ TUYỆT MẬT"},
    "a long title broken before the word": {"title": "QUY CHẾ BẢO VỆ BÍ \\ MẬT"},
    "V/v in capitals at its end": {"below_number": "V/v chuyển giao tài liệu \\ MẬT"},
    "V/v with the word": {"below_number": "V/v quản lý văn bản MẬT, TỐI MẬT"},
    "bold words in V/v": {"below_number": "*V/v giải mật văn bản* \\ *MẬT*"},
    "a line of the text": {"body": f"*MẬT* là độ thấp nhất. {BODY}"},
    "a heading inside the text": {"body": f"{BODY}\n\n*MẬT*\n\n{BODY}"},
    "list of levels": {"body": f"{BODY}\n\n1. Độ mật gồm:\n\n*TUYỆT MẬT*\n\n*TỐI MẬT*\n\n*MẬT*"},
    "a table of the text": {"body": f"{BODY}\n\n#table(columns: 3, [*STT*], [*Độ mật*], [*Số*], [1], [*MẬT*], [05])"},
    "a table with the mark in its first column": {"body": "#table(columns: (3cm, 1fr), [*MẬT*], [Số văn bản đến])"},
    "a table without vertical lines": {
        "body": "#table(columns: (4cm, 1fr), stroke: (x: none, y: 0.5pt), [*TỐI MẬT*], [12], [*MẬT*], [30])"
    },
    "the words bảo mật": {"below_number": "*BẢO MẬT*"},
    "the words bí mật nhà nước": {"below_number": "*BÍ MẬT NHÀ NƯỚC*"},
    "small letters": {"below_number": "*Mật*"},
    "a mark of urgency": {"below_number": RED_BOX.format("HỎA TỐC")},
    "circulation": {"before": "#align(right)[#box(stroke: red, inset: 3pt)[*LƯU HÀNH NỘI BỘ*]]"},
    "on the right, where no box 10a is": {"beside": "#align(right)[*MẬT*]"},
    "honey is no secret": {"below_number": "*MẬT ONG*"},
    "the word with others in its box": {"below_number": RED_BOX.format("ĐÃ GIẢI MẬT")},
    "not bold, not red, not boxed": {"below_number": "MẬT"},
    "a name of an agency": {"below_number": "*CỤC CƠ YẾU - BẢO MẬT*"},
    "in the key words among others": {"info": '"bảo mật", "bí mật nhà nước"'},
}  # fmt: skip


@pytest.mark.parametrize("name", UNMARKED)
def test_the_words_alone_are_no_mark(name: str) -> None:
    assert secrecy_of_pdf(page(**UNMARKED[name])) is None


def test_a_mark_on_the_second_page_is_no_mark_of_the_document() -> None:
    assert level(page(body=f"{BODY}\n#pagebreak()\n*MẬT*\n\n{BODY}")) is None


@pytest.mark.parametrize("urgency", range(4))
@pytest.mark.parametrize("subject", ["bảo vệ bí mật nhà nước", "giải mật, thay đổi độ mật văn bản MẬT"])
def test_letters_of_our_own_carry_no_mark(urgency: int, subject: str) -> None:
    letter = replace(ONE_PAGE, urgency=urgency, subject=subject, body=(BODY, PARAGRAPH, BODY))
    assert secrecy_of_pdf(compose(letter, at=AT).pdf) is None


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"Độ mật": "Mật"}, Secrecy.CONFIDENTIAL),
        ({"do_mat": "Tối mật"}, Secrecy.SECRET),
        ({"Secrecy": "3"}, Secrecy.TOP_SECRET),
        ({"classification": "TOP SECRET"}, Secrecy.TOP_SECRET),
        ({"Keywords": "nội vụ, TUYỆT MẬT"}, Secrecy.TOP_SECRET),
        ({"Subject": "Độ mật: Mật"}, Secrecy.CONFIDENTIAL),
        ({"Độ mật": "Thường"}, None),
        ({"Độ mật": ""}, None),
        ({"secrecy": "0"}, None),
        ({"Title": "Quyết định ban hành Danh mục bí mật nhà nước độ Mật"}, None),
        ({"Title": "Bảo mật"}, None),
        ({"Keywords": "bảo mật, mật mã"}, None),
        ({"Author": "MẬT"}, None),
    ],
)
def test_metadata_speak_only_where_they_speak_of_secrecy(metadata: dict[str, str], expected: Secrecy | None) -> None:
    mark = secrecy_mark(metadata=metadata)
    assert (mark and mark.level) == expected
    assert mark is None or mark.found == Found.METADATA


def test_the_properties_of_a_pdf_are_read() -> None:
    found = secrecy_of_pdf(page(info='"nội vụ", "TỐI MẬT"'))
    assert found is not None
    assert (found.level, found.found) == (Secrecy.SECRET, Found.METADATA)


@pytest.mark.parametrize(
    ("notation", "series", "marked"),
    [
        ("05/BC-SNV-M", ("M",), True),
        ("05/BC-SNV-m", ("M",), True),
        ("05/BC-SNV (TM)", ("M", "TM"), True),
        ("05/MẬT-SNV", (), True),
        ("05/BC-SNV", ("M", "TM"), False),
        ("05/QĐ-BMNN", ("M",), False),
        ("125/SNV-CCVC", (), False),
        ("", ("",), False),
    ],
)
def test_a_series_of_secret_documents_is_known_by_its_notation(
    notation: str, series: tuple[str, ...], marked: bool
) -> None:
    mark = secrecy_mark(notation=notation, secret_series=series)
    assert bool(mark) == marked
    assert mark is None or mark.found == Found.SERIES


def test_a_secret_series_is_known_by_the_number_printed_on_the_page() -> None:
    found = secrecy_of_pdf(page(), secret_series=("CCVC",))
    assert found is not None
    assert found.found == Found.SERIES
    assert secrecy_of_pdf(page(), secret_series=("M",)) is None


def test_what_is_no_pdf_carries_no_mark() -> None:
    assert secrecy_of_pdf(b"no pdf at all") is None


def test_the_sentence_says_where_it_was_seen() -> None:
    found = secrecy_of_pdf(page(below_number=RED_BOX.format("TỐI MẬT")))
    assert found is not None
    assert found.sentence == "trang 1 có dấu chỉ độ mật «TỐI MẬT» ở ô số 10a"
