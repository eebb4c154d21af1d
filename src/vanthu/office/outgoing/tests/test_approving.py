"""The way of a draft to its signer: content, form, and back (ND30-A10…A12)."""

from __future__ import annotations

from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.audit import queries as audit
from vanthu.office.documents import queries as documents
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.organizations import operations as organizations
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.operations import approving
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import approved, draft, fields, signed, submitted
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast


def steps(outgoing: Any) -> list[tuple[str, str, str]]:
    return [(step.kind, step.person_name, step.state) for step in queries.route(outgoing)]


def another_clerk(cast: Cast) -> Any:
    person = organizations.create_person(
        full_name="Văn Thư Khác", position="Văn thư", unit_id=cast.van_phong.pk, by=None, at=cast.at
    )
    access.give_duty(person, Duty.CLERK, by=None, at=cast.at)
    return person


def test_the_head_checks_content_then_a_clerk_checks_form_then_it_waits_for_the_signer(office: Cast) -> None:
    outgoing = submitted(office)
    assert steps(outgoing) == [
        ("content", "Trần Thị Bình", "waiting"),
        ("form", "Lê Thị Chi", "waiting"),
        ("signature", "Phạm Tiến Dũng", "waiting"),
    ]
    one = operations.approve(outgoing.pk, opinion="Nhất trí", by=office.binh, at=office.after(minutes=10))
    assert one.state == OutgoingState.IN_APPROVAL
    two = operations.approve(outgoing.pk, by=office.chi, at=office.after(minutes=15))
    assert two.state == OutgoingState.APPROVED
    assert [step.person_name for step in queries.route(two) if step.current] == ["Phạm Tiến Dũng"]
    assert queries.route(two)[0].opinion == "Nhất trí"


def test_the_clerk_does_not_check_form_before_the_head_has_checked_content(office: Cast) -> None:
    with pytest.raises(NotAllowed) as refusal:
        operations.approve(submitted(office).pk, by=office.chi, at=office.after(minutes=6))
    assert "Trần Thị Bình" in refusal.value.sentence


def test_the_content_check_is_skipped_when_the_drafter_heads_the_unit(office: Cast) -> None:
    outgoing = operations.start_draft(fields(office), by=office.binh, at=office.at)
    outgoing = operations.submit(outgoing.pk, by=office.binh, at=office.after(minutes=1))
    assert steps(outgoing)[0] == ("content", "Trần Thị Bình", "skipped")
    assert operations.approve(outgoing.pk, by=office.chi, at=office.after(minutes=2)).state == OutgoingState.APPROVED


def test_the_form_check_is_skipped_when_the_drafter_is_the_clerk(office: Cast) -> None:
    access.give_duty(office.an, Duty.CLERK, by=None, at=office.at)
    outgoing = submitted(office)
    assert [(kind, state) for kind, _, state in steps(outgoing)] == [
        ("content", "waiting"),
        ("form", "skipped"),
        ("signature", "waiting"),
    ]
    assert operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=9)).state == OutgoingState.APPROVED


def test_any_clerk_may_do_the_form_check_and_is_then_named(office: Cast) -> None:
    other = another_clerk(office)
    outgoing = submitted(office)
    operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=9))
    operations.approve(outgoing.pk, by=other, at=office.after(minutes=10))
    assert steps(outgoing)[1] == ("form", "Văn Thư Khác", "approved")


def test_a_unit_without_a_head_cannot_submit(office: Cast) -> None:
    access.take_duty(office.binh, Duty.UNIT_HEAD, by=None, at=office.at)
    with pytest.raises(operations.NoUnitHead) as refusal:
        submitted(office)
    assert "Phòng Công chức, viên chức" in refusal.value.sentence


def test_an_agency_without_a_clerk_cannot_submit(office: Cast) -> None:
    access.take_duty(office.chi, Duty.CLERK, by=None, at=office.at)
    with pytest.raises(operations.NoClerk):
        submitted(office)


def test_an_approver_sends_back_with_a_reason_that_everybody_on_the_route_sees(office: Cast) -> None:
    outgoing = submitted(office)
    back = operations.return_to_drafter(
        outgoing.pk, reason=" Thiếu căn cứ ", by=office.binh, at=office.after(minutes=10)
    )
    assert back.state == OutgoingState.DRAFT
    for person in (office.an, office.binh, office.chi, office.dung):
        seen = queries.last_return(queries.get(person, outgoing.pk, at=office.at))
        assert seen is not None
        assert (seen.person_name, seen.opinion) == ("Trần Thị Bình", "Thiếu căn cứ")
    assert audit.facts_about([outgoing.pk])[-1].details["reason"] == "Thiếu căn cứ"


def test_sending_back_needs_a_reason(office: Cast) -> None:
    outgoing = submitted(office)
    with pytest.raises(operations.ReasonMissing):
        operations.return_to_drafter(outgoing.pk, reason=" ", by=office.binh, at=office.at)
    assert queries.get(office.an, outgoing.pk, at=office.at).state == OutgoingState.IN_APPROVAL


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_whoever_checked_or_must_sign_sends_back_what_is_approved(office: Cast, who: str) -> None:
    outgoing = approved(office)
    person = getattr(office, who)
    back = operations.return_to_drafter(outgoing.pk, reason="Sai số liệu", by=person, at=office.after(hours=1))
    seen = queries.last_return(back)
    assert seen is not None
    assert (back.state, seen.person_id) == (OutgoingState.DRAFT, person.pk)


def test_a_document_returned_by_the_leader_keeps_no_number(office: Cast) -> None:
    outgoing = approved(office)
    operations.return_to_drafter(outgoing.pk, reason="Chưa đạt", by=office.dung, at=office.after(hours=1))
    assert registers.numbers(RegisterKind.OUTGOING, 2026) == []
    with pytest.raises(MovedMeanwhile):
        operations.give_number(outgoing.pk, by=office.chi, at=office.after(hours=2))
    assert documents.document(outgoing.pk).code_text == ""


def test_a_returned_draft_gets_a_new_round_and_the_reason_disappears_from_the_desk_once_submitted(
    office: Cast,
) -> None:
    outgoing = submitted(office)
    operations.return_to_drafter(outgoing.pk, reason="Thiếu căn cứ", by=office.binh, at=office.after(minutes=10))
    again = operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=20))
    assert queries.last_return(again) is None
    assert {step.round for step in queries.route(again)} == {1, 2}


def test_a_signed_document_is_no_longer_sent_back(office: Cast) -> None:
    with pytest.raises(MovedMeanwhile):
        operations.return_to_drafter(signed(office).pk, reason="muộn", by=office.dung, at=office.after(hours=1))


def test_an_approval_of_a_revision_that_changed_meanwhile_does_not_count(office: Cast) -> None:
    outgoing = submitted(office)
    operations.change_draft(outgoing.pk, fields(office, body="khác hẳn"), by=office.an, at=office.after(minutes=6))
    operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=7))
    with pytest.raises(MovedMeanwhile):
        operations.approve(outgoing.pk, revision=1, by=office.binh, at=office.after(minutes=8))
    operations.approve(outgoing.pk, revision=2, by=office.binh, at=office.after(minutes=9))


def test_of_two_clerks_checking_form_together_one_decides(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    other = another_clerk(office)
    outgoing = submitted(office)
    operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=9))
    admitted = approving.admitted

    def both_were_admitted(*args: Any) -> Any:
        mine = admitted(*args)
        monkeypatch.setattr(approving, "admitted", admitted)
        operations.approve(outgoing.pk, by=other, at=office.after(minutes=10))
        return mine

    monkeypatch.setattr(approving, "admitted", both_were_admitted)
    with pytest.raises(MovedMeanwhile):
        operations.approve(outgoing.pk, by=office.chi, at=office.after(minutes=10))
    verbs = [fact.verb for fact in audit.facts_about([outgoing.pk])]
    assert verbs.count("approve") == 2


def test_a_withdrawn_draft_stays_visible_with_its_reason_and_goes_nowhere(office: Cast) -> None:
    outgoing = submitted(office)
    operations.withdraw(outgoing.pk, reason="Trùng với công văn khác", by=office.an, at=office.after(minutes=6))
    seen = queries.get(office.an, outgoing.pk, at=office.at)
    assert seen.state == OutgoingState.WITHDRAWN
    assert audit.facts_about([outgoing.pk])[-1].details["reason"] == "Trùng với công văn khác"
    assert not [step for step in queries.route(seen) if step.state == "waiting"]


def test_withdrawing_needs_a_reason(office: Cast) -> None:
    with pytest.raises(operations.ReasonMissing):
        operations.withdraw(draft(office).pk, reason="", by=office.an, at=office.at)
