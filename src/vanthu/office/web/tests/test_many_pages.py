"""One verb for many lines: offered only where all know it, done to each by itself, told line by line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from vanthu.office.assignments import operations, queries
from vanthu.office.assignments.states import TaskState
from vanthu.office.audit import queries as audit
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.tests import stories as coming
from vanthu.office.outgoing.tests import stories as going
from vanthu.office.testing.cast import Cast
from vanthu.office.web import many
from vanthu.office.web.many_kinds import KINDS
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


def offered(office: Cast, name: str, path: str, *things: Any) -> set[str]:
    """The verbs that go for all of these."""
    person, kind = getattr(office, name), KINDS[path]
    chosen = many.things(kind, person, [str(one.pk) for one in things], at=office.at)
    return {one.slug for one in many.offers(kind, person, chosen, at=office.at) if not one.why}


def address(path: str, slug: str, *things: Any, back: str = "") -> str:
    chosen = "&".join(f"chon={one.pk}" for one in things)
    return f"{reverse('web:many_verb', args=[path, slug])}?{chosen}&ve={back}"


def test_only_verbs_that_all_the_chosen_know_are_offered(office: Cast) -> None:
    one, two = given(office), given(office, title="Việc khác")
    assert offered(office, "an", "viec", one, two) == {"bat-dau", "hoan-thanh"}
    assert offered(office, "dung", "viec", one, two) == {"don-doc", "giao-nguoi", "thoi-giao"}
    operations.start(one.pk, by=office.an, at=office.at)
    assert offered(office, "an", "viec", one, two) == {"hoan-thanh"}
    elsewhere = given(office, lead_unit_id=office.van_phong.pk, lead_person_id=None)
    assert "giao-nguoi" not in offered(office, "dung", "viec", one, elsewhere)


def test_why_a_verb_is_missing_names_the_line(office: Cast, browse: Browse) -> None:
    one, two = given(office), given(office, title="Việc đã bắt đầu")
    operations.start(two.pk, by=office.an, at=office.at)
    page = text_of(browse(office.an).get(reverse("web:many", args=["viec"]), {"chon": [one.pk, two.pk]}, headers=PART))
    assert "Việc đã bắt đầu – nhiệm vụ đang ở trạng thái «Đang thực hiện»" in page


def test_each_line_is_a_deed_of_its_own_and_what_was_left_is_told(office: Cast, browse: Browse) -> None:
    one, two = given(office), given(office, title="Việc có phần chưa xong")
    operations.split(two.pk, title="Phần việc", person_id=office.an.pk, by=office.binh, at=office.at)
    client = browse(office.an)
    back = reverse("web:tasks") + "?cua=toi"
    done = client.post(address("viec", "hoan-thanh", one, two, back=back), {"result": "Đã xong"}, follow=True)
    page = text_of(done)
    assert "Hoàn thành việc: xong 1 dòng." in page
    assert "Chưa làm được: Việc có phần chưa xong." in page
    assert done.redirect_chain[-1][0] == back
    states = [queries.task(office.an, task.pk, at=office.at).state for task in (one, two)]
    assert states == [TaskState.DONE, TaskState.WAITING]
    assert [fact.verb for fact in audit.facts_about([one.assignment_id])].count("complete_task") == 1


def test_nothing_done_keeps_the_dialog_with_the_reason(office: Cast, browse: Browse) -> None:
    task = given(office)
    operations.complete(task.pk, result="Xong", by=office.an, at=office.at)
    answer = browse(office.dung).post(address("viec", "don-doc", task), {"text": ""}, headers=PART)
    assert answer.status_code == 409
    assert "VT-DA-CHUYEN" in text_of(answer)


def test_many_documents_are_assigned_by_one_decision(office: Cast, browse: Browse) -> None:
    first, second = coming.registered(office), coming.registered(office, wire_id="khác")
    assert offered(office, "dung", "van-ban-den", first, second) == {"phan-cong", "hoan-thanh"}
    typed = {"lead_unit": str(office.ccvc.pk), "instruction": "Tham mưu", "urgency": "0"}
    browse(office.dung).post(address("van-ban-den", "phan-cong", first, second), typed)
    for one in (first, second):
        assert incoming.get(office.dung, one.pk, at=office.at).state == "assigned"


def test_drafts_are_submitted_and_given_up_together_by_their_drafter(office: Cast) -> None:
    one, two = going.draft(office), going.draft(office)
    assert offered(office, "an", "van-ban-di", one, two) == {"trinh", "huy"}
    assert offered(office, "chi", "van-ban-di", one, two) == set()


@pytest.mark.parametrize("name", ["em", "giang"])
def test_nothing_of_another_agency_can_be_chosen(office: Cast, browse: Browse, name: str) -> None:
    task = given(office)
    with office.in_syt():
        client = browse(getattr(office, name))
        assert client.post(address("viec", "don-doc", task), {"text": ""}).status_code == 404
    assert queries.notes(task.pk) == []


def test_without_a_script_the_chosen_lines_have_a_page_of_their_own(office: Cast, browse: Browse) -> None:
    task, client = given(office), browse(office.dung)
    listing = text_of(client.get(reverse("web:tasks"), {"cua": "da-giao"}))
    assert f'form="picks" name="chon" value="{task.pk}"' in listing
    page = text_of(client.get(reverse("web:many", args=["viec"]), {"chon": task.pk}))
    assert "Xây dựng kế hoạch" in page
    assert "Đôn đốc" in page
    assert client.get(reverse("web:many", args=["viec"]), {"chon": "x", "ve": "//evil"})["Location"] == "/viec/"
