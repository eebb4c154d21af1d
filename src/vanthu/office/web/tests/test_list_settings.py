"""Filters kept and columns chosen on the pages of the lists."""

from __future__ import annotations

from vanthu.office.lists import queries
from vanthu.office.lists.states import ListName
from vanthu.office.outgoing.tests import stories as outgoing
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of


def test_a_filter_is_kept_where_it_was_set_and_opened_with_one_press(office: Cast, browse: Browse) -> None:
    an = browse(office.an)
    page = text_of(an.get("/van-ban-di/?tab=tat-ca&khan=3"))
    assert "Lưu bộ lọc này với tên" in page
    assert "dùng chung cho cả đơn vị" not in page
    answer = an.post("/van-ban-di/bo-loc", {"ten": "Hỏa tốc", "loc": "tab=tat-ca&khan=3&sau=abc&la=1"})
    assert answer.headers["location"] == "/van-ban-di/?tab=tat-ca&khan=3"
    page = text_of(an.get("/van-ban-di/"))
    assert '<a href="/van-ban-di/?tab=tat-ca&khan=3">Hỏa tốc</a>' in page
    assert "Hỏa tốc</a>" not in text_of(an.get("/van-ban-den/"))
    with office.in_snv():
        (kept,) = queries.settings(office.an, ListName.OUTGOING).filters
    an.post(f"/van-ban-di/bo-loc/{kept.pk}/xoa", {"loc": ""})
    assert "Hỏa tốc</a>" not in text_of(an.get("/van-ban-di/"))


def test_a_head_shares_a_filter_and_his_people_do_not_drop_it(office: Cast, browse: Browse) -> None:
    an, binh = browse(office.an), browse(office.binh)
    assert "dùng chung cho cả đơn vị" in text_of(binh.get("/van-ban-den/?tab=tat-ca&khan=3"))
    binh.post("/van-ban-den/bo-loc", {"ten": "Của phòng", "loc": "tab=tat-ca&khan=3", "don_vi": "on"})
    page = text_of(an.get("/van-ban-den/"))
    assert "Của phòng</a>" in page
    assert "Xóa bộ lọc Của phòng" not in page
    with office.in_snv():
        (kept,) = queries.settings(office.an, ListName.INCOMING).filters
    assert an.post(f"/van-ban-den/bo-loc/{kept.pk}/xoa", {}).status_code == 404
    assert "Của phòng</a>" not in text_of(browse(office.em).get("/van-ban-den/"))


def test_what_cannot_be_kept_says_why_on_the_list(office: Cast, browse: Browse) -> None:
    an = browse(office.an)
    assert an.post("/van-ban-den/bo-loc", {"ten": "Tất cả", "loc": "la=1"}).status_code == 302
    assert "hãy chọn điều kiện lọc trước khi lưu. (VT-DS-BO-LOC)" in text_of(an.get("/van-ban-den/"))


def test_a_list_has_the_columns_somebody_chose_and_always_the_way_to_the_document(office: Cast, browse: Browse) -> None:
    outgoing.draft(office)
    an = browse(office.an)
    usual = text_of(an.get("/van-ban-di/"))
    assert '<input type="checkbox" name="cot" value="ky">' in usual
    assert "Người ký</th>" not in usual
    assert an.post("/van-ban-di/cot", {"cot": ["ky", "khong-co"], "loc": "tab=tat-ca"}).status_code == 302
    page = text_of(an.get("/van-ban-di/"))
    assert '<input type="checkbox" name="cot" value="ky" checked>' in page
    assert '<th scope="col">Người ký</th>' in page
    assert '<th scope="col">Tình trạng</th>' not in page
    assert page.count("data-open") == 1
    an.post("/van-ban-di/cot", {"thuong": "1", "cot": ["ky"]})
    assert '<input type="checkbox" name="cot" value="ky">' in text_of(an.get("/van-ban-di/"))
