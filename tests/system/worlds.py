"""Worlds for the system tests: the demonstration's world, prepared once a test run and copied for each module."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import html

from vanthu.cli.demo.human import Human
from vanthu.cli.demo.people import PASSWORD, someone
from vanthu.cli.demo.processes import Process, command, surroundings
from vanthu.cli.demo.world import MARK, PORTS, World

ANY_PORT = dict.fromkeys(PORTS, 0)
PREPARED = "addresses.json"


def prepared(shared: Path) -> Path:
    """Return the folder of a world that was built once for all the processes of this test run, and never started."""
    root = shared / "prepared-world"
    with (shared / "prepared-world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / PREPARED).exists():
            world = World(root, wanted_ports=ANY_PORT)
            world.build()
            (root / PREPARED).write_text(json.dumps(world.ports))
    return root


def copied(template: Path, root: Path) -> World:
    """Return a world of its own with the keys, people and registry of the prepared one, and its own ports."""
    world = World(root, wanted_ports=ANY_PORT)
    shutil.copytree(template, world.root, ignore=shutil.ignore_patterns(PREPARED, MARK))
    ports = json.loads((template / PREPARED).read_text())
    for settings in (*world.root.glob("*/*.toml"), world.pki / "index.json"):
        text = settings.read_text("utf-8").replace(str(template), str(world.root))
        for name, port in ports.items():
            text = text.replace(f"http://127.0.0.1:{port}", world.url(name))
        settings.write_text(text, "utf-8")
    world.secrets = {name: settings_of(world, name)["axis"]["secret"] for name in world.secrets}
    return world


def built_on(template: Path, root: Path, databases: Mapping[str, str]) -> World:
    """Return a world made anew on other databases, with the prepared keys: making keys takes longest."""
    world = World(root, databases=dict(databases), wanted_ports=ANY_PORT)

    def copy_keys() -> None:
        shutil.copytree(template / "pki", world.pki)
        index = world.pki / "index.json"
        was = json.loads((template / PREPARED).read_text())["pki"]
        index.write_text(index.read_text().replace(f"http://127.0.0.1:{was}", world.url("pki")))

    world.make_keys = copy_keys  # type: ignore[method-assign]
    world.build()
    return world


@contextmanager
def started(world: World) -> Iterator[World]:
    """Run the processes of a world, however they were replaced meanwhile; none stays."""
    try:
        world.start()
        yield world
    finally:
        for process in world.processes:
            process.ask_to_stop()
        for process in world.processes:
            process.stop()


def settings_of(world: World, name: str) -> dict[str, Any]:
    """Return the settings of an office as they stand in its file."""
    return tomllib.loads((world.root / name / "office.toml").read_text("utf-8"))


def process(world: World, name: str) -> Process:
    """Return a process of the world by its name."""
    return next(one for one in world.processes if one.name == name)


def person(world: World, username: str, *, port: int | None = None) -> Human:
    """Return somebody logged in to an office of the world, or to another server of it."""
    who = someone(username)
    human = Human(who.name, f"http://127.0.0.1:{port}" if port else world.url(who.office))
    human.log_in(username, PASSWORD)
    return human


def source(human: Human) -> str:
    """Return the HTML of the page somebody looks at."""
    found: str = html.tostring(human.page, encoding="unicode")
    return found


def told(world: World, name: str, document_id: str) -> dict[str, Any]:
    """Return what `vanthu office show` tells of a document."""
    found: dict[str, Any] = json.loads(
        command(["office", "show", document_id, "--json"], world.installation(name).environment)
    )
    return found


def inside(world: World, name: str, code: str, *arguments: str) -> str:
    """Run Python with the settings of an office (or of the "axis") in a process of its own; return what it printed."""
    program = "axis" if name == "axis" else "office"
    environment = world.axis_environment if name == "axis" else world.installation(name).environment
    settings = {"DJANGO_SETTINGS_MODULE": f"vanthu.{program}.settings"}
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments],
        env=surroundings(environment) | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def signed_letters(world: World, count: int, subject: str) -> list[str]:
    """Bring letters in the ministry as far as the leader's signature, by its own verbs; return their ids."""
    return inside(world, "bo", STAMPED + _SIGN, str(count), subject).split()


STAMPED = """
import time
from vanthu.office.journeys import signing
from vanthu.runtime import clock

def stamped(signature):
    # No request waits for a time stamp: this program or a worker asks for it.
    deadline = time.monotonic() + 180
    while not signature.done:
        assert time.monotonic() < deadline, f"no time stamp came for {signature}"
        time.sleep(0.05)
        signature = signing.complete_now(signature.pending_id, at=clock.now())
"""
"""For programs that run `inside`: wait until a signature is whole."""

_SIGN = """
import sys
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations, queries

RECIPIENTS = (
    ("H99", "Ủy ban nhân dân tỉnh Thử Nghiệm"),
    ("H99.02", "Sở Nội vụ tỉnh Thử Nghiệm"),
    ("H99.101", "Ủy ban nhân dân xã Bình Minh"),
)
agency = organizations.agency_by_code("G99")
with agency_in_force(agency.pk):
    people = {one.account.username: one for one in organizations.people()}
    an, binh, chi, dung = (people[name] for name in ("an", "binh", "chi", "dung"))
    for number in range(int(sys.argv[1])):
        fields = queries.DraftFields(
            subject=f"{sys.argv[2]} thứ {number + 1}", signer_id=dung.pk, unit_id=an.unit_id,
            addressed_to=("Sở Nội vụ tỉnh Thử Nghiệm",), body="Đề nghị quý cơ quan xác nhận đã nhận được công văn này.",
            recipients=RECIPIENTS,
        )
        made = operations.start_draft(fields, by=an, at=clock.now())
        operations.submit(made.pk, by=an, at=clock.now())
        operations.approve(made.pk, by=binh, at=clock.now())
        operations.approve(made.pk, by=chi, at=clock.now())
        stamped(signing.sign_as_leader(made.pk, pin="12345678", by=dung, at=clock.now()))
        print(made.pk)
"""
