"""What waits too long is warned about and ends in a state of its own, never silently."""

from datetime import timedelta

import pytest

from vanthu.axis.delivery import operations, queries
from vanthu.axis.delivery.models import Attempt, Delivery
from vanthu.axis.delivery.tests.cast import caller, listed, mark, submit
from vanthu.axis.evidence.models import Fact
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document
from vanthu.standards import edxml
from vanthu.standards.vxp import operations as vxp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
HOUR = timedelta(hours=1)


def seen_by_sender(hub_id):
    (row,) = queries.sent(vxp.GetSentEdocList(doc_id=str(hub_id)), caller("TINH").system).data
    return row


def give_up(at=AT):
    operations.warn_due(at=at + 24 * HOUR)
    assert operations.expire_due(at=at + 240 * HOUR) == 1


@pytest.mark.parametrize(("priority", "hours"), [(0, 24), (1, 8), (2, 4), (3, 1), (4, 1)])
def test_the_sender_is_warned_the_sooner_the_more_urgent_it_is(priority, hours):
    hub_id = submit(document("H37.02", "G09", other=edxml.OtherInfo(priority=priority)))
    assert operations.warn_due(at=AT + hours * HOUR - timedelta(seconds=1)) == 0
    assert "Cảnh báo" not in seen_by_sender(hub_id).receive_status_desc
    assert operations.warn_due(at=AT + hours * HOUR) == 1
    assert "Cảnh báo: chờ từ 14:05 09/03/2026" in seen_by_sender(hub_id).receive_status_desc
    assert seen_by_sender(hub_id).receive_status == "initial"
    assert Fact.objects.filter(kind="delivery.warned").count() == 1


def test_a_warning_is_given_once_and_leaves_the_item_in_its_mailbox():
    submit(document("H37.02", "G09"))
    assert [operations.warn_due(at=AT + hours * HOUR) for hours in (24, 25, 239)] == [1, 0, 0]
    assert len(listed("BO")) == 1


def test_what_is_done_is_neither_warned_about_nor_given_up():
    submit(document("H37.02", "G09"))
    mark(Delivery.objects.get(), "done")
    assert operations.warn_due(at=AT + 9999 * HOUR) == operations.expire_due(at=AT + 9999 * HOUR) == 0


def test_what_nobody_fetches_ends_in_a_state_of_its_own_told_as_failure_with_the_reason():
    hub_id = submit(document("H37.02", "G09"))
    give_up()
    assert Delivery.objects.get().state == "expired"
    row = seen_by_sender(hub_id)
    assert row.receive_status == "fail"
    assert row.receive_status_desc.startswith("Quá hạn giao: đến 14:05 19/03/2026")
    assert listed("BO") == []
    assert '"state":"expired"' in Fact.objects.latest("number").data


def test_nothing_is_given_up_that_was_not_warned_about_before():
    submit(document("H37.02", "G09"))
    assert operations.expire_due(at=AT + 9999 * HOUR) == 0


@pytest.mark.parametrize("state", ["processing", "fail"])
def test_what_a_receiver_took_and_never_finished_is_given_up_too(state):
    submit(document("H37.02", "G09"))
    mark(Delivery.objects.get(), state)
    give_up()
    assert Delivery.objects.get().state == "expired"


def test_a_receipt_after_the_end_is_believed():
    hub_id = submit(document("H37.02", "G09"))
    give_up()
    mark(Delivery.objects.get(), "done", at=AT + 300 * HOUR)
    assert seen_by_sender(hub_id).receive_status == "done"


def test_nothing_else_follows_the_end_at_the_wish_of_the_receiver():
    submit(document("H37.02", "G09"))
    give_up()
    for wanted in ("processing", "fail", "initial"):
        with pytest.raises(operations.StatusNotAllowed):
            mark(Delivery.objects.get(), wanted)


def test_sending_the_same_package_again_starts_again_what_was_given_up():
    message = document("H37.02", "G09")
    hub_id = submit(message)
    give_up()
    again = AT + 300 * HOUR
    assert submit(message, at=again) == hub_id
    (item,) = listed("BO")
    assert seen_by_sender(hub_id).receive_status == "initial"
    assert operations.warn_due(at=again + 24 * HOUR) == 1
    assert operations.expire_due(at=again + 240 * HOUR) == 1
    kinds = Attempt.objects.filter(delivery=item.doc_id).order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["warned", "expired", "initial", "warned", "expired"]


def test_a_repetition_for_others_starts_nothing_again():
    message = document("H37.02", "G09", "H37.05")
    submit(message, to=["G09"])
    give_up()
    submit(message, to=["H37.05"])
    assert Delivery.objects.get(to_code="G09").state == "expired"


def test_limits_that_make_no_sense_stop_the_start():
    from vanthu.axis.settings import DeliverySettings

    with pytest.raises(ValueError, match="nhỏ hơn give_up_hours"):
        DeliverySettings(give_up_hours=20)
