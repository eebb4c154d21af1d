"""The bell, the list under it, and by which ways each person is told."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from vanthu.office.assignments import operations, queries
from vanthu.office.notices import queries as notices
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of


def given(office: Cast) -> None:
    operations.give(
        title="Báo cáo", lead_unit_id=office.ccvc.pk, lead_person_id=office.an.pk, by=office.dung, at=office.at
    )


def test_the_bell_counts_and_opening_a_notice_opens_what_it_is_about(office: Cast, browse: Browse) -> None:
    given(office)
    client = browse(office.an)
    assert client.get(reverse("web:desk")).context["unread"] == 1
    (row,) = notices.listing(office.an).rows
    assert "Chủ trì: Báo cáo" in text_of(client.get(reverse("web:notices")))
    opened = client.get(reverse("web:notice", kwargs={"notice_id": row.pk}))
    assert opened["Location"] == reverse("web:task", kwargs={"task_id": row.target_id})
    assert client.get(reverse("web:desk")).context["unread"] == 0
    assert browse(office.binh).get(reverse("web:notice", kwargs={"notice_id": row.pk})).status_code == 404


def test_everything_is_read_with_one_press_and_the_page_of_a_task_reads_what_is_about_it(
    office: Cast, browse: Browse
) -> None:
    given(office)
    given(office)
    client = browse(office.an)
    task = queries.tasks_of(office.an, at=office.at).rows[0]
    client.get(reverse("web:task", kwargs={"task_id": task.id}))
    assert notices.unread(office.an) == 1
    client.post(reverse("web:notices_read"))
    assert notices.unread(office.an) == 0


def test_a_person_chooses_by_which_ways_he_is_told(office: Cast, browse: Browse) -> None:
    client = browse(office.an)
    assert "an@thunghiem.example" in text_of(client.get(reverse("web:notice_choices")))
    client.post(reverse("web:notice_choices"), {"task:mail": "on", "reminder:app": "on"})
    ways = notices.ways(office.an)
    assert (ways["task"], ways["reminder"], ways["talk"]) == ({"mail"}, {"app"}, frozenset())
    assert notices.ways(office.binh)["talk"] == {"app", "push"}


def test_rules_and_work_that_comes_again_are_set_on_their_page(office: Cast, browse: Browse) -> None:
    client = browse(office.dung)
    assert "Trước hạn 3 ngày làm việc" in text_of(client.get(reverse("web:task_rules")))
    client.post(reverse("web:task_rule_new", kwargs={"slug": "dat-nhac"}), {"days": 5, "side": "after", "whom": "head"})
    assert (5, "head") in {(rule.days, rule.whom) for rule in queries.reminder_rules()}
    typed = {
        "title": "Báo cáo tháng", "every": "month", "first_on": "31/03/2026", "due_days": "3", "origin": "plan",
        "lead_unit": str(office.ccvc.pk),
    }  # fmt: skip
    client.post(reverse("web:task_rule_new", kwargs={"slug": "lap-lai"}), typed)
    (row,) = queries.recurrences()
    assert (row.title, row.next_on) == ("Báo cáo tháng", date(2026, 3, 31))
    stop = reverse("web:task_rule", kwargs={"slug": "thoi-lap", "thing_id": row.pk})
    assert browse(office.binh).post(stop).status_code == 403
    client.post(stop)
    assert queries.recurrences() == []
    assert browse(office.an).get(reverse("web:task_rules")).status_code == 403
