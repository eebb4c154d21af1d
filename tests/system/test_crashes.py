"""SIGKILL at random moments: nothing is lost, nothing happens twice, no number is left out."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from tests.system import worlds
from tests.system.under_fire import Killer, Stubborn, issue, register_all
from vanthu.cli.demo.processes import command
from vanthu.cli.demo.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800), pytest.mark.xdist_group("crashes")]

LETTERS = KILLS = int(os.environ.get("VANTHU_CRASH_LETTERS") or 8)
"""An even number; `make faults` asks for fifty."""
CLERKS = 2
RECIPIENTS = ("H99", "H99.02", "H99.101")
"""Each letter goes to all of them."""
PATIENCE_SECONDS = 1200.0
"""Far more than it takes: a machine under load must not decide the outcome."""
VICTIMS = ("văn phòng bo", "xử lý nền bo", "trục", "xử lý nền tinh", "văn phòng tinh")

CATCH_UP = """
from datetime import timedelta
from vanthu.office.exchange import operations as exchange
from vanthu.office.journeys import receiving, signing
from vanthu.runtime import clock

def later():
    return clock.now() + timedelta(hours=1)

while sum(verb(at=later()) for verb in (
    signing.complete_due, exchange.send_due, exchange.poll, receiving.take_in_due, exchange.send_due_statuses
)):
    pass
"""
"""What the worker does, an hour later: every lease of a process that was killed has run out by then."""

OFFICE = """
import json
from django.apps import apps
from vanthu.office.organizations.models import Agency

def rows(model, *names, **only):
    manager = getattr(apps.get_model(model), "of_all_agencies", None) or apps.get_model(model).objects
    return [dict(zip(names, map(str, row))) for row in manager.filter(**only).values_list(*names)]

leased = sum((rows(model, "pk", leased_until__isnull=False) for model in (
    "exchange.Transmission", "exchange.StatusToSend", "exchange.ReceivedPackage", "signatures.PendingSignature")), [])
print(json.dumps({
    "outgoing": rows("outgoing.OutgoingDocument", "document_id", "state", "document__wire_id", "document__number"),
    "incoming": rows("incoming.IncomingDocument", "agency__code", "document__wire_id", "arrival_number", "state",
                     "possible_duplicate_of"),
    "numbers": rows("registers.NumberTaken", "agency__code", "register__kind", "number", "document_id"),
    "transmissions": rows("exchange.Transmission", "document_id", "recipient_code", "state", "hub_id"),
    "statuses_to_send": rows("exchange.StatusToSend", "document__wire_id", "status_code", "state"),
    "statuses_received": rows("exchange.StatusReceived", "document_id", "from_code", "status_code"),
    "packages": rows("exchange.ReceivedPackage", "hub_id", "state", "package_id", message_type="edoc"),
    "strays": rows("exchange.StrayDelivery", "pk"),
    "files": rows("files.StoredFile", "pk"),
    "leased": leased,
}))
"""

AXIS = """
import hashlib, json
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.intake.models import Package
from vanthu.axis.kernel.packages import package_store
store = package_store()
print(json.dumps([
    {"id": str(one.pk), "type": one.message_type, "document": one.document_id,
     "intact": hashlib.sha256(store.read(one.sha256)).hexdigest() == one.sha256,
     "deliveries": sorted(Delivery.objects.filter(package=one).values_list("to_code", "state"))}
    for one in Package.objects.all()
]))
"""


@dataclass
class Aftermath:
    """What is found when the fire is out."""

    seed: int
    world: World
    documents: list[str]
    ministry: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    province: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    axis: list[dict[str, Any]] = field(default_factory=list)

    @property
    def wire_ids(self) -> list[str]:
        """The identifiers of the documents in the ministry."""
        return sorted(row["document__wire_id"] for row in self.ministry["outgoing"])


@pytest.fixture(scope="module")
def aftermath(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """Signed letters are numbered, sealed, issued, carried and registered while processes are killed."""
    seed = int(os.environ.get("VANTHU_CRASH_SEED") or random.SystemRandom().randrange(10**6))
    print(f"\nseed of the killer: {seed} (VANTHU_CRASH_SEED repeats it)")
    world = worlds.copied(template, tmp_path_factory.mktemp("crashes") / "w")
    with worlds.started(world):
        documents = signed(world)
        killer = Killer(world, seed, [worlds.process(world, name) for name in VICTIMS], KILLS)
        with killer.at_work():
            put_aside = under_fire(world, documents)
        print(f"killed {len(killer.killed)} times: {', '.join(killer.killed)}; put aside: {len(put_aside)}")
        assert len(killer.killed) >= KILLS // 2, "there was hardly any fire"
        clear_up(world, put_aside)
    return seen(Aftermath(seed, world, documents))


def signed(world: World) -> list[str]:
    """Bring the letters as far as the leader's signature, in as many processes as there are clerks."""
    with ThreadPoolExecutor() as pool:
        made = [pool.submit(worlds.signed_letters, world, LETTERS // CLERKS, f"lô {one}") for one in range(CLERKS)]
        return [document_id for part in made for document_id in part.result()]


def under_fire(world: World, documents: list[str]) -> list[str]:
    """Issue every letter and register what arrives; return the letters whose signature waits for a dead lease."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    waiting, put_aside, failures = SimpleQueue[str](), list[str](), list[BaseException]()
    for document_id in documents:
        waiting.put(document_id)
    issued = threading.Event()

    def issuing() -> None:
        clerk = Stubborn(world, "chi", deadline)
        while True:
            try:
                document_id = waiting.get_nowait()
            except Empty:
                return
            if not issue(clerk, document_id):
                put_aside.append(document_id)

    def registering() -> None:
        register_all(Stubborn(world, "em", deadline), issued.is_set)

    def kept(do: Any) -> None:
        try:
            do()
        except BaseException as failure:  # noqa: BLE001  # raised again below, in the test's own thread
            failures.append(failure)

    clerks = [threading.Thread(target=kept, args=(issuing,), daemon=True) for _ in range(CLERKS)]
    registrar = threading.Thread(target=kept, args=(registering,), daemon=True)
    for thread in (*clerks, registrar):
        thread.start()
    for thread in clerks:
        thread.join()
    issued.set()
    registrar.join()
    if failures:
        raise failures[0]
    return put_aside


def clear_up(world: World, put_aside: list[str]) -> None:
    """Let every lease of the dead run out, then do what is left to do, by people and by the worker."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    for name in ("xử lý nền bo", "xử lý nền tinh"):
        worlds.process(world, name).stop()
    worlds.inside(world, "bo", CATCH_UP)
    clerk = Stubborn(world, "chi", deadline)
    for document_id in put_aside:
        assert issue(clerk, document_id), "its signature was completed when the lease had run out"
    for _ in range(2):  # documents over, statuses back
        worlds.inside(world, "bo", CATCH_UP)
        worlds.inside(world, "tinh", CATCH_UP)
    register_all(Stubborn(world, "em", deadline), lambda: True)
    worlds.inside(world, "tinh", CATCH_UP)
    worlds.inside(world, "bo", CATCH_UP)


def seen(after: Aftermath) -> Aftermath:
    """Look into the three databases and stores."""
    after.ministry = json.loads(worlds.inside(after.world, "bo", OFFICE))
    after.province = json.loads(worlds.inside(after.world, "tinh", OFFICE))
    after.axis = json.loads(worlds.inside(after.world, "axis", AXIS))
    return after


def test_every_letter_was_issued_under_a_number_of_its_own_without_a_gap(aftermath: Aftermath) -> None:
    assert [row["state"] for row in aftermath.ministry["outgoing"]] == ["issued"] * LETTERS
    taken = aftermath.ministry["numbers"]
    assert sorted(int(row["number"]) for row in taken) == list(range(1, LETTERS + 1))
    assert sorted(row["document_id"] for row in taken) == sorted(aftermath.documents)
    numbers = {row["document_id"]: int(row["number"]) for row in taken}
    printed = {row["document_id"]: int(row["document__number"]) for row in aftermath.ministry["outgoing"]}
    assert printed == numbers


@pytest.mark.parametrize("agency", RECIPIENTS)
def test_every_letter_arrived_exactly_once_at_each_recipient(aftermath: Aftermath, agency: str) -> None:
    arrived = [row for row in aftermath.province["incoming"] if row["agency__code"] == agency]
    assert sorted(row["document__wire_id"] for row in arrived) == aftermath.wire_ids
    assert {row["possible_duplicate_of"] for row in arrived} == {"None"}


def test_what_arrived_was_registered_without_a_gap(aftermath: Aftermath) -> None:
    registered = [row for row in aftermath.province["incoming"] if row["agency__code"] == "H99.02"]
    assert {row["state"] for row in registered} == {"registered"}
    assert sorted(int(row["arrival_number"]) for row in registered) == list(range(1, LETTERS + 1))
    taken = [int(row["number"]) for row in aftermath.province["numbers"] if row["register__kind"] == "incoming"]
    assert sorted(taken) == list(range(1, LETTERS + 1))


def test_the_axis_holds_each_package_once_with_its_exact_bytes(aftermath: Aftermath) -> None:
    assert all(row["intact"] for row in aftermath.axis)
    packages = [row for row in aftermath.axis if row["type"] == "edoc"]
    assert sorted(row["document"] for row in packages) == aftermath.wire_ids
    assert all(row["deliveries"] == [[code, "done"] for code in RECIPIENTS] for row in packages)


def test_every_transmission_ended_as_sent_and_nothing_is_leased_for_ever(aftermath: Aftermath) -> None:
    sent = aftermath.ministry["transmissions"]
    assert len(sent) == len(RECIPIENTS) * LETTERS
    assert {row["state"] for row in sent} == {"sent"}
    hub_ids = {row["document_id"]: row["hub_id"] for row in sent}
    assert all(hub_ids[row["document_id"]] == row["hub_id"] for row in sent), "one package, one id"
    assert sorted(hub_ids.values()) == sorted(row["id"] for row in aftermath.axis if row["type"] == "edoc")
    assert aftermath.ministry["leased"] == aftermath.province["leased"] == []
    assert {row["state"] for row in aftermath.province["packages"]} == {"taken"}
    assert aftermath.province["strays"] == []


def test_the_sender_heard_each_status_exactly_once(aftermath: Aftermath) -> None:
    assert {row["state"] for row in aftermath.province["statuses_to_send"]} == {"sent"}
    heard = sorted(
        (row["document_id"], row["from_code"], row["status_code"]) for row in aftermath.ministry["statuses_received"]
    )
    expected = [("H99", "01"), ("H99.02", "01"), ("H99.02", "03"), ("H99.101", "01")]
    assert heard == sorted((document_id, *one) for document_id in aftermath.documents for one in expected)


def test_every_file_of_both_offices_is_there(aftermath: Aftermath) -> None:
    for name, rows in (("bo", aftermath.ministry["files"]), ("tinh", aftermath.province["files"])):
        folder = aftermath.world.root / name / "data" / "files"
        kept = {path.name for path in folder.glob("??/*")}
        assert {row["pk"] for row in rows} <= kept


@pytest.mark.parametrize("name", ["bo", "tinh"])
def test_the_chain_of_facts_of_every_agency_is_whole(aftermath: Aftermath, name: str) -> None:
    told = json.loads(
        command(["office", "status", "--verify", "--json"], aftermath.world.installation(name).environment)
    )
    assert set(told["facts_broken_at"].values()) == {None}


def test_the_chain_of_evidence_of_the_axis_is_whole(aftermath: Aftermath) -> None:
    told = json.loads(command(["axis", "status", "--verify", "--json"], aftermath.world.axis_environment))
    assert told["chain_intact"] is True
