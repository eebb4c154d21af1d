"""Approval routes as data: the most specific wins, none is weaker than the law, nobody waits for who is away."""

from __future__ import annotations

from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access import queries as access_queries
from vanthu.office.access.states import Duty, Work
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import operations as organizations
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.models import ApprovalRound
from vanthu.office.outgoing.operations import Check
from vanthu.office.outgoing.queries.routes import DEFAULT_CHECKS
from vanthu.office.outgoing.states import OutgoingState, RoleKind, StepKind, StepState
from vanthu.office.outgoing.tests.stories import approved, draft, know_correspondents, signed, submitted
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys, register_all
from vanthu.office.testing.threads import at_once

CONTENT, FORM = DEFAULT_CHECKS


def colleague(cast: Cast, name: str, duty: Duty | None = Duty.SPECIALIST, unit: Any = None) -> Any:
    person = organizations.create_person(
        full_name=name, position="Chuyên viên", unit_id=(unit or cast.van_phong).pk, by=None, at=cast.at
    )
    if duty:
        access.give_duty(person, duty, by=None, at=cast.at)
    return person


def opinion(person: Any, *substitutes: Any, stage: int = 2) -> Check:
    substituting = tuple(one.pk for one in substitutes)
    return Check(stage, StepKind.OPINION, RoleKind.PERSON, person_id=person.pk, substitutes=substituting)


def route(cast: Cast, *checks: Check, **changed: Any) -> Any:
    values: dict[str, Any] = {"name": "Thử", "types": ["cong_van"], "checks": checks or DEFAULT_CHECKS, **changed}
    return operations.set_route(**values, by=None, at=cast.at)


def planned(cast: Cast, outgoing: Any, **later: float) -> list[tuple[int, str, str | None]]:
    plan = queries.plan(outgoing, at=cast.after(**(later or {"hours": 1})))
    return [(step.stage, str(step.kind), step.person.full_name if step.person else None) for step in plan.steps]


def away(cast: Cast, person: Any) -> None:
    period: dict[str, Any] = {"valid_from": cast.at, "valid_to": cast.after(days=3)}
    access.be_away(person, reason="Công tác", **period, by=person, at=cast.at)


def stands_in(cast: Cast, delegate: Any, delegator: Any, *works: Work, reference: str = "") -> Any:
    made = access.delegate(
        delegate, works, reason="Công tác", reference=reference, valid_from=cast.at, valid_to=cast.after(days=3),
        by=delegator, at=cast.at,
    )  # fmt: skip
    return access.accept(made.pk, by=delegate, at=cast.at)


def test_without_any_setting_the_route_is_that_of_the_law_and_a_row_once_used(office: Cast) -> None:
    outgoing = draft(office)
    assert planned(office, outgoing) == [
        (1, "content", "Trần Thị Bình"),
        (2, "form", "Lê Thị Chi"),
        (3, "signature", "Phạm Tiến Dũng"),
    ]
    operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=1))
    (default,) = queries.routes(office.after(hours=1))
    assert default.is_default
    assert ApprovalRound.objects.get(outgoing=outgoing).route == default


@pytest.mark.parametrize(
    ("checks", "article"),
    [
        ((FORM,), "khoản 1 Điều 12"),
        ((CONTENT,), "khoản 2 Điều 12"),
        ((Check(1, StepKind.CONTENT, RoleKind.DUTY, duty="leader"), FORM), "khoản 1 Điều 12"),
        ((), "khoản 1 Điều 12"),
    ],
)
def test_a_route_weaker_than_the_law_is_refused_with_the_article(
    office: Cast, checks: tuple[Check, ...], article: str
) -> None:
    with pytest.raises(operations.RouteRefused) as refused:
        operations.set_route(name="Nhanh", types=["cong_van"], checks=checks, by=None, at=office.at)
    assert article in refused.value.sentence


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "chưa đặt tên"),
        ({"types": []}, "quy trình mặc định"),
        ({"checks": (CONTENT, FORM, Check(3, StepKind.SIGNATURE, RoleKind.UNIT_HEAD))}, "bước 3"),
        ({"checks": (CONTENT, FORM, Check(3, StepKind.OPINION, RoleKind.PERSON))}, "chưa chọn người"),
        ({"checks": (CONTENT, FORM, Check(3, StepKind.OPINION, RoleKind.DUTY, duty="vua"))}, "chưa chọn nhiệm vụ"),
    ],
)
def test_an_incomplete_route_is_refused(office: Cast, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(operations.RouteRefused) as refused:
        route(office, **changed)
    assert said in refused.value.sentence


def test_the_default_route_is_not_ended_and_another_agencys_people_are_not_named(office: Cast) -> None:
    default = operations.ensure_default(at=office.at)
    with pytest.raises(operations.RouteRefused):
        operations.end_route(default.pk, by=None, at=office.after(days=1))
    with pytest.raises(NotFound):
        route(office, CONTENT, FORM, opinion(office.em))


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "em", "giang"])
def test_only_administrators_set_routes(office: Cast, who: str) -> None:
    by = office.everybody()[who]
    with pytest.raises(NotAllowed):
        operations.set_route(name="x", types=["cong_van"], checks=DEFAULT_CHECKS, by=by, at=office.at)
    with pytest.raises(NotAllowed):
        operations.end_route(operations.ensure_default(at=office.at).pk, by=by, at=office.at)


def test_the_most_specific_route_wins_by_unit_before_by_type(office: Cast) -> None:
    def chosen(type_code: str = "cong_van") -> str:
        return queries.route_for(type_code=type_code, unit_id=office.ccvc.pk, at=office.after(hours=1)).name

    found = [chosen()]
    for values in (
        {"name": "nhóm", "types": ["cong_van", "thong_bao"]},
        {"name": "loại", "types": ["cong_van"]},
        {"name": "đơn vị", "types": [], "unit_id": office.ccvc.pk},
        {"name": "đơn vị, nhóm", "types": ["cong_van", "thong_bao"], "unit_id": office.ccvc.pk},
        {"name": "đơn vị, loại", "types": ["cong_van"], "unit_id": office.ccvc.pk},
        {"name": "đơn vị khác", "types": ["cong_van"], "unit_id": office.van_phong.pk},
    ):
        route(office, **values)
        found.append(chosen())
    assert found[1:] == ["nhóm", "loại", "đơn vị", "đơn vị, nhóm", "đơn vị, loại", "đơn vị, loại"]
    assert (found[0], chosen("bao_cao")) == ("Quy trình mặc định theo Nghị định 30", "đơn vị")


def test_a_new_route_for_the_same_ends_the_one_before_and_one_with_an_end_gives_way(office: Cast) -> None:
    route(office, name="cũ")
    operations.set_route(
        name="mới", types=["cong_van"], checks=DEFAULT_CHECKS, valid_to=office.after(days=5), by=None,
        at=office.after(days=1),
    )  # fmt: skip

    def chosen(days: float) -> str:
        return queries.route_for(type_code="cong_van", unit_id=office.ccvc.pk, at=office.after(days=days)).name

    assert [chosen(0.5), chosen(2), chosen(6)] == ["cũ", "mới", "Quy trình mặc định theo Nghị định 30"]


def test_a_document_on_its_way_keeps_its_steps_when_the_route_changes(office: Cast) -> None:
    outgoing = submitted(office)
    other = colleague(office, "Mai Lan")
    route(office, CONTENT, FORM, opinion(other, stage=3))
    assert [step.person_name for step in queries.route(outgoing)] == ["Trần Thị Bình", "Lê Thị Chi", "Phạm Tiến Dũng"]


def parallel(office: Cast) -> tuple[Any, Any]:
    """Bình's check, then Chi's form check and Lan's opinion side by side."""
    lan = colleague(office, "Mai Lan")
    route(office, CONTENT, FORM, opinion(lan))
    outgoing = submitted(office)
    operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=9))
    return outgoing, lan


def test_parallel_steps_wait_for_all(office: Cast) -> None:
    outgoing, lan = parallel(office)
    assert {step.person_name for step in queries.route(outgoing) if step.current} == {"Lê Thị Chi", "Mai Lan"}
    one = operations.approve(outgoing.pk, by=lan, at=office.after(minutes=10))
    assert one.state == OutgoingState.IN_APPROVAL
    with pytest.raises(NotAllowed):
        operations.approve(outgoing.pk, by=lan, at=office.after(minutes=11))
    assert operations.approve(outgoing.pk, by=office.chi, at=office.after(minutes=12)).state == OutgoingState.APPROVED


def test_one_return_of_a_parallel_step_returns_all(office: Cast) -> None:
    outgoing, lan = parallel(office)
    operations.approve(outgoing.pk, by=office.chi, at=office.after(minutes=10))
    back = operations.return_to_drafter(outgoing.pk, reason="Thiếu số liệu", by=lan, at=office.after(minutes=11))
    assert back.state == OutgoingState.DRAFT
    assert [(step.person_name, step.state) for step in queries.route(back)] == [
        ("Trần Thị Bình", "approved"),
        ("Lê Thị Chi", "approved"),
        ("Mai Lan", "returned"),
        ("Phạm Tiến Dũng", "skipped"),
    ]


@pytest.mark.parametrize("second", ["agrees", "returns"])
def test_two_people_of_parallel_steps_decide_at_the_same_moment(
    committed_cast: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    cast = committed_cast
    register_all(cast, keys)
    with cast.in_snv():
        know_correspondents(cast.at)
        outgoing, lan = parallel(cast)

    def decide(number: int) -> Any:
        with agency_in_force(cast.snv.pk):
            if number == 0 or second == "agrees":
                return operations.approve(outgoing.pk, by=(cast.chi, lan)[number], at=cast.after(minutes=10))
            return operations.return_to_drafter(outgoing.pk, reason="Sai", by=lan, at=cast.after(minutes=10))

    results = at_once(2, decide)
    with cast.in_snv():
        state = queries.get(cast.dung, outgoing.pk, at=cast.after(minutes=20)).state
        steps = [step.state for step in queries.route(outgoing)]
    if second == "agrees":
        assert not [one for one in results if isinstance(one, Exception)], results
        assert (state, steps) == (OutgoingState.APPROVED, ["approved", "approved", "approved", "waiting"])
    else:
        assert not isinstance(results[1], Exception), results
        assert isinstance(results[0], MovedMeanwhile | NotAllowed) or steps[1] == StepState.APPROVED
        assert (state, steps[2]) == (OutgoingState.DRAFT, StepState.RETURNED)


def test_who_is_away_is_replaced_by_the_substitute_of_the_route(office: Cast) -> None:
    lan = colleague(office, "Mai Lan")
    route(office, Check(1, StepKind.CONTENT, RoleKind.UNIT_HEAD, substitutes=(lan.pk,)), FORM)
    away(office, office.binh)
    outgoing = submitted(office)
    step = queries.route(outgoing)[0]
    assert (step.person_name, step.substituted_name) == ("Mai Lan", "Trần Thị Bình")
    operations.approve(outgoing.pk, by=lan, at=office.after(minutes=9))


def test_a_substitute_who_is_away_too_is_passed_over_and_the_drafter_never_substitutes(office: Cast) -> None:
    lan, hoa = colleague(office, "Mai Lan"), colleague(office, "Lý Hòa")
    substitutes = (lan.pk, office.an.pk, hoa.pk)
    route(office, Check(1, StepKind.CONTENT, RoleKind.UNIT_HEAD, substitutes=substitutes), FORM)
    away(office, office.binh)
    away(office, lan)
    assert planned(office, draft(office))[0] == (1, "content", "Lý Hòa")


def test_nobody_there_is_told_with_the_step_and_how_to_mend_it(office: Cast) -> None:
    away(office, office.binh)
    with pytest.raises(operations.NobodyForStep) as refused:
        submitted(office)
    said = refused.value.sentence
    assert "bước 1 (kiểm tra nội dung – Trưởng đơn vị soạn thảo)" in said
    assert "Trần Thị Bình vắng mặt đến 12/03/2026" in said
    assert "ghi người thay" in said
    assert queries.plan(draft(office), at=office.after(hours=1)).troubles[0].trouble.endswith("chưa có người thay")


def test_a_position_nobody_holds_is_told_too(office: Cast) -> None:
    post = organizations.create_position(title="Chánh Thanh tra", level="other", by=None, at=office.at)  # type: ignore[arg-type]
    check = Check(2, StepKind.OPINION, RoleKind.POSITION, position_id=post.pk)
    route(office, CONTENT, check, FORM)
    with pytest.raises(operations.NobodyForStep) as refused:
        submitted(office)
    assert "Chánh Thanh tra" in refused.value.sentence
    organizations.hold_position(office.dung, post, by=None, at=office.at)
    assert planned(office, draft(office))[1] == (2, "opinion", "Phạm Tiến Dũng")


def test_who_is_away_but_has_a_delegate_keeps_the_step_and_the_delegate_does_it(office: Cast) -> None:
    lan = colleague(office, "Mai Lan")
    stands_in(office, lan, office.binh, Work.CONTENT)
    away(office, office.binh)
    outgoing = submitted(office)
    operations.approve(outgoing.pk, opinion="Nhất trí", by=lan, at=office.after(minutes=9))
    step = queries.route(outgoing)[0]
    assert (step.person_name, step.instead_of_name) == ("Mai Lan", "Trần Thị Bình")
    fact = audit.facts_about([outgoing.pk])[-1]
    assert (fact.verb, fact.by_name, fact.details["instead_of_name"]) == ("approve", "Mai Lan", "Trần Thị Bình")


VERBS_OF_A_DELEGATE: dict[Work, dict[str, set[str]]] = {
    Work.CONTENT: {OutgoingState.IN_APPROVAL: {"approve", "return"}, OutgoingState.APPROVED: {"return"}},
    Work.FORM: {OutgoingState.IN_APPROVAL: set(), OutgoingState.APPROVED: {"return"}},
    Work.CLERK: {OutgoingState.IN_APPROVAL: set(), OutgoingState.APPROVED: set()},
}
"""What Lan may while she stands in for Bình (content) or Chi (form, clerk); at IN_APPROVAL it is Bình's turn."""


@pytest.mark.parametrize("work", VERBS_OF_A_DELEGATE)
def test_what_a_delegate_may_and_sees_and_no_longer_once_it_ends(office: Cast, work: Work) -> None:
    lan = colleague(office, "Mai Lan")
    first, second = submitted(office), approved(office)

    def allowed(outgoing: Any) -> set[str]:
        return {verb for verb in policies.LABELS if policies.may(lan, verb, outgoing, at=office.after(hours=1))}

    def seen() -> set[Any]:
        return set(queries.visible_to(lan, at=office.after(hours=1)).values_list("pk", flat=True))

    assert (allowed(first), allowed(second), seen()) == (set(), set(), set())
    delegator = office.binh if work is Work.CONTENT else office.chi
    made = stands_in(office, lan, delegator, work, reference="Giấy phép số 3")
    assert allowed(first) == VERBS_OF_A_DELEGATE[work][OutgoingState.IN_APPROVAL]
    assert allowed(second) == VERBS_OF_A_DELEGATE[work][OutgoingState.APPROVED]
    assert {first.pk, second.pk} == seen()
    access.revoke(made.pk, by=lan, at=office.after(minutes=30))
    assert (allowed(first), allowed(second), seen()) == (set(), set(), set())


def test_a_delegate_of_the_head_does_not_check_the_content_of_his_own_draft(office: Cast) -> None:
    stands_in(office, office.an, office.binh, Work.CONTENT)
    outgoing = submitted(office)
    assert not policies.may(office.an, "approve", outgoing, at=office.after(hours=1))
    assert queries.desk(office.an, at=office.after(hours=1)).to_check == ()


def test_while_it_lasts_the_delegators_pile_lies_on_the_delegates_desk_too(office: Cast) -> None:
    lan = colleague(office, "Mai Lan")
    outgoing = submitted(office)
    assert queries.desk(lan, at=office.after(hours=1)).to_check == ()
    stands_in(office, lan, office.binh, Work.CONTENT)
    desks = [queries.desk(person, at=office.after(hours=1)).to_check for person in (lan, office.binh)]
    assert [[row.document_id for row in desk] for desk in desks] == [[outgoing.pk], [outgoing.pk]]
    assert queries.desk(lan, at=office.after(days=4)).to_check == ()


def test_who_stands_in_for_the_clerk_numbers_in_her_place_and_the_share_is_counted(office: Cast) -> None:
    lan = colleague(office, "Mai Lan")
    stands_in(office, lan, office.chi, Work.CLERK, reference="Giấy phép số 3")
    outgoing = operations.give_number(signed(office).pk, by=lan, at=office.after(minutes=30))
    fact = audit.facts_about([outgoing.pk])[-1]
    assert (fact.verb, fact.details["instead_of_name"]) == ("number", "Lê Thị Chi")
    share = access_queries.share(office.at, office.after(days=1))
    assert (share.acts, share.delegated, share.by_delegator) == (3, 1, ((office.chi.pk, 1),))
    assert round(share.percent, 1) == 33.3
    assert access_queries.share(office.after(days=1), office.after(days=2)).acts == 0


def test_a_leaders_signature_is_not_the_delegates(office: Cast) -> None:
    stands_in(office, office.binh, office.dung, Work.CONTENT)
    outgoing = approved(office)
    assert "chờ Phạm Tiến Dũng ký" in policies.may(office.binh, "sign", outgoing, at=office.after(hours=1)).why


def test_steps_of_before_routes_still_work(office: Cast) -> None:
    """Rows as the migration leaves them: stage and duty set, no content kept."""
    outgoing = submitted(office)
    ApprovalRound.objects.all().delete()
    outgoing.steps.update(content_hash="", role="")
    operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=9))
    assert operations.approve(outgoing.pk, by=office.chi, at=office.after(minutes=10)).state == OutgoingState.APPROVED
    operations.require_as_approved(queries.get(office.dung, outgoing.pk, at=office.at), at=office.after(minutes=11))


def test_the_drafter_who_is_named_for_an_opinion_skips_it(office: Cast) -> None:
    route(office, CONTENT, FORM, opinion(office.an, stage=3))
    outgoing = submitted(office)
    assert queries.route(outgoing)[2].state == StepState.SKIPPED
