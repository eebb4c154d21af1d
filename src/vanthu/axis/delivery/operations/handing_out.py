"""Giving a package to its receiver."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts
from vanthu.axis.delivery.operations.commits import commits
from vanthu.axis.delivery.queries import NoSuchPackage, hub_id
from vanthu.axis.evidence.operations import Happening, append_all
from vanthu.axis.intake.policies import MEBI
from vanthu.axis.kernel.group import Joint
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.kernel.prepared import prepared
from vanthu.axis.kernel.rows import changed
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
    found = _given(key, caller.system.id)
    if not found:
        raise NoSuchPackage(doc_id=doc_id[:60])
    sha256, accepted_at = found[0]
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  # the reader closes it
    source = package_store().path(sha256)
    edxml.append_trace_header(source, file, organ_id=settings.AXIS.organ_id, timestamp=accepted_at)
    commits.run(_Fetch(key, caller.name, at))
    size = file.tell()
    file.seek(0)
    return HandedOut(file, size)


@prepared
def _given(key: UUID, system_id: UUID) -> QuerySet[Delivery, Any]:
    rows = Delivery.objects.filter(pk=key, recipient__system=system_id)
    return rows.values_list("package__sha256", "package__accepted_at")


@dataclass(frozen=True)
class _Fetch(Joint[None]):
    """A delivery whose bytes somebody is about to get."""

    key: UUID
    by: str
    at: datetime

    @classmethod
    def all_of(cls, works: Sequence[_Fetch]) -> list[None]:
        _note_fetches(works)
        return [None] * len(works)


def _note_fetches(fetches: Sequence[_Fetch]) -> None:
    """Keep an attempt of each; the first of a delivery is a fact, too."""
    attempts.note_each((attempts.Tried(one.key, one.by, one.at) for one in fetches), attempts.FETCHED)
    once = {fetch.key: fetch for fetch in reversed(fetches)}
    moments = {"fetched_at": [fetch.at for fetch in once.values()]}
    first = changed(Delivery, list(once), where="fetched_at IS NULL", same={}, each=moments, told="package_id")
    facts = [
        Happening("delivery.fetched", str(key), {"package": package.hex}, by=once[key].by, at=once[key].at)
        for key, package in first.items()
    ]
    if facts:
        append_all(facts)
