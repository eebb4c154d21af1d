"""Killed, or cut off from its database, at every step of taking, routing, handing over: nothing is lost."""

import hashlib
import json
import os
import secrets
import subprocess
import sys

import pytest

from vanthu.axis.testing import points
from vanthu.axis.testing.fixtures import SECRET_BO, SECRET_SNV, SEED
from vanthu.axis.testing.messages import document
from vanthu.axis.testing.server import run_vanthu
from vanthu.runtime.testing.postgres import own_database
from vanthu.standards import edxml

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("fault_points")]


class Systems:
    """The province sends and the ministry fetches; each call may meet a fault."""

    def __init__(self, victim):
        self.victim = victim

    def send(self, package, **fault):
        told = {"from": "H37.02", "servicetype": "eDoc", "messagetype": "edoc"}
        told["hash-file"] = hashlib.sha256(package).hexdigest()
        return self.call("sendEdoc", "TINH", SECRET_SNV, told, package + b"\r\n", **fault)

    def waiting(self):
        (reply,) = self.call("getReceivedEdocList", "BO", SECRET_BO, {"servicetype": "eDoc", "messagetype": "edoc"})
        return [row["docId"] for row in json.loads(reply)["data"]]

    def fetch(self, doc_id, **fault):
        return self.call("downloadEdoc", "BO", SECRET_BO, {"docId": doc_id}, **fault)

    def finish(self, doc_id, **fault):
        return self.call("updateStatus", "BO", SECRET_BO, {"docId": doc_id, "status": "done"}, **fault)

    def call(self, operation, system, secret, told, body=b"{}", **fault):
        logical = {"systemid": system, "timestamp": "09032026T140533+0000", "Content-Type": "application/json", **told}
        return self.victim.call(operation, logical, body, secret=secret, **fault)


def prepared(folder, database):
    """Return the environment of an axis whose database is ready; no server runs."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_AXIS_")}
    own = {
        "NAME": "Trục kiểm thử",
        "ENVIRONMENT": "development",
        "ORGAN_ID": "VN.TRUC",
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE": database,
        "DATA_DIR": str(folder / "data"),
    }
    environment = inherited | {f"VANTHU_AXIS_{name}": value for name, value in own.items()}
    (folder / "seed.toml").write_text(SEED, encoding="utf-8")
    prepare = [sys.executable, "-m", "vanthu.axis.testing.prepare", str(folder / "seed.toml")]
    subprocess.run(prepare, env=environment, check=True, timeout=120)
    return environment


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.faults])],
)
def environment(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("points")
    if request.param == "sqlite":
        return prepared(folder, f"sqlite:///{folder}/axis.sqlite3")
    return prepared(folder, own_database(request.getfixturevalue("postgres_url"), "points"))


@pytest.fixture(scope="module")
def systems(environment):
    with points.victim(environment) as victim:
        yield Systems(victim)


@pytest.fixture
def package():
    return edxml.write_bytes(document("H37.02", "G09", attachment_bytes=30_000))


def succeeded(replies):
    return replies is not None and all(json.loads(reply)["status"] == "OK" for reply in replies)


def carried_once(systems, package):
    """The sender, who heard nothing, repeats; the receiver finds the package once, whole, and never again."""
    (first,) = systems.send(package)
    (again,) = systems.send(package)
    assert json.loads(first)["DocId"] == json.loads(again)["DocId"]
    (doc_id,) = systems.waiting()
    (content,) = systems.fetch(doc_id)
    # The axis adds its own trace; everything else is what was sent.
    assert package[:300] in content
    assert package[-30_000:-2000] in content
    assert succeeded(systems.finish(doc_id))
    assert systems.waiting() == []
    assert succeeded(systems.send(package))
    assert systems.waiting() == []


@pytest.mark.parametrize("point", [*points.INTAKE, *points.ROUTING])
def test_an_axis_killed_while_it_takes_and_routes_a_package_has_it_whole_or_not_at_all(point, systems, package):
    assert systems.send(package, at=point) is None
    # Whatever is listed before the sender repeats can already be fetched: there is no row without its file.
    for doc_id in systems.waiting():
        (content,) = systems.fetch(doc_id)
        assert package[-30_000:-2000] in content
    carried_once(systems, package)


@pytest.mark.parametrize("point", points.FETCHING)
def test_an_axis_killed_while_it_hands_over_gives_the_package_again(point, systems, package):
    systems.send(package)
    (doc_id,) = systems.waiting()
    assert systems.fetch(doc_id, at=point) is None
    assert systems.waiting() == [doc_id]
    carried_once(systems, package)


@pytest.mark.parametrize("point", points.FINISHING)
def test_an_axis_killed_while_it_is_told_done_believes_it_when_told_again(point, systems, package):
    systems.send(package)
    (doc_id,) = systems.waiting()
    assert systems.finish(doc_id, at=point) is None
    assert succeeded(systems.finish(doc_id))
    assert systems.waiting() == []


@pytest.mark.parametrize("point", points.DATABASE_LOST)
def test_a_database_lost_in_the_middle_is_told_and_mended_by_the_next_call(point, systems, package, environment):
    if environment["VANTHU_AXIS_DATABASE"].startswith("sqlite"):
        pytest.skip("SQLite has no connection that a server could end")
    lose_the_database(systems, package, point)


@pytest.mark.postgres
def test_a_database_connection_cut_before_the_commit_accepts_nothing(postgres_url, tmp_path, package):
    with points.victim(prepared(tmp_path, own_database(postgres_url, "lost"))) as victim:
        lose_the_database(Systems(victim), package, points.DATABASE_LOST[-1])


def lose_the_database(systems, package, point):
    first, second = systems.send(package, at=point, fault=points.CUT_DATABASE, times=2)
    assert json.loads(first)["status"] == "FAIL"
    assert json.loads(second)["status"] == "OK"
    carried_once(systems, package)


def test_the_evidence_is_whole_after_all_that(environment, systems):
    assert '"chain_intact": true' in run_vanthu("status", "--verify", "--json", environment=environment).stdout
    audited = run_vanthu("audit", environment=environment)
    assert audited.returncode == 0, audited.stdout + audited.stderr
