"""The chain of facts."""

import threading

import pytest
from django.db import connection, transaction

from vanthu.axis.evidence.models import Fact, Head
from vanthu.axis.evidence.operations import append
from vanthu.axis.evidence.queries import ChainVerdict, verify_chain
from vanthu.axis.testing.fixtures import AT
from vanthu.runtime.transactions import write


def some_facts(count: int) -> None:
    for number in range(count):
        with write():
            append("package.accepted", f"goi-{number}", {"số": number}, by="system:BO", at=AT)


@pytest.mark.django_db
def test_facts_are_numbered_without_gap_and_chained():
    some_facts(3)
    assert list(Fact.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert verify_chain().intact
    assert verify_chain().facts == 3


@pytest.mark.django_db
def test_an_empty_chain_is_intact():
    assert verify_chain().intact


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["data", "by", "at", "kind", "subject", "digest"])
def test_a_changed_fact_breaks_the_chain_at_its_number(field):
    some_facts(4)
    Fact.objects.filter(number=2).update(**{field: "khác"})
    assert verify_chain().broken_at == 2


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_fact_breaks_the_chain(number):
    some_facts(4)
    Fact.objects.filter(number=number).delete()
    assert not verify_chain().intact


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_fact():
    some_facts(1)
    with write():
        append("package.accepted", "goi", {}, by="x", at=AT)
        transaction.set_rollback(True)
    assert verify_chain() == ChainVerdict(1, None)


@pytest.mark.django_db(transaction=True)
def test_a_fact_alone_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        append("package.accepted", "goi", {}, by="x", at=AT)
    assert not Fact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_facts_appended_at_the_same_time_make_one_chain():
    """Including the very first one, when there is no head to lock yet."""
    ready, failures = threading.Barrier(8), []

    def work() -> None:
        try:
            ready.wait()
            some_facts(5)
        except Exception as error:
            failures.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (verify_chain().facts, verify_chain().intact) == (40, True)
    assert Head.objects.count() == 1
    assert not transaction.get_connection().in_atomic_block
