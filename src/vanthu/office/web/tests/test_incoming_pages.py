"""Văn bản đến in the browser: registering, refusing, assigning, working, answering."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from vanthu.office.documents import operations as documents
from vanthu.office.exchange.operations.arrivals import keep_package
from vanthu.office.exchange.states import ReceivedState
from vanthu.office.files import operations as files
from vanthu.office.incoming import queries
from vanthu.office.incoming.states import IncomingState
from vanthu.office.incoming.tests import stories
from vanthu.office.signatures import operations as signatures
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.standards.vxp import MessageType

AGENCY = signatures.AGENCY_ALONE
PART = {"HX-Request": "true"}


def page_of(incoming: Any) -> str:
    return reverse("web:incoming_document", kwargs={"document_id": incoming.pk})


def verb_of(incoming: Any, slug: str) -> str:
    return reverse("web:incoming_verb", kwargs={"document_id": incoming.pk, "slug": slug})


def register_of(incoming: Any) -> str:
    return reverse("web:register", kwargs={"document_id": incoming.pk})


def state_of(office: Cast, incoming: Any) -> str:
    return queries.get(office.chi, incoming.pk, at=office.at).state


def test_registering_gives_the_number_and_opens_the_next(office: Cast, browse: Browse) -> None:
    first = stories.arrived(office)
    second = stories.arrived(office, wire_id="khác", at=office.after(minutes=1))
    client = browse(office.chi)
    assert "văn bản 1 trong 2 chờ vào sổ" in text_of(client.get(register_of(first)))
    answer = client.post(register_of(first), follow=True)
    assert answer.redirect_chain[-1][0] == register_of(second)
    assert "Đã vào sổ, số đến 01." in text_of(answer)


def test_after_the_last_one_the_registered_document_is_open(office: Cast, browse: Browse) -> None:
    only = stories.arrived(office)
    answer = browse(office.chi).post(register_of(only))
    assert answer["Location"] == page_of(only)


def test_an_unsigned_document_says_what_it_is_worth_before_registering(office: Cast, browse: Browse) -> None:
    page = text_of(browse(office.chi).get(register_of(stories.arrived(office, legal_value="reference"))))
    assert "KHÔNG KÝ SỐ" in page
    assert "chỉ có giá trị tham khảo" in page


def test_a_broken_signature_on_an_attachment_is_told_of_before_registering(
    office: Cast, browse: Browse, signing_keys: Keys
) -> None:
    incoming = stories.arrived(office)
    beside = files.keep(signing_keys.detached(b"bang"), media_type="application/pkcs7-signature", at=office.at)
    for name, content in (("bang.csv", b"bang"), ("sua.csv", b"bang da sua"), ("khac.csv", b"khac")):
        one = documents.add_attachment(
            incoming.pk, file_name=name, media_type="text/csv", content=content, at=office.at
        )
        if name != "khac.csv":
            signatures.judge(file_sha256=one.file.sha256, beside_sha256=beside.sha256, expected=AGENCY, at=office.at)
    page = text_of(browse(office.chi).get(register_of(incoming)))
    assert "Chữ ký số trên tệp đính kèm «sua.csv» không hợp lệ" in page
    assert "«bang.csv» không hợp lệ" not in page
    whole = text_of(browse(office.chi).get(page_of(incoming)))
    assert whole.index("sua.csv</a>") < whole.index("KHÔNG HỢP LỆ", whole.index("sua.csv</a>"))
    assert whole.count('class="verdict"') == 2


def test_the_page_tells_what_the_package_departs_from_the_standard_in(office: Cast, browse: Browse) -> None:
    incoming = stories.arrived(office)
    assert "chưa đúng chuẩn" not in text_of(browse(office.chi).get(page_of(incoming)))
    sentence = "Gói tin thiếu khối Bussiness; hiểu là văn bản mới."
    stored = files.keep(b"<edXML/>", media_type="text/xml", at=office.at)
    package = keep_package("1", MessageType.EDOC, stored.sha256, "H99.05", at=office.at)
    finding = {"code": "N.TraceHeaderList.Bussiness", "severity": "warning", "sentence": sentence, "path": ""}
    type(package).objects.filter(pk=package.pk).update(
        document=incoming.document, state=ReceivedState.TAKEN, findings=[finding]
    )
    page = text_of(browse(office.chi).get(page_of(incoming)))
    assert "1 điểm chưa đúng chuẩn" in page
    assert sentence in page


def test_whoever_is_no_clerk_cannot_register(office: Cast, browse: Browse) -> None:
    arrived = stories.arrived(office)
    answer = browse(office.dung).post(register_of(arrived))
    assert answer.status_code in {403, 404}
    assert state_of(office, arrived) == IncomingState.ARRIVED


def test_a_document_registered_meanwhile_is_not_registered_twice(office: Cast, browse: Browse) -> None:
    registered = stories.registered(office)
    answer = browse(office.chi).post(register_of(registered))
    assert answer.status_code == 409
    assert "VT-DA-CHUYEN" in text_of(answer)
    assert queries.get(office.chi, registered.pk, at=office.at).arrival_number == 1


def test_refusing_needs_a_reason_and_keeps_what_was_typed(office: Cast, browse: Browse) -> None:
    arrived = stories.arrived(office)
    client = browse(office.chi)
    assert client.post(verb_of(arrived, "tu-choi"), {"reason": " "}, headers=PART).status_code == 422
    client.post(verb_of(arrived, "tu-choi"), {"reason": "Gửi nhầm cơ quan"}, headers=PART)
    assert state_of(office, arrived) == IncomingState.REFUSED
    assert "Gửi nhầm cơ quan" in text_of(client.get(page_of(arrived)))


def test_the_leader_assigns_with_unit_person_and_deadline(office: Cast, browse: Browse) -> None:
    registered = stories.registered(office)
    typed = {
        "lead_unit": str(office.ccvc.pk),
        "lead_person": str(office.an.pk),
        "cooperating": [str(office.van_phong.pk)],
        "due_on": "13/03/2026",
        "instruction": "Tham mưu trả lời",
    }
    client = browse(office.dung)
    answer = client.post(verb_of(registered, "phan-cong"), typed, headers=PART)
    assert answer["HX-Redirect"] == page_of(registered)
    page = text_of(client.get(page_of(registered)))
    assert "Phòng Công chức, viên chức (Nguyễn Văn An) chủ trì, chưa bắt đầu" in page
    assert "«Tham mưu trả lời»" in page
    assert "còn 4 ngày" in page


def test_a_wrong_assignment_keeps_the_form(office: Cast, browse: Browse) -> None:
    registered = stories.registered(office)
    typed = {
        "lead_unit": str(office.ccvc.pk),
        "cooperating": [str(office.ccvc.pk)],
        "due_on": "32/13/2026",
        "instruction": "Giữ lại câu này",
    }
    client = browse(office.dung)
    answer = client.post(verb_of(registered, "phan-cong"), typed, headers=PART)
    assert answer.status_code == 422
    assert "Ngày không đúng" in text_of(answer)
    twice = client.post(verb_of(registered, "phan-cong"), {**typed, "due_on": ""}, headers=PART)
    assert "VT-GV-DON-VI-LAP" in text_of(twice)
    assert "Giữ lại câu này" in text_of(twice)
    assert state_of(office, registered) == IncomingState.REGISTERED


def test_a_usual_decision_is_offered_again(office: Cast, browse: Browse) -> None:
    stories.assigned(office, due_on=office.after(days=3).date())
    second = stories.registered(office, wire_id="khác")
    dialog = text_of(browse(office.dung).get(verb_of(second, "phan-cong"), headers=PART))
    assert "Phòng Công chức, viên chức chủ trì, phối hợp: Văn phòng, hạn 3 ngày làm việc" in dialog


def test_work_is_begun_and_completed_with_a_result(office: Cast, browse: Browse) -> None:
    assigned = stories.assigned(office, lead_person_id=office.an.pk)
    client = browse(office.an)
    begun = client.post(verb_of(assigned, "bat-dau"), follow=True)
    assert "Đã bắt đầu xử lý" in text_of(begun)
    assert client.post(verb_of(assigned, "hoan-thanh"), {"result": ""}, headers=PART).status_code == 422
    client.post(verb_of(assigned, "hoan-thanh"), {"result": "Đã gửi số liệu"}, headers=PART)
    assert state_of(office, assigned) == IncomingState.COMPLETED
    assert "Đã gửi số liệu" in text_of(client.get(page_of(assigned)))


def test_the_head_hands_a_task_to_one_of_the_unit(office: Cast, browse: Browse) -> None:
    assigned = stories.assigned(office)
    client = browse(office.binh)
    tasks = client.get(page_of(assigned)).context["shown"].directions[0].tasks
    task = tasks[0].row.id
    assert "giao-nguoi" in [button.slug for button in tasks[0].buttons]
    address = reverse("web:task_verb", kwargs={"task_id": task, "slug": "giao-nguoi"})
    client.post(address, {"person": str(office.an.pk)}, headers=PART)
    assert "(Nguyễn Văn An)" in text_of(client.get(page_of(assigned)))


def test_an_answer_is_begun_from_the_document_and_linked_to_it(office: Cast, browse: Browse) -> None:
    assigned = stories.assigned(office, lead_person_id=office.an.pk)
    client = browse(office.an)
    answer = client.post(verb_of(assigned, "tra-loi"), follow=True)
    assert "Sửa dự thảo" in text_of(answer)
    page = text_of(client.get(page_of(assigned)))
    assert "được trả lời bằng" in page
    assert "88/SYT-VP" in page
