"""Taking an issued document back from its recipients (QD28-A8, ND30-A18.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.audit import queries as audit
from vanthu.office.documents import queries as document_queries
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.operations import NobodyToAsk, ReasonMissing
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import issued, sealed
from vanthu.office.testing.cast import Cast
from vanthu.standards import edxml

StatusReceived = apps.get_model("exchange", "StatusReceived")
StatusToSend = apps.get_model("exchange", "StatusToSend")
Transmission = apps.get_model("exchange", "Transmission")
REASON = "Ban hành nhầm dự thảo"


def sent(cast: Cast) -> Any:
    outgoing = issued(cast)
    Transmission.objects.filter(document_id=outgoing.pk).update(state="sent", sent_at=cast.at, finished_at=cast.at)
    return outgoing


def wishes(outgoing: Any) -> list[edxml.StatusMessage]:
    rows = StatusToSend.objects.filter(document_id=outgoing.pk).order_by("ordinal")
    found = [edxml.read_envelope(files.path_of(row.package_id)).message for row in rows]
    assert all(isinstance(one, edxml.StatusMessage) for one in found)
    return found  # type: ignore[return-value]


def heard(outgoing: Any, code: str, at: datetime, from_code: str = "H99.05") -> None:
    package = apps.get_model("files", "StoredFile").objects.first()
    StatusReceived.objects.create(
        agency_id=outgoing.agency_id, document_id=outgoing.pk, wire_id="x", from_code=from_code, status_code=code,
        received_at=at, hub_id=f"{code}-{from_code}-{at}", package=package,
    )  # fmt: skip


def test_every_recipient_is_asked_on_the_wire(office: Cast) -> None:
    outgoing = sent(office)
    operations.recall(outgoing.pk, reason=REASON, by=office.chi, at=office.after(hours=1))
    asked = wishes(outgoing)
    document = document_queries.document(outgoing.pk)
    assert [one.response_for.organ_id for one in asked] == ["H99.05", "H99.06"], "13 names whom it goes to"
    assert {(one.status_code, one.description, one.response_for.document_id) for one in asked} == {
        ("13", REASON, document.wire_id)
    }
    assert audit.facts_about([outgoing.pk])[-1].verb == "recall"
    outgoing.refresh_from_db()
    assert (outgoing.state, document.frozen_at is not None) == (OutgoingState.ISSUED, True)


def test_one_recipient_alone_can_be_asked(office: Cast) -> None:
    outgoing = sent(office)
    operations.recall(outgoing.pk, reason=REASON, recipients=["H99.06"], by=office.chi, at=office.after(hours=1))
    assert [one.response_for.organ_id for one in wishes(outgoing)] == ["H99.06"]
    assert [one.code for one in queries.to_take_back(outgoing.pk)] == ["H99.05"]


def test_what_has_not_left_is_cancelled_and_nobody_is_bothered(office: Cast) -> None:
    outgoing = issued(office)
    operations.recall(outgoing.pk, reason=REASON, by=office.chi, at=office.after(hours=1))
    assert set(Transmission.objects.filter(document_id=outgoing.pk).values_list("state", flat=True)) == {"cancelled"}
    assert wishes(outgoing) == []


def test_a_recipient_is_not_asked_again_before_it_answered(office: Cast) -> None:
    outgoing = sent(office)
    operations.recall(outgoing.pk, reason=REASON, by=office.chi, at=office.after(hours=1))
    with pytest.raises(NobodyToAsk):
        operations.recall(outgoing.pk, reason=REASON, by=office.chi, at=office.after(hours=2))
    heard(outgoing, "16", office.after(hours=3))
    operations.recall(outgoing.pk, reason="Sai thẩm quyền", by=office.chi, at=office.after(hours=4))
    assert [one.response_for.organ_id for one in wishes(outgoing)] == ["H99.05", "H99.06", "H99.05"]


@pytest.mark.parametrize("code", ["02", "15"])
def test_who_has_it_no_more_is_not_asked(office: Cast, code: str) -> None:
    outgoing = sent(office)
    heard(outgoing, code, office.after(minutes=50))
    assert [one.code for one in queries.to_take_back(outgoing.pk)] == ["H99.06"]


def test_only_the_clerk_recalls_and_only_what_was_issued(office: Cast) -> None:
    outgoing = sealed(office)
    assert not policies.may(office.chi, "recall", outgoing, at=office.at)
    outgoing = operations.issue(outgoing.pk, by=office.chi, at=office.after(minutes=35))
    people = office.everybody().items()
    assert {name for name, one in people if policies.may(one, "recall", outgoing, at=office.at)} == {"chi"}
    with pytest.raises(NotAllowed, match="văn thư"):
        operations.recall(outgoing.pk, reason=REASON, by=office.an, at=office.after(hours=1))


def test_a_recall_says_why(office: Cast) -> None:
    outgoing = sent(office)
    with pytest.raises(ReasonMissing):
        operations.recall(outgoing.pk, reason=" ", by=office.chi, at=office.after(hours=1))
    assert wishes(outgoing) == []
