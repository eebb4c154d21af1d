"""The axis' signed word about each package is kept, and asked for again until it tells the whole way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings

from vanthu.office.exchange import operations, queries
from vanthu.office.exchange.models import Receipt
from vanthu.office.exchange.tests.test_sending import CABINET, HOSPITAL, package, queued
from vanthu.office.files import queries as files
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis
from vanthu.standards.evidence.leaves import canonical, leaf_text
from vanthu.standards.evidence.receipts import Proof
from vanthu.standards.evidence.receipts import Receipt as Signed
from vanthu.standards.vxp import VxpUnreachable

HUB_ID = "019cd0f2-0000-7000-8000-000000000001"
DELIVERIES = {"019cd0f200007000800000000000000a": "a" * 32, "019cd0f200007000800000000000000b": "b" * 32}
ACCEPTED_AT = "2026-03-09T07:05:33+00:00"


def given(sha256: str, *, done: int = 0, proved: bool = False, hub_id: str = HUB_ID) -> dict[str, Any]:
    """A receipt as an axis gives it; `done` of the two recipients have processed the package."""
    accepted = {
        "sha256": sha256,
        "size": 1,
        "from": "H99.02",
        "type": "edoc",
        "to": ["H99.05", "G22"],
        "deliveries": DELIVERIES,
    }
    leaves = [leaf_text(5, "package.accepted", hub_id, canonical(accepted), "SNV", ACCEPTED_AT)]
    for number, name in enumerate(list(DELIVERIES)[:done], start=6):
        data = canonical({"package": hub_id.replace("-", ""), "state": "done"})
        leaves.append(leaf_text(number, "delivery.status", name, data, "SYT", ACCEPTED_AT))
    proofs = tuple(Proof(4 + place, 9, ()) for place in range(len(leaves))) if proved else ()
    return Signed("a" * 32, "VN.TRUC", hub_id, ACCEPTED_AT, tuple(leaves), b"signature", (), proofs).document()


@pytest.fixture
def sent(in_snv: Cast, axis: FakeAxis):
    """A document that the axis took for two recipients, under the id HUB_ID."""
    sha256 = files.store().keep(package((HOSPITAL, CABINET))).sha256
    axis.packages[("H99.02", sha256)] = HUB_ID
    document = queued(in_snv, HOSPITAL, CABINET)
    operations.send_due(at=in_snv.after(seconds=1))
    return document, sha256


def test_the_receipt_of_a_package_is_kept_as_the_axis_gave_it(in_snv, axis, sent):
    document, sha256 = sent
    axis.receipts[HUB_ID] = given(sha256)

    assert operations.fetch_receipts_due(at=in_snv.after(seconds=2)) == 0  # not yet due
    assert operations.fetch_receipts_due(at=in_snv.after(seconds=10)) == 1

    (receipt,) = queries.receipts(document.pk)
    assert json.loads(files.store().read(receipt.file.sha256)) == axis.receipts[HUB_ID]
    assert receipt.accepted_at.isoformat() == ACCEPTED_AT
    assert not receipt.proved


def test_it_is_asked_for_again_until_all_recipients_are_done_and_everything_is_proved(in_snv, axis, sent):
    document, sha256 = sent
    axis.receipts[HUB_ID] = given(sha256)
    operations.fetch_receipts_due(at=in_snv.after(seconds=10))
    axis.receipts[HUB_ID] = given(sha256, done=1, proved=True)
    operations.fetch_receipts_due(at=in_snv.after(seconds=60))
    assert queries.receipts(document.pk)[0].proved
    assert operations.fetch_receipts_due(at=in_snv.after(hours=1)) == 0  # proved: only the recipients are waited for

    axis.receipts[HUB_ID] = given(sha256, done=2, proved=True)
    assert operations.fetch_receipts_due(at=in_snv.after(hours=7)) == 1

    assert operations.fetch_receipts_due(at=in_snv.after(hours=100)) == 0
    assert Receipt.objects.get().finished_at is not None


@pytest.mark.parametrize(
    "wrong", [{"sha256": "0" * 64}, {"hub_id": "019cd0f2-0000-7000-8000-000000000099"}], ids=["bytes", "package"]
)
def test_a_receipt_about_something_else_is_not_kept(in_snv, axis, sent, wrong):
    document, sha256 = sent
    axis.receipts[HUB_ID] = given(**({"sha256": sha256} | wrong))
    operations.fetch_receipts_due(at=in_snv.after(seconds=10))
    assert queries.receipts(document.pk) == []
    assert "không nói về gói tin" in Receipt.objects.get().error_sentence


def test_an_axis_that_gives_no_receipts_is_not_asked_for_ever(in_snv, axis, sent):
    for hours in range(1, 12):
        operations.fetch_receipts_due(at=in_snv.after(hours=hours))
    assert Receipt.objects.get().finished_at is not None
    assert Receipt.objects.get().tries == 6


def test_an_axis_out_of_reach_is_asked_again(in_snv, axis, sent):
    document, sha256 = sent
    axis.receipts[HUB_ID] = given(sha256)
    axis.before["receipt"] = VxpUnreachable("máy chủ không trả lời")
    assert operations.fetch_receipts_due(at=in_snv.after(seconds=10)) == 0
    assert operations.fetch_receipts_due(at=in_snv.after(seconds=20)) == 1
    assert len(queries.receipts(document.pk)) == 1


def test_an_installation_may_do_without_receipts(in_snv, axis, monkeypatch):
    connection = settings.OFFICE.axis.model_copy(update={"receipts": False})
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"axis": connection}))
    queued(in_snv, HOSPITAL)
    operations.send_due(at=in_snv.after(seconds=1))
    assert not Receipt.objects.exists()
