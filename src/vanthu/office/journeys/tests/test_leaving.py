"""Nobody leaves before everything was handed over (ND30-A31.3đ); then duties and positions end and the door closes."""

from __future__ import annotations

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access import queries as duties
from vanthu.office.access.states import Duty
from vanthu.office.assignments import operations as assignments
from vanthu.office.audit import queries as audit
from vanthu.office.journeys import leaving
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys


@pytest.fixture
def office_with_admin(in_snv: Cast, signing_keys: Keys) -> Cast:
    stories.know_correspondents(in_snv.at)
    access.give_duty(in_snv.dung, Duty.ADMINISTRATOR, by=None, at=in_snv.at)
    return in_snv


def kinds(cast: Cast, name: str) -> set[str]:
    return {one.kind for one in leaving.held_by(getattr(cast, name), at=cast.after(hours=2))}


def leave(cast: Cast, name: str, reason: str = "Nghỉ hưu") -> None:
    leaving.close(getattr(cast, name).pk, reason=reason, by=cast.dung, at=cast.after(hours=3))


def test_whoever_holds_something_stays_until_it_is_handed_over(office_with_admin: Cast) -> None:
    cast = office_with_admin
    draft = stories.draft(cast)
    given = {"title": "Lập kế hoạch", "origin": "meeting", "lead_unit_id": cast.ccvc.pk, "lead_person_id": cast.an.pk}
    assignments.give(**given, by=cast.dung, at=cast.at)
    assert kinds(cast, "an") >= {"task", "draft"}
    with pytest.raises(leaving.StillHolds, match=r"1 việc đang làm \(Lập kế hoạch\); 1 dự thảo chưa phát hành"):
        leave(cast, "an")
    tasks = leaving.assignments.open_tasks_of(cast.an.pk)
    assignments.hand_over_all(
        cast.an.pk, {one.pk: cast.binh.pk for one in tasks}, reason="Nghỉ hưu", by=cast.dung, at=cast.after(hours=1)
    )
    assert leaving.hand_papers(cast.an.pk, cast.binh.pk, by=cast.dung, at=cast.after(hours=1)) == 1
    assert outgoing.get(cast.binh, draft.pk, at=cast.after(hours=2)).drafter == cast.binh
    leaving.retire_certificate(cast.an.pk, by=cast.dung, at=cast.after(hours=1))
    leave(cast, "an")
    gone = organizations.person(cast.an.pk)
    assert gone.left_at == cast.after(hours=3)
    assert duties.duties_of(gone, at=cast.after(hours=4)) == frozenset()
    assert gone.account is not None
    assert not gone.account.is_active
    assert "close_person" in [fact.verb for fact in audit.facts_about([gone.pk])]


def test_a_check_goes_over_and_a_signature_does_not(office_with_admin: Cast) -> None:
    cast = office_with_admin
    outgoing_document = stories.submitted(cast)
    assert "step" in kinds(cast, "binh")
    assert "signature" in kinds(cast, "dung")
    leaving.hand_papers(cast.binh.pk, cast.an.pk, by=cast.dung, at=cast.after(hours=1))
    assert "step" not in kinds(cast, "binh")
    (step,) = outgoing.open_steps(outgoing.get(cast.dung, outgoing_document.pk, at=cast.after(hours=2)))
    assert step.person == cast.an


def test_the_only_clerk_keeps_the_seal_and_nobody_closes_himself(office_with_admin: Cast) -> None:
    cast = office_with_admin
    with pytest.raises(leaving.StillHolds, match="văn thư duy nhất"):
        leave(cast, "chi")
    with pytest.raises(leaving.LeavingRefused, match="cho chính mình"):
        leave(cast, "dung")
    with pytest.raises(leaving.LeavingRefused, match="chưa ghi lý do"):
        leave(cast, "an", " ")
    with pytest.raises(NotAllowed):
        leaving.close(cast.an.pk, reason="Nghỉ hưu", by=cast.binh, at=cast.after(hours=3))


def test_whoever_moves_keeps_his_certificate_and_leaves_his_work(office_with_admin: Cast) -> None:
    cast = office_with_admin
    stories.draft(cast)
    at = cast.after(hours=3)
    with pytest.raises(leaving.StillHolds):
        leaving.move(cast.an.pk, cast.van_phong.pk, reason="Điều động", by=cast.dung, at=at)
    leaving.hand_papers(cast.an.pk, cast.binh.pk, by=cast.dung, at=at)
    assert leaving.move(cast.an.pk, cast.van_phong.pk, reason="Điều động", by=cast.dung, at=at).unit_id == (
        cast.van_phong.pk
    )
    with pytest.raises(leaving.LeavingRefused, match="chính đơn vị này"):
        leaving.move(cast.an.pk, cast.van_phong.pk, reason="Điều động", by=cast.dung, at=at)
