"""Keeping the registries of this axis and its parent the same: ours is told upwards, the rest is mirrored here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from vanthu.axis.federation.models import Link
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.parent import BY, Parent
from vanthu.axis.registry import operations as registry_operations
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.operations.mirroring import BATCH
from vanthu.axis.registry.queries import Unpushed
from vanthu.standards.vxp import ErrorCode, Unit, VxpRefused, VxpUnreachable

OVERLAP = timedelta(minutes=10)
"""Changes are asked for from a little before the newest one read: the parent writes the moment a change began, and one
that took long to commit may carry a moment that is already behind."""
BREATH = 0.05
"""Seconds left to others after each batch: whoever accepts a package meanwhile judges it by the registry, and starts
again when that changes under it."""
_ASK_AGAIN_AFTER = timedelta(hours=6)
_GONE_ALREADY = frozenset({ErrorCode.NOT_FOUND, ErrorCode.MOVE_NOT_ALLOWED})


def synchronise_due(parent: Parent, *, at: datetime, pause: Callable[[float], None] = time.sleep) -> int:
    """Tell the parent what changed here, and read what changed there when its time has come; return how much."""
    if links.silent(at=at):
        return 0
    try:
        return push(parent, at=at) + _mirror_due(parent, at, pause)
    except VxpUnreachable as error:
        links.note_unreachable(error.sentence, at=at)
    except VxpRefused as error:
        links.note(sentence=error.sentence[:500], mirrored_at=at)
    return 0


def push(parent: Parent, *, at: datetime) -> int:
    """Register and withdraw at the parent what changed here; return how many agencies it took.

    What it refuses is kept with its reason, asked again later, and stops nobody else. Raises VxpUnreachable.
    """
    taken = 0
    while page := registry.unpushed(at=at):
        for agency in page:
            taken += _push(agency, parent, at)
    return taken


def _push(agency: Unpushed, parent: Parent, at: datetime) -> bool:
    try:
        if agency.registration is not None:
            parent.client.register_agency(agency.registration)
        else:
            parent.client.delete_agency(agency.code, replaced_by=agency.replaced_by)
    except VxpRefused as error:
        gone = agency.registration is None and error.error_code in _GONE_ALREADY
        if not gone:
            registry_operations.note_push_refused(agency.id, error.sentence, again_at=at + _ASK_AGAIN_AFTER)
            return False
    registry_operations.note_pushed(agency.id, agency.version)
    return True


def _mirror_due(parent: Parent, at: datetime, pause: Callable[[float], None]) -> int:
    row, wanted = links.link(), parent.settings
    if row.mirrored_at is not None and at - row.mirrored_at < timedelta(seconds=wanted.registry_seconds):
        return 0
    whole = row.mirrored_whole_at is None or at - row.mirrored_whole_at >= timedelta(hours=wanted.registry_whole_hours)
    return mirror(parent, whole=whole or row.changes_since is None, at=at, pause=pause)


def mirror(parent: Parent, *, whole: bool, at: datetime, pause: Callable[[float], None] = time.sleep) -> int:
    """Read the parent's registry, changes only or whole; return how many agencies differ now.

    Raises VxpRefused, VxpUnreachable; what came before that is written, and the next time begins where this one did.
    """
    row = links.link()
    since = None if whole or row.changes_since is None else row.changes_since - OVERLAP
    result = registry_operations.mirror_units(
        _breathing(parent.client.each_unit(modified_since=since), pause),
        parent=parent.system.id,
        own_system_id=parent.own_system_id,
        by=BY,
        at=at,
    )
    links.note_reached(at=at)
    changes = {"mirrored_at": at, "changes_since": _later(row, result.newest), "sentence": ""}
    if whole:
        changes |= {"mirrored_whole_at": at, "conflicts": "\n".join(result.conflicts)}
    links.note(**changes)
    return result.added + result.changed


def _later(row: Link, newest: datetime | None) -> datetime | None:
    known = [moment for moment in (row.changes_since, newest) if moment is not None]
    return max(known, default=None)


def _breathing(units: Iterator[Unit], pause: Callable[[float], None]) -> Iterator[Unit]:
    for number, unit in enumerate(units, 1):
        yield unit
        if number % BATCH == 0:
            pause(BREATH)
