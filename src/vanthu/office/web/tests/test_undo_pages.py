"""What was just done and has not left the agency is taken back by one press, for a few minutes, with its own fact."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing as tokens
from django.urls import reverse

from vanthu.office.assignments import operations, queries
from vanthu.office.assignments.states import TaskState
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.notices import queries as notices
from vanthu.office.outgoing import operations as drafts
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.outgoing.tests import stories as going
from vanthu.office.testing.cast import Cast
from vanthu.office.web import undo
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.office.web.tests.test_many_pages import address, given

_TOKEN = re.compile(r'name="viec" value="([^"]+)"')


def offered(page: str) -> str:
    """What the button of the message sends; nothing where there is no button."""
    found = _TOKEN.search(page)
    return found[1] if found else ""


def do(client: Any, task: Any, slug: str, **typed: Any) -> str:
    place = reverse("web:task_verb", kwargs={"task_id": task.pk, "slug": slug})
    return offered(text_of(client.post(place, typed, follow=True)))


def test_a_finished_task_is_opened_again_as_it_was_and_its_giver_hears_of_it(office: Cast, browse: Browse) -> None:
    task, client = given(office), browse(office.an)
    operations.report(task.pk, progress=40, by=office.an, at=office.at)
    token = do(client, task, "hoan-thanh", result="Đã xong")
    page = text_of(client.post(reverse("web:undo"), {"viec": token, "ve": "/viec/"}, follow=True))
    assert "Đã hoàn tác." in page
    again = queries.task(office.an, task.pk, at=office.at)
    assert (again.state, again.progress, again.result, again.done_at) == (TaskState.IN_PROGRESS, 40, "", None)
    assert [fact.verb for fact in audit.facts_about([task.assignment_id])][-1] == "reopen_task"
    assert "Mở lại" in notices.listing(office.dung).rows[0].title


def test_a_task_given_to_somebody_is_his_again_who_had_it_before(office: Cast, browse: Browse) -> None:
    task = given(office, lead_person_id=None)
    client = browse(office.binh)
    token = do(client, task, "giao-nguoi", person=str(office.an.pk))
    client.post(reverse("web:undo"), {"viec": token})
    assert queries.task(office.binh, task.pk, at=office.at).person_id is None


def test_what_ended_the_work_of_others_offers_no_way_back(office: Cast, browse: Browse) -> None:
    task = given(office, cooperating_unit_ids=[office.van_phong.pk])
    assert do(browse(office.an), task, "hoan-thanh", result="Đã xong") == ""
    with pytest.raises(operations.NotReopened):
        operations.reopen(task.pk, by=office.an, at=office.at)


def test_a_submitted_draft_is_taken_back_until_somebody_decides(office: Cast) -> None:
    sent = going.submitted(office)
    back = drafts.take_back(sent.pk, by=office.an, at=office.at)
    assert back.state == "draft"
    assert outgoing.open_steps(back) == []
    agreed = going.submitted(office)
    drafts.approve(agreed.pk, by=office.binh, at=office.at)
    with pytest.raises(MovedMeanwhile):
        drafts.take_back(agreed.pk, by=office.an, at=office.at)


def test_many_are_taken_back_together(office: Cast, browse: Browse) -> None:
    one, two = given(office), given(office, title="Việc khác")
    client = browse(office.an)
    token = offered(text_of(client.post(address("viec", "hoan-thanh", one, two), {"result": "Xong"}, follow=True)))
    assert "Đã hoàn tác 2 việc." in text_of(client.post(reverse("web:undo"), {"viec": token}, follow=True))
    assert [queries.task(office.an, task.pk, at=office.at).state for task in (one, two)] == [TaskState.WAITING] * 2


def test_read_notices_lie_there_new_again(office: Cast, browse: Browse) -> None:
    given(office)
    client = browse(office.an)
    (new,) = notices.new(office.an)
    page = text_of(client.post(reverse("web:notices_read"), {"chi": "1", "chon": str(new)}, follow=True))
    assert notices.unread(office.an) == 0
    client.post(reverse("web:undo"), {"viec": offered(page)})
    assert notices.unread(office.an) == 1


def test_nobody_else_and_no_one_later_takes_it_back(office: Cast, browse: Browse, monkeypatch: Any) -> None:
    task = given(office)
    token = do(browse(office.an), task, "hoan-thanh", result="Đã xong")
    with pytest.raises(undo.TooLateToUndo):
        undo.undo(token, by=office.binh, at=office.at)
    monkeypatch.setattr(undo, "WITHIN", timedelta(seconds=-1))
    page = text_of(browse(office.an).post(reverse("web:undo"), {"viec": token, "ve": "//evil"}, follow=True))
    assert "VT-HOAN-TAC-MUON" in page
    assert queries.task(office.an, task.pk, at=office.at).state == TaskState.DONE


def test_a_way_back_asks_the_policy_of_its_verb_again(office: Cast) -> None:
    task = given(office)
    operations.complete(task.pk, result="Xong", by=office.an, at=office.at)
    token = tokens.dumps([["reopen", str(task.pk), "0"]], salt=f"undo:{office.chi.pk}", compress=True)
    count, (refused,) = undo.undo(token, by=office.chi, at=office.at)
    assert (count, refused.code) == (0, "VT-KHONG-QUYEN")
