"""What the worker of the axis does again and again. Each duty reads rows; a worker that dies loses only its leases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.evidence import operations as evidence
from vanthu.axis.federation import operations as federation
from vanthu.axis.federation.parent import Parent, connect
from vanthu.axis.registry import operations as registry
from vanthu.runtime import clock
from vanthu.runtime.bell import Bell
from vanthu.runtime.worker import Duty
from vanthu.standards.vxp import MessageType

LOOK = 1.0
"""Seconds between two looks for what has to go up, or to be told, where nobody on this machine rings the bell."""
SELDOM = 30.0
BEAT = 15.0


def duties() -> list[Duty]:
    """Return the duties of one worker: those of every axis, and those of one that has a parent."""
    return [*_of_every_axis(), *(_of_a_child(connect(at=clock.now())) if settings.AXIS.parent else ())]


def _of_every_axis() -> list[Duty]:
    return [
        Duty("alive", _beat, BEAT),
        Duty("validity", _timed(registry.apply_validity), SELDOM),
        Duty("warn", _timed(delivery.warn_due), SELDOM),
        Duty("expire", _timed(delivery.expire_due), SELDOM),
        Duty("webhooks", _timed(delivery.webhooks_due), LOOK, on_bell=True),
        Duty("seal", _timed(evidence.seal_due), float(min(settings.AXIS.evidence.seal_seconds, SELDOM))),
    ]


def _beat() -> int:
    """Show the web processes, which share the folder of data, that a worker runs."""
    Bell(settings.HEARTBEAT).ring()
    return 0


def _of_a_child(parent: Parent) -> list[Duty]:
    wanted = parent.settings
    return [
        Duty("registry", _with(parent, federation.synchronise_due), min(wanted.registry_seconds, SELDOM)),
        Duty("forward", _with(parent, federation.forward_due), LOOK, on_bell=True),
        Duty("answer", _with(parent, federation.answer_due), LOOK),
        Duty("follow", _with(parent, federation.follow_due), 1.0),
        Duty("heads", _with(parent, federation.exchange_due), min(settings.AXIS.evidence.exchange_seconds, SELDOM)),
        *_pulling(parent),
    ]


def _pulling(parent: Parent) -> list[Duty]:
    wanted = parent.settings
    if not wanted.long_poll_seconds:
        return [Duty("pull", _with(parent, federation.pull_due), wanted.poll_seconds)]
    return [Duty(f"pull {kind}", _waiting(parent, kind), wanted.poll_seconds, held=True) for kind in MessageType]


def _waiting(parent: Parent, kind: MessageType) -> Callable[[], int]:
    """Ask with a long poll; what came is dated by the clock after the wait, not before it."""
    wait = parent.settings.long_poll_seconds

    def run() -> int:
        asked_at = clock.now()
        new = federation.list_due(parent, kind, wait=wait, at=asked_at)
        done = new + federation.process_due(parent, at=clock.now())
        # A parent that kept the question has earned the next one at once; one that knows no wait is asked at its pace.
        kept_it = clock.now() - asked_at >= timedelta(seconds=wait / 2)
        return done or int(kept_it)

    return run


def _timed(verb: Callable[..., int]) -> Callable[[], int]:
    """One of the two places of the worker that read the clock."""
    return lambda: verb(at=clock.now())


def _with(parent: Parent, verb: Callable[..., int]) -> Callable[[], int]:
    """The other one."""
    return lambda: verb(parent, at=clock.now())
