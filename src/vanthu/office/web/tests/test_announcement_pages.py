"""Announcements on their pages: written, read, confirmed, told of on the desk, ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

Announcement = apps.get_model("announcements", "Announcement")


def typed(**changed: Any) -> dict[str, Any]:
    return {"title": "Nghỉ lễ 30/4", "text": "Nghỉ từ thứ Năm.\n\nĐi làm lại thứ Hai.", "whom": "ca-co-quan", **changed}


def made(cast: Cast, browse: Browse, **changed: Any) -> str:
    answer = browse(cast.chi).post("/thong-bao-noi-bo/viet", typed(**changed))
    assert answer.status_code == 302
    return str(answer["Location"])


def test_from_writing_to_confirming(office: Cast, browse: Browse) -> None:
    file = SimpleUploadedFile("lich-truc.pdf", b"%PDF", "application/pdf")
    page = made(office, browse, must_confirm="on", attached=file)
    an, chi = browse(office.an), browse(office.chi)
    assert "Thông báo chưa đọc (1)" in text_of(an.get("/"))
    assert "chưa xác nhận đã đọc" in text_of(an.get("/thong-bao-noi-bo/"))
    shown = text_of(an.get(page))
    assert all(words in shown for words in ("Đi làm lại thứ Hai.", "lich-truc.pdf", "Xác nhận đã đọc"))
    assert "Chưa xác nhận (" not in shown, "who has read it is for author and heads"
    assert an.post(f"{page}/xac-nhan").status_code == 302
    assert "Thông báo chưa đọc" not in text_of(an.get("/"))
    seen = text_of(chi.get(page))
    assert all(words in seen for words in ("Đã đọc 1/3", "Chưa xác nhận (2)", "Trần Thị Bình"))
    assert "đã đọc 1/3" in text_of(chi.get("/thong-bao-noi-bo/?phan=toi-gui"))


@pytest.mark.parametrize("name", ["an", "binh", "dung"])
def test_what_was_not_read_lies_on_every_desk(office: Cast, browse: Browse, name: str) -> None:
    made(office, browse)
    assert "Nghỉ lễ 30/4" in text_of(browse(getattr(office, name)).get("/"))


def test_one_press_reminds_and_a_second_one_says_why_not(office: Cast, browse: Browse) -> None:
    page, chi = made(office, browse), browse(office.chi)
    assert chi.post(f"{page}/nhac", follow=True).status_code == 200
    again = chi.post(f"{page}/nhac")
    assert again.status_code == 409
    assert "Hôm nay đã nhắc rồi" in text_of(again)


def test_a_withdrawn_one_is_read_with_its_reason(office: Cast, browse: Browse) -> None:
    page = made(office, browse)
    assert browse(office.chi).post(f"{page}/thu-hoi", {"reason": ""}).status_code == 422
    assert browse(office.chi).post(f"{page}/thu-hoi", {"reason": "Nhầm ngày"}).status_code == 302
    shown = text_of(browse(office.an).get(page))
    assert "Nhầm ngày" in shown
    assert "Đi làm lại thứ Hai." in shown


def test_pages_and_files_are_only_for_those_it_is_for(office: Cast, browse: Browse) -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF", "application/pdf")
    page = made(office, browse, whom="chon", people=[str(office.an.pk)], attached=file)
    attached = f"/thong-bao-noi-bo/tep/{apps.get_model('announcements', 'AttachedFile').objects.get().pk}"
    for name, status in {"an": 200, "chi": 200, "dung": 200, "binh": 404, "em": 404, "giang": 404}.items():
        client = browse(getattr(office, name))
        assert [client.get(one).status_code for one in (page, attached)] == [status, status], name
        assert ("Nghỉ lễ" in text_of(client.get("/thong-bao-noi-bo/"))) is (status == 200), name


def test_whoever_may_not_announce_is_told_why(office: Cast, browse: Browse) -> None:
    answer = browse(office.an).get("/thong-bao-noi-bo/viet")
    assert answer.status_code == 403
    assert "Đưa thông báo" not in text_of(browse(office.an).get("/thong-bao-noi-bo/"))


def test_somebody_must_be_chosen_where_not_everybody_is_meant(office: Cast, browse: Browse) -> None:
    answer = browse(office.chi).post("/thong-bao-noi-bo/viet", typed(whom="chon"))
    assert answer.status_code == 422
    assert "ít nhất một đơn vị hoặc một người" in text_of(answer)
    assert not Announcement.objects.exists()
