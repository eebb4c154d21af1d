"""Receipts as a sender gets them over VXP."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.tests.test_submit import caller, submit
from vanthu.axis.endpoints import handlers
from vanthu.axis.evidence import keys
from vanthu.axis.evidence.operations import NothingToProve, receipt_for, seal_now
from vanthu.axis.intake.models import Package
from vanthu.axis.testing.evidence import PIN, stamp_with
from vanthu.axis.testing.fixtures import AT, SECRET_BO, SECRET_SNV, SEED
from vanthu.axis.testing.messages import document
from vanthu.axis.testing.server import running_axis
from vanthu.standards import edxml
from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence.receipts import Receipt
from vanthu.standards.evidence.verification import PackageFile, verify_receipt
from vanthu.standards.vxp import Client, VxpRefused
from vanthu.standards.vxp import operations as vxp

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def judged(hub_id: UUID, signing, package: Package | None = None):
    receipt = Receipt.read(json.dumps(receipt_for(hub_id, at=LATER).document()))
    file = PackageFile(package.sha256, package.size) if package else None
    return verify_receipt(receipt, signing.trust, at=LATER, package=file)


@pytest.mark.usefixtures("cast")
def test_a_receipt_is_good_at_once_and_holds_its_proof_after_sealing(signing, monkeypatch):
    message = document("H37.02", "G09", "H37.05")
    hub_id = submit(message)
    at_once = judged(hub_id, signing)
    assert (at_once.outcome, at_once.not_later_than) == (Outcome.PROVED, None)
    assert at_once.acceptance.to == ("G09", "H37.05")
    assert (at_once.acceptance.document_id, at_once.acceptance.sender) == (message.document_id, "H37.02")
    stamp_with(monkeypatch, signing, AT + timedelta(seconds=70))
    from vanthu.axis.evidence.operations import seal_due

    seal_due(at=AT + timedelta(seconds=60))
    proved = judged(hub_id, signing, Package.objects.get(pk=hub_id))
    assert (proved.outcome, proved.not_later_than) == (Outcome.PROVED, AT + timedelta(seconds=70))
    assert proved.refuted == ()


@pytest.mark.usefixtures("cast")
def test_a_later_receipt_also_tells_who_fetched_it_and_when_it_was_done(signing):
    hub_id = submit(document("H37.02", "G09"), to=("G09",))
    row = Delivery.objects.get()
    seal_now(at=AT)
    delivery.hand_out(str(row.pk), caller("BO"), at=AT + timedelta(hours=1)).file.close()
    delivery.hand_out(str(row.pk), caller("BO"), at=AT + timedelta(hours=2)).file.close()
    for word in ("processing", "done", "done"):
        delivery.update_status(vxp.UpdateStatus(doc_id=str(row.pk), status=word), caller("BO"), at=AT)
    submit(document("H37.02", "H37.05"))
    told = [(event.kind, event.state, event.by, event.in_log) for event in judged(hub_id, signing).events]
    assert told == [
        ("package.accepted", None, "system:TINH", True),
        ("delivery.fetched", None, "system:BO", False),
        ("delivery.status", "processing", "system:BO", False),
        ("delivery.status", "done", "system:BO", False),
    ]
    seal_now(at=LATER)
    assert all(event.in_log for event in judged(hub_id, signing).events)


@pytest.mark.usefixtures("cast")
def test_recipients_added_later_are_in_the_receipt(signing):
    message = document("H37.02", "G09", "H37.05")
    hub_id = submit(message, to=("G09",))
    submit(message)
    assert [event.kind for event in judged(hub_id, signing).events] == ["package.accepted", "package.recipients_added"]


@pytest.mark.usefixtures("cast")
def test_without_a_key_or_a_leaf_there_is_no_receipt(signing, monkeypatch):
    from django.conf import settings

    with pytest.raises(NothingToProve):
        receipt_for(uuid4(), at=AT)
    hub_id = submit(document("H37.02", "G09"))
    bare = settings.AXIS.evidence.model_copy(update={"signing_key": None})
    monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update={"evidence": bare}))
    with pytest.raises(keys.NoEvidenceKey):
        receipt_for(hub_id, at=AT)


def test_every_operation_of_the_description_has_a_handler():
    assert set(handlers.HANDLERS) == set(vxp.OPERATIONS)


@pytest.mark.slow
def test_only_the_sender_gets_the_receipt_over_the_wire(signing_files, tmp_path):
    settings = {"EVIDENCE__SIGNING_KEY": str(signing_files.p12), "EVIDENCE__SIGNING_PASSWORD": PIN}
    with running_axis(tmp_path, seed=SEED, settings=settings) as axis:
        package = edxml.write_bytes(document("H37.02", "G09"))
        with Client(axis.endpoint, "TINH", SECRET_SNV) as sender, Client(axis.endpoint, "BO", SECRET_BO) as receiver:
            hub_id = sender.send_edoc(package, from_code="H37.02")
            receipt = Receipt.read(sender.receipt(hub_id))
            for client, doc_id in ((receiver, hub_id), (sender, str(uuid4())), (sender, "x")):
                with pytest.raises(VxpRefused) as refused:
                    client.receipt(doc_id)
                assert refused.value.error_code == "44"
    assert verify_receipt(receipt, signing_files.trust, at=LATER).outcome is Outcome.PROVED
