"""The four ways in which gateways are known to break their promise, and what this axis does instead."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from vanthu.axis.delivery import operations
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import submitting
from vanthu.axis.delivery.tests.cast import caller, listed, mark, submit
from vanthu.axis.evidence.models import Fact
from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.intake.policies import DocumentSentBefore
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.registry import operations as registry
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document, status
from vanthu.standards import edxml

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
SIDES = 8


class Died(BaseException):
    """The process ends here: nobody below may catch it and go on."""


def at_once(work, count=SIDES):
    """Run the same work in several threads that start together; return what each gave or raised."""
    ready = threading.Barrier(count)

    def one(number):
        ready.wait(timeout=30)
        try:
            return work(number)
        except DocumentSentBefore as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


# 1. The receipt is lost and the sender repeats (AS2 gateways deliver twice).


def test_a_sender_whose_receipt_was_lost_repeats_and_gets_the_same_id_and_no_second_delivery():
    message = document("H37.02", "G09", "H37.05")
    first = submit(message)
    assert [submit(message) for _ in range(3)] == [first] * 3
    assert Package.objects.count() == 1
    assert Delivery.objects.count() == 2
    assert len(listed("BO")) == 1


def test_a_sender_whose_receipt_was_lost_may_repeat_when_all_is_delivered():
    message = document("H37.02", "G09")
    first = submit(message)
    mark(Delivery.objects.get(), "done")
    assert submit(message) == first
    assert listed("BO") == []


# 2. The process dies between the row and the file (one answers "duplicate", and the document is gone).


@pytest.mark.parametrize(
    "step", ["intake.keep", "judge", "destinations", "intake.accept", "_open_deliveries", "append_all"]
)
def test_a_process_that_dies_at_any_step_leaves_either_nothing_or_the_whole(step, monkeypatch):
    def die(*args, **kwargs):
        raise Died

    message = document("H37.02", "G09")
    with monkeypatch.context() as patch:
        patch.setattr(f"vanthu.axis.delivery.operations.submitting.{step}", die)
        with pytest.raises(Died):
            submit(message)
    assert not Package.objects.exists()
    assert not Delivery.objects.exists()
    # The sender, who heard nothing, repeats: it is accepted and not called a duplicate, and its bytes are there.
    hub_id = submit(message)
    (item,) = listed("BO")
    assert package_store().read(Package.objects.get(pk=hub_id).sha256) == edxml.write_bytes(message)
    assert operations.hand_out(item.doc_id, caller("BO"), at=AT).size > 1000


def test_the_bytes_are_on_the_disk_before_there_is_a_row_that_names_them(monkeypatch):
    seen = []
    put_down = submitting._put_down

    def watched(batch):
        seen.extend(
            (package_store().path(one.arrival.kept.sha256).stat().st_size, Package.objects.count()) for one in batch
        )
        return put_down(batch)

    monkeypatch.setattr(submitting, "_put_down", watched)
    message = document("H37.02", "G09")
    submit(message)
    assert seen == [(len(edxml.write_bytes(message)), 0)]


# 3. The same id twice at the same moment (one delivers both, another gives both messages the same content).


@pytest.mark.django_db(transaction=True)
def test_the_same_package_from_many_connections_at_once_is_one():
    message = document("H37.02", "G09")
    ids = at_once(lambda _: submit(message))
    assert len(set(ids)) == 1
    assert (Package.objects.count(), Delivery.objects.count()) == (1, 1)
    assert Fact.objects.filter(kind="package.accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_document_id_with_different_contents_at_once_is_accepted_once_and_the_others_are_told():
    first = document("H37.02", "G09")
    variants = [replace(first, subject=f"Bản {number}") for number in range(SIDES)]
    answers = at_once(lambda number: submit(variants[number]))
    accepted = [number for number, answer in enumerate(answers) if not isinstance(answer, DocumentSentBefore)]
    assert len(accepted) == 1
    package = Package.objects.get()
    assert (package.pk, package.title) == (answers[accepted[0]], f"Bản {accepted[0]}")
    assert package_store().read(package.sha256) == edxml.write_bytes(variants[accepted[0]])
    assert Delivery.objects.count() == 1
    assert Refusal.objects.filter(code="VT-TRUC-TRUNG-MA").count() == SIDES - 1


# 4. A receipt that comes while the item is marked failed.


def test_a_receipt_that_comes_while_the_item_is_marked_failed_is_believed():
    submit(document("H37.02", "G09"))
    row = Delivery.objects.get()
    mark(row, "processing")
    mark(row, "fail")
    mark(row, "done")
    row.refresh_from_db()
    assert (row.state, row.rank, row.done_at) == ("done", None, AT)


def test_a_failure_that_comes_after_the_receipt_takes_nothing_back():
    submit(document("H37.02", "G09"))
    row = Delivery.objects.get()
    mark(row, "done")
    with pytest.raises(operations.StatusNotAllowed):
        mark(row, "fail")
    row.refresh_from_db()
    assert row.state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_receipt_and_a_failure_at_the_same_moment_end_in_the_receipt_or_in_a_told_refusal():
    submit(document("H37.02", "G09"))
    row = Delivery.objects.get()
    mark(row, "processing")

    def receipt(number):
        try:
            mark(row, "done" if number % 2 else "fail")
        except operations.StatusNotAllowed as refusal:
            return refusal

    at_once(receipt)
    row.refresh_from_db()
    assert (row.state, row.rank) == ("done", None)


# What is a repetition, and what is not.


def test_another_content_under_the_same_document_id_is_refused_with_what_to_do():
    message = document("H37.02", "G09")
    hub_id = submit(message)
    with pytest.raises(DocumentSentBefore, match=str(hub_id)):
        submit(replace(message, subject="Khác"))
    assert len(listed("BO")) == 1


def test_another_code_of_the_same_sender_does_not_hide_the_repetition():
    message = document("H37.02", "G09")
    submit(message)
    other = replace(message, sender=replace(message.sender, organ_id="000.00.02.H37"))
    with pytest.raises(DocumentSentBefore):
        submit(other)


def test_recalls_updates_and_replacements_may_carry_the_document_id_again():
    message = document("H37.02", "G09")
    submit(message)
    for kind in (edxml.BusinessType.RECALL, edxml.BusinessType.UPDATE):
        again = edxml.Business(kind, reason="Ban hành nhầm", document_id=message.document_id)
        submit(replace(message, business=again))
    assert len(listed("BO")) == 3


def test_statuses_about_one_document_are_no_repetitions_of_each_other():
    message = document("G09", "H37.02")
    submit(message, "BO")
    assert len({submit(status("H37.02", message, code)) for code in ("01", "03", "03", "06")}) == 3


def test_two_agencies_may_use_the_same_document_id():
    assert submit(document("H37.02", "G09", document_id="125")) != submit(document("H37.05", "G09", document_id="125"))


def test_an_operator_may_let_other_contents_pass_and_they_are_marked(settings):
    settings.AXIS = settings.AXIS.model_copy(update={"repeated_document_ids": "warn"})
    message = document("H37.02", "G09")
    first = submit(message)
    changed = replace(message, subject="Khác")
    second = submit(changed)
    assert second != first
    assert submit(changed) == second
    before, after = Package.objects.get(pk=first), Package.objects.get(pk=second)
    assert after.warnings == before.warnings + 1
    assert first.hex in Fact.objects.get(kind="package.accepted", subject=str(second)).data


def test_what_a_closed_agency_sent_stays_apart_from_what_its_successor_sends():
    submit(document("H37.05", "G09", document_id="7"))
    registry.replace_agency("H37.05", "H37.02", by="test", at=AT)
    assert submit(document("H37.02", "G09", document_id="7"))
