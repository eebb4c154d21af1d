"""Which way a document goes to a recipient, and the rules that say so (QD28-A7, CT07-1d)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.dispatch import operations, queries
from vanthu.office.dispatch.queries import LAWFUL, Rule, Target
from vanthu.office.dispatch.states import Group, Way
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.testing.cast import Cast
from vanthu.runtime.clock import VIETNAM

HEALTH = Target("Sở Y tế", code="H99.05")
COMPANY = Target("Công ty Cổ phần Ánh Dương", address="12 phố Huế")
GOVERNMENT = Target("Văn phòng Chính phủ", code="G22")
BEFORE, AFTER = (datetime(2026, month, 1, tzinfo=VIETNAM) for month in (1, 2))


def decided(target: Target, *rules: Rule, type_code: str = "cong_van") -> queries.Decision:
    return queries.decide(target, type_code=type_code, type_name="Công văn", among=(*LAWFUL, *rules))


@pytest.mark.parametrize(
    ("target", "way"), [(HEALTH, Way.AXIS), (COMPANY, Way.PAPER), (GOVERNMENT, Way.BOTH)], ids=lambda one: str(one)[:30]
)
def test_the_law_says_electronic_on_the_axis_paper_besides_it_and_both_to_the_government(
    target: Target, way: Way
) -> None:
    assert decided(target).way == way


def test_the_government_typed_by_name_gets_paper_since_there_is_no_axis_to_it() -> None:
    found = decided(Target("Thủ tướng Chính phủ"))
    assert found.way == Way.PAPER
    assert "chỉ gửi bản giấy" in found.why


def test_a_name_is_known_by_whole_words() -> None:
    assert decided(Target("Chính phủ điện tử Việt", code="X1")).way == Way.BOTH
    assert decided(Target("Văn phòng Chính phủng", code="X2")).way == Way.AXIS


def test_every_decision_says_why_with_its_article() -> None:
    assert decided(HEALTH).why == (
        "Nơi nhận ở trên trục liên thông: điện tử qua trục (Điều 4, khoản 2 và khoản 3 Điều 5 Quyết định "
        "28/2018/QĐ-TTg)"
    )


RANKED = (
    Rule(Way.BOTH, "mọi loại, ở trên trục", Group.ON_AXIS, valid_from=BEFORE),
    Rule(Way.BOTH, "nhóm loại", types=("cong_van", "bao_cao"), valid_from=BEFORE),
    Rule(Way.PAPER, "một loại", types=("cong_van",), valid_from=BEFORE),
    Rule(Way.BOTH, "một loại, mới hơn", types=("cong_van",), valid_from=AFTER),
    Rule(Way.AXIS, "đích danh", recipients=("H99.05",), valid_from=BEFORE),
)


@pytest.mark.parametrize("upto", range(1, len(RANKED) + 1))
def test_the_more_specific_rule_wins_whatever_the_order(upto: int) -> None:
    some = RANKED[:upto]
    for rules in (some, tuple(reversed(some))):
        assert RANKED[upto - 1].basis in decided(HEALTH, *rules).why


def test_a_rule_that_cannot_be_followed_for_a_recipient_is_passed_over() -> None:
    rule = Rule(Way.AXIS, "quy chế", types=("cong_van",), valid_from=BEFORE)
    assert decided(COMPANY, rule).way == Way.PAPER


@pytest.fixture
def admin(in_snv: Cast) -> Any:
    access.give_duty(in_snv.an, Duty.ADMINISTRATOR, by=None, at=in_snv.at)
    return in_snv.an


def ways(at: datetime, type_code: str = "cong_van", target: Target = HEALTH) -> Way:
    return queries.decide(target, type_code=type_code, type_name="Công văn", among=queries.rules(at)).way


def test_a_rule_of_the_agency_holds_in_its_period_and_the_law_before_and_after(in_snv: Cast, admin: Any) -> None:
    since, until = in_snv.after(days=1), in_snv.after(days=10)
    operations.set_rule(
        way=Way.BOTH, types=["cong_van"], basis="Quyết định 05/QĐ-SNV", valid_from=since, valid_to=until,
        by=admin, at=in_snv.at,
    )  # fmt: skip
    moments = (in_snv.at, since, until - timedelta(seconds=1), until)
    assert [ways(at) for at in moments] == [Way.AXIS, Way.BOTH, Way.BOTH, Way.AXIS]
    assert ways(since, "bao_cao") == Way.AXIS


def test_a_rule_for_the_same_replaces_the_earlier_one(in_snv: Cast, admin: Any) -> None:
    for way, at in ((Way.BOTH, in_snv.at), (Way.PAPER, in_snv.after(days=2))):
        operations.set_rule(way=way, types=["cong_van"], basis="Quyết định", by=admin, at=at)
    assert ways(in_snv.after(days=1)) == Way.BOTH
    assert ways(in_snv.after(days=3)) == Way.PAPER


def test_a_rule_that_was_ended_holds_no_more_and_the_one_of_the_law_can_be_ended_too(in_snv: Cast, admin: Any) -> None:
    operations.ensure_lawful(at=in_snv.at)
    government = queries.rows(in_snv.at).get(law="chinh-phu")
    operations.end_rule(government.pk, by=admin, at=in_snv.after(days=1))
    assert ways(in_snv.after(hours=1), target=GOVERNMENT) == Way.BOTH
    assert ways(in_snv.after(days=2), target=GOVERNMENT) == Way.AXIS


def test_what_the_law_fixes_cannot_be_ended(in_snv: Cast, admin: Any) -> None:
    operations.ensure_lawful(at=in_snv.at)
    fixed = queries.rows(in_snv.at).get(law="truc")
    with pytest.raises(operations.WayRuleRefused, match="không bỏ được"):
        operations.end_rule(fixed.pk, by=admin, at=in_snv.at)


def test_only_administrators_set_rules(in_snv: Cast) -> None:
    with pytest.raises(NotAllowed):
        operations.set_rule(way=Way.BOTH, types=["cong_van"], basis="Quyết định", by=in_snv.chi, at=in_snv.at)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"basis": " "}, "căn cứ"),
        ({"types": []}, "phải nêu loại văn bản hoặc nơi nhận"),
        ({"way": "chim bồ câu"}, "chưa chọn cách gửi"),
        ({"valid_from": datetime(2026, 3, 1, tzinfo=VIETNAM)}, "đã qua"),
        ({"valid_to": datetime(2026, 3, 9, 8, tzinfo=VIETNAM)}, "sau ngày bắt đầu"),
    ],
)
def test_a_rule_says_whom_it_is_for_by_what_right_and_when(
    in_snv: Cast, admin: Any, changed: dict[str, Any], said: str
) -> None:
    values: dict[str, Any] = {"way": Way.BOTH, "types": ["cong_van"], "basis": "Quyết định", **changed}
    with pytest.raises(operations.WayRuleRefused, match=said):
        operations.set_rule(**values, by=admin, at=in_snv.at)


def test_the_rules_of_one_agency_are_not_those_of_another(in_snv: Cast, admin: Any) -> None:
    operations.set_rule(way=Way.BOTH, types=["cong_van"], basis="Quyết định", by=admin, at=in_snv.at)
    with in_snv.in_syt():
        assert ways(in_snv.after(days=1), target=Target("Sở Nội vụ", code="H99.02")) == Way.AXIS
