"""The search box of every page finds what a person may see, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from vanthu.office.assignments import operations as assignments
from vanthu.office.assignments.states import Origin
from vanthu.office.incoming.tests import stories as incoming
from vanthu.office.outgoing.tests import stories as outgoing
from vanthu.office.testing.cast import Cast
from vanthu.office.web import searching
from vanthu.office.web.tests.conftest import Browse, text_of


def found(cast: Cast, name: str, text: str) -> dict[str, int]:
    """How much is found of each kind."""
    groups = searching.search(getattr(cast, name), text, at=cast.after(hours=1))
    return {group.key: group.total for group in groups}


def test_each_kind_is_found_without_accents(office: Cast) -> None:
    outgoing.draft(office)
    incoming.assigned(office)
    assignments.give(
        title="Rà soát biên chế",
        origin=Origin.MEETING,
        lead_unit_id=office.ccvc.pk,
        by=office.dung,
        at=office.at,
    )
    assert found(office, "chi", "ra soat danh muc") == {"van-ban-di": 1}
    assert found(office, "chi", "NHAN SU Y TE") == {"van-ban-den": 1, "viec": 2}
    assert found(office, "chi", "ra soat BIEN che") == {"viec": 1}
    assert found(office, "chi", "88/SYT") == {"van-ban-den": 1, "viec": 2}
    assert found(office, "chi", "pham tien dung") == {"van-ban-di": 1, "nguoi": 1}
    assert found(office, "chi", "so tai chinh") == {"co-quan": 1}
    assert found(office, "chi", "so dang ky van ban den") == {"so": 1}


def test_plans_are_found_without_accents_by_whom_they_concern(office: Cast) -> None:
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31)}
    fields = assignments.PlanFields(title="Chương trình công tác quý I", **days)
    assignments.make_plan(fields, by=office.dung, at=office.at)
    assert found(office, "an", "chuong trinh cong tac quy") == {"ke-hoach": 1}
    with office.in_syt():
        assert found(office, "em", "chuong trinh cong tac quy") == {}


@pytest.mark.parametrize("name", ["em", "giang"])
def test_nothing_of_another_agency_is_found(office: Cast, name: str) -> None:
    outgoing.draft(office)
    incoming.assigned(office)
    with office.in_syt():
        assert found(office, name, "rà soát danh mục") == {}
        assert found(office, name, "nhân sự y tế") == {}


def test_a_specialist_finds_his_own_only(office: Cast) -> None:
    incoming.arrived(office)
    assert found(office, "chi", "nhân sự") == {"van-ban-den": 1}
    assert found(office, "an", "nhân sự") == {}


@pytest.mark.parametrize("text", ["", "  ", "?!", "%"])
def test_signs_alone_are_not_looked_for(office: Cast, text: str) -> None:
    outgoing.draft(office)
    assert found(office, "chi", text) == {}


def test_every_page_has_the_box_and_the_results_lead_to_the_whole_list(office: Cast, browse: Browse) -> None:
    for number in range(8):
        outgoing.draft(office, subject=f"rà soát lần {number}")
    client = browse(office.chi)
    assert 'action="/tim/"' in text_of(client.get("/"))
    page = text_of(client.get("/tim/?q=ra+soat"))
    assert "Văn bản đi (8)" in page
    assert page.count('<li class="row2" data-row>') == searching.SHOWN
    assert "/van-ban-di/?tab=tat-ca&q=ra+soat" in page
    assert "Không tìm thấy gì có «khong co gi»" in text_of(client.get("/tim/?q=khong+co+gi"))
    assert "có dấu hay không dấu đều được" in text_of(client.get("/tim/"))
