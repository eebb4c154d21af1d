"""The registry of the axis, copied here so that recipients can be picked and old codes understood.

Read row by row, so that a hundred thousand organisations need no more memory than their codes; once a day as a whole,
in between what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from vanthu.office.exchange import ports
from vanthu.office.exchange.models import Correspondent, RegistryRead
from vanthu.office.exchange.operations.errors import AxisUnreachable
from vanthu.office.kernel.words import folded
from vanthu.runtime.transactions import write
from vanthu.standards.vxp import Unit, VxpRefused, VxpUnreachable

BATCH = 500
WHOLE_AFTER = timedelta(days=1)
OVERLAP = timedelta(minutes=10)
"""Changes are asked for from a little before the newest one read: one that took long to commit carries an earlier
moment than others that were read already."""
_KEY = "code"
_WRITTEN = [field.name for field in Correspondent._meta.concrete_fields if field.name != _KEY]


def synchronise_registry(*, at: datetime) -> int:
    """Write the organisations whose version or old code changed and return their number; raises AxisUnreachable.

    What was read before the axis fell silent is kept; the rest is read the next time.
    """
    read = RegistryRead.objects.filter(pk=1).first() or RegistryRead(pk=1)
    whole = read.changes_since is None or read.whole_at is None or at - read.whole_at >= WHOLE_AFTER
    since = None if whole or read.changes_since is None else read.changes_since - OVERLAP
    try:
        # getSynchronizeUnit need not tell old codes; getAgenciesList does, for those it lists.
        old = {one.code: one.old_code for one in ports.axis().each_agency()} if whole else {}
        reading = _Reading(old, at)
        units = ports.axis().each_unit(modified_since=since)
        while page := list(islice(units, BATCH)):
            reading.take(page)
    except (VxpRefused, VxpUnreachable) as error:
        raise AxisUnreachable(reason=error.sentence) from error
    reading.end()
    read.changes_since = max(filter(None, (read.changes_since, reading.newest)), default=None)
    read.whole_at = at if whole else read.whole_at
    read.save()
    return reading.changed


class _Reading:
    """One pass over the registry, or over what changed of it."""

    def __init__(self, old_codes: Mapping[str, str], at: datetime) -> None:
        self.changed = 0
        self.newest: datetime | None = None
        self._old_codes, self._at = old_codes, at
        self._without_parent: dict[str, str] = {}

    def take(self, page: Sequence[Unit]) -> None:
        """Write what is new in a page. Of two rows for one code the newer counts."""
        newest: dict[str, Unit] = {}
        for unit in page:
            if unit.code and unit.version >= newest.get(unit.code, unit).version:
                newest[unit.code] = unit
        known = {row.code: row for row in Correspondent.objects.filter(code__in=newest)}
        parents = _codes_of_units(unit.pid for unit in newest.values())
        parents |= {unit.id: unit.code for unit in newest.values() if unit.id}
        rows = [row for unit in newest.values() for row in self._changes(unit, known.get(unit.code), parents)]
        _write(rows)
        self.changed += len(rows)
        self.newest = max(filter(None, (self.newest, *(unit.modify_date for unit in page))), default=None)

    def end(self) -> None:
        """Name the organisation above those that came before it."""
        waiting = iter(self._without_parent.items())
        while part := dict(islice(waiting, BATCH)):
            parents = _codes_of_units(part.values())
            rows = list(Correspondent.objects.filter(code__in=part))
            for row in rows:
                row.parent_code = parents.get(part[row.code], "")[:35]
            with write():
                Correspondent.objects.bulk_update(rows, ["parent_code"])

    def _changes(self, unit: Unit, known: Correspondent | None, parents: Mapping[str, str]) -> Iterator[Correspondent]:
        had = known.old_code if known else next(iter(unit.old_codes or ()), "")
        old_code = self._old_codes.get(unit.code, had)
        same_row = known is not None and unit.version <= known.version and known.unit_id == unit.id[:100]
        older = known is not None and unit.version < known.version
        if older or (same_row and known and known.old_code == old_code):
            return
        if unit.pid and unit.pid not in parents:
            self._without_parent[unit.code] = unit.pid
        yield Correspondent(
            code=unit.code[:35],
            unit_id=unit.id[:100],
            old_code=old_code[:35],
            name=unit.name[:300],
            parent_code=parents.get(unit.pid, "")[:35],
            email=unit.mail[:200],
            receives=unit.is_agency,
            deleted=unit.deleted,
            version=unit.version,
            synchronised_at=self._at,
            search_text=folded(f"{unit.name} {unit.code} {old_code}"),
        )


def _codes_of_units(ids: Iterable[str]) -> dict[str, str]:
    wanted = {one[:100] for one in ids if one}
    return dict(Correspondent.objects.filter(unit_id__in=wanted).values_list("unit_id", "code"))


def _write(rows: Sequence[Correspondent]) -> None:
    if rows:
        with write():
            Correspondent.objects.bulk_create(rows, update_conflicts=True, unique_fields=[_KEY], update_fields=_WRITTEN)
