"""What is read from the first page of our own documents of every type is right; a scan says nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache
from unittest.mock import patch

import pytest
from PIL import Image

from vanthu.standards import signing
from vanthu.standards.letter import TYPES, compose
from vanthu.standards.letter.checking.words import folded
from vanthu.standards.letter.examples import examples
from vanthu.standards.letter.first_page import FirstPage, read_first_page
from vanthu.standards.letter.tests.letters import AT
from vanthu.standards.signing import forms

DAY = date(2026, 3, 9)


@cache
def read(name: str) -> FirstPage:
    letter = examples()[name]
    made = compose(replace(letter, urgency=3 if letter.kind == "cong_van" else letter.urgency), at=AT)
    dated = TYPES[letter.kind].dated
    pdf = signing.reserve(made.pdf, made.slots, dated=dated)
    # The order of the marks (leader, number, seal) is tested elsewhere; here only what is printed counts.
    with patch.object(forms, "_require_leader_signed"):
        return read_first_page(signing.fill_number(pdf, number="45", issued_on=DAY))


@pytest.mark.parametrize("name", list(examples()))
def test_what_is_said_of_a_document_of_this_type_is_right(name: str) -> None:
    """Precision: every item that is read is right; what cannot be known is left out."""
    letter, said = examples()[name], read(name)
    wrong = {}
    wanted = {
        "issuer_name": letter.agency_name,
        "number": "45",
        "notation": letter.notation,
        "issued_on": DAY,
        "type_code": letter.kind,
        "subject": letter.subject,
        "signer_name": letter.signer_name,
    }
    for item, right in wanted.items():
        found = getattr(said, item)
        same = folded(str(found)) == folded(str(right)) if isinstance(right, str) else found == right
        if found and not same:
            wrong[item] = (found, right)
    assert wrong == {}


def test_most_of_what_a_register_needs_is_read() -> None:
    """Recall over all types; a fall of it is a fall of what clerks need not type."""
    said = [read(name) for name in examples()]
    share = {
        item: sum(bool(getattr(one, item)) for one in said) / len(said)
        for item in ("issuer_name", "number", "notation", "issued_on", "type_code", "subject", "signer_name")
    }
    assert {item: round(part, 2) for item, part in share.items()} == {
        "issuer_name": 1.0,
        "number": 1.0,
        "notation": 1.0,
        "issued_on": 0.97,  # a biên bản bears no date in its head
        "type_code": 1.0,
        "subject": 0.9,
        "signer_name": 0.87,  # the others have several signers
    }


def test_urgency_and_title_of_the_signer_are_read_as_a_register_writes_them() -> None:
    said = read("cong_van")
    assert said.urgency == 3
    assert said.signer_position == "Phó Giám đốc"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Đề nghị các đơn vị gửi ý kiến trước ngày 20/3/2026.", date(2026, 3, 20)),
        ("Báo cáo kết quả chậm nhất là ngày 20 tháng 3 năm 2026.", date(2026, 3, 20)),
        ("Gửi về trước 17 giờ 00 ngày 20/3/2026 để tổng hợp.", date(2026, 3, 20)),
        ("Nghị định có hiệu lực từ ngày 20/3/2026.", None),
        ("Nộp trước ngày 20/3/2026; gửi bản giấy trước ngày 25/3/2026.", None),
        ("Gửi trước ngày 31/02/2026.", None),
        ("Đã gửi trước ngày 01/3/2026.", None),
    ],
    ids=["day", "in-words", "hour", "in-force", "two-days", "no-such-day", "past"],
)
def test_the_day_by_which_an_answer_is_wanted_is_read_when_there_is_one(words: str, day: date | None) -> None:
    letter = replace(examples()["cong_van"], body=(words,))
    pdf = signing.reserve((made := compose(letter, at=AT)).pdf, made.slots)
    with patch.object(forms, "_require_leader_signed"):
        said = read_first_page(signing.fill_number(pdf, number="45", issued_on=DAY))
    assert said.due_on == day


def test_a_scan_without_text_says_nothing() -> None:
    out = io.BytesIO()
    Image.new("L", (827, 1170), "white").save(out, "PDF", resolution=100)
    assert read_first_page(out.getvalue()) == FirstPage()
    assert read_first_page(out.getvalue()).as_json() == {}


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7 broken", b"GIF89a"])
def test_what_is_no_pdf_says_nothing(junk: bytes) -> None:
    assert read_first_page(junk) == FirstPage()
