"""Bản chính giấy and the post (ND30-A17.1, A18.5; QD28-A5.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vanthu.office.dispatch import queries as dispatched
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.outgoing import operations
from vanthu.office.outgoing.operations import Addressee
from vanthu.office.outgoing.tests.stories import issued, sealed
from vanthu.office.registers import operations as registers
from vanthu.office.registers import queries as kept
from vanthu.office.testing.cast import Cast

COMPANY = Addressee("Công ty Ánh Dương", "12 phố Huế")


@pytest.fixture
def sent(office: Cast) -> Any:
    """Issued to Sở Y tế through the axis and to a company on paper."""
    return issued(office, recipients=(("H99.05", "Sở Y tế"),), others=(COMPANY,))


def ids(sent: Any) -> tuple[Any, Any]:
    first, second = dispatched.sendings(sent.pk)
    return first.pk, second.pk


def test_what_is_printed_is_signed_and_numbered_and_has_no_digital_seal(office: Cast, sent: Any) -> None:
    at = office.after(hours=1)
    made = operations.print_paper(sent.pk, recipients=[ids(sent)[1]], copies=1, by=office.chi, at=at)
    numbered = documents.latest_version(sent.pk, VersionKind.NUMBERED)
    assert numbered is not None
    assert made.file_id == numbered.file_id
    assert (made.copies, made.recipients, made.printed_by, made.printed_at) == (1, [COMPANY.name], office.chi, at)


def test_every_print_is_counted(office: Cast, sent: Any) -> None:
    for hour, copies in ((1, 1), (2, 3)):
        operations.print_paper(
            sent.pk, recipients=[ids(sent)[1]], copies=copies, reason="Bản trước bị nhòe", by=office.chi,
            at=office.after(hours=hour),
        )  # fmt: skip
    assert [one.copies for one in dispatched.prints(sent.pk)] == [1, 3]
    assert dispatched.paper_copies(office.at, office.after(days=1)) == 4


@pytest.mark.parametrize(
    ("whom", "copies", "said"),
    [((0,), 1, "không gửi bản giấy"), ((), 1, "không gửi bản giấy"), ((1,), 2, "nhiều hơn"), ((1,), 0, "từ 1 đến")],
)
def test_paper_that_nobody_is_to_get_needs_a_reason(
    office: Cast, sent: Any, whom: tuple[int, ...], copies: int, said: str
) -> None:
    chosen = [ids(sent)[number] for number in whom]
    with pytest.raises(operations.PaperNotMeant, match=said):
        operations.print_paper(sent.pk, recipients=chosen, copies=copies, by=office.chi, at=office.after(hours=1))
    assert dispatched.prints(sent.pk) == []


@pytest.mark.parametrize("name", ["an", "binh", "dung"])
def test_only_clerks_print_and_post(office: Cast, sent: Any, name: str) -> None:
    person, at = getattr(office, name), office.after(hours=1)
    with pytest.raises(NotAllowed):
        operations.print_paper(sent.pk, copies=1, reason="thử", by=person, at=at)
    with pytest.raises(NotAllowed):
        operations.post_paper(sent.pk, ids(sent)[1], posted_on=office.at.date(), by=person, at=at)


def test_nothing_is_printed_before_it_is_issued(office: Cast) -> None:
    outgoing = sealed(office, others=(COMPANY,))
    with pytest.raises(NotAllowed, match="chưa phát hành"):
        operations.print_paper(outgoing.pk, copies=1, reason="thử", by=office.chi, at=office.after(hours=1))


def test_posting_writes_the_line_of_the_post_register_with_the_receipt(office: Cast, sent: Any) -> None:
    at = office.after(hours=3)
    operations.post_paper(
        sent.pk, ids(sent)[1], posted_on=date(2026, 3, 9), envelopes=2, receipt=" EB123456789VN ", by=office.chi, at=at
    )
    (line,) = kept.post_entries()
    assert (line.document_id, line.recipient, line.envelopes) == (sent.pk, "Công ty Ánh Dương, 12 phố Huế", 2)
    assert line.remark == "Mã bưu gửi EB123456789VN"
    told = dispatched.paper(sent.pk)[ids(sent)[1]]
    assert (told.posted_on, told.receipt, told.posted_by) == (date(2026, 3, 9), "EB123456789VN", "Lê Thị Chi")


def test_a_line_struck_from_the_register_is_not_posted_any_more(office: Cast, sent: Any) -> None:
    posting = operations.post_paper(
        sent.pk, ids(sent)[1], posted_on=date(2026, 3, 9), by=office.chi, at=office.after(hours=3)
    )
    registers.strike_post(posting.entry_id, reason="Ghi nhầm", by=office.chi, at=office.after(hours=4))
    assert dispatched.paper(sent.pk)[ids(sent)[1]].posted_on is None


def test_a_posting_that_the_register_refuses_leaves_nothing(office: Cast, sent: Any) -> None:
    with pytest.raises(registers.RegisterFieldWrong):
        operations.post_paper(
            sent.pk, ids(sent)[1], posted_on=date(2026, 3, 1), by=office.chi, at=office.after(hours=3)
        )
    assert list(kept.post_entries()) == []
    assert dispatched.paper(sent.pk)[ids(sent)[1]].posted_on is None


def test_a_recipient_of_another_document_is_not_posted_to(office: Cast, sent: Any) -> None:
    other = issued(office, recipients=(), others=(COMPANY,))
    (foreign,) = dispatched.sendings(other.pk)
    with pytest.raises(NotFound):
        operations.post_paper(sent.pk, foreign.pk, posted_on=date(2026, 3, 9), by=office.chi, at=office.after(hours=3))
