"""Issuing each recipient's way: by the rule, or otherwise with a reason (QD28-A5.2, A7; CT07-1d)."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.states import Way
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.operations import Addressee
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import RECIPIENTS, draft, fields, issued, sealed, submitted
from vanthu.office.testing.cast import Cast

COMPANY = Addressee("Công ty Cổ phần Ánh Dương", "12 phố Huế, Hà Nội")
WHY = "Nơi nhận chưa kết nối, đề nghị gửi bản giấy"


def ways(office: Cast, outgoing: Any) -> dict[str, Way]:
    return {one.target.key: one.way for one in queries.ways(outgoing, at=office.at)}


def sent(outgoing: Any) -> list[str]:
    rows = apps.get_model("exchange", "Transmission").objects.filter(document_id=outgoing.pk).order_by("pk")
    return [row.recipient_code for row in rows]


def test_a_document_for_nobody_on_the_axis_is_issued_and_nothing_goes_to_the_axis(office: Cast) -> None:
    outgoing = issued(office, recipients=(), others=(COMPANY,))
    assert outgoing.state == OutgoingState.ISSUED
    assert sent(outgoing) == []
    assert [(one.name, one.address, one.way, one.departs) for one in dispatched.sendings(outgoing.pk)] == [
        (COMPANY.name, COMPANY.address, Way.PAPER, False)
    ]


def test_only_those_whose_way_is_the_axis_get_a_transmission(office: Cast) -> None:
    outgoing = sealed(office, others=(COMPANY,))
    chosen = {"H99.06": (Way.PAPER, WHY)}
    operations.issue(outgoing.pk, ways=chosen, by=office.chi, at=office.after(minutes=35))
    assert sent(outgoing) == ["H99.05"]
    assert [one.way for one in dispatched.sendings(outgoing.pk)] == [Way.AXIS, Way.PAPER, Way.PAPER]


def test_departing_from_the_rule_is_kept_with_who_when_and_why_and_counted(office: Cast) -> None:
    outgoing = sealed(office)
    at = office.after(minutes=35)
    operations.issue(outgoing.pk, ways={"H99.06": (Way.BOTH, f" {WHY} ")}, by=office.chi, at=at)
    kept = dispatched.sendings(outgoing.pk)[1]
    assert (kept.way, kept.by_rule, kept.departs, kept.reason) == (Way.BOTH, Way.AXIS, True, WHY)
    assert (kept.decided_by, kept.decided_at) == (office.chi, at)
    assert dispatched.ways_used(office.at, office.after(days=1)) == {(Way.AXIS, False): 1, (Way.BOTH, True): 1}
    assert dispatched.ways_used(office.after(days=1), office.after(days=2)) == {}


def test_without_a_reason_nothing_is_issued_another_way(office: Cast) -> None:
    outgoing = sealed(office)
    with pytest.raises(dispatch.WayReasonMissing, match="Sở Y tế"):
        operations.issue(outgoing.pk, ways={"H99.05": (Way.PAPER, " ")}, by=office.chi, at=office.after(minutes=35))
    assert queries.get(office.chi, outgoing.pk, at=office.at).state == OutgoingState.SEALED
    assert (sent(outgoing), dispatched.sendings(outgoing.pk)) == ([], [])


def test_whoever_is_not_on_the_axis_cannot_be_sent_to_through_it(office: Cast) -> None:
    outgoing = draft(office, others=(COMPANY,))
    with pytest.raises(dispatch.WayNotPossible, match="không ở trên trục"):
        operations.choose_ways(outgoing.pk, {COMPANY.name: (Way.AXIS, "thử")}, by=office.an, at=office.at)


def test_the_drafters_choice_holds_until_the_issue_although_the_draft_is_changed(office: Cast) -> None:
    outgoing = draft(office)
    operations.choose_ways(outgoing.pk, {"H99.05": (Way.BOTH, WHY)}, by=office.an, at=office.at)
    operations.change_draft(outgoing.pk, fields(office, subject="khác"), by=office.an, at=office.after(minutes=1))
    assert ways(office, outgoing) == {"H99.05": Way.BOTH, "H99.06": Way.AXIS}
    done = issued(office, begun=outgoing)
    first = dispatched.sendings(done.pk)[0]
    assert (first.way, first.reason, first.decided_by) == (Way.BOTH, WHY, office.an)


def test_going_back_to_the_rule_needs_no_reason(office: Cast) -> None:
    outgoing = draft(office)
    for minute, (way, reason) in enumerate([(Way.BOTH, WHY), (Way.AXIS, "")]):
        at = office.after(minutes=minute)
        operations.choose_ways(outgoing.pk, {"H99.05": (way, reason)}, by=office.an, at=at)
    assert ways(office, outgoing) == {"H99.05": Way.AXIS, "H99.06": Way.AXIS}


def test_choosing_the_same_again_keeps_nothing_new(office: Cast) -> None:
    outgoing = draft(office)
    chosen = {"H99.05": (Way.BOTH, WHY), "H99.06": (Way.AXIS, "")}
    made = [operations.choose_ways(outgoing.pk, chosen, by=office.an, at=office.at) for _ in range(2)]
    assert made == [1, 0]


def test_choosing_a_way_sends_nobody_back_to_the_drafter(office: Cast) -> None:
    outgoing = submitted(office)
    operations.choose_ways(outgoing.pk, {"H99.05": (Way.BOTH, WHY)}, by=office.chi, at=office.after(minutes=6))
    assert queries.get(office.chi, outgoing.pk, at=office.at).state == OutgoingState.IN_APPROVAL


@pytest.mark.parametrize("name", ["binh", "dung", "an"])
def test_after_the_draft_only_clerks_choose_the_way(office: Cast, name: str) -> None:
    outgoing = submitted(office)
    person = getattr(office, name)
    with pytest.raises(NotAllowed):
        operations.choose_ways(outgoing.pk, {"H99.05": (Way.BOTH, WHY)}, by=person, at=office.after(minutes=6))


def test_a_second_clerk_issues_nothing_twice(office: Cast) -> None:
    outgoing = issued(office)
    with pytest.raises(MovedMeanwhile):
        operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert len(dispatched.sendings(outgoing.pk)) == len(RECIPIENTS)


def test_who_is_not_on_the_axis_is_part_of_what_is_approved(office: Cast) -> None:
    outgoing = draft(office)
    before = queries.content_of(outgoing)
    assert "others" not in before, "documents submitted before this keep their hash"
    operations.change_draft(outgoing.pk, fields(office, others=(COMPANY,)), by=office.an, at=office.at)
    told = queries.changes(before, queries.content_of(outgoing))
    assert [(one.label, one.after) for one in told] == [
        ("Nơi gửi tới ngoài trục liên thông", "Công ty Cổ phần Ánh Dương, 12 phố Huế, Hà Nội")
    ]


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ((Addressee(" "),), "VT-DI-NOI-NHAN-THIEU-TEN"),
        ((COMPANY, Addressee(COMPANY.name.upper())), "VT-DI-NOI-NHAN-LAP"),
        ((Addressee("A" * 301),), "VT-DI-NOI-NHAN-DAI"),
        ((Addressee("Ông A", email="khong-phai-thu"),), "VT-DI-NOI-NHAN-THU-SAI"),
    ],
)
def test_what_is_typed_of_a_recipient_must_be_usable(office: Cast, others: tuple[Addressee, ...], code: str) -> None:
    found = operations.problems(fields(office, others=others), by=office.an, at=office.at)
    assert [one.code for one in found] == [code]
