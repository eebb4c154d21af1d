"""An agency decides how it counts; what it decides holds for paper and electronic alike (ND30-A15.1)."""

from __future__ import annotations

from datetime import date

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.registers import operations, queries
from vanthu.office.registers.operations import (
    NumberOfOtherSeries,
    RegisterFieldWrong,
    RegisterReasonMissing,
    SeriesClash,
    SeriesInMidYear,
)
from vanthu.office.registers.states import RegisterKind
from vanthu.office.registers.tests.stories import administrator, document, entered, reserve, series, take
from vanthu.office.testing.cast import Cast


def test_without_a_decision_every_type_is_in_one_series(in_snv: Cast) -> None:
    types = ("cong_van", "quyet_dinh", "bao_cao")
    assert [take(in_snv, document(in_snv, code)) for code in types] == [1, 2, 3]
    assert [one.code for one in queries.series_names(RegisterKind.OUTGOING, 2026)] == ["chung"]


def test_a_type_with_a_series_of_its_own_counts_apart(in_snv: Cast) -> None:
    series(in_snv)
    assert take(in_snv, document(in_snv)) == 1
    assert take(in_snv, document(in_snv, "quyet_dinh")) == 1
    assert take(in_snv, document(in_snv, "quyet_dinh")) == 2
    assert take(in_snv, document(in_snv, "bao_cao")) == 2
    assert [one.name for one in queries.series_names(RegisterKind.OUTGOING, 2026)] == ["Dãy số chung", "Quyết định"]


def test_a_group_of_types_shares_a_series(in_snv: Cast) -> None:
    series(in_snv, name="Báo cáo, thông báo", types=("bao_cao", "thong_bao"))
    assert [take(in_snv, document(in_snv, code)) for code in ("bao_cao", "thong_bao", "quyet_dinh")] == [1, 2, 1]


def test_paper_and_electronic_share_the_series_of_their_type(in_snv: Cast) -> None:
    series(in_snv)
    assert entered(in_snv, issued_on=date(2026, 3, 5)).number == 1
    assert take(in_snv, document(in_snv, "quyet_dinh")) == 2


def test_a_council_that_uses_the_agencys_seal_counts_apart(in_snv: Cast) -> None:
    series(in_snv, scope="body", name="Hội đồng thi đua", types=(), body_name="Hội đồng Thi đua - Khen thưởng tỉnh")
    ours = document(in_snv, "quyet_dinh", issuer_name="HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH")
    take(in_snv, document(in_snv, "quyet_dinh"))
    assert take(in_snv, ours) == 1
    taken = queries.number_of(ours, RegisterKind.OUTGOING)
    assert taken is not None
    assert taken.register.series == "hoi-dong-thi-dua"


def test_copies_of_all_kinds_have_one_series(in_snv: Cast) -> None:
    numbers = [take(in_snv, document(in_snv), kind=RegisterKind.COPY) for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert take(in_snv, document(in_snv)) == 1


def test_a_series_of_secret_documents_only_tells_how_to_know_them(in_snv: Cast) -> None:
    series(in_snv, scope="secret", name="Văn bản mật", types=(), notations=("M", "TM"))
    assert queries.secret_notations() == {"M", "TM"}
    assert "van-ban-mat" not in {one.code for one in queries.series_names(RegisterKind.OUTGOING, 2026)}


def test_a_series_holds_from_its_first_day_to_its_last(in_snv: Cast) -> None:
    later = series(in_snv, valid_from=date(2027, 1, 1))
    take(in_snv, document(in_snv, "quyet_dinh"))
    assert take(in_snv, document(in_snv, "quyet_dinh")) == 2
    assert take(in_snv, document(in_snv, "quyet_dinh"), on=date(2027, 1, 4)) == 1
    operations.end_series(later.pk, valid_to=date(2027, 12, 31), reason="Sửa quy chế", by=in_snv.binh, at=in_snv.at)
    ours = document(in_snv, "quyet_dinh")
    take(in_snv, ours, on=date(2028, 1, 3))
    taken = queries.number_of(ours, RegisterKind.OUTGOING)
    assert taken is not None
    assert taken.register.series == "chung"


def test_the_way_of_counting_does_not_change_in_mid_year(in_snv: Cast) -> None:
    take(in_snv, document(in_snv, "quyet_dinh"))
    with pytest.raises(SeriesInMidYear) as refused:
        series(in_snv, valid_from=date(2026, 4, 1))
    assert "01/01 năm sau" in refused.value.sentence
    series(in_snv, valid_from=date(2027, 1, 1))


def test_a_series_that_counts_ends_with_its_year(in_snv: Cast) -> None:
    ours = series(in_snv)
    take(in_snv, document(in_snv, "quyet_dinh"))
    with pytest.raises(SeriesInMidYear):
        operations.end_series(ours.pk, valid_to=date(2026, 6, 30), reason="Thôi", by=in_snv.binh, at=in_snv.at)
    ended = operations.end_series(ours.pk, valid_to=date(2026, 12, 31), reason="Thôi", by=in_snv.binh, at=in_snv.at)
    assert ended.valid_to == date(2026, 12, 31)
    with pytest.raises(MovedMeanwhile):
        operations.end_series(ours.pk, valid_to=date(2027, 12, 31), reason="Nữa", by=in_snv.binh, at=in_snv.at)


def test_two_series_never_count_the_same_type(in_snv: Cast) -> None:
    series(in_snv)
    with pytest.raises(SeriesClash):
        series(in_snv, name="Quyết định, báo cáo", types=("quyet_dinh", "bao_cao"))
    with pytest.raises(SeriesClash):
        series(in_snv, types=("bao_cao",))


@pytest.mark.parametrize(
    "wrong",
    [
        {"types": ()},
        {"name": " "},
        {"legal_basis": ""},
        {"name": "Chung"},
        {"scope": "legal", "types": ("nghi_quyet_qppl", "thong_tu")},
        {"scope": "body", "types": (), "body_name": ""},
        {"scope": "secret", "types": (), "notations": (" ",)},
    ],
)
def test_a_series_says_what_it_counts_and_by_whose_decision(in_snv: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(RegisterFieldWrong):
        series(in_snv, **wrong)
    assert queries.series_rows() == []


def test_only_administrators_decide_on_series(in_snv: Cast) -> None:
    ours = series(in_snv)
    fields = operations.SeriesFields(
        scope="types", name="Báo cáo", types=("bao_cao",), valid_from=date(2026, 1, 1), legal_basis="Quy chế"
    )
    for who in (in_snv.an, in_snv.chi, in_snv.dung, in_snv.em):
        with pytest.raises(NotAllowed):
            operations.open_series(fields, by=who, at=in_snv.at)
        with pytest.raises(NotAllowed):
            operations.end_series(ours.pk, valid_to=date(2026, 12, 31), reason="x", by=who, at=in_snv.at)


def test_opening_and_ending_are_facts_with_their_basis(in_snv: Cast) -> None:
    ours = series(in_snv)
    with pytest.raises(RegisterReasonMissing):
        operations.end_series(ours.pk, valid_to=date(2026, 12, 31), reason=" ", by=in_snv.binh, at=in_snv.at)
    operations.end_series(ours.pk, valid_to=date(2026, 12, 31), reason="Gộp", by=administrator(in_snv), at=in_snv.at)
    facts = {fact.verb: fact.details for fact in audit.facts_about([ours.pk])}
    assert facts["open_series"]["legal_basis"] == "Quy chế công tác văn thư, Điều 15"
    assert facts["end_series"]["reason"] == "Gộp"


def test_a_reserved_number_serves_documents_of_its_own_series(in_snv: Cast) -> None:
    series(in_snv)
    kept = reserve(in_snv, series="quyet-dinh")
    with pytest.raises(NumberOfOtherSeries) as refused:
        operations.use_reserved(kept.pk, document_id=document(in_snv), on=in_snv.at.date(), by=in_snv.chi, at=in_snv.at)
    assert "«Quyết định»" in refused.value.sentence
    ours = document(in_snv, "quyet_dinh")
    operations.use_reserved(kept.pk, document_id=ours, on=in_snv.at.date(), by=in_snv.chi, at=in_snv.at)
