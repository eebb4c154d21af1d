"""What goes by post is signed for; a kept copy has one borrower at a time (ND30-PLIV, A19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Work
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.registers import operations, policies, queries
from vanthu.office.registers.operations import CopyLent, NotKept, RegisterFieldWrong, RegisterReasonMissing
from vanthu.office.registers.states import LoanState, PostState
from vanthu.office.registers.tests.stories import document, entered, lent, posted
from vanthu.office.testing.cast import Cast

CODE = "01/QĐ-SNV"


@pytest.fixture
def kept(in_snv: Cast) -> Cast:
    """A paper decision is in the register."""
    entered(in_snv)
    return in_snv


def test_a_line_of_the_post_register_names_document_recipient_and_envelopes(kept: Cast) -> None:
    entry = posted(kept, "1/qđ-snv")
    assert entry.document.code_text == CODE
    assert (entry.recipient, entry.envelopes, entry.state) == ("Ủy ban nhân dân xã Đồng Mẫu", 2, PostState.SENT)


def test_the_post_signs_once(kept: Cast) -> None:
    entry = posted(kept, CODE)
    sign = {"signed_by": "Trần Văn Bưu", "on": kept.at.date(), "by": kept.chi, "at": kept.at}
    signed = operations.sign_post(entry.pk, **sign)
    assert (signed.state, signed.signed_by, signed.signed_on) == (PostState.SIGNED, "Trần Văn Bưu", kept.at.date())
    with pytest.raises(MovedMeanwhile):
        operations.sign_post(entry.pk, **sign)
    with pytest.raises(MovedMeanwhile):
        operations.strike_post(entry.pk, reason="Nhầm", by=kept.chi, at=kept.at)


def test_a_line_written_by_mistake_is_struck_and_stays(kept: Cast) -> None:
    entry = posted(kept, CODE)
    with pytest.raises(RegisterReasonMissing):
        operations.strike_post(entry.pk, reason="", by=kept.chi, at=kept.at)
    struck = operations.strike_post(entry.pk, reason="Ghi nhầm nơi nhận", by=kept.chi, at=kept.at)
    assert (struck.state, struck.remark) == (PostState.STRUCK, "Đã gạch: Ghi nhầm nơi nhận")


@pytest.mark.parametrize(
    "wrong",
    [
        {"envelopes": 0},
        {"recipient": " "},
        {"sent_on": date(2026, 3, 10)},
        {"sent_on": date(2026, 3, 1)},
    ],
)
def test_a_line_of_the_post_register_must_be_possible(kept: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(RegisterFieldWrong):
        posted(kept, CODE, **wrong)
    assert queries.post_entries().count() == 0


@pytest.mark.parametrize("code_text", ["", "QĐ-SNV", "09/QĐ-SNV", "01/QĐ-SYT"])
def test_only_an_issued_document_goes_by_post_or_is_lent(kept: Cast, code_text: str) -> None:
    document(kept)
    with pytest.raises(NotKept):
        posted(kept, code_text)
    with pytest.raises(NotKept):
        lent(kept, code_text)


def test_a_kept_copy_has_one_borrower_at_a_time(kept: Cast) -> None:
    loan = lent(kept, CODE)
    with pytest.raises(CopyLent) as refused:
        lent(kept, CODE, borrower_id=kept.binh.pk)
    assert "Nguyễn Văn An" in refused.value.sentence
    back = operations.give_back(loan.pk, remark="đủ 4 trang", by=kept.chi, at=kept.after(days=2))
    assert (back.state, back.returned_on) == (LoanState.RETURNED, kept.at.date() + timedelta(days=2))
    assert lent(kept, CODE, borrower_id=kept.binh.pk).borrower == kept.binh


def test_a_copy_comes_back_once(kept: Cast) -> None:
    loan = lent(kept, CODE)
    operations.give_back(loan.pk, by=kept.chi, at=kept.at)
    with pytest.raises(MovedMeanwhile):
        operations.give_back(loan.pk, by=kept.chi, at=kept.at)


def test_the_borrower_signs_himself_or_the_clerk_for_him(kept: Cast) -> None:
    loan = lent(kept, CODE)
    for other in (kept.binh, kept.dung):
        with pytest.raises(NotAllowed):
            operations.sign_loan(loan.pk, by=other, at=kept.at)
    assert operations.sign_loan(loan.pk, by=kept.an, at=kept.at).signed_at == kept.at
    with pytest.raises(MovedMeanwhile):
        operations.sign_loan(loan.pk, by=kept.chi, at=kept.at)


def test_leave_is_given_by_a_leader_or_a_head_of_unit(kept: Cast) -> None:
    with pytest.raises(RegisterFieldWrong):
        lent(kept, CODE, permitted_by_id=kept.an.pk)
    with pytest.raises(NotFound):
        lent(kept, CODE, borrower_id=kept.em.pk)
    lent(kept, CODE, permitted_by_id=kept.binh.pk)


@pytest.mark.parametrize("name", ["an", "binh", "dung", "em"])
def test_only_the_clerk_writes_in_these_registers(kept: Cast, name: str) -> None:
    who = getattr(kept, name)
    entry, loan = posted(kept, CODE), lent(kept, CODE)
    attempts: list[Any] = [
        lambda: posted(kept, CODE, by=who),
        lambda: lent(kept, CODE, by=who),
        lambda: operations.sign_post(entry.pk, signed_by="x", on=kept.at.date(), by=who, at=kept.at),
        lambda: operations.strike_post(entry.pk, reason="x", by=who, at=kept.at),
        lambda: operations.give_back(loan.pk, by=who, at=kept.at),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_every_line_is_a_fact(kept: Cast) -> None:
    entry, loan = posted(kept, CODE), lent(kept, CODE)
    operations.sign_post(entry.pk, signed_by="Bưu", on=kept.at.date(), by=kept.chi, at=kept.at)
    operations.sign_loan(loan.pk, by=kept.an, at=kept.at)
    operations.give_back(loan.pk, by=kept.chi, at=kept.at)
    assert {fact.verb for fact in audit.facts_about([entry.pk])} == {"post", "sign_post"}
    assert {fact.verb for fact in audit.facts_about([loan.pk])} == {"lend", "sign_loan", "give_back"}


def test_whoever_stands_in_for_the_clerk_writes_the_post_register_in_his_place(kept: Cast) -> None:
    with pytest.raises(NotAllowed):
        posted(kept, CODE, by=kept.an)
    made = access.delegate(
        to=kept.an, works=[Work.CLERK], reason="Nghỉ phép", reference="Giấy ủy quyền số 01", valid_from=kept.at,
        valid_to=kept.after(days=3), by=kept.chi, at=kept.at,
    )  # fmt: skip
    access.accept(made.pk, by=kept.an, at=kept.at)
    entry = posted(kept, CODE, by=kept.an)
    (fact,) = audit.facts_about([entry.pk])
    assert (fact.by_name, fact.details["instead_of"]) == (kept.an.full_name, str(kept.chi.pk))
    assert not policies.may(kept.an, "strike_post", at=kept.at)
