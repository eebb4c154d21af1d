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


def person(world: World, username: str) -> Human:
    """Return somebody logged in to an office of the world."""
    who = someone(username)
    human = Human(who.name, world.url(who.office))
    human.log_in(username, PASSWORD)
    return human


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
