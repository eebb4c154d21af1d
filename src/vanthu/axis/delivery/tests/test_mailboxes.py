"""Who finds what in which order, and that one index answers it."""

from datetime import timedelta

import pytest
from django.db import connection

from vanthu.axis.delivery import operations, queries
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.queries import lists
from vanthu.axis.delivery.tests.cast import caller, listed, mark, send_as, submit
from vanthu.axis.evidence.models import Fact
from vanthu.axis.registry import operations as registry
from vanthu.axis.registry.models import System
from vanthu.axis.registry.policies import WrongCredentials, authenticate
from vanthu.axis.testing.fixtures import AT, SECRET_BO
from vanthu.axis.testing.messages import document
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType, headers
from vanthu.standards.vxp import operations as vxp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def urgent(priority: int, **changes):
    return document("H37.02", "G09", other=edxml.OtherInfo(priority=priority), **changes)


def order(system_id: str = "BO") -> list[str]:
    by_id = {str(row.pk): row.package.title for row in Delivery.objects.select_related("package")}
    return [by_id[item.doc_id] for item in listed(system_id)]


def test_the_most_urgent_is_listed_first_then_the_oldest_and_what_failed_last():
    for minutes, (title, priority) in enumerate(
        [("thường 1", 0), ("hỏa tốc", 3), ("thường 2", 0), ("hẹn giờ", 4), ("khẩn", 1), ("hỏng", 4)]
    ):
        submit(urgent(priority, subject=title), at=AT + timedelta(minutes=minutes))
    mark(Delivery.objects.get(package__title="hỏng"), "fail")
    assert order() == ["hẹn giờ", "hỏa tốc", "khẩn", "thường 1", "thường 2", "hỏng"]


def test_what_failed_and_is_tried_again_takes_its_place_in_the_queue_again():
    submit(document("H37.02", "G09", subject="thường"))
    submit(urgent(2, subject="thượng khẩn"), at=AT + timedelta(hours=1))
    row = Delivery.objects.get(package__title="thượng khẩn")
    mark(row, "fail")
    assert order() == ["thường", "thượng khẩn"]
    mark(row, "processing")
    submit(document("H37.02", "G09", subject="mới"), at=AT + timedelta(hours=2))
    mark(Delivery.objects.get(package__title="thường"), "fail")
    assert order() == ["mới", "thượng khẩn", "thường"]
    assert [item.status for item in listed("BO", status="processing")] == ["processing"]
    assert [item.status for item in listed("BO", status="initial")] == ["initial"]


def test_what_is_done_is_in_no_mailbox_and_still_found_by_its_status():
    submit(document("H37.02", "G09"))
    row = Delivery.objects.get()
    mark(row, "done")
    row.refresh_from_db()
    assert row.rank is None
    assert listed("BO") == []
    assert queries.waiting(MessageType.EDOC, caller("BO").system) == 0
    assert [item.doc_id for item in listed("BO", status="done")] == [str(row.pk)]


def test_what_was_done_for_an_agency_is_not_shown_to_the_system_that_lost_it():
    submit(document("H37.02", "G09"))
    mark(Delivery.objects.get(), "done")
    registry.change_agency("G09", {"system": "TINH"}, by="test", at=AT)
    assert listed("BO", status="done") == []


def test_a_mailbox_follows_its_agency_to_another_system_and_through_none():
    submit(document("H37.02", "G09"))
    registry.change_agency("G09", {"system": None}, by="test", at=AT)
    assert Delivery.objects.get().mailbox_id is None
    assert listed("BO") == listed("TINH") == []
    registry.change_agency("G09", {"system": "TINH"}, by="test", at=AT)
    (item,) = listed("TINH")
    assert operations.hand_out(item.doc_id, caller("TINH"), at=AT).size > 1000


def test_a_package_judged_by_the_registry_of_a_moment_ago_reaches_the_new_mailbox():
    """Its recipient changes its system between the judging and the commit: nothing is put into a box nobody opens."""
    judged_before = caller("TINH")
    judged_before.registry.by_codes(["G09"])
    registry.change_agency("G09", {"system": "TINH"}, by="test", at=AT)
    facts = Fact.objects.count()
    send_as(judged_before, document("H37.02", "G09"))
    assert len(listed("TINH")) == 1
    assert Fact.objects.count() == facts + 1


def test_a_package_whose_recipient_is_locked_at_the_last_moment_is_refused():
    judged_before = caller("TINH")
    judged_before.registry.by_codes(["G09"])
    registry.lock_agency("G09", by="test", at=AT)
    with pytest.raises(Exception, match="VT-TRUC-BEN-NHAN-KHOA"):
        send_as(judged_before, document("H37.02", "G09"))
    assert not Delivery.objects.exists()


def test_the_parent_axis_is_called_and_never_calls():
    System.objects.filter(system_id="BO").update(kind=System.PARENT)
    signed = headers.sign(
        {"systemid": "BO", "timestamp": "17102025T160055+0123", "Content-Type": "x"}, secret=SECRET_BO
    )
    with pytest.raises(WrongCredentials):
        authenticate({name.lower(): value.encode() for name, value in signed.items()}, at=AT)
    submit(document("H37.02", "G09"))
    assert len(listed("BO")) == 1


@pytest.mark.parametrize("asked", [{}, {"status": "initial"}, {"page_size": 100, "page_index": 3}])
def test_a_list_is_one_walk_along_the_index_of_the_mailbox(asked):
    fill_with(300)
    plan = plan_of(lists._listed(vxp.GetReceivedEdocList(**asked), caller("BO").system)[:100])
    assert "delivery_mailbox" in plan
    assert not any(word in plan.upper() for word in ("TEMP B-TREE", "SORT", "SCAN DELIVERY_DELIVERY", "SEQ SCAN"))


def test_a_count_is_answered_by_the_index_of_the_mailbox():
    fill_with(300)
    assert "delivery_mailbox" in plan_of(queries.mailbox(caller("BO").system.id, MessageType.EDOC))


def test_what_is_done_has_an_index_too():
    fill_with(300)
    request = vxp.GetReceivedEdocList(status="done")
    assert "delivery_ended" in plan_of(lists._listed(request, caller("BO").system)[:100])


def fill_with(count: int) -> None:
    """Make so many deliveries that no planner prefers to read the whole table, and let it count them."""
    submit(document("H37.02", "G09", "H37.05"))
    template = Delivery.objects.get(to_code="G09")
    package = template.package
    for number in range(count):
        package.pk, package.sha256, package.instance = None, f"{number:064d}", str(number)
        package.id = type(package)._meta.pk.get_default()
        package.save(force_insert=True)
        template.package, template.id = package, type(template)._meta.pk.get_default()
        template.rank = None if number % 2 else number % 5
        template.state = "done" if number % 2 else "initial"
        template.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plan_of(rows) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # 300 rows are cheaper read whole; a million are not
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    return rows.explain()
