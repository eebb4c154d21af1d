"""How many statements a package costs: the path every package takes grows only on purpose."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vanthu.axis.delivery import operations
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import submitting, transfer
from vanthu.axis.delivery.queries import NoSuchPackage
from vanthu.axis.delivery.tests.cast import caller, send_as, submit
from vanthu.axis.evidence.models import Fact
from vanthu.axis.intake.models import Package
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document, status
from vanthu.standards.vxp import TransferStatus
from vanthu.standards.vxp import operations as vxp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

FACT = ["UPDATE evidence_head", "INSERT evidence_fact"]
ACCEPTED = ["INSERT intake_package", "INSERT delivery_delivery", *FACT, "SELECT registry_version"]


def statements(work) -> list[str]:
    """Return verb and table of every statement of some work, without savepoints."""
    with CaptureQueriesContext(connection) as captured:
        work()
    said = [query["sql"] for query in captured.captured_queries]
    found = [(sql.split()[0], re.search(r'(?:FROM|INTO|UPDATE) "?([a-z_]+)"?', sql)) for sql in said]
    return [f"{verb} {table[1]}" for verb, table in found if table]


@pytest.fixture
def tinh():
    """A sender as an axis that has run for a while knows it: sender and recipients have been read before."""
    who = caller("TINH")
    who.registry.by_codes(["H37.02", "H37.05", "G09"])
    return who


@pytest.mark.parametrize("recipients", [["G09"], ["G09", "H37.05"]])
def test_a_document_costs_the_same_statements_for_one_recipient_and_for_many(tinh, recipients):
    assert statements(lambda: send_as(tinh, document("H37.02", *recipients))) == ACCEPTED


def test_packages_that_share_a_commit_share_its_statements(tinh, monkeypatch):
    """Each is stopped before its commit; then they are put down as one batch, as the leader of a group does."""
    waiting = []
    monkeypatch.setattr(submitting.commits, "run", waiting.append)
    for recipient in ("G09", "H37.05", "G09"):
        send_as(tinh, document("H37.02", recipient))
    assert statements(lambda: type(waiting[0]).all_of(waiting)) == ACCEPTED
    accepted = Fact.objects.filter(kind="package.accepted")
    assert (Package.objects.count(), Delivery.objects.count(), accepted.count()) == (3, 3, 3)


def test_a_status_costs_one_row_more(tinh):
    message = status("H37.02", document("G09", "H37.02"))
    assert statements(lambda: send_as(tinh, message)) == [
        *ACCEPTED[:2], "INSERT delivery_businessstatus", *ACCEPTED[2:],
    ]  # fmt: skip


def test_a_repetition_writes_nothing(tinh):
    message = document("H37.02", "G09")
    send_as(tinh, message)
    assert statements(lambda: send_as(tinh, message)) == [
        "INSERT intake_package", "SELECT intake_package", "SELECT delivery_delivery",
    ]  # fmt: skip


def test_fetching_and_finishing(tinh):
    submit(document("H37.02", "G09"))
    bo, doc_id = caller("BO"), str(Delivery.objects.get().pk)
    assert statements(lambda: operations.hand_out(doc_id, bo, at=AT)) == [
        "SELECT delivery_delivery", "INSERT delivery_attempt", "UPDATE delivery_delivery", *FACT,
    ]  # fmt: skip
    done = vxp.UpdateStatus(doc_id=doc_id, status=TransferStatus.DONE)
    assert statements(lambda: operations.update_status(done, bo, at=AT)) == [
        "UPDATE delivery_delivery", "INSERT delivery_attempt", *FACT,
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_receipts_that_share_a_commit_share_its_statements(tinh, count, monkeypatch):
    for _ in range(count):
        submit(document("H37.02", "G09"))
    bo, keys = caller("BO"), [str(key) for key in Delivery.objects.values_list("pk", flat=True)]
    waiting = []
    monkeypatch.setattr(transfer.commits, "run", waiting.append)
    for key in keys:
        operations.update_status(vxp.UpdateStatus(doc_id=key, status=TransferStatus.DONE), bo, at=AT)
    asked = statements(lambda: type(waiting[0]).all_of(waiting))
    assert asked == ["UPDATE delivery_delivery", "INSERT delivery_attempt", *FACT]
    assert Delivery.objects.filter(state="done", rank=None, watch_at=None, done_at=AT).count() == count
    assert Fact.objects.filter(kind="delivery.status").count() == count


def test_a_receipt_told_twice_in_one_commit_is_one_fact(tinh, monkeypatch):
    submit(document("H37.02", "G09"))
    done = vxp.UpdateStatus(doc_id=str(Delivery.objects.get().pk), status=TransferStatus.DONE)
    waiting = []
    monkeypatch.setattr(transfer.commits, "run", waiting.append)
    for _ in range(2):
        operations.update_status(done, caller("BO"), at=AT)
    type(waiting[0]).all_of(waiting)
    assert Fact.objects.filter(kind="delivery.status").count() == 1


def test_who_receives_nothing_ends_nothing(tinh):
    submit(document("H37.02", "G09"))
    done = vxp.UpdateStatus(doc_id=str(Delivery.objects.get().pk), status=TransferStatus.DONE)
    with pytest.raises(NoSuchPackage):
        operations.update_status(done, tinh, at=AT)
    assert Delivery.objects.get().state == "initial"
