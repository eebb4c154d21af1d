"""Taking a package and putting it down for each of its recipients."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts, meaning
from vanthu.axis.delivery.operations.commits import commits
from vanthu.axis.delivery.operations.deadlines import first_watch
from vanthu.axis.evidence.operations import Happening, append, append_all
from vanthu.axis.intake import operations as intake
from vanthu.axis.intake import rates
from vanthu.axis.intake.policies import MEBI, Readable, checked, judge
from vanthu.axis.kernel.disk import full_disk_named
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.group import Joint
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.kernel.rows import insert_new, newly_inserted
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.policies import Caller
from vanthu.axis.routing.policies import Destination, destinations
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.moves import moved
from vanthu.runtime.store import Kept
from vanthu.standards import edxml
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import ErrorCode

_TRIES = 5
_SMALL = MEBI
"""A body up to this size stays in memory until it is judged; a larger one is read again from the disk."""


class RegistryKeepsChanging(AxisError):
    """The registry changed each time the package was about to be put down."""

    code = "VT-TRUC-DANH-MUC-DOI"
    template = "Danh mục của trục đang thay đổi liên tục; hãy gửi lại sau ít giây."
    wire_code = ErrorCode.SYSTEM_ERROR


class _RegistryChanged(Exception):
    """Sender and recipients were judged by a registry that is no longer in force."""


def submit(body: Readable, request: vxp.SendEdoc, caller: Caller, *, content_length: int | None, at: datetime) -> UUID:
    """Take a package from a system and put it down for each recipient; return its hub id.

    When this returns, bytes, rows and fact are on the disk. The same bytes again give the same id and only add
    recipients that are missing or were given up. Every AxisError raised is also recorded. Raises StoreFull and
    TooFast with nothing recorded.
    """
    rates.require_within(caller.system, at=at)
    kept: Kept | None = None
    limits = _limits(caller)
    try:
        kept, small = _kept(body, request, limits, content_length)
        return _accepted(kept, small, request, caller, limits, at)
    except AxisError as refusal:
        digest = kept.sha256 if kept else ""
        with full_disk_named():
            told: dict[str, Any] = {"system": caller.system, "from_code": request.from_code, "sha256": digest, "at": at}
            told["named"] = intake.names_in(digest) if digest else {}
            commits.run(partial(_refused, refusal, told))
        raise


def _refused(refusal: AxisError, told: dict[str, Any]) -> None:
    rates.count(told["system"], at=told["at"])
    intake.record_refusal(refusal, **told)


def _limits(caller: Caller) -> edxml.Limits:
    return edxml.Limits(package_bytes=int((caller.system.max_package_mb or settings.AXIS.max_package_mb) * MEBI))


def admit(kept: Kept, request: vxp.SendEdoc, caller: Caller, *, then: Callable[[UUID], None], at: datetime) -> UUID:
    """Put down a package whose bytes were kept before; `then` writes in the same transaction, given the hub id.

    It may run more than once, in transactions of which only the last is committed. Raises what `submit` raises,
    with nothing recorded.
    """
    return _accepted(kept, None, request, caller, _limits(caller), at, then)


def _nothing_more(package_id: UUID) -> None:
    """What `submit` writes beside the package."""


def _kept(
    body: Readable, request: vxp.SendEdoc, limits: edxml.Limits, content_length: int | None
) -> tuple[Kept, bytes | None]:
    """Keep the bytes; give them back too where they are few, so that they need not be read again."""
    digest, most = hashlib.sha256(), limits.package_bytes
    claimed = request.hash_file
    file = checked(body, digest, claimed_hash=claimed, limit_bytes=most, expected_bytes=content_length)
    passing = _Passing(file)
    kept = intake.keep(passing, digest)
    return kept, passing.small


class _Passing:
    """Pieces on their way to the disk, remembered as long as they are few."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._seen: list[bytes] | None = []
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._size += len(piece)
            if self._size > _SMALL:
                self._seen = None
            elif self._seen is not None:
                self._seen.append(piece)
            yield piece

    @property
    def small(self) -> bytes | None:
        """All that passed; None where it was much."""
        return None if self._seen is None else b"".join(self._seen)


def _accepted(
    kept: Kept,
    small: bytes | None,
    request: vxp.SendEdoc,
    caller: Caller,
    limits: edxml.Limits,
    at: datetime,
    then: Callable[[UUID], None] = _nothing_more,
) -> UUID:
    """Judge a kept package by the registry in force and put it down; judge again if that changed meanwhile."""
    source = package_store().path(kept.sha256) if small is None else BytesIO(small)
    today = at.astimezone(VIETNAM).date()
    for _ in range(_TRIES):
        judged = judge(source, request, caller, today=today, limits=limits, sha256=kept.sha256)
        recipients = destinations(judged.message, request.to, caller.registry)
        try:
            with full_disk_named():
                arrival = intake.Arrival(kept, judged, caller.system, at)
                return commits.run(_Submission(arrival, recipients, caller, then))
        except _RegistryChanged:
            caller = replace(caller, registry=registry.present())
    raise RegistryKeepsChanging


@dataclass(frozen=True)
class _Submission(Joint[UUID]):
    """A judged package on its way into the tables; `then` writes beside it."""

    arrival: intake.Arrival
    recipients: Sequence[Destination]
    caller: Caller
    then: Callable[[UUID], None]

    @classmethod
    def all_of(cls, works: Sequence[_Submission]) -> list[UUID]:
        return _put_down(works)


def _put_down(batch: Sequence[_Submission]) -> list[UUID]:
    """Put packages down: a statement for each table, not for each package. The facts come last."""
    accepted = intake.accept([one.arrival for one in batch])
    opened = _open_deliveries(accepted, batch)
    facts = []
    for one, taken, rows in zip(batch, accepted, opened, strict=True):
        at = one.arrival.at
        if taken.is_new:
            meaning.note(taken, one.arrival.judged, one.caller.registry, at=at)
        one.then(taken.package_id)
        rates.count(one.caller.system, at=at)
        if taken.is_new or rows:
            facts.append(_fact(one, taken, rows))
    if facts:
        ring_after_commit()
        append_all(facts, then=partial(_require_in_force, *(one.caller for one in batch)))
    return [taken.package_id for taken in accepted]


def _fact(one: _Submission, taken: intake.Accepted, rows: Sequence[Delivery]) -> Happening:
    kept, judged = one.arrival.kept, one.arrival.judged
    data: dict[str, Any] = {
        "sha256": kept.sha256,
        "size": kept.size,
        "from": judged.sender.code,
        "type": judged.message_type,
        "to": [row.to_code for row in rows],
        "deliveries": {row.pk.hex: row.recipient_id.hex for row in rows},
    }
    if taken.is_new:
        data |= {"document_id": taken.document_id, "row": taken.row}
    if taken.beside:
        data["beside"] = taken.beside.hex
    kind = "package.accepted" if taken.is_new else "package.recipients_added"
    return Happening(kind, str(taken.package_id), data, by=one.caller.name, at=one.arrival.at)


def _require_in_force(*callers: Caller) -> None:
    """Raises _RegistryChanged unless the registry is still the one by which the packages were judged.

    Asked after the facts were appended. Whoever changes the registry appends a fact too, and those queue: either that
    change is committed and seen here, or it comes later and moves what was put down here (see `move_mailbox`).
    """
    if {caller.registry.version for caller in callers} != {registry.version()}:
        raise _RegistryChanged


def _open_deliveries(accepted: Sequence[intake.Accepted], batch: Sequence[_Submission]) -> list[list[Delivery]]:
    """Make a row for every recipient that has none yet, and return these rows; start again what was given up."""
    fresh = [
        [_delivery(taken.package_id, one, recipient) for recipient in one.recipients] if taken.is_new else []
        for one, taken in zip(batch, accepted, strict=True)
    ]
    insert_new([row for rows in fresh for row in rows])
    return [
        rows if taken.is_new else _added(taken.package_id, one)
        for one, taken, rows in zip(batch, accepted, fresh, strict=True)
    ]


def _added(package_id: UUID, one: _Submission) -> list[Delivery]:
    known = _known(package_id, one)
    rows = [_delivery(package_id, one, recipient) for recipient in one.recipients if recipient.agency_id not in known]
    # Another process may add some of them at this moment; the leaf names only rows that went in here.
    return [row for row, is_new in zip(rows, newly_inserted(rows), strict=True) if is_new]


def _delivery(package_id: UUID, one: _Submission, recipient: Destination) -> Delivery:
    judged, at = one.arrival.judged, one.arrival.at
    urgency = judged.urgency
    return Delivery(
        package_id=package_id,
        recipient_id=recipient.agency_id,
        to_code=recipient.code,
        message_type=judged.message_type,
        mailbox_id=recipient.system_id,
        urgency=urgency,
        rank=states.rank(states.INITIAL, urgency),
        created_at=at,
        updated_at=at,
        watch_at=first_watch(urgency, at=at),
    )


def _known(package_id: UUID, one: _Submission) -> set[UUID]:
    """Return who has a delivery of this package; sending it again renews those that were given up."""
    rows = list(Delivery.objects.filter(package=package_id).only("pk", "recipient_id", "state", "urgency"))
    boxes = {recipient.agency_id: recipient.system_id for recipient in one.recipients}
    for row in rows:
        if row.state == states.EXPIRED and row.recipient_id in boxes:
            _reopen(row, package_id, boxes[row.recipient_id], one.caller, one.arrival.at)
    return {row.recipient_id for row in rows}


def _reopen(row: Delivery, package_id: UUID, mailbox_id: UUID, caller: Caller, at: datetime) -> None:
    changes: dict[str, Any] = {
        "mailbox_id": mailbox_id,
        "rank": states.rank(states.INITIAL, row.urgency),
        "description": "",
        "updated_at": at,
        "warned_at": None,
        "watch_at": first_watch(row.urgency, at=at),
    }
    if moved(Delivery.objects.filter(pk=row.pk), states.REOPEN, states.DELIVERY_MOVES, **changes):
        attempts.note(row.pk, states.INITIAL, by=caller.name, at=at)
        data = {"package": package_id.hex, "state": states.INITIAL, "description": ""}
        then = partial(_require_in_force, caller)
        append("delivery.status", str(row.pk), data, by=caller.name, at=at, then=then)
