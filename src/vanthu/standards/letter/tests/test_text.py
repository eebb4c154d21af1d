"""Text is printed literally, in NFC, or refused with a sentence; never read as markup, never dropped in silence."""

import multiprocessing
import re
import shutil
import threading
import unicodedata
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanthu.standards.letter import Composer, LetterRefused, compose, composing
from vanthu.standards.letter.fonts import VIETNAMESE_LETTERS
from vanthu.standards.letter.measure import measure
from vanthu.standards.letter.tests.letters import AT, MM, ONE_PAGE

HOSTILE = (
    '#let x = 1; #pagebreak() #import "a.typ" #sys.inputs',
    "*đậm* _nghiêng_ `mã` $x^2$ \\ \\n ~ @nguồn <nhãn>",
    "- gạch đầu dòng",
    "+ danh sách",
    "= tiêu đề",
    "/ thuật ngữ: nghĩa",
    "1. số thứ tự",
    "// chú thích /* nữa */ -- --- ... \"nháy\" 'đơn' [x] {y}",
    "https://snv.lamdong.gov.vn/van-ban?so=125&nam=2026#trang-1",
    "ẩn\u200bgiữa\u200cchữ\u200d\u2060 mềm\u00admại\ufeff cuối",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markup_comes_out_as_it_was_written(text: str) -> None:
    letter = replace(
        ONE_PAGE,
        subject=text,
        agency_name=text,
        place=text[:20],
        addressed_to=(text,),
        signer_name=text,
        body=(text, "Hết"),
    )
    found = measure(compose(letter, at=AT).pdf)
    assert found.paragraphs == (text, "Hết./.")
    assert "".join(line.text for line in found.subject).replace(" ", "") == f"V/v {text}".replace(" ", "")
    assert "".join(line.text for line in found.agency_name).replace(" ", "") == text.upper().replace(" ", "")
    assert "".join(line.text for line in found.addressed_to).replace(" ", "") == f"Kính gửi: {text}".replace(" ", "")


WORDS = st.lists(
    st.text(alphabet=VIETNAMESE_LETTERS + "#*$\\-=_`@<>[]{}()\"'/~^&|;:,.!?%+0123456789", min_size=1, max_size=20),
    min_size=1,
    max_size=60,
).map(" ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=WORDS)
def test_any_paragraph_comes_back_exactly(text: str) -> None:
    found = measure(compose(replace(ONE_PAGE, body=(text, "Hết")), at=AT).pdf)
    assert "".join(line.text for line in found.body).replace(" ", "") == text.replace(" ", "") + "Hết./."


def test_decomposed_letters_come_back_composed() -> None:
    text = "Ủy ban nhân dân các xã, phường; Thường trực Hội đồng nhân dân; ngày lễ, Tết ỷ lại"
    letter = replace(ONE_PAGE, body=(unicodedata.normalize("NFD", text), "Hết"))
    assert measure(compose(letter, at=AT).pdf).paragraphs[0] == unicodedata.normalize("NFC", text)


def test_every_vietnamese_letter_is_printed_upright_bold_and_italic() -> None:
    lower = [letter for letter in VIETNAMESE_LETTERS if letter.islower()]
    letters = " ".join("".join(lower[i : i + 12]) for i in range(0, len(lower), 12))
    both = f"{letters} {letters.upper()}"
    letter = replace(ONE_PAGE, body=(both, "Hết"), signer_name=letters, agency_name=letters, place="".join(lower[:20]))
    found = measure(compose(letter, at=AT).pdf)
    assert found.paragraphs[0] == both
    assert " ".join(line.text for line in found.agency_name) == letters.upper()
    assert "".join(line.text for line in found.lines if line.bold).count(lower[-1]) == 1
    assert found.place_and_date.text.startswith("".join(lower[:20]))


@pytest.mark.parametrize("text", ["Ư" * 300, "a/" * 200, "NGHIÊNG-" * 40])
def test_a_word_longer_than_a_line_is_cut_inside_the_margins_and_gains_no_character(text: str) -> None:
    letter = replace(ONE_PAGE, body=(text, "Hết"), subject=text, agency_name=text, recipients=(text, "Lưu: VT"))
    found = measure(compose(letter, at=AT).pdf)
    assert "".join(line.text for line in found.body) == text + "Hết./."
    assert max(line.x1 for line in found.lines) <= 190 * MM + 0.6
    assert min(line.x0 for line in found.lines) >= 30 * MM - 0.6


@pytest.mark.parametrize("character", ["\x00", "\x07", "\n", "\t", "\x85", "\u2028", "\u202e", "\u2066", "\u200f"])
def test_characters_that_control_or_reorder_are_refused_by_name(character: str) -> None:
    with pytest.raises(LetterRefused) as refused:
        compose(replace(ONE_PAGE, subject=f"rà soát{character} danh mục"), at=AT)
    assert refused.value.sentence.startswith(f"Trích yếu có ký tự điều khiển U+{ord(character):04X} ở vị trí 8")


@pytest.mark.parametrize("character", ["😀", "漢", "\uf0b7"])
def test_what_the_face_cannot_print_is_refused_rather_than_printed_as_a_box(character: str) -> None:
    with pytest.raises(LetterRefused, match=f"U\\+{ord(character):04X}"):
        compose(replace(ONE_PAGE, body=(f"Kính gửi {character}",)), at=AT)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"subject": " "}, "trích yếu"),
        ({"body": ()}, "nội dung"),
        ({"body": ("",)}, "nội dung"),
        ({"addressed_to": ()}, "Kính gửi"),
        ({"recipients": ()}, "nơi nhận"),
        ({"recipients": ("Như trên", "-  ;")}, "dòng trống"),
        ({"signer_name": ""}, "họ và tên người ký"),
        ({"signer_authority": ()}, "chức vụ"),
        ({"place": ""}, "địa danh"),
        ({"notation": ""}, "ký hiệu"),
        ({"agency_name": ""}, "tên cơ quan"),
        ({"urgency": 4}, "mức độ khẩn"),
        ({"profile": "C"}, "cỡ chữ"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, object], named: str) -> None:
    with pytest.raises(LetterRefused) as refused:
        compose(replace(ONE_PAGE, **change), at=AT)
    assert named in refused.value.sentence


def test_marks_given_with_a_list_are_not_doubled() -> None:
    letter = replace(
        ONE_PAGE, recipients=("- Như trên;", "Lưu: VT, CCVC."), addressed_to=("- Sở Y tế;", "Sở Tài chính.")
    )
    found = measure(compose(letter, at=AT).pdf)
    assert [line.text for line in found.recipients] == ["- Như trên;", "- Lưu: VT, CCVC."]
    assert [line.text for line in found.addressed_to][1:] == ["- Sở Y tế;", "- Sở Tài chính."]


def test_the_same_letter_at_the_same_time_gives_the_same_bytes() -> None:
    first, second = Composer().compose(ONE_PAGE, at=AT), Composer().compose(ONE_PAGE, at=AT)
    assert first == second
    later = Composer().compose(ONE_PAGE, at=AT + timedelta(seconds=1))
    assert later.pdf != first.pdf


def test_a_composer_shared_by_threads_mixes_no_letters() -> None:
    composer, results = Composer(), {}
    letters = {name: replace(ONE_PAGE, signer_name=name, body=(name,) * 5) for name in ("Lê An", "Trần Bình", "Võ Chi")}

    def work(name: str) -> None:
        results[name] = [composer.compose(letters[name], at=AT) for _ in range(5)]

    threads = [threading.Thread(target=work, args=(name,)) for name in letters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, letter in letters.items():
        assert results[name] == [Composer().compose(letter, at=AT)] * 5


def test_a_composer_whose_folder_was_cleared_out_furnishes_it_again() -> None:
    composer = Composer()
    before = composer.compose(ONE_PAGE, at=AT)
    for path in (*composer._root.glob("*.typ"), *composer._root.glob("*.json")):
        path.unlink()
    composer._images.rmdir()
    assert composer.compose(ONE_PAGE, at=AT) == before
    shutil.rmtree(composer._root)
    assert composer.compose(ONE_PAGE, at=AT) == before


def test_a_child_process_does_not_write_into_the_folder_of_its_parent() -> None:
    compose(ONE_PAGE, at=AT)
    assert composing._shared is not None
    forked = multiprocessing.get_context("fork")
    with closing(forked.SimpleQueue()) as answers:
        child = forked.Process(target=lambda: answers.put(composing._shared is None))
        child.start()
        assert answers.get()
        child.join()


def test_nothing_names_the_machine_or_the_folder_it_was_made_in() -> None:
    assert not re.search(rb"/(work|home|root|tmp|usr)/", compose(ONE_PAGE, at=AT).pdf)
