"""The log of facts: numbered without gap, every change found."""

import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction

from vanthu.axis.evidence.models import Fact, Head, Tile, TreeHead
from vanthu.axis.evidence.operations import append, one_step, seal_now
from vanthu.axis.evidence.queries import LogVerdict, checked_facts, verify_log
from vanthu.axis.testing.fixtures import AT
from vanthu.runtime.transactions import write
from vanthu.standards.evidence.leaves import read_leaf
from vanthu.standards.evidence.merkle import leaf_hash


def some_facts(count: int) -> None:
    with write():
        for number in range(count):
            append("package.accepted", f"goi-{number}", {"số": number}, by="system:BO", at=AT)


@pytest.mark.django_db
def test_facts_are_numbered_without_gap_and_each_is_a_leaf():
    some_facts(3)
    assert list(Fact.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert verify_log() == LogVerdict(3, None)
    fact = Fact.objects.get(number=2)
    assert fact.leaf == leaf_hash(fact.text.encode()).hex()
    assert (read_leaf(fact.text).index, read_leaf(fact.text).data) == (1, {"số": 1})


@pytest.mark.django_db
def test_an_empty_log_is_intact():
    assert verify_log().intact


@pytest.mark.django_db
def test_appending_moves_the_head_and_inserts_once(django_assert_num_queries):
    some_facts(1)
    with write(), django_assert_num_queries(2):
        append("package.accepted", "goi", {}, by="x", at=AT)


@pytest.mark.django_db
def test_what_shares_a_commit_shares_a_step_of_the_log_and_is_checked_under_its_lock(django_assert_num_queries):
    some_facts(1)
    heads: list[int] = []

    def checked() -> None:
        heads.append(Head.objects.get().number)

    with write(), django_assert_num_queries(3), one_step():
        append("package.accepted", "goi-1", {}, by="x", at=AT, then=checked)
        append("delivery.fetched", "goi-2", {}, by="y", at=AT)
    assert heads == [3]
    assert list(Fact.objects.order_by("number").values_list("subject", flat=True)) == ["goi-0", "goi-1", "goi-2"]
    assert verify_log() == LogVerdict(3, None)


@pytest.mark.django_db
def test_a_step_in_which_something_fails_is_not_taken():
    with suppress(LookupError), one_step():
        append("package.accepted", "goi", {}, by="x", at=AT)
        raise LookupError
    some_facts(1)
    assert list(Fact.objects.values_list("subject", flat=True)) == ["goi-0"]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["data", "by", "at", "kind", "subject", "leaf"])
def test_a_changed_fact_is_found_at_its_number(field):
    some_facts(4)
    Fact.objects.filter(number=2).update(**{field: '"khác"'})
    assert verify_log() == LogVerdict(1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_fact_is_found(number):
    some_facts(4)
    Fact.objects.filter(number=number).delete()
    assert verify_log().broken_at == number


@pytest.mark.django_db
def test_a_fact_put_in_behind_the_head_is_found():
    some_facts(2)
    forged = Fact(number=3, kind="package.accepted", subject="goi", data="{}", by="x", at=AT.isoformat())
    forged.leaf = forged.hashed()
    forged.save(force_insert=True)
    assert verify_log().broken_at == 3


@pytest.mark.django_db
def test_facts_appended_while_the_log_is_read_are_no_fault(signing):
    some_facts(3)
    reading = checked_facts()
    seen = [next(reading)]
    some_facts(2)
    seal_now(at=AT)
    seen += reading
    assert [(item.number, item.problem) for item in seen] == [(1, None), (2, None), (3, None)]


def forge(number: int) -> str:
    """Change a fact together with its leaf hash, as somebody would who knows the tables."""
    fact = Fact.objects.get(number=number)
    fact.data = '{"số":99}'
    Fact.objects.filter(number=number).update(data=fact.data, leaf=fact.hashed())
    return fact.hashed()


@pytest.mark.django_db
def test_a_sealed_fact_forged_with_its_hash_is_found_at_its_number(signing):
    some_facts(600)
    seal_now(at=AT)
    assert verify_log().intact
    forge(300)
    assert verify_log().broken_at == 300


@pytest.mark.django_db
def test_a_fact_forged_with_its_hash_and_its_tile_is_found_between_two_heads(signing):
    """Whoever can rewrite all of it still cannot sign: the root of the next head names the interval."""
    some_facts(40)
    seal_now(at=AT)
    some_facts(40)
    seal_now(at=AT)
    tile = Tile.objects.get(level=0, index=0)
    hashes = bytearray(tile.hashes)
    hashes[49 * 32 : 50 * 32] = bytes.fromhex(forge(50))
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(hashes))
    (problem,) = [item for item in checked_facts() if item.problem]
    assert (problem.number, problem.until) == (41, 80)


@pytest.mark.django_db
def test_an_end_cut_off_cleanly_is_found_by_a_head_and_by_one_kept_outside(signing):
    some_facts(5)
    seal_now(at=AT)
    root = TreeHead.objects.get().root
    Fact.objects.filter(number__gt=3).delete()
    Head.objects.update(number=3)
    assert verify_log().broken_at == 4
    TreeHead.objects.all().delete()
    Tile.objects.all().delete()
    assert verify_log().intact
    (problem,) = [item for item in checked_facts({5: root}) if item.problem]
    assert (problem.number, problem.until) == (4, 5)


@pytest.mark.django_db
def test_a_history_written_anew_is_found_by_a_head_kept_outside(signing):
    some_facts(5)
    seal_now(at=AT)
    root = TreeHead.objects.get().root
    for model in (TreeHead, Tile):
        model.objects.all().delete()
    forge(2)
    assert verify_log().intact
    (problem,) = [item for item in checked_facts({5: root}) if item.problem]
    assert (problem.number, problem.until) == (1, 5)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_fact():
    some_facts(1)
    with write():
        append("package.accepted", "goi", {}, by="x", at=AT)
        transaction.set_rollback(True)
    assert verify_log() == LogVerdict(1, None)


@pytest.mark.django_db(transaction=True)
def test_a_fact_alone_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        append("package.accepted", "goi", {}, by="x", at=AT)
    assert not Fact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_facts_appended_at_the_same_time_make_one_log():
    """Including the very first one, when there is no head to lock yet."""
    ready, failures = threading.Barrier(8), []

    def work() -> None:
        try:
            ready.wait()
            for _ in range(5):
                some_facts(1)
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
    assert verify_log() == LogVerdict(40, None)
    assert Head.objects.count() == 1
    assert not transaction.get_connection().in_atomic_block
