"""The desk answers what must be done, what is late and what is new; its counts lead to exactly those lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.files import operations as files
from vanthu.office.incoming.tests import stories as incoming
from vanthu.office.outgoing import operations
from vanthu.office.outgoing.tests import stories as outgoing
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.runtime import clock
from vanthu.standards import edxml


def report(letter: Any, code: str, said: str, at: datetime) -> None:
    """Sở Y tế reports on a letter of ours."""
    document = letter.document
    document.refresh_from_db()
    message = edxml.StatusMessage(
        sender=edxml.Organization("H99.05", "Sở Y tế"),
        response_for=edxml.ResponseFor(document.issuer_code, document.code_text, document.wire_id, document.issued_on),
        status_code=code,
        description=said,
        timestamp=at,
    )
    kept = files.keep(edxml.write_bytes(message), media_type="application/xml", at=at)
    exchange.keep_status(message, hub_id=f"{code}-{document.pk}", package=kept.sha256, from_code="H99.05", at=at)


def test_the_clerk_finds_arrivals_and_signed_letters(office: Cast, browse: Browse) -> None:
    incoming.arrived(office)
    outgoing.signed(office)
    page = text_of(browse(office.chi).get("/"))
    assert "Văn bản đến chờ vào sổ (1)" in page
    assert "Văn bản đi chờ phát hành (1)" in page
    assert "V/v cung cấp số liệu nhân sự y tế" in page


def test_the_leader_finds_what_to_sign_and_what_to_assign(office: Cast, browse: Browse) -> None:
    outgoing.approved(office)
    incoming.registered(office)
    page = text_of(browse(office.dung).get("/"))
    assert "Chờ ký (1)" in page
    assert "Chờ ý kiến (1)" in page


def test_the_head_finds_drafts_to_check_and_the_load_of_the_unit(office: Cast, browse: Browse) -> None:
    outgoing.submitted(office)
    incoming.assigned(office, lead_person_id=office.an.pk)
    page = text_of(browse(office.binh).get("/"))
    assert "Dự thảo chờ tôi cho ý kiến (1)" in page
    assert "Khối lượng việc trong đơn vị" in page
    assert "1 việc đang mở" in page


def test_the_specialist_finds_his_tasks_and_why_a_draft_came_back(office: Cast, browse: Browse) -> None:
    returned = outgoing.submitted(office)
    operations.return_to_drafter(returned.pk, reason="Thiếu căn cứ", by=office.binh, at=office.after(minutes=9))
    incoming.assigned(office, lead_person_id=office.an.pk)
    page = text_of(browse(office.an).get("/"))
    assert "Việc của tôi (1)" in page
    assert "Trả lại: Thiếu căn cứ" in page


def test_a_count_leads_to_exactly_its_lines(office: Cast, browse: Browse) -> None:
    incoming.arrived(office, urgency=3, subject="phòng chống bão")
    incoming.arrived(office, subject="việc thường", wire_id="khác")
    client = browse(office.chi)
    desk = client.get("/").context["desk"]
    flash = next(item for item in desk.pressing if item.key == "hoa-toc")
    assert flash.count == 1
    rows = client.get(flash.url).context["listing"].rows
    assert [row.subject for row in rows] == ["phòng chống bão"]


def test_a_late_task_is_counted_and_shown_alone(office: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming.assigned(office, lead_person_id=office.an.pk, due_on=office.at.date())
    monkeypatch.setattr(clock, "now", lambda: office.after(days=2))
    client = browse(office.an)
    assert "1</b> việc của tôi quá hạn" in text_of(client.get("/"))
    late = next(item for item in client.get("/").context["desk"].pressing if item.key == "viec-qua-han")
    assert [row.subject for row in client.get(late.url).context["listing"].rows] == ["cung cấp số liệu nhân sự y tế"]
    assert "quá hạn 2 ngày" in text_of(client.get(late.url))


def test_a_refusal_by_a_recipient_lies_on_the_clerks_desk_with_its_reason(office: Cast, browse: Browse) -> None:
    letter = outgoing.issued(office)
    report(letter, "02", "Không thuộc chức năng của cơ quan", office.after(minutes=40))
    client = browse(office.chi)
    page = text_of(client.get("/"))
    assert "1</b> bị nơi nhận từ chối" in page
    assert "Sở Y tế: Không thuộc chức năng của cơ quan" in page
    (row,) = client.get("/?loc=tu-choi").context["desk"].left[0].rows
    assert row.document_id == letter.pk
    assert "bị nơi nhận từ chối" not in text_of(browse(office.an).get("/"))


def test_the_open_desk_hears_of_new_arrivals_only(office: Cast, browse: Browse) -> None:
    client = browse(office.chi)
    assert client.get("/ban-lam-viec/moi?seen=0").status_code == 204
    incoming.arrived(office)
    assert "Có 1 văn bản mới đến" in text_of(client.get("/ban-lam-viec/moi?seen=0"))


def test_the_clerks_list_opens_on_the_queue_and_a_search_looks_everywhere(office: Cast, browse: Browse) -> None:
    incoming.registered(office)
    client = browse(office.chi)
    assert client.get("/van-ban-den/").context["listing"].total == 0
    found = client.get("/van-ban-den/?q=88/SYT")
    assert found.context["listing"].total == 1
    assert "1 kết quả cho «88/SYT»" in text_of(found)


def test_a_list_is_sorted_by_its_column_and_ignores_an_unknown_one(office: Cast, browse: Browse) -> None:
    for minute, subject in enumerate(("việc một", "việc hai")):
        incoming.registered(office, subject=subject, wire_id=subject, at=office.after(minutes=minute))
    incoming.arrived(office, subject="chưa vào sổ", wire_id="ba", at=office.after(minutes=5))
    client = browse(office.chi)

    def subjects(order: str) -> list[str]:
        rows = client.get("/van-ban-den/", {"tab": "tat-ca", "xep": order}).context["listing"].rows
        return [row.subject for row in rows]

    assert subjects("so-den") == ["việc một", "việc hai", "chưa vào sổ"]
    assert subjects("-so-den") == ["việc hai", "việc một", "chưa vào sổ"]
    assert subjects("ngay") == ["việc một", "việc hai", "chưa vào sổ"]
    assert subjects("la") == subjects("-ngay") == ["chưa vào sổ", "việc hai", "việc một"]


def test_a_search_without_result_teaches(office: Cast, browse: Browse) -> None:
    assert "Không tìm thấy văn bản nào có «zzz»" in text_of(browse(office.chi).get("/van-ban-di/?q=zzz"))


def test_the_register_of_arrivals_has_the_ten_columns_and_the_number(office: Cast, browse: Browse) -> None:
    incoming.registered(office)
    page = text_of(browse(office.chi).get("/so/van-ban-den"))
    for column in ("Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích",
                   "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú"):  # fmt: skip
        assert column in page
    assert "88/SYT-VP" in page
    assert ">01</a>" in page


def test_the_register_of_issued_letters_has_the_ten_columns_and_the_number(office: Cast, browse: Browse) -> None:
    outgoing.numbered(office)
    page = text_of(browse(office.chi).get("/so/van-ban-di"))
    for column in ("Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu", "Người ký", "Nơi nhận văn bản",
                   "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú"):  # fmt: skip
        assert column in page
    assert "01/SNV-CCVC" in page


def test_the_clerk_sees_what_did_not_arrive_sends_it_again_or_says_that_it_was_seen_to(
    office: Cast, browse: Browse
) -> None:
    letter = outgoing.issued(office)
    rows: Any = apps.get_model("exchange.Transmission").objects.filter(document=letter.document)
    row, client = rows.first(), browse(office.chi)
    rows = rows.filter(pk=row.pk)
    told = {
        "state": TransmissionState.SENT,
        "sent_at": office.at,
        "transfer": "fail",
        "transfer_sentence": "Quá hạn giao: nơi nhận vẫn chưa nhận xong.",
        "undelivered_since": office.at,
    }
    rows.update(**told)
    page = text_of(client.get(f"/van-ban-di/{letter.pk}"))
    assert "chưa tới được nơi nhận" in page
    assert "Quá hạn giao: nơi nhận vẫn chưa nhận xong." in page
    assert "Đã xử lý" in page
    assert "Đã xử lý" not in text_of(browse(office.an).get(f"/van-ban-di/{letter.pk}"))
    assert "Quá hạn giao" in text_of(client.get("/lien-thong"))
    again = f"/van-ban-di/{letter.pk}/noi-nhan/{row.pk}/gui-lai"
    assert "Đã xếp hàng gửi lại." in text_of(client.post(again, follow=True))
    assert rows.get(pk=row.pk).state == TransmissionState.WAITING
    rows.update(**told)
    assert "Đã ghi nhận." in text_of(client.post(f"/lien-thong/undelivered/{row.pk}/da-xu-ly", follow=True))
    assert "Không có gì vướng." in text_of(client.get("/lien-thong"))
    assert "đã xử lý một nơi nhận chưa nhận được" in text_of(client.get(f"/van-ban-di/{letter.pk}"))
    rows.update(transfer="done", arrived_at=office.at)
    assert "đã tới nơi nhận" in text_of(client.get(f"/van-ban-di/{letter.pk}"))


@pytest.mark.parametrize("kind", ["transmission", "status"])
def test_the_clerk_sends_again_or_gives_up_what_the_axis_refused(office: Cast, browse: Browse, kind: str) -> None:
    if kind == "transmission":
        letter = outgoing.issued(office)
        rows: Any = apps.get_model("exchange.Transmission").objects.filter(document=letter.document)
    else:
        incoming.registered(office)
        rows = apps.get_model("exchange.StatusToSend").objects.all()
    rows.update(state=TransmissionState.FAILED, error_sentence="Trục không có cơ quan nhận này.")
    row = rows.first()
    client = browse(office.chi)
    assert "Trục không có cơ quan nhận này." in text_of(client.get("/lien-thong"))
    assert "Đã xếp hàng gửi lại." in text_of(client.post(f"/lien-thong/{kind}/{row.pk}/gui-lai", follow=True))
    assert rows.get(pk=row.pk).state == TransmissionState.WAITING
    client.post(f"/lien-thong/{kind}/{row.pk}/huy-gui")
    assert rows.get(pk=row.pk).state == TransmissionState.CANCELLED
    assert client.post(f"/lien-thong/{kind}/{row.pk}/xoa").status_code == 404
    assert browse(office.an).post(f"/lien-thong/{kind}/{row.pk}/gui-lai").status_code in (403, 404)


def test_a_list_is_narrowed_by_type_urgency_and_days(office: Cast, browse: Browse) -> None:
    incoming.arrived(office, urgency=3, subject="phòng chống bão")
    incoming.arrived(office, subject="việc thường", wire_id="khác")
    client, day = browse(office.chi), f"{office.at:%d/%m/%Y}"

    def subjects(**chosen: str) -> list[str]:
        return [row.subject for row in client.get("/van-ban-den/", {"tab": "tat-ca", **chosen}).context["listing"].rows]

    assert subjects(khan="3") == ["phòng chống bão"]
    assert len(subjects(tu=day, den=day)) == 2
    assert subjects(tu="01/01/2036") == []
    assert len(subjects(tu="hôm qua")) == 2, "what cannot be read narrows nothing"


def test_a_wrong_day_in_a_filter_is_told_beside_its_field(office: Cast, browse: Browse) -> None:
    page = browse(office.chi).get("/van-ban-di/", {"tab": "tat-ca", "tu": "31/02/2026"})
    assert "Ngày không đúng" in page.content.decode()


def test_what_is_done_with_is_not_counted(office: Cast, browse: Browse) -> None:
    tabs = {tab.label: tab.count for tab in browse(office.chi).get("/van-ban-di/").context["tabs"]}
    assert (tabs["Dự thảo"], tabs["Đã phát hành"], tabs["Tất cả"]) == (0, None, None)
