"""Giving a package to its receiver."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings

from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts
from vanthu.axis.delivery.operations.commits import commits
from vanthu.axis.delivery.queries import NoSuchPackage, hub_id, of_system
from vanthu.axis.evidence.operations import append
from vanthu.axis.intake import queries as packages
from vanthu.axis.intake.policies import MEBI
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.registry.policies import Caller
from vanthu.standards import edxml

_IN_MEMORY = MEBI


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
    row = of_system(caller.system).filter(pk=key).values_list("package_id").first()
    if row is None:
        raise NoSuchPackage(doc_id=doc_id[:60])
    stored = packages.stored(row[0])
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  # the reader closes it
    source = package_store().path(stored.sha256)
    edxml.append_trace_header(source, file, organ_id=settings.AXIS.organ_id, timestamp=stored.accepted_at)
    commits.run(partial(_note_fetch, key, row[0], caller, at))
    size = file.tell()
    file.seek(0)
    return HandedOut(file, size)


def _note_fetch(key: UUID, package_id: UUID, caller: Caller, at: datetime) -> None:
    attempts.note(key, attempts.FETCHED, by=caller.name, at=at)
    if Delivery.objects.filter(pk=key, fetched_at=None).update(fetched_at=at):
        append("delivery.fetched", str(key), {"package": package_id.hex}, by=caller.name, at=at)
