"""What an office writes is read as it was written."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.standards.mail import write

AT = datetime(2026, 3, 9, 2, 5, tzinfo=UTC)
LONG = (
    "01/SNV-CCVC: về việc rà soát danh mục vị trí việc làm và biên chế công chức năm 2026 của các cơ quan, đơn vị "
    "trực thuộc Ủy ban nhân dân tỉnh Thử Nghiệm"
)


def read(**changed: Any) -> EmailMessage:
    """The message as another program reads it."""
    values: dict[str, Any] = {
        "key": "1", "sender": ("Sở Nội vụ", "vanthu@snv.example"), "to": ("Nguyễn Văn An", "an@x.example"),
        "subject": LONG, "text": "Kính gửi ông/bà.\n\nTrân trọng.", "at": AT, **changed,
    }  # fmt: skip
    return cast(EmailMessage, email.message_from_bytes(write(**values).as_bytes(), policy=email.policy.default))


def test_every_header_comes_through_in_vietnamese() -> None:
    message = read(headers={"Auto-Submitted": "auto-generated"})
    assert str(message["Subject"]) == LONG
    assert message["From"].addresses[0].display_name == "Sở Nội vụ"
    assert message["To"].addresses[0].display_name == "Nguyễn Văn An"
    assert (message["Message-ID"], message["Auto-Submitted"]) == ("<1@snv.example>", "auto-generated")
    assert message["Date"].datetime == AT
    assert message.get_content() == "Kính gửi ông/bà.\n\nTrân trọng.\n"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("aăâđêôơưếộữ,./«»0", min_size=1, max_size=14), min_size=1, max_size=40))
def test_a_subject_of_any_length_keeps_its_words_apart(words: list[str]) -> None:
    subject = " ".join(words)[:400].strip()
    assert str(read(subject=subject)["Subject"]) == subject


def test_a_line_break_makes_no_header() -> None:
    message = read(subject="Mời họp\r\nBcc: ai@x.example", sender=("Sở\nNội vụ", "vanthu@snv.example"))
    assert message["Bcc"] is None
    assert str(message["Subject"]) == "Mời họp Bcc: ai@x.example"


@pytest.mark.parametrize("name", ["Công văn số 01.pdf", "a.pdf", "Báo cáo «quý I» " + "dài " * 30 + ".pdf"])
def test_a_file_comes_with_its_name_and_bytes(name: str) -> None:
    (part,) = read(files=[(b"%PDF-1.7 \xff\x00", name, "application/pdf")]).iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == (name, "application/pdf")
    assert part.get_content() == b"%PDF-1.7 \xff\x00"
