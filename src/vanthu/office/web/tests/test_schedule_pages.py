"""The schedule on its pages: the week, an entry from the proposal to the answer, print, the calendar program."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.apps import apps
from django.test import Client

from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.runtime import clock
from vanthu.standards.letter import page_texts

Entry = apps.get_model("schedule", "Entry")


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "title": "Họp giao ban", "day": f"{clock.now():%d/%m/%Y}", "begin": "8h30", "end": "10:00",
        "place": "Phòng họp số 1", "chair": str(cast.dung.pk), "participants": [str(cast.binh.pk)], **changed,
    }  # fmt: skip


def test_from_the_proposal_to_the_answer(office: Cast, browse: Browse) -> None:
    an, binh, dung = browse(office.an), browse(office.binh), browse(office.dung)
    assert an.post("/lich/them", typed(office)).status_code == 302
    entry = Entry.of_all_agencies.get()
    assert "Chờ duyệt (1)" in text_of(dung.get("/lich/"))
    assert "Họp giao ban" not in text_of(binh.get("/lich/")) or entry.participants.exists()
    assert dung.post(f"/lich/{entry.pk}/duyet", {}).status_code == 302
    assert "Chờ ông/bà trả lời (1)" in text_of(binh.get("/lich/"))
    assert binh.post(f"/lich/{entry.pk}/tra-loi", {"coming": "0", "reason": ""}).status_code == 422
    assert binh.post(f"/lich/{entry.pk}/tra-loi", {"coming": "0", "reason": "Đi họp, An dự thay"}).status_code == 302
    page = text_of(dung.get(f"/lich/{entry.pk}"))
    assert "trả lời mời họp" in page
    assert "không tham dự: Đi họp, An dự thay" in page, "what happened is told"


def test_a_clash_is_named_and_kept_only_when_meant(office: Cast, browse: Browse) -> None:
    chi = browse(office.chi)
    assert chi.post("/lich/them", typed(office)).status_code == 302
    refused = chi.post("/lich/them", typed(office, title="Tiếp đoàn", begin="9h", end="11h"))
    assert refused.status_code == 409
    page = text_of(refused)
    assert all(words in page for words in ("Phạm Tiến Dũng", "Phòng họp số 1", "Vẫn giữ dù trùng lịch", "Tiếp đoàn"))
    again = chi.post("/lich/them", typed(office, title="Tiếp đoàn", begin="9h", end="11h", despite="on"))
    assert again.status_code == 302
    assert "Trùng lịch" in text_of(chi.get(again["Location"]))


@pytest.mark.parametrize("hour", ["25h", "8h75", "sáng"], ids=["no hour", "no minute", "a word"])
def test_what_is_no_hour_is_told_beside_its_field(office: Cast, browse: Browse, hour: str) -> None:
    answer = browse(office.chi).post("/lich/them", typed(office, begin=hour))
    assert answer.status_code == 422
    assert "Giờ không đúng" in text_of(answer)


def test_a_weekly_meeting_is_put_in_once(office: Cast, browse: Browse) -> None:
    last = clock.now() + timedelta(weeks=3)
    answer = browse(office.chi).post("/lich/them", typed(office, repeat_until=f"{last:%d/%m/%Y}"))
    assert answer.status_code == 302
    assert Entry.of_all_agencies.count() == 4


def test_only_keepers_publish_and_what_changed_since_is_told(
    office: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    chi = browse(office.chi)
    assert "Công bố tuần" not in text_of(browse(office.an).get("/lich/"))
    assert browse(office.an).post("/lich/cong-bo", {}).status_code == 403
    assert chi.post("/lich/cong-bo", {}).status_code == 302
    monkeypatch.setattr(clock, "now", lambda: office.after(hours=2))
    assert chi.post("/lich/them", typed(office)).status_code == 302
    assert "1 thay đổi chưa công bố" in text_of(chi.get("/lich/"))


def test_a_calendar_program_reads_it_by_the_secret_address_alone(office: Cast, browse: Browse) -> None:
    chi = browse(office.chi)
    assert chi.post("/lich/them", typed(office)).status_code == 302
    shown = text_of(browse(office.dung).post("/lich/dien-thoai", {}))
    assert "chỉ hiện một lần" in shown
    page = browse(office.dung).post("/lich/dien-thoai", {}).content.decode()
    address = page.split('readonly value="')[1].split('"')[0]
    stranger = Client()
    answer = stranger.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), str(event["STATUS"])) == (
        "Họp giao ban",
        "Phòng họp số 1",
        "CONFIRMED",
    )
    assert event.decoded("dtstart") == Entry.of_all_agencies.get().starts_at
    assert stranger.get("/lich/nguon/sai.ics").status_code == 404


def test_the_week_is_printed(office: Cast, browse: Browse) -> None:
    chi = browse(office.chi)
    assert chi.post("/lich/them", typed(office)).status_code == 302
    (text,) = page_texts(chi.get("/lich/in").content)
    assert all(
        words in text for words in ("LỊCH CÔNG TÁC TUẦN", "SỞ NỘI VỤ", "08:30–10:00", "Họp giao ban", "Phòng họp số 1")
    )


def test_another_agency_sees_nothing_of_it(office: Cast, browse: Browse) -> None:
    assert browse(office.chi).post("/lich/them", typed(office)).status_code == 302
    entry = Entry.of_all_agencies.get()
    em = browse(office.em)
    assert "Họp giao ban" not in text_of(em.get("/lich/"))
    assert [em.get(f"/lich/{entry.pk}{more}").status_code for more in ("", "/sua", "/huy")] == [404, 404, 404]
