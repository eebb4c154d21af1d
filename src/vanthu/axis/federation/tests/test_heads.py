"""Tree heads exchanged between axes: who shows two views of a log is found, on whichever side."""

import json
from datetime import timedelta

import pytest

from vanthu.axis.delivery.tests.cast import submit
from vanthu.axis.evidence import keys
from vanthu.axis.evidence.models import Fact, TreeHead
from vanthu.axis.evidence.operations import seal_now
from vanthu.axis.evidence.queries import last_audit, latest_head
from vanthu.axis.federation.models import KeptHead
from vanthu.axis.federation.operations import answer_heads, exchange_due, heads
from vanthu.axis.federation.queries import neighbour_heads
from vanthu.axis.jobs.auditing import audit, audited
from vanthu.axis.registry import queries as registry
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document
from vanthu.standards.evidence import merkle
from vanthu.standards.evidence.heads import SignedHead
from vanthu.standards.evidence.heads import TreeHead as Statement
from vanthu.standards.signing import pki
from vanthu.standards.vxp import VxpRefused
from vanthu.standards.vxp.operations import TreeHeads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast", "signing")]
FACTS = [merkle.leaf_hash(b"%d" % number) for number in range(20)]
REWRITTEN = [*FACTS[:2], merkle.leaf_hash(b"other"), *FACTS[3:]]


def shown(leaves, since=None, *, log="log of the neighbour"):
    """The head of a neighbour whose log has these leaves, proving that it grew from `since` of them."""
    head = Statement(log, "VN.KHAC", len(leaves), merkle.root_of(leaves).hex(), AT.isoformat())
    signed = SignedHead.sign(head, keys.signer())
    if since:
        signed = signed.proving(since, merkle.consistency_proof(since, len(leaves), lambda level, index: merkle.root_of(
            leaves[index << level : (index + 1) << level]
        )))  # fmt: skip
    return signed.document()


def keep(*, head=None, seen=None):
    heads.keep(registry.system("TINH"), TreeHeads(head=head, seen=seen), at=AT)


def kept():
    return [(row.ours, row.size, row.problem) for row in neighbour_heads()]


def test_of_a_neighbour_that_only_appends_the_newest_head_is_kept():
    for size, since in ((3, None), (3, None), (7, 3), (20, 7)):
        keep(head=shown(FACTS[:size], since))
    assert kept() == [(False, 20, "")]
    assert audit().intact


@pytest.mark.parametrize(
    ("later", "problem"),
    [
        (lambda: shown(REWRITTEN[:9], 5), heads.REWRITTEN.format(size=5)),
        (lambda: shown(FACTS[:9]), heads.UNPROVED.format(size=5)),
        (lambda: shown(REWRITTEN[:5]), heads.FORKED.format(size=5)),
        (lambda: shown(FACTS[:4]), heads.SHORTER.format(size=5)),
        (lambda: shown(FACTS[:9], 5, log="a log begun anew"), heads.ANOTHER_LOG),
    ],
    ids=["rewritten", "no proof", "forked", "shorter", "another log"],
)
def test_a_neighbour_that_does_not_lead_on_from_what_it_showed_is_named_by_the_audit(later, problem):
    keep(head=shown(FACTS[:5]))
    keep(head=later())
    assert sorted(kept(), key=lambda row: row[2])[0] == (False, 5, "")
    report = audited(by="test", at=AT)
    assert [(item.what, item.subject) for item in report.altered] == [("neighbour", "TINH")]
    assert problem in report.altered[0].sentence
    assert problem in last_audit().findings[0]
    # The head that fitted is still the one from which the neighbour must prove that it went on.
    keep(head=shown(FACTS[:12], 5))
    assert (False, 12, "") in kept()
    assert ((False, 9, problem) in kept()) == (problem in (heads.REWRITTEN.format(size=5), heads.ANOTHER_LOG))


def test_what_nobody_signed_proves_nothing():
    keep(head=shown(FACTS[:9]) | {"signature": shown(FACTS[:3])["signature"]})
    keep(head={"statement": "nothing"})
    assert kept() == []


def test_a_proof_that_came_later_settles_what_was_open():
    keep(head=shown(FACTS[:5]))
    keep(head=shown(FACTS[:9]))
    assert not audit().intact
    keep(head=shown(FACTS[:9], 5))
    assert kept() == [(False, 9, "")]


@pytest.fixture
def sealed():
    """Our log, sealed twice."""
    submit(document("H37.02", "G09"))
    seal_now(at=AT)
    submit(document("H37.02", "G09"), at=AT + timedelta(minutes=1))
    seal_now(at=AT + timedelta(minutes=1))
    return [SignedHead.read({"statement": json.loads(row.statement), "signature": _b64(row.signature)})
            for row in TreeHead.objects.order_by("size")]  # fmt: skip


def _b64(data):
    from base64 import b64encode

    return b64encode(bytes(data)).decode()


def test_a_child_that_tells_what_it_holds_gets_the_proof_from_there(sealed):
    first, newest = sealed
    told = answer_heads(registry.system("TINH"), TreeHeads(seen=first.document(), head=shown(FACTS[:3])), at=AT)
    answer = SignedHead.read(told.head)
    assert (answer.head, answer.since) == (newest.head, first.head.size)
    assert told.seen["statement"] == shown(FACTS[:3])["statement"]
    assert audit().neighbours == 2


def test_a_log_that_was_rewritten_behind_the_back_of_its_axis_is_given_away_by_what_a_neighbour_holds(sealed):
    keep(seen=sealed[0].document())
    assert audit().intact
    Fact.objects.filter(number=2).update(data='{"x": "đổi"}')
    Fact.objects.filter(number=2).update(leaf=Fact.objects.get(number=2).hashed())
    assert not audit().intact
    # Even with every head and tile made anew nothing leads to the head that is held elsewhere.
    TreeHead.objects.all().delete()
    from vanthu.axis.evidence.models import Tile

    Tile.objects.all().delete()
    seal_now(at=AT)
    report = audit()
    assert [(item.what, item.until) for item in report.altered] == [("fact", sealed[0].head.size)]
    KeptHead.objects.all().delete()
    keep(seen=sealed[0].document())
    assert kept() == [(True, sealed[0].head.size, heads.NOT_IN_OURS)]


def test_nobody_can_hold_a_head_of_ours_that_we_did_not_sign(sealed, signing_files, tmp_path):
    stranger = pki.init(
        tmp_path / "pki", pki.Spec((pki.Holder("la", "agency", "Lạ", "12345678"),), algorithm="p-256"), at=AT,
        url="http://127.0.0.1:9",
    )  # fmt: skip
    from vanthu.standards.evidence.signatures import open_key, sign

    key = open_key(stranger.p12_bytes("la"), "12345678", None)
    ours = latest_head().head
    false = SignedHead.sign(Statement(ours.log, ours.organ_id, 1, "00" * 32, ours.at), lambda text: sign(text, key))
    keep(seen=false.document())
    assert kept() == []


def test_the_parent_is_asked_at_its_time_and_one_that_knows_nothing_of_it_does_no_harm(
    parent, hub, monkeypatch, sealed
):
    assert exchange_due(parent, at=AT) == 0  # a hub of another maker
    assert kept() == []
    answered = []

    def answer(told):
        answered.append(told)
        return TreeHeads(head=shown(FACTS[:5]), seen=told.head)

    monkeypatch.setattr(parent.client, "exchange_tree_heads", answer)
    assert exchange_due(parent, at=AT + timedelta(minutes=59)) == 0
    assert exchange_due(parent, at=AT + timedelta(minutes=60)) == 1
    assert exchange_due(parent, at=AT + timedelta(minutes=120)) == 1
    assert [told.seen is None for told in answered] == [True, False]
    assert SignedHead.read(answered[1].head).since == sealed[1].head.size
    assert {(row.ours, row.problem) for row in neighbour_heads()} == {(True, ""), (False, "")}


def test_after_a_lost_answer_the_proof_begins_from_what_the_parent_holds(parent, monkeypatch, sealed):
    first, newest = sealed
    answered = []

    def answer(told):
        """It holds the first head, of which this axis knows nothing: that answer was lost."""
        answered.append(SignedHead.read(told.head).since)
        return TreeHeads(seen=(told.head if answered[-1] == first.head.size else first.document()))

    monkeypatch.setattr(parent.client, "exchange_tree_heads", answer)
    assert exchange_due(parent, at=AT) == 1
    assert answered == [None, first.head.size]
    assert kept() == [(True, newest.head.size, "")]


def test_a_hub_of_another_maker_refuses_by_name(parent, hub):
    with pytest.raises(VxpRefused):
        parent.client.exchange_tree_heads(TreeHeads())
