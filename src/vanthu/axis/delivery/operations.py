"""The verbs of delivery: submit a package, hand it out, note how far its receiver is."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.queries import NoSuchPackage, hub_id, of_system
from vanthu.axis.evidence.operations import append
from vanthu.axis.intake import operations as intake
from vanthu.axis.intake import queries as packages
from vanthu.axis.intake.policies import MEBI, Judged, Readable, checked, judge
from vanthu.axis.kernel.disk import full_disk_named
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.group import GroupCommit
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.kernel.rows import insert_new
from vanthu.axis.registry.policies import Caller
from vanthu.axis.routing.policies import Destination, destinations
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.moves import moved
from vanthu.runtime.store import Kept
from vanthu.standards import edxml
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import ErrorCode

_IN_MEMORY = MEBI
_commits = GroupCommit()


class StatusNotAllowed(AxisError):
    """The delivery is in no state from which this status can follow."""

    code = "VT-TRUC-TRANG-THAI"
    template = "Gói tin {doc_id} đang ở trạng thái «{state}», không chuyển sang «{wanted}» được."
    wire_code = ErrorCode.MOVE_NOT_ALLOWED


def submit(body: Readable, request: vxp.SendEdoc, caller: Caller, *, content_length: int | None, at: datetime) -> UUID:
    """Take a package from a system and put it down for each recipient; return its hub id.

    When this returns, bytes, rows and fact are on the disk. The same bytes again give the same id and only add
    recipients that are missing. Every AxisError raised is also recorded. Raises StoreFull with nothing recorded.
    """
    kept: Kept | None = None
    try:
        limit = int(settings.AXIS.max_package_mb * MEBI)
        pieces = checked(body, claimed_hash=request.hash_file, limit_bytes=limit, expected_bytes=content_length)
        kept = intake.keep(pieces)
        limits = edxml.Limits(package_bytes=limit)
        path = package_store().path(kept.sha256)
        judged = judge(path, request, caller, today=at.astimezone(VIETNAM).date(), limits=limits)
        recipients = destinations(judged.message, request.to, caller.registry)
    except AxisError as refusal:
        digest = kept.sha256 if kept else ""
        with full_disk_named():
            told = {"system": caller.system, "from_code": request.from_code, "sha256": digest, "at": at}
            _commits.run(partial(intake.record_refusal, refusal, **told))
        raise
    with full_disk_named():
        return _commits.run(partial(_put_down, kept, judged, recipients, caller, at))


def _put_down(kept: Kept, judged: Judged, recipients: Sequence[Destination], caller: Caller, at: datetime) -> UUID:
    accepted = intake.accept(kept, judged, caller.system, at=at)
    added = _open_deliveries(accepted, judged, recipients, at)
    if accepted.is_new or added:
        data: dict[str, Any] = {
            "sha256": kept.sha256,
            "size": kept.size,
            "from": judged.sender.code,
            "type": judged.message_type,
            "to": [row.to_code for row in added],
            "deliveries": {row.pk.hex: row.recipient_id.hex for row in added},
        }
        if accepted.is_new:
            data |= {"document_id": accepted.document_id, "row": accepted.row}
        kind = "package.accepted" if accepted.is_new else "package.recipients_added"
        append(kind, str(accepted.package_id), data, by=caller.name, at=at)
    return accepted.package_id


def _open_deliveries(
    accepted: intake.Accepted, judged: Judged, recipients: Sequence[Destination], at: datetime
) -> list[Delivery]:
    """Make a row for every recipient that has none yet; return these rows."""
    package_id = accepted.package_id
    known = set() if accepted.is_new else _recipients_of(package_id)
    missing = [recipient for recipient in recipients if recipient.agency_id not in known]
    rows = [
        Delivery(
            package_id=package_id,
            recipient_id=recipient.agency_id,
            to_code=recipient.code,
            message_type=judged.message_type,
            created_at=at,
            updated_at=at,
        )
        for recipient in missing
    ]
    if insert_new(rows) < len(rows):
        # Another process added some of them at this moment; the leaf names only rows that are there.
        there = set(Delivery.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        rows = [row for row in rows if row.pk in there]
    return rows


def _recipients_of(package_id: UUID) -> set[UUID]:
    return set(Delivery.objects.filter(package=package_id).values_list("recipient_id", flat=True))


@dataclass(frozen=True)
class HandedOut:
    """A package with the axis's own trace in it, open for reading from its start; the reader closes it."""

    file: BinaryIO
    size: int


def hand_out(doc_id: str, caller: Caller, *, at: datetime) -> HandedOut:
    """Give a delivery to its receiver: the exact bytes that came, with the axis's TraceHeader appended.

    The trace carries the moment the axis took the package, so every download gives the same bytes.
    Raises NoSuchPackage, BytesMissing.
    """
    key = hub_id(doc_id)
    row = of_system(caller.system).filter(pk=key).values_list("package_id", "fetched_at").first()
    if row is None:
        raise NoSuchPackage(doc_id=doc_id[:60])
    stored = packages.stored(row[0])
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  # the reader closes it
    source = package_store().path(stored.sha256)
    edxml.append_trace_header(source, file, organ_id=settings.AXIS.organ_id, timestamp=stored.accepted_at)
    if row[1] is None:
        _commits.run(partial(_note_first_fetch, key, row[0], caller, at))
    size = file.tell()
    file.seek(0)
    return HandedOut(file, size)


def _note_first_fetch(key: UUID, package_id: UUID, caller: Caller, at: datetime) -> None:
    if Delivery.objects.filter(pk=key, fetched_at=None).update(fetched_at=at):
        append("delivery.fetched", str(key), {"package": package_id.hex}, by=caller.name, at=at)


def update_status(request: vxp.UpdateStatus, caller: Caller, *, at: datetime) -> None:
    """Note how far the receiving software is; repeating a status is fine. Raises NoSuchPackage, StatusNotAllowed."""
    _commits.run(partial(_note_status, request, caller, at))


def _note_status(request: vxp.UpdateStatus, caller: Caller, at: datetime) -> None:
    key, wanted = hub_id(request.doc_id), str(request.status)
    row = of_system(caller.system).filter(pk=key)
    state, package_id = row.values_list("state", "package_id").first() or (None, None)
    if state is None or package_id is None:
        raise NoSuchPackage(doc_id=request.doc_id[:60])
    if state == wanted:
        return
    changes: dict[str, Any] = {"description": (request.description or "")[:500], "updated_at": at}
    if wanted == states.DONE:
        changes["done_at"] = at
    if wanted == states.INITIAL or not moved(row, wanted, states.DELIVERY_MOVES, **changes):
        raise StatusNotAllowed(doc_id=request.doc_id[:60], state=state, wanted=wanted)
    # The audit compares the newest `state` of the leaves with the row: every change of it must leave one.
    data = {"package": package_id.hex, "state": wanted, "description": changes["description"]}
    append("delivery.status", str(key), data, by=caller.name, at=at)
