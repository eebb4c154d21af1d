"""Between an axis and its parent everything may break at every step: each document still arrives, and only once."""

import io
import subprocess
import sys
import time

import pytest

from vanthu.axis.federation.operations import steps
from vanthu.axis.testing import gate as gates
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.tree import NATION, PROVINCE, parent_settings, running_node, seed
from vanthu.runtime.companions import tie
from vanthu.standards import edxml

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("federation_faults")]

LEASE_OVER = 700
SIDE_BY_SIDE = 3


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    with running_node(tmp_path_factory.mktemp("nation"), "VN.QG", seed(("TINH", "BO", "SDK"), NATION)) as node:
        yield node


@pytest.fixture(scope="module")
def gate(nation):
    with gates.gate(nation.axis.port) as made:
        yield made


@pytest.fixture(scope="module")
def province(nation, gate, tmp_path_factory):
    above = parent_settings(f"http://127.0.0.1:{gate.port}/vxp", "TINH", TIMEOUT_SECONDS="2")
    folder = tmp_path_factory.mktemp("province")
    with running_node(folder, "VN.H37", seed(("QLVB", "CHUNG"), PROVINCE), above) as node:
        node.worker.turn()
        yield node


@pytest.fixture(scope="module")
def ministry(nation):
    with nation.client("BO") as client:
        yield client


@pytest.fixture(scope="module")
def office(province):
    with province.client("QLVB") as client:
        yield client


@pytest.fixture(autouse=True)
def empty(nation, gate, province, ministry, office):
    gate.set(gates.OPEN)
    yield
    gate.set(gates.OPEN)
    for client in (ministry, office):
        for kind in ("edoc", "status"):
            take(client, kind)


def take(client, kind="edoc"):
    items = client.received(kind)
    for item in items:
        client.get_edoc(item.doc_id)
        client.update_status(item.doc_id, "done")
    return items


def send_up(office):
    message = document("H37.02", "G09", "H37.05")
    return office.send_edoc(edxml.write_bytes(message), from_code="H37.02"), message


def states_of(client, hub_id):
    return {row.to_code: row.receive_status for row in client.sent(hub_id)}


@pytest.mark.parametrize("step", steps.FORWARD)
def test_a_worker_killed_on_the_way_up_sends_each_document_once(step, province, ministry, office):
    """Several are on their way side by side; the first that comes to the step takes the process with it."""
    hub_ids = [send_up(office)[0] for _ in range(SIDE_BY_SIDE)]
    taken = []
    if step.startswith("follow."):
        province.worker.turn(later=LEASE_OVER)
        taken += take(ministry)
    assert province.worker.turn(later=LEASE_OVER, die_at=step) is None
    for _ in range(3):
        province.worker.turn(later=LEASE_OVER)
        taken += take(ministry)
    assert [item.to_code for item in taken] == ["G09"] * SIDE_BY_SIDE
    province.worker.turn(later=LEASE_OVER)
    assert [states_of(office, hub_id)["G09"] for hub_id in hub_ids] == ["done"] * SIDE_BY_SIDE
    assert [item.to_code for item in take(office)] == ["H37.05"] * SIDE_BY_SIDE


@pytest.mark.parametrize("step", steps.PULL)
def test_a_worker_killed_on_the_way_down_puts_each_document_down_once(step, province, ministry, office):
    messages = [document("G09", "H37.02") for _ in range(SIDE_BY_SIDE)]
    hub_ids = [ministry.send_edoc(edxml.write_bytes(message), from_code="G09") for message in messages]
    assert province.worker.turn(later=LEASE_OVER, die_at=step) is None
    arrived = take(office)
    for _ in range(2):
        province.worker.turn(later=LEASE_OVER)
        arrived += take(office)
    assert [item.to_code for item in arrived] == ["H37.02"] * SIDE_BY_SIDE
    province.worker.turn(later=LEASE_OVER)
    assert [states_of(ministry, hub_id) for hub_id in hub_ids] == [{"H37.02": "done"}] * SIDE_BY_SIDE


def test_statuses_of_one_document_arrive_in_their_order_however_many_are_on_the_way(province, ministry, office):
    sent = [send_up(office)[1] for _ in range(SIDE_BY_SIDE)]
    province.worker.turn(later=LEASE_OVER)
    take(ministry)
    for code in ("01", "03", "04", "05", "06"):
        for message in sent:
            ministry.send_edoc(edxml.write_bytes(status("G09", message, code)), from_code="G09", message_type="status")
    province.worker.turn(later=LEASE_OVER, whole=True)
    told = {message.document_id: [] for message in sent}
    for item in office.received("status"):
        message = edxml.read_envelope(io.BytesIO(office.get_edoc(item.doc_id))).message
        told[message.response_for.document_id].append(message.status_code)
    assert list(told.values()) == [["01", "03", "04", "05", "06"]] * SIDE_BY_SIDE


@pytest.mark.parametrize("mode", [gates.SHUT, gates.GARBAGE, gates.SILENT])
def test_a_parent_that_is_away_for_a_while_loses_nothing_and_is_told_everything(mode, gate, province, ministry, office):
    gate.set(mode)
    sent = [send_up(office)[0] for _ in range(3)]
    down = ministry.send_edoc(edxml.write_bytes(document("G09", "H37.05")), from_code="G09")
    for _ in range(4):
        province.worker.turn(later=61)
    assert take(ministry) == []
    assert [states_of(office, hub_id)["G09"] for hub_id in sent] == ["processing"] * 3
    gate.set(gates.OPEN)
    for _ in range(3):
        province.worker.turn(later=LEASE_OVER)
    assert len(take(ministry)) == 3
    assert states_of(ministry, down) == {"H37.05": "processing"}
    assert sorted(item.to_code for item in take(office)) == ["H37.05"] * 4
    province.worker.turn(later=LEASE_OVER)
    assert states_of(ministry, down) == {"H37.05": "done"}


@pytest.mark.parametrize("mode", [gates.DEAF, gates.CUT])
def test_an_answer_lost_on_the_way_makes_no_second_document(mode, gate, province, ministry, office):
    hub_id, message = send_up(office)
    ministry.send_edoc(edxml.write_bytes(document("G09", "H37.05")), from_code="G09")
    gate.set(mode)
    for _ in range(3):
        province.worker.turn(later=LEASE_OVER)
    gate.set(gates.OPEN)
    taken = []
    for _ in range(3):
        province.worker.turn(later=LEASE_OVER)
        taken += take(ministry)
    assert [item.to_code for item in taken] == ["G09"]
    assert sorted(item.to_code for item in take(office)) == ["H37.05", "H37.05"]
    ministry.send_edoc(edxml.write_bytes(status("G09", message, "03")), from_code="G09", message_type="status")
    province.worker.turn(later=LEASE_OVER)
    assert len(take(office, "status")) == 1
    assert states_of(office, hub_id)["G09"] == "done"


def test_the_worker_of_operators_carries_a_document_up_and_ends_when_it_is_told(province, ministry, office):
    send_up(office)
    assert province.axis.vanthu("worker", "--once").returncode == 0
    assert [item.to_code for item in take(ministry)] == ["G09"]
    send_up(office)
    command = [sys.executable, "-m", "vanthu.cli", "axis", "worker"]
    with subprocess.Popen(command, env=dict(province.axis.environment), stdout=subprocess.DEVNULL) as worker:
        tie(worker)
        taken = until(lambda: take(ministry))
        worker.terminate()
        assert worker.wait(timeout=60) == 0
    assert [item.to_code for item in taken] == ["G09"]


def until(verb, seconds=60):
    """Ask again and again, as long as there is hope; return what came."""
    deadline = time.monotonic() + seconds
    while not (found := verb()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def test_every_step_is_named_once_and_tried():
    assert len(set(steps.STEPS)) == len(steps.STEPS) == len(steps.FORWARD) + len(steps.PULL)


def test_the_evidence_of_both_axes_is_whole_after_all_that(nation, province):
    for node in (nation, province):
        assert '"chain_intact": true' in node.axis.vanthu("status", "--verify", "--json").stdout
        audited = node.axis.vanthu("audit")
        assert audited.returncode == 0, audited.stdout + audited.stderr
