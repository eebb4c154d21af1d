"""A worker of a test axis that does each thing once when it is told so, at a moment it is told, and may die on the way.

python -m vanthu.axis.testing.worker   reads lines {"at": ISO 8601, "die_at": STEP or null}, answers {"done": number}
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO, cast

from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.companions import tie

KILLED = 137
GIVE_UP_SECONDS = 200 * 3600
"""Longer than `delivery.give_up_hours` lasts by default."""


class Worker:
    """A worker process with a clock of its own, which only goes on when it is told."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: subprocess.Popen[str] | None = None
        self.at = datetime.now(VIETNAM)

    def turn(self, *, later: float = 1, die_at: str | None = None, whole: bool = False) -> int | None:
        """Let it do each thing once, `later` seconds after the last time; None when it died at the step named.

        With `whole` it goes on while there is something due, as a worker does that runs all the time.
        A worker that died is started anew at its next turn.
        """
        self.at += timedelta(seconds=later)
        process = self._running()
        told = cast(IO[str], process.stdin)
        told.write(json.dumps({"at": self.at.isoformat(), "die_at": die_at, "whole": whole}) + "\n")
        told.flush()
        answer = cast(IO[str], process.stdout).readline()
        if answer:
            return int(json.loads(answer)["done"])
        code = process.wait(timeout=30)
        self._process = None
        if code != KILLED:
            raise RuntimeError(f"the worker ended with {code}")
        return None

    def give_up(self) -> None:
        """Let so much time pass that all that waits is warned about and given up."""
        for _ in range(2):
            self.turn(later=GIVE_UP_SECONDS)

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate(timeout=30)
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            command = [sys.executable, "-m", "vanthu.axis.testing.worker"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, env=self._environment, stdin=pipe, stdout=pipe, text=True)
            tie(self._process)
        return self._process


@contextmanager
def worker(environment: Mapping[str, str]) -> Iterator[Worker]:
    """Give a worker for an axis with this environment, and stop it in the end."""
    made = Worker(environment)
    try:
        yield made
    finally:
        made.stop()


def main() -> None:
    """Take turns until the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vanthu.axis.settings"
    import django

    django.setup()
    from django.conf import settings

    from vanthu.axis.delivery import operations as delivery
    from vanthu.axis.federation import operations as federation
    from vanthu.axis.federation.operations import steps
    from vanthu.axis.federation.parent import connect
    from vanthu.axis.registry import operations as registry

    for line in sys.stdin:
        told = json.loads(line)
        at, die_at = datetime.fromisoformat(told["at"]), told["die_at"]

        def on_step(name: str, die_at: str | None = die_at) -> None:
            if name == die_at:
                os._exit(KILLED)

        steps.on_step = on_step
        done = registry.apply_validity(at=at) + delivery.warn_due(at=at) + delivery.expire_due(at=at)
        if settings.AXIS.parent:
            parent = connect(at=at)
            done += federation.synchronise_due(parent, at=at)
            duties = (federation.pull_due, federation.forward_due, federation.follow_due)
            more = (federation.process_due, federation.forward_due, federation.follow_due)
            for first, again in zip(duties, more, strict=True):
                did = first(parent, at=at)
                done += did
                while did and told["whole"]:
                    did = again(parent, at=at)
                    done += did
            parent.client.close()
        print(json.dumps({"done": done}), flush=True)


if __name__ == "__main__":
    main()
