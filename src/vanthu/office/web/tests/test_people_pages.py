"""The administrator's pages of people."""

from __future__ import annotations

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.journeys import leaving
from vanthu.office.organizations import queries
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of


def test_what_somebody_holds_is_listed_handed_over_and_then_he_leaves(office: Cast, browse: Browse) -> None:
    access.give_duty(office.chi, Duty.ADMINISTRATOR, by=None, at=office.at)
    stories.draft(office)
    client, page = browse(office.chi), f"/quan-tri/can-bo/{office.an.pk}"
    assert office.an.full_name in text_of(client.get("/quan-tri/can-bo"))
    assert "1 dự thảo chưa phát hành" in text_of(client.get(page))
    refused = client.post(page, {"thoi": "1", "reason": "Nghỉ hưu"})
    assert (refused.status_code, "VT-CON-GIU-VIEC" in text_of(refused)) == (409, True)
    assert client.post(page, {"ban-giao": "1", "taker": ""}).status_code == 422
    assert client.post(page, {"ban-giao": "1", "taker": str(office.binh.pk)}).status_code == 302
    if "certificate" in {one.kind for one in leaving.held_by(office.an, at=office.after(days=300))}:
        assert client.post(page, {"thu-hoi": "1"}).status_code == 302
    assert "Đã bàn giao hết" in text_of(client.get(page))
    assert client.post(page, {"thoi": "1", "reason": "Nghỉ hưu"}).status_code == 302
    assert "Đã thôi làm việc" in text_of(client.get(page))
    assert queries.person(office.an.pk).left_at is not None


def test_nobody_else_opens_them(office: Cast, browse: Browse) -> None:
    assert browse(office.an).get("/quan-tri/can-bo").status_code == 403
    assert browse(office.an).get(f"/quan-tri/can-bo/{office.an.pk}").status_code == 403
