"""The administrator's pages and everybody's page of delegation."""

from __future__ import annotations

from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access import policies as competence
from vanthu.office.access import queries as access_queries
from vanthu.office.access.states import Duty, Work
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

PART = {"HX-Request": "true"}
PAGES = (
    "/quan-tri/chuc-vu",
    "/quan-tri/tham-quyen",
    "/quan-tri/quy-trinh",
    "/quan-tri/quy-trinh/lap",
    "/quan-tri/uy-quyen",
    "/quan-tri/cach-gui",
    "/quan-tri/lich-lam-viec",
)


@pytest.fixture
def chi_administers(office: Cast) -> Cast:
    access.give_duty(office.chi, Duty.ADMINISTRATOR, by=None, at=office.at)
    return office


@pytest.mark.parametrize("page", PAGES)
def test_the_administration_is_for_administrators(chi_administers: Cast, browse: Browse, page: str) -> None:
    assert browse(chi_administers.chi).get(page).status_code == 200
    for name in ("an", "binh", "dung", "em"):
        answer = browse(getattr(chi_administers, name)).get(page)
        assert answer.status_code == 403
        assert "quản trị" in text_of(answer)


def test_only_administrators_are_led_there(chi_administers: Cast, browse: Browse) -> None:
    assert "/quan-tri/" in text_of(browse(chi_administers.chi).get("/"))
    assert "/quan-tri/" not in text_of(browse(chi_administers.dung).get("/"))


def test_a_deputy_is_made_and_given_his_field(chi_administers: Cast, browse: Browse) -> None:
    office, client = chi_administers, browse(chi_administers.chi)
    made = client.post("/quan-tri/them-chuc-vu", {"title": "Phó Giám đốc", "level": "deputy"}, headers=PART)
    assert made.status_code == 204
    position = organizations.position_by_title("Phó Giám đốc")
    assert position is not None
    typed = {"person": str(office.an.pk), "fields_": [str(office.ccvc.pk)]}
    client.post(f"/quan-tri/giao-chuc-vu/{position.pk}", typed, headers=PART)
    page = text_of(client.get("/quan-tri/chuc-vu"))
    assert "Phòng Công chức, viên chức" in page
    found = competence.capacity(office.an, type_code="cong_van", unit_id=office.ccvc.pk, at=office.after(hours=2))
    assert found.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def test_a_second_head_is_refused_in_the_dialog_with_what_was_typed(chi_administers: Cast, browse: Browse) -> None:
    answer = browse(chi_administers.chi).post(
        "/quan-tri/them-chuc-vu", {"title": "Chủ tịch", "level": "head"}, headers=PART
    )
    assert answer.status_code == 422
    assert "VT-CHUC-VU" in text_of(answer)
    assert 'value="Chủ tịch"' in text_of(answer)


def test_rules_and_authorisations_are_recorded_and_ended(chi_administers: Cast, browse: Browse) -> None:
    office, client = chi_administers, browse(chi_administers.chi)
    client.post("/quan-tri/them-thua-lenh", {"types": ["cong_van"], "basis": "Quy chế làm việc"}, headers=PART)
    client.post(
        "/quan-tri/them-uy-quyen-ky",
        {
            "grantor": str(office.dung.pk), "grantee": str(office.binh.pk), "types": ["quyet_dinh"],
            "content": "Nghỉ phép", "reference": "12/GUQ-SNV", "since": "09/03/2026", "until": "20/03/2026",
        },
        headers=PART,
    )  # fmt: skip
    page = text_of(client.get("/quan-tri/tham-quyen"))
    assert "Quy chế làm việc" in page
    assert "12/GUQ-SNV" in page
    assert "09/03/2026 – 20/03/2026" in page
    (made,) = access_queries.authorisations()
    client.post(f"/quan-tri/thoi-uy-quyen-ky/{made.pk}", {"reason": "Giám đốc đã về"}, headers=PART)
    assert "Giám đốc đã về" in text_of(client.get("/quan-tri/tham-quyen"))


def route_typed(rows: list[dict[str, str]], **changed: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"name": "Quy trình công văn", "types": ["cong_van"], "buoc-TOTAL_FORMS": "6"}
    data |= {"buoc-INITIAL_FORMS": "6", "buoc-MIN_NUM_FORMS": "6", "buoc-MAX_NUM_FORMS": "6"}
    for number in range(6):
        row = {"stage": "", "kind": "opinion", "who": "", "substitute": "", "second": ""}
        row |= rows[number] if number < len(rows) else {}
        data |= {f"buoc-{number}-{name}": value for name, value in row.items()}
    return {**data, **changed}


def test_a_route_is_set_on_its_page_and_used_by_the_next_draft(chi_administers: Cast, browse: Browse) -> None:
    office, client = chi_administers, browse(chi_administers.chi)
    rows = [
        {"stage": "1", "kind": "content", "who": "unit_head", "substitute": str(office.dung.pk)},
        {"stage": "1", "kind": "form", "who": "duty:clerk"},
    ]
    answer = client.post("/quan-tri/quy-trinh/lap", route_typed(rows))
    assert answer.status_code == 302, text_of(answer)
    page = text_of(client.get("/quan-tri/quy-trinh"))
    assert "song song, tất cả phải đồng ý" in page
    assert "Phạm Tiến Dũng" in page
    shown = text_of(browse(office.an).get(f"/van-ban-di/{stories.draft(office).pk}"))
    assert "Sẽ trình qua các bước" in shown
    assert "Quy trình công văn" in shown


def test_a_route_weaker_than_the_law_is_refused_and_stays_as_typed(chi_administers: Cast, browse: Browse) -> None:
    rows = [{"stage": "1", "kind": "form", "who": "duty:clerk"}]
    answer = browse(chi_administers.chi).post("/quan-tri/quy-trinh/lap", route_typed(rows))
    assert answer.status_code == 422
    assert "VT-DI-QUY-TRINH" in text_of(answer)
    assert "khoản 1 Điều 12" in text_of(answer)
    assert 'value="Quy trình công văn"' in text_of(answer)


def test_the_head_delegates_and_the_delegate_takes_it_and_decides_for_him(office: Cast, browse: Browse) -> None:
    typed = {
        "to": str(office.an.pk), "works": ["content"], "reason": "Đi công tác", "since": "09/03/2026",
        "until": "11/03/2026",
    }  # fmt: skip
    assert browse(office.binh).post("/uy-quyen/moi", typed, headers=PART).status_code == 204
    (row,) = access_queries.delegations_about(office.an)
    page = text_of(browse(office.an).get("/uy-quyen/"))
    assert "Không nhận" in page
    browse(office.an).post(f"/uy-quyen/nhan/{row.pk}", {}, headers=PART)
    assert "Đang có hiệu lực" in text_of(browse(office.binh).get("/uy-quyen/"))
    outgoing = operations.start_draft(stories.fields(office), by=office.dung, at=office.at)
    operations.submit(outgoing.pk, by=office.dung, at=office.after(minutes=5))
    desk = text_of(browse(office.an).get("/"))
    assert "Dự thảo chờ tôi cho ý kiến" in desk
    assert "ông/bà (thay Trần Thị Bình)" in text_of(browse(office.an).get(f"/van-ban-di/{outgoing.pk}"))
    browse(office.an).post(f"/van-ban-di/{outgoing.pk}/dong-y", {"opinion": ""}, headers=PART)
    assert "Nguyễn Văn An (thay Trần Thị Bình)" in text_of(browse(office.binh).get(f"/van-ban-di/{outgoing.pk}"))


def test_an_error_of_delegation_keeps_the_dialog(office: Cast, browse: Browse) -> None:
    typed = {"to": str(office.an.pk), "works": ["clerk"], "reason": "x", "since": "09/03/2026", "until": "11/03/2026"}
    answer = browse(office.chi).post("/uy-quyen/moi", typed, headers=PART)
    assert answer.status_code == 422
    assert "Điều 32" in text_of(answer)


def test_somebody_elses_delegation_is_not_answered(office: Cast, browse: Browse) -> None:
    at, until = office.at, office.after(days=2)
    made = access.delegate(
        office.an, [Work.CONTENT], reason="Công tác", valid_from=at, valid_to=until, by=office.binh, at=at
    )
    assert browse(office.chi).post(f"/uy-quyen/nhan/{made.pk}", {}, headers=PART).status_code == 403
    assert browse(office.em).post(f"/uy-quyen/nhan/{made.pk}", {}, headers=PART).status_code == 404


def test_being_away_is_noted_and_taken_back(office: Cast, browse: Browse) -> None:
    client = browse(office.binh)
    client.post(
        "/uy-quyen/vang-mat", {"reason": "Nghỉ phép", "since": "09/03/2026", "until": "10/03/2026"}, headers=PART
    )
    assert "Nghỉ phép" in text_of(client.get("/uy-quyen/"))
    shown = text_of(browse(office.an).get(f"/van-ban-di/{stories.draft(office).pk}"))
    assert "Trần Thị Bình vắng mặt đến 10/03/2026" in shown
    (row,) = access_queries.absences(office.binh, at=office.after(hours=1))
    client.post(f"/uy-quyen/da-ve/{row.pk}", {}, headers=PART)
    assert access_queries.absent(office.after(hours=2)) == {}


def test_the_share_of_delegates_is_shown_by_month(chi_administers: Cast, browse: Browse) -> None:
    page = text_of(browse(chi_administers.chi).get("/quan-tri/uy-quyen?thang=2026-03"))
    assert "<b>0</b> / 0" in page
    assert browse(chi_administers.chi).get("/quan-tri/uy-quyen?thang=xx").status_code == 200


def test_what_was_changed_after_approval_is_shown_to_everybody(office: Cast, browse: Browse) -> None:
    outgoing = stories.approved(office)
    changed = stories.fields(office, subject="rà soát danh mục vị trí việc làm năm 2027")
    operations.change_draft(outgoing.pk, changed, by=office.an, at=office.after(minutes=20))
    assert "Đã sửa so với bản đã trình" in text_of(browse(office.dung).get(f"/van-ban-di/{outgoing.pk}"))
    operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=25))
    page = text_of(browse(office.binh).get(f"/van-ban-di/{outgoing.pk}"))
    assert "Khác bản trình trước" in page
    assert '<ins class="line">rà soát danh mục vị trí việc làm năm 2027</ins>' in page
    assert queries.last_round_of(outgoing) is not None
