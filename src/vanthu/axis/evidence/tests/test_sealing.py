"""Sealing: tiles, signed heads, time stamps, proofs."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from vanthu.axis.evidence import keys, queries, tiles
from vanthu.axis.evidence.models import Fact, Head, Tile, TreeHead
from vanthu.axis.evidence.operations import append, seal_due, seal_now, sealing
from vanthu.axis.evidence.tests.test_log import some_facts
from vanthu.axis.testing.evidence import PIN, stamp_with
from vanthu.axis.testing.fixtures import AT
from vanthu.runtime.transactions import write
from vanthu.standards.evidence import merkle
from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence.verification import verify_head
from vanthu.standards.signing import errors, timestamps

LATER = AT + timedelta(hours=1)


def leaves() -> list[bytes]:
    return [bytes.fromhex(leaf) for leaf in Fact.objects.order_by("number").values_list("leaf", flat=True)]


@pytest.mark.django_db
def test_without_a_key_nothing_is_sealed_and_asking_says_why():
    some_facts(1)
    assert seal_due(at=AT) == 0
    with pytest.raises(keys.NoEvidenceKey):
        seal_now(at=AT)
    with pytest.raises(queries.NoTreeHead):
        queries.latest_head()


@pytest.mark.django_db
def test_the_root_is_that_of_all_leaves_and_the_head_verifies(signing):
    some_facts(5)
    assert seal_due(at=AT) == 1
    head = queries.latest_head()
    assert (head.head.size, head.head.root) == (5, merkle.root_of(leaves()).hex())
    assert (head.head.log, head.head.organ_id) == (queries.log_name(), "VN.TRUC")
    assert verify_head(head, signing.trust, at=LATER).outcome is Outcome.PROVED


@pytest.mark.django_db
def test_heads_come_at_the_interval_and_only_when_something_happened(signing):
    pause = timedelta(seconds=settings.AXIS.evidence.seal_seconds)
    some_facts(2)
    assert seal_due(at=AT) == 1
    assert seal_due(at=AT + pause) == 0
    some_facts(1)
    assert seal_due(at=AT + pause - timedelta(seconds=1)) == 0
    assert seal_due(at=AT + pause) == 1
    assert list(TreeHead.objects.order_by("size").values_list("previous", "size")) == [(0, 2), (2, 3)]


@pytest.mark.django_db
def test_every_proof_comes_out_of_the_tiles_over_more_than_two_levels(signing, monkeypatch):
    """Tiles are made smaller here, so that a few hundred facts fill several levels."""
    for module in (tiles, queries):
        monkeypatch.setattr(module, "TILE", 4)
    monkeypatch.setattr(tiles, "LEVELS", 2)
    monkeypatch.setattr(sealing, "FACTS_PER_HEAD", 37)
    for count in (1, 2, 80, 17, 100):
        some_facts(count)
        seal_now(at=AT)
    assert max(Tile.objects.values_list("level", flat=True)) == 3
    hashed, sizes = leaves(), list(TreeHead.objects.order_by("size").values_list("size", flat=True))
    assert sizes == [1, 3, 40, 77, 83, 100, 137, 174, 200]
    roots = dict(TreeHead.objects.values_list("size", "root"))
    assert roots == {size: merkle.root_of(hashed[:size]).hex() for size in sizes}
    for size in sizes:
        root = bytes.fromhex(roots[size])
        for index in {0, 1, size // 2, size - 1}:
            path = queries.inclusion(min(index, size - 1), size)
            assert merkle.verify_inclusion(hashed[min(index, size - 1)], min(index, size - 1), size, path, root)
        for first in sizes[: sizes.index(size) + 1]:
            path = queries.consistency(first, size)
            assert merkle.verify_consistency(first, size, bytes.fromhex(roots[first]), root, path)
    assert queries.verify_log().intact


@pytest.mark.django_db
def test_what_is_not_sealed_has_no_proof(signing):
    some_facts(3)
    seal_now(at=AT)
    some_facts(1)
    assert queries.proofs_of([3]) == ([], [])
    with pytest.raises(queries.NotSealed):
        queries.inclusion(3, 4)
    with pytest.raises(queries.NotSealed):
        queries.consistency(4, 4)


@pytest.mark.django_db
def test_a_lost_tile_stops_the_sealing_instead_of_signing_another_tree(signing):
    some_facts(3)
    seal_now(at=AT)
    Tile.objects.all().delete()
    some_facts(1)
    with pytest.raises(LookupError):
        seal_now(at=AT)
    assert TreeHead.objects.count() == 1
    assert queries.verify_log().broken_at == 1


@pytest.mark.django_db
def test_a_fact_that_is_gone_stops_the_sealing(signing):
    some_facts(3)
    Fact.objects.filter(number=2).delete()
    with pytest.raises(RuntimeError, match="missing"):
        seal_now(at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_seal_at_once_leave_one_line_of_heads(signing):
    ready, failures = threading.Barrier(4), []

    def work() -> None:
        try:
            ready.wait()
            for _ in range(5):
                with write():
                    append("x", "y", {}, by="z", at=AT)
                seal_now(at=AT)
        except Exception as error:
            failures.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_now(at=AT)
    assert failures == []
    rows = list(TreeHead.objects.order_by("size").values_list("previous", "size", "root"))
    assert [previous for previous, _, _ in rows] == [0, *(size for _, size, _ in rows)][:-1]
    assert rows[-1][1:] == (20, merkle.root_of(leaves()).hex())
    assert queries.verify_log().intact


@pytest.mark.django_db
def test_a_time_stamp_is_kept_with_the_head_and_proves_its_time(signing, monkeypatch):
    stamp_with(monkeypatch, signing, AT + timedelta(seconds=3))
    some_facts(1)
    assert seal_due(at=AT) == 2
    verdict = verify_head(queries.latest_head(), signing.trust, at=LATER)
    assert (verdict.outcome, verdict.not_later_than) == (Outcome.PROVED, AT + timedelta(seconds=3))


@pytest.mark.django_db
def test_a_tsa_that_is_away_is_asked_again_later_and_the_head_stands(signing, monkeypatch):
    def away(*_, **__):
        asked.append(1)
        raise errors.TimestampUnreachable("x")

    asked: list[int] = []
    stamp_with(monkeypatch, signing, AT)
    good = timestamps.request_timestamp
    monkeypatch.setattr(timestamps, "request_timestamp", away)
    some_facts(1)
    assert seal_due(at=AT) == 1
    assert seal_due(at=AT) == 0
    assert len(asked) == 1
    told = queries.sealing()
    assert (told.sealed, told.without_stamp, "TSA" in told.problem) == (1, 1, True)
    monkeypatch.setattr(timestamps, "request_timestamp", good)
    assert seal_due(at=AT + timedelta(minutes=1)) == 1
    assert queries.latest_head().timestamp
    assert queries.sealing().without_stamp == 0


@pytest.mark.django_db
def test_a_key_in_pem_files_signs_too_and_a_wrong_one_is_named(signing, tmp_path, monkeypatch):
    def use(**files):
        evidence = settings.AXIS.evidence.model_copy(update={"signing_password": "", "certificate": None} | files)
        monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update={"evidence": evidence}))

    some_facts(1)
    use(signing_key=signing.key_pem, certificate=signing.certificate_pem)
    assert seal_now(at=AT) == 1
    assert verify_head(queries.latest_head(), signing.trust, at=LATER).outcome is Outcome.PROVED
    wrong = [
        {"signing_key": signing.key_pem},
        {"signing_key": signing.key_pem, "certificate": signing.ca_pem},
        {"signing_key": signing.p12, "signing_password": f"{PIN}0"},
        {"signing_key": tmp_path / "khong-co"},
        {"signing_key": signing.ca_pem, "certificate": signing.ca_pem},
    ]
    some_facts(1)
    for files in wrong:
        use(**files)
        with pytest.raises(keys.EvidenceKeyUnusable):
            seal_now(at=AT)


@pytest.mark.django_db
def test_the_name_of_the_log_stays(signing):
    some_facts(1)
    name = queries.log_name()
    some_facts(1)
    assert (queries.log_name(), len(name), Head.objects.count()) == (name, 32, 1)
