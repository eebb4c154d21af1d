"""Work handed over for a time: reason, period, no handing on, never the signature (CT07-1b)."""

from __future__ import annotations

from typing import Any

import pytest

from vanthu.office.access import operations, policies, queries
from vanthu.office.access.states import DelegationState, Work
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.threads import at_once


def offered(cast: Cast, **changed: Any) -> Any:
    values: dict[str, Any] = {
        "to": cast.an,
        "works": [Work.CONTENT],
        "reason": "Đi công tác",
        "valid_from": cast.at,
        "valid_to": cast.after(days=3),
        "by": cast.binh,
        "at": cast.at,
        **changed,
    }
    return operations.delegate(**values)


def accepted(cast: Cast, **changed: Any) -> Any:
    made = offered(cast, **changed)
    return operations.accept(made.pk, by=made.delegate, at=cast.at)


def stands_in(cast: Cast, person: Any, work: Work, **later: float) -> list[Any]:
    return queries.delegators(person, at=cast.after(**later))[work]


def test_a_delegation_counts_once_accepted_and_within_its_period(in_snv: Cast) -> None:
    made = offered(in_snv)
    assert stands_in(in_snv, in_snv.an, Work.CONTENT, hours=1) == []
    operations.accept(made.pk, by=in_snv.an, at=in_snv.at)
    counted = [bool(stands_in(in_snv, in_snv.an, Work.CONTENT, days=days)) for days in (-1, 0, 2, 3)]
    assert counted == [False, True, True, False]
    assert stands_in(in_snv, in_snv.an, Work.FORM, hours=1) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": "  "}, "chưa ghi lý do"),
        ({"valid_to": "before"}, "phải có thời hạn"),
        ({"to": "binh"}, "chính mình"),
        ({"works": []}, "chưa chọn việc"),
        ({"works": ["la"]}, "không có trong danh mục"),
        ({"works": ["sign"]}, "TUQ."),
    ],
)
def test_what_a_delegation_must_have(in_snv: Cast, changed: dict[str, Any], said: str) -> None:
    values = {key: getattr(in_snv, value) if value == "binh" else value for key, value in changed.items()}
    values = {key: in_snv.at if value == "before" else value for key, value in values.items()}
    with pytest.raises(operations.DelegationRefused) as refused:
        offered(in_snv, **values)
    assert said in refused.value.sentence


def test_signing_is_never_delegated_on_the_system_and_the_sentence_names_the_way(in_snv: Cast) -> None:
    with pytest.raises(operations.DelegationRefused) as refused:
        offered(in_snv, by=in_snv.dung, to=in_snv.binh, works=["sign"])
    assert "khoản 3 Điều 13" in refused.value.sentence


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "em", "giang"])
def test_who_has_which_work_of_his_own(in_snv: Cast, who: str) -> None:
    table = {
        "an": {Work.FORM},
        "binh": {Work.CONTENT, Work.FORM},
        "chi": {Work.FORM, Work.CLERK},
        "dung": {Work.CONTENT, Work.FORM, Work.DIRECTION},
        "em": set[Work](),
        "giang": set[Work](),
    }
    person = in_snv.everybody()[who]
    assert {work for work in Work if policies.may_delegate(person, work, at=in_snv.at)} == table[who]


def test_what_was_delegated_is_not_handed_on(in_snv: Cast) -> None:
    accepted(in_snv, works=[Work.FORM], by=in_snv.chi)
    with pytest.raises(NotAllowed) as refused:
        offered(in_snv, works=[Work.FORM], by=in_snv.an, to=in_snv.binh, at=in_snv.after(hours=1))
    assert "không được ủy quyền lại" in refused.value.sentence


def test_a_chain_of_two_delegations_gives_the_third_nothing_of_the_first(in_snv: Cast) -> None:
    accepted(in_snv, by=in_snv.dung, to=in_snv.an)
    accepted(in_snv, to=in_snv.dung)
    assert stands_in(in_snv, in_snv.an, Work.CONTENT, hours=1) == [in_snv.dung]


def test_the_clerks_work_needs_the_written_permission_for_the_seal(in_snv: Cast) -> None:
    with pytest.raises(operations.DelegationRefused) as refused:
        offered(in_snv, works=[Work.CLERK], by=in_snv.chi)
    assert "Điều 32" in refused.value.sentence
    accepted(in_snv, works=[Work.CLERK], by=in_snv.chi, reference="Giấy phép số 3/VP ngày 09/3/2026")
    assert stands_in(in_snv, in_snv.an, Work.CLERK, hours=1) == [in_snv.chi]


def test_only_the_one_it_is_offered_to_answers(in_snv: Cast) -> None:
    made = offered(in_snv)
    for name in ("binh", "chi", "dung"):
        with pytest.raises(NotAllowed):
            operations.accept(made.pk, by=in_snv.everybody()[name], at=in_snv.at)
    declined = operations.decline(made.pk, reason="Bận", by=in_snv.an, at=in_snv.at)
    assert declined.state == DelegationState.DECLINED
    with pytest.raises(MovedMeanwhile):
        operations.accept(made.pk, by=in_snv.an, at=in_snv.at)


@pytest.mark.parametrize(("who", "may"), [("binh", True), ("an", True), ("chi", False), ("dung", False)])
def test_both_sides_end_it_and_it_ends_at_once(in_snv: Cast, who: str, may: bool) -> None:
    made = accepted(in_snv)
    person = in_snv.everybody()[who]
    if not may:
        with pytest.raises(NotAllowed):
            operations.revoke(made.pk, by=person, at=in_snv.after(hours=1))
        return
    operations.revoke(made.pk, by=person, at=in_snv.after(hours=1))
    assert stands_in(in_snv, in_snv.an, Work.CONTENT, hours=1) == []


def test_one_work_has_one_delegate_at_a_time(in_snv: Cast) -> None:
    offered(in_snv)
    with pytest.raises(operations.DelegationRefused) as refused:
        offered(in_snv, to=in_snv.chi, valid_from=in_snv.after(days=2), valid_to=in_snv.after(days=5))
    assert "Nguyễn Văn An" in refused.value.sentence
    offered(in_snv, to=in_snv.chi, valid_from=in_snv.after(days=3), valid_to=in_snv.after(days=5))


def test_an_offer_whose_time_is_over_is_not_accepted(in_snv: Cast) -> None:
    made = offered(in_snv)
    with pytest.raises(operations.DelegationRefused):
        operations.accept(made.pk, by=in_snv.an, at=in_snv.after(days=4))


def test_another_agencys_people_take_nothing_over(in_snv: Cast) -> None:
    with pytest.raises(NotFound):
        offered(in_snv, to=in_snv.em)
    made = offered(in_snv)
    with in_snv.in_syt(), pytest.raises(NotFound):
        operations.accept(made.pk, by=in_snv.em, at=in_snv.at)


def test_every_step_of_a_delegation_is_a_fact(in_snv: Cast) -> None:
    made = accepted(in_snv)
    operations.revoke(made.pk, reason="Đã về", by=in_snv.binh, at=in_snv.after(days=1))
    assert [fact.verb for fact in audit.facts_about([made.pk])] == [
        "delegate",
        "accept_delegation",
        "revoke_delegation",
    ]


def test_an_absence_has_a_reason_and_ends(in_snv: Cast) -> None:
    values: dict[str, Any] = {"valid_from": in_snv.at, "valid_to": in_snv.after(days=2)}
    with pytest.raises(operations.DelegationRefused):
        operations.be_away(in_snv.binh, reason="", **values, by=in_snv.binh, at=in_snv.at)
    with pytest.raises(NotAllowed):
        operations.be_away(in_snv.binh, reason="Nghỉ phép", **values, by=in_snv.an, at=in_snv.at)
    operations.be_away(in_snv.binh, reason="Nghỉ phép", **values, by=in_snv.binh, at=in_snv.at)
    assert [set(queries.absent(in_snv.after(days=days))) for days in (1, 2)] == [{in_snv.binh.pk}, set()]
    (row,) = queries.absences(in_snv.binh, at=in_snv.at)
    operations.be_back(row.pk, by=in_snv.binh, at=in_snv.after(hours=1))
    assert queries.absent(in_snv.after(days=1)) == {}


def test_of_two_delegations_of_one_work_made_at_once_one_stands(committed_cast: Cast) -> None:
    cast = committed_cast

    def one(number: int) -> Any:
        with agency_in_force(cast.snv.pk):
            return offered(cast, to=(cast.an, cast.chi)[number])

    results = at_once(2, one)
    refused = [result for result in results if isinstance(result, operations.DelegationRefused)]
    assert len(refused) == 1, results
    with cast.in_snv():
        assert queries.delegations_about(cast.binh).count() == 1
