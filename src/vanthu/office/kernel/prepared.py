"""Questions that every page asks, written in SQL once: see `vanthu.runtime.prepared`. Each is scoped to an agency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from uuid import UUID

from vanthu.office.kernel.once import answers_kept
from vanthu.office.kernel.scope import agency_in_force, agency_or_none
from vanthu.runtime.prepared import NotPreparable, Number, Preparing, Text, padded

__all__ = ["NotPreparable", "Number", "Text", "padded", "prepared", "prepared_count"]


def _agency() -> tuple[UUID, ...]:
    agency_id = agency_or_none()
    return () if agency_id is None else (agency_id,)


@contextmanager
def _in_another(agencies: Sequence[UUID]) -> Iterator[None]:
    with answers_kept(), agency_in_force(*agencies) if agencies else nullcontext():
        yield


_office = Preparing(_agency, _in_another)
prepared, prepared_count = _office.rows, _office.count
