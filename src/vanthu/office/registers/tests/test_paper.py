"""Paper documents enter the common register later, with their true date and the reason (ND30-A15.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.documents import queries as documents
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.registers import operations, queries
from vanthu.office.registers.operations import (
    NumberOutOfPlace,
    NumberTwice,
    PaperSecret,
    RegisterFieldWrong,
    RegisterReasonMissing,
)
from vanthu.office.registers.states import NumberState, NumberWay, RegisterKind
from vanthu.office.registers.tests.stories import document, entered, paper, reserve, series, take
from vanthu.office.testing.cast import Cast


def test_a_paper_document_takes_the_next_number_and_keeps_its_true_date(in_snv: Cast) -> None:
    take(in_snv, document(in_snv))
    taken = entered(in_snv, issued_on=date(2026, 3, 5))
    assert (taken.number, taken.way, taken.reason) == (2, NumberWay.PAPER, "Mất điện, ký giấy")
    assert taken.taken_on == in_snv.at.date(), "numbers and days go up together"
    assert taken.document is not None
    assert (taken.document.code_text, taken.document.issued_on) == ("02/QĐ-SNV", date(2026, 3, 5))
    assert taken.document.frozen_at is not None


def test_a_paper_document_in_its_turn_has_the_day_of_its_date(in_snv: Cast) -> None:
    take(in_snv, document(in_snv), on=date(2026, 3, 2))
    assert entered(in_snv, issued_on=date(2026, 3, 5)).taken_on == date(2026, 3, 5)


def test_a_paper_document_of_last_year_enters_the_register_of_last_year(in_snv: Cast) -> None:
    take(in_snv, document(in_snv), on=date(2025, 12, 30))
    taken = entered(in_snv, issued_on=date(2025, 12, 24))
    assert (taken.number, taken.register.year, taken.taken_on) == (2, 2025, date(2025, 12, 30))


def test_a_paper_document_may_use_a_number_that_was_kept_for_it(in_snv: Cast) -> None:
    take(in_snv, document(in_snv), on=date(2026, 3, 4))
    kept = reserve(in_snv)
    take(in_snv, document(in_snv))
    fields = paper(in_snv, issued_on=date(2026, 3, 6))
    taken = operations.enter_paper(fields, reason="Ký giấy", number_id=kept.pk, by=in_snv.chi, at=in_snv.at)
    assert (taken.number, taken.state, taken.taken_on) == (2, NumberState.TAKEN, date(2026, 3, 6))
    with pytest.raises(MovedMeanwhile):
        operations.enter_paper(fields, reason="Nữa", number_id=kept.pk, by=in_snv.chi, at=in_snv.at)
    assert [row.number for row in queries.numbers(RegisterKind.OUTGOING, 2026)] == [1, 2, 3]


def test_a_date_that_does_not_fit_the_place_is_refused(in_snv: Cast) -> None:
    take(in_snv, document(in_snv), on=date(2026, 3, 6))
    kept = reserve(in_snv)
    with pytest.raises(NumberOutOfPlace):
        operations.enter_paper(
            paper(in_snv, issued_on=date(2026, 3, 2)), reason="Ký giấy", number_id=kept.pk, by=in_snv.chi, at=in_snv.at
        )


def test_a_cancelled_number_is_no_place_for_a_paper_document(in_snv: Cast) -> None:
    kept = reserve(in_snv)
    operations.cancel_number(kept.pk, reason="Thôi", by=in_snv.chi, at=in_snv.at)
    with pytest.raises(MovedMeanwhile):
        operations.enter_paper(
            paper(in_snv, issued_on=in_snv.at.date()), reason="Ký giấy", number_id=kept.pk, by=in_snv.chi, at=in_snv.at
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"issued_on": date(2026, 3, 10)},
        {"sent_on": date(2026, 3, 1)},
        {"copies": 0},
        {"recipients": (" ",)},
        {"subject": ""},
        {"signer_name": ""},
        {"notation": " "},
        {"type_code": "khong_co"},
    ],
)
def test_what_the_paper_says_must_be_possible_and_nothing_is_counted_otherwise(
    in_snv: Cast, wrong: dict[str, Any]
) -> None:
    with pytest.raises(RegisterFieldWrong):
        entered(in_snv, **wrong)
    assert queries.last_number(RegisterKind.OUTGOING, 2026) == 0
    assert documents.find_by_code("01", "QĐ-SNV", "H99.02") is None


def test_why_only_now_is_asked_and_kept(in_snv: Cast) -> None:
    with pytest.raises(RegisterReasonMissing):
        entered(in_snv, reason=" ")
    taken = entered(in_snv, reason="Hệ thống ngừng từ 05/3 đến 08/3")
    (fact,) = audit.facts_about([taken.pk])
    assert (fact.verb, fact.details["reason"]) == ("enter_paper", "Hệ thống ngừng từ 05/3 đến 08/3")


def test_a_secret_document_is_not_entered(in_snv: Cast) -> None:
    series(in_snv, scope="secret", name="Văn bản mật", types=(), notations=("M",))
    with pytest.raises(PaperSecret) as refused:
        entered(in_snv, notation="BC-SNV-M")
    assert "Điều 1 Quyết định 28/2018" in refused.value.sentence
    assert entered(in_snv, notation="BC-SNV").number == 1


def test_a_number_with_its_notation_is_there_once_a_year(in_snv: Cast) -> None:
    series(in_snv, name="Báo cáo", types=("bao_cao",))
    assert entered(in_snv, notation="QĐ-SNV").number == 1
    with pytest.raises(NumberTwice):
        entered(in_snv, type_code="bao_cao", notation="QĐ-SNV")
    assert entered(in_snv, type_code="bao_cao", notation="BC-SNV").number == 1


@pytest.mark.parametrize("name", ["an", "binh", "dung", "em"])
def test_only_the_clerk_enters_paper(in_snv: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        operations.enter_paper(paper(in_snv), reason="x", by=getattr(in_snv, name), at=in_snv.at)
