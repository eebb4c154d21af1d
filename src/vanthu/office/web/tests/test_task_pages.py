"""Tasks in the browser: deciding with one click, my work, the page of a task, the board, handing over."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from vanthu.office.access import operations as access
from vanthu.office.access.states import Work
from vanthu.office.assignments import operations, queries
from vanthu.office.assignments.states import TaskState
from vanthu.office.incoming.tests import stories
from vanthu.office.organizations import operations as organizations
from vanthu.office.testing.cast import Cast
from vanthu.office.web.shown.handling import sheet_of
from vanthu.office.web.tests.conftest import Browse, text_of

PART = {"HX-Request": "true"}


def given(office: Cast, **values: Any) -> Any:
    said = {
        "title": "Xây dựng kế hoạch",
        "lead_unit_id": office.ccvc.pk,
        "lead_person_id": office.an.pk,
        "due_on": date(2026, 3, 12),
        "by": office.dung,
        "at": office.at,
        **values,
    }
    return queries.tasks_in(operations.give(**said).pk)[0]


def page_of(task: Any) -> str:
    return reverse("web:task", kwargs={"task_id": task.pk})


def verb_of(task: Any, slug: str) -> str:
    return reverse("web:task_verb", kwargs={"task_id": task.pk, "slug": slug})


def test_a_usual_decision_is_one_click_and_keeps_the_words_typed_beside_it(office: Cast, browse: Browse) -> None:
    stories.assigned(office, due_on=office.after(days=3).date())
    second = stories.registered(office, wire_id="khác")
    client = browse(office.dung)
    page = client.get(reverse("web:incoming_document", kwargs={"document_id": second.pk}))
    (usual,) = page.context["usual"]
    assert usual.words == "Phòng Công chức, viên chức chủ trì, phối hợp: Văn phòng, hạn 3 ngày làm việc (12/03)"
    address = reverse("web:incoming_verb", kwargs={"document_id": second.pk, "slug": "phan-cong"})
    client.post(address, {"decision": json.dumps(usual.values), "instruction": "Làm kỹ"})
    (view,) = queries.assignments_for(second.pk, at=office.at)
    assert (view.instruction, view.due_on, len(view.tasks)) == ("Làm kỹ", date(2026, 3, 12), 2)


@pytest.mark.parametrize("sent", ["{", "[]", '{"due_on": [1]}', '{"by": "x"}'])
def test_a_decision_that_no_page_of_ours_sent_decides_nothing(office: Cast, browse: Browse, sent: str) -> None:
    registered = stories.registered(office)
    address = reverse("web:incoming_verb", kwargs={"document_id": registered.pk, "slug": "phan-cong"})
    assert browse(office.dung).post(address, {"decision": sent}).status_code == 422
    assert queries.assignments_for(registered.pk, at=office.at) == []


def test_naming_a_person_names_his_unit(office: Cast, browse: Browse) -> None:
    registered = stories.registered(office)
    address = reverse("web:incoming_verb", kwargs={"document_id": registered.pk, "slug": "phan-cong"})
    browse(office.dung).post(address, {"lead_person": str(office.an.pk)})
    (view,) = queries.assignments_for(registered.pk, at=office.at)
    assert (view.tasks[0].unit_id, view.tasks[0].person_id) == (office.ccvc.pk, office.an.pk)


def test_my_work_lies_by_deadline_and_each_list_is_an_address(office: Cast, browse: Browse) -> None:
    given(office)
    given(office, title="Việc hôm nay", due_on=office.at.date())
    client = browse(office.an)
    page = text_of(client.get(reverse("web:tasks")))
    assert page.index("Việc hôm nay") < page.index("Xây dựng kế hoạch")
    today = text_of(client.get(reverse("web:tasks"), {"loc": "hom-nay"}))
    assert "Việc hôm nay" in today
    assert "Xây dựng kế hoạch" not in today
    assert client.get(reverse("web:tasks"), {"loc": "bay", "don_vi": "x", "sau": "["}).status_code == 200


def test_every_number_of_the_board_opens_as_many_lines(office: Cast, browse: Browse) -> None:
    given(office, due_on=office.at.date())
    given(office, due_on=None)
    client = browse(office.dung)
    page = client.get(reverse("web:board"))
    unit = page.context["lines"][0]
    listed = client.get(reverse("web:tasks"), {"cua": "co-quan", "don_vi": str(unit.unit_id)})
    assert (unit.open, unit.today) == (len(listed.context["listing"].rows), 1)
    assert browse(office.an).get(reverse("web:board")).status_code == 403


def test_work_is_given_reported_asked_about_and_ended_on_its_pages(office: Cast, browse: Browse) -> None:
    leader, doer = browse(office.dung), browse(office.an)
    typed = {"title": "Chuẩn bị hội nghị", "origin": "meeting", "origin_text": "giao ban", "lead_person": office.an.pk}
    made = leader.post(reverse("web:give_task"), typed, follow=True)
    task = made.context["shown"].task
    assert "Đã giao việc." in text_of(made)
    doer.post(verb_of(task, "tien-do"), {"progress": "30", "text": "Đang mời đại biểu"})
    doer.post(verb_of(task, "hoi"), {"text": "Mời bao nhiêu người?"})
    question = queries.notes(task.pk)[-1]
    leader.post(verb_of(task, "tra-loi"), {"question": question.pk, "text": "Năm mươi"})
    page = text_of(doer.get(page_of(task)))
    for words in ("Đang mời đại biểu", "Mời bao nhiêu người?", "Năm mươi", "đã xong 30 %", "giao ban"):
        assert words in page
    assert doer.post(verb_of(task, "hoan-thanh"), {"answer_code": "9/KHONG-CO"}, headers=PART).status_code == 422
    doer.post(verb_of(task, "hoan-thanh"), {"result": "Đã xong"})
    assert queries.task(office.an, task.pk, at=office.at).state == TaskState.DONE


def test_more_time_is_asked_for_and_granted_on_the_page(office: Cast, browse: Browse) -> None:
    task = given(office)
    browse(office.an).post(verb_of(task, "xin-gia-han"), {"wanted_on": "20/03/2026", "reason": "Chờ số liệu"})
    leader = browse(office.dung)
    assert "xin gia hạn đến 20/03/2026" in text_of(leader.get(page_of(task)))
    leader.post(verb_of(task, "gia-han"), {"until": "18/03/2026"})
    assert queries.task(office.an, task.pk, at=office.at).due_on == date(2026, 3, 18)


def test_everything_of_one_who_leaves_is_handed_over_on_one_page(office: Cast, browse: Browse) -> None:
    organizations.create_person(
        full_name="Vũ Hải", position="Chuyên viên", unit_id=office.ccvc.pk, by=None, at=office.at
    )
    task = given(office)
    address = reverse("web:hand_over", kwargs={"person_id": office.an.pk})
    client = browse(office.binh)
    assert "Xây dựng kế hoạch" in text_of(client.get(address))
    assert client.post(address, {"reason": "nghỉ hưu"}).status_code == 422
    taker = next(one for one in queries_people(office) if one.full_name == "Vũ Hải")
    done = text_of(client.post(address, {"reason": "nghỉ hưu", str(task.pk): str(taker.pk)}, follow=True))
    assert "Biên bản bàn giao công việc" in done
    assert "Vũ Hải" in done
    assert browse(office.an).get(reverse("web:hand_over", kwargs={"person_id": office.binh.pk})).status_code == 403


def queries_people(office: Cast) -> list[Any]:
    from vanthu.office.organizations import queries as people

    return people.people(office.ccvc.pk)


def test_nobody_of_another_agency_opens_a_task_or_its_files(office: Cast, browse: Browse) -> None:
    task = given(office)
    sheet = (b"so lieu", "so-lieu.txt", "text/plain")
    note = operations.ask(task.pk, text="?", file=sheet, by=office.an, at=office.at)
    file = reverse("web:note_file", kwargs={"note_id": note.pk})
    assert b"".join(browse(office.an).get(file).streaming_content) == b"so lieu"  # type: ignore[attr-defined]
    for stranger in (office.em, office.giang):
        client = browse(stranger)
        assert client.get(page_of(task)).status_code == 404
        assert client.get(file).status_code == 404
        assert client.post(verb_of(task, "bat-dau")).status_code == 404


def test_a_head_changes_what_he_gave_and_what_was_said_before_is_read(office: Cast, browse: Browse) -> None:
    task = given(office)
    typed = {"lead_unit": str(office.van_phong.pk), "cooperating": [str(office.ccvc.pk)], "due_on": "20/03/2026"}
    browse(office.dung).post(verb_of(task, "thay-doi"), typed)
    lead = queries.tasks_in(queries.task(office.dung, task.pk, at=office.at).assignment_id)[0]
    page = text_of(browse(office.dung).get(page_of(lead)))
    assert "Văn phòng chủ trì; phối hợp: Phòng Công chức, viên chức; hạn 20/03/2026" in page
    assert "Phòng Công chức, viên chức (Nguyễn Văn An) chủ trì; hạn 12/03/2026" in page


def test_the_handling_sheet_says_what_leader_head_and_handler_decided(office: Cast) -> None:
    incoming = stories.assigned(office, instruction="Làm kỹ", due_on=date(2026, 3, 12))
    lead = queries.leads([incoming.pk])[incoming.pk]
    operations.hand_over(lead.pk, person_id=office.an.pk, by=office.binh, at=office.after(minutes=30))
    operations.report(lead.pk, progress=20, text="Đề xuất họp", by=office.an, at=office.after(minutes=40))
    sheet = sheet_of(documents_seen(office, incoming), at=office.after(hours=1))
    assert sheet.leader[0].lines == (
        "Phòng Công chức, viên chức chủ trì; phối hợp: Văn phòng; hạn 12/03/2026",
        "Làm kỹ",
    )
    assert sheet.unit_head[0].lines == ("Giao Nguyễn Văn An giải quyết, hạn 12/03/2026",)
    assert (sheet.handler[0].lines, sheet.handler[0].name) == (("Đề xuất họp",), "Nguyễn Văn An")
    assert sheet.identification[0] == ("Số đến", "01, ngày 09/03/2026")


def documents_seen(office: Cast, incoming: Any) -> Any:
    from vanthu.office.incoming import queries as incoming_queries

    return incoming_queries.get(office.dung, incoming.pk, at=office.at)


def test_the_handling_sheet_is_a_pdf_for_those_who_see_the_document(office: Cast, browse: Browse) -> None:
    address = reverse("web:handling", kwargs={"document_id": stories.assigned(office).pk})
    assert browse(office.an).get(address).content.startswith(b"%PDF")
    assert browse(office.em).get(address).status_code == 404
    unregistered = stories.arrived(office, wire_id="khác")
    assert browse(office.chi).get(reverse("web:handling", kwargs={"document_id": unregistered.pk})).status_code == 404


def test_what_is_only_to_be_known_lies_on_the_desk_until_it_was_seen(office: Cast, browse: Browse) -> None:
    stories.assigned(office, cooperating_unit_ids=[], inform_unit_ids=[office.van_phong.pk])
    client = browse(office.chi)
    (row,) = queries.to_know(office.chi, at=office.at)
    assert 'id="de-biet"' in text_of(client.get(reverse("web:desk")))
    client.post(reverse("web:task_verb", kwargs={"task_id": row.id, "slug": "da-xem"}))
    assert 'id="de-biet"' not in text_of(client.get(reverse("web:desk")))


def test_who_directs_for_an_absent_leader_finds_it_on_his_desk_and_decides(office: Cast, browse: Browse) -> None:
    registered = stories.registered(office)
    made = access.delegate(
        office.binh, [Work.DIRECTION], reason="đi công tác", valid_from=office.at, valid_to=office.after(days=2),
        by=office.dung, at=office.at,
    )  # fmt: skip
    access.accept(made.pk, by=office.binh, at=office.at)
    client = browse(office.binh)
    assert "Chờ ý kiến (làm thay lãnh đạo)" in text_of(client.get(reverse("web:desk")))
    address = reverse("web:incoming_verb", kwargs={"document_id": registered.pk, "slug": "phan-cong"})
    client.post(address, {"lead_unit": str(office.ccvc.pk)})
    page = text_of(client.get(reverse("web:incoming_document", kwargs={"document_id": registered.pk})))
    assert "Trần Thị Bình (thay Phạm Tiến Dũng)" in page
