"""What the worker does, and how it waits."""

import pytest

from vanthu.axis.federation.parent import connect
from vanthu.axis.jobs import duties as jobs
from vanthu.axis.registry import queries as registry
from vanthu.axis.testing.messages import document
from vanthu.runtime import clock as real_clock
from vanthu.standards import edxml

pytestmark = [pytest.mark.django_db(transaction=True)]
OF_EVERY_AXIS = {"validity", "warn", "expire", "seal"}


def names(found):
    return {duty.name for duty in found}


def test_an_axis_without_a_parent_keeps_its_deadlines_and_its_evidence(db):
    assert names(jobs.duties()) >= OF_EVERY_AXIS
    assert "forward" not in names(jobs.duties())
    assert registry.parent() is None


def test_an_axis_with_a_parent_also_carries_up_and_down(parent):
    assert names(jobs.duties()) >= OF_EVERY_AXIS | {"registry", "forward", "follow", "pull"}


@pytest.fixture
def waiting_parent(parent, hub, settings):
    wanted = parent.settings.model_copy(update={"long_poll_seconds": 4})
    settings.AXIS = settings.AXIS.model_copy(update={"parent": wanted})
    made = connect(at=real_clock.now())
    yield made
    made.client.close()


def test_with_a_long_poll_each_kind_waits_by_itself_and_a_hub_that_knows_none_is_asked_at_its_pace(
    waiting_parent, hub, monkeypatch
):
    asked = []
    answer = type(hub)._getReceivedEdocList
    monkeypatch.setattr(
        type(hub),
        "_getReceivedEdocList",
        lambda self, headers, body: (
            asked.append((headers["messagetype"], headers["wait"])) or answer(self, headers, body)
        ),
    )
    hub.put(edxml.write_bytes(document("H01", "H37.02")))
    pulling = [duty for duty in jobs.duties() if duty.name.startswith("pull ")]
    assert [duty.run() for duty in pulling] == [2, 0]
    assert asked == [("edoc", "4"), ("status", "4")]
    assert {duty.every for duty in pulling} == {waiting_parent.settings.poll_seconds}


def test_a_hub_that_kept_the_question_is_asked_again_at_once(waiting_parent, hub, monkeypatch):
    moments = iter([real_clock.now(), real_clock.now(), real_clock.now().replace(year=2031)])
    pulling = [duty for duty in jobs.duties() if duty.name == "pull edoc"]
    monkeypatch.setattr(jobs.clock, "now", lambda: next(moments))
    assert [duty.run() for duty in pulling] == [1]
