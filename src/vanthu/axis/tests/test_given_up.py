"""Across three axes nobody is told what is not so: what waits is on its way, what was given up may still arrive."""

import pytest

from vanthu.axis.testing.messages import document
from vanthu.axis.testing.tree import running_tree
from vanthu.standards import edxml

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("given_up")]


@pytest.fixture
def tree(tmp_path):
    with running_tree(tmp_path) as running:
        yield running


@pytest.fixture
def ministry(tree):
    with tree.nation.client("BO") as client:
        yield client


@pytest.fixture
def small(tree):
    with tree.shared.client("XA") as client:
        yield client


def told(client, hub_id):
    return {row.to_code: row.receive_status for row in client.sent(hub_id)}


def waiting(client):
    return {item.to_code: item.doc_id for item in client.received("edoc")}


def test_the_sender_reads_how_far_each_recipient_beyond_two_axes_really_is(tree, ministry, small):
    down = ministry.send_edoc(edxml.write_bytes(document("G09", "H37.90.01", "H37.90.02")), from_code="G09")
    up = small.send_edoc(edxml.write_bytes(document("H37.90.01", "G09")), from_code="H37.90.01")
    tree.turn(3)
    assert told(ministry, down) == {"H37.90.01": "processing", "H37.90.02": "processing"}
    at_the_leaf, at_the_root = waiting(small), waiting(ministry)
    small.update_status(at_the_leaf["H37.90.01"], "done")
    tree.turn(2)
    assert told(ministry, down) == {"H37.90.01": "done", "H37.90.02": "processing"}
    (row,) = [row for row in ministry.sent(down) if row.to_code == "H37.90.01"]
    assert row.receive_status_desc.startswith("Noi nhan da nhan luc")
    for node in (tree.shared, tree.province, tree.nation):
        node.worker.give_up()
    tree.turn(2)
    assert told(ministry, down) == {"H37.90.01": "done", "H37.90.02": "fail"}
    assert told(small, up) == {"G09": "fail"}
    # Both had fetched it before, and say so only now.
    small.update_status(at_the_leaf["H37.90.02"], "done")
    ministry.update_status(at_the_root["G09"], "done")
    tree.turn(3, later=6 * 3600)
    assert told(ministry, down) == {"H37.90.01": "done", "H37.90.02": "done"}
    assert told(small, up) == {"G09": "done"}
    for node in (tree.nation, tree.province, tree.shared):
        audited = node.axis.vanthu("audit")
        assert audited.returncode == 0, audited.stdout + audited.stderr
