"""Taking over the registry of the parent axis: what it says of agencies beyond this axis is written here as it is.

The life cycle table binds the agencies of this axis. Of the others the parent is the judge, also when it opens one
again. What it says of agencies that systems of this axis serve changes nothing; where it contradicts, that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from vanthu.axis.registry import ports, states
from vanthu.axis.registry.models import Agency, AgencyName, System
from vanthu.axis.registry.operations.changes import record
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.ids import new_id
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.operations import Unit

BATCH = 500
"""Rows of one transaction: few enough that nobody else waits long, many enough that the disk does not."""
_DEEPEST = 20
_TOLD = 20
_OLD_FORM = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9A-Z]{2}")
_MIRRORED = (
    "name",
    "mail",
    "is_agency",
    "state",
    "system_id",
    "parent_id",
    "replaced_by_id",
    "valid_from",
    "valid_until",
    "upstream_id",
)
_WRITTEN = (
    "modified_at",
    "version",
    *(name.removesuffix("_id") if name != "upstream_id" else name for name in _MIRRORED),
)


@dataclass
class Mirrored:
    """What came of one reading of the parent's registry. `newest` is the parent's own clock, never ours."""

    seen: int = 0
    added: int = 0
    changed: int = 0
    skipped: int = 0
    newest: datetime | None = None
    conflicts: list[str] = field(default_factory=list)

    def contradicts(self, sentence: str) -> None:
        """Keep a contradiction for the operator; the first few say enough."""
        if len(self.conflicts) < _TOLD:
            self.conflicts.append(sentence)


def mirror_units(units: Iterable[Unit], *, parent: UUID, own_system_id: str, by: str, at: datetime) -> Mirrored:
    """Write what the parent's registry says, in batches, in constant memory; repeating it changes nothing.

    `parent` is the system of kind "parent"; `own_system_id` is how the parent knows this axis: what it lists under that
    centre lies below this axis and is never routed up. When `units` raises, what came before stays.
    """
    mirror, rows = _Mirror(parent, own_system_id, by, at), iter(units)
    while batch := list(islice(rows, BATCH)):
        mirror.take(batch)
    mirror.finish()
    return mirror.result


class _Mirror:
    """One reading of the parent's registry. What a row names and is not there yet waits until the end."""

    def __init__(self, parent: UUID, own_system_id: str, by: str, at: datetime) -> None:
        self._parent, self._own, self._by, self._at = parent, own_system_id, by, at
        self._today = at.astimezone(VIETNAM).date()
        self._ours = set(System.objects.exclude(kind=System.PARENT).values_list("pk", flat=True))
        self._without_parent: dict[str, str] = {}
        self._without_heir: dict[str, str] = {}
        self.result = Mirrored()

    def take(self, batch: Sequence[Unit]) -> None:
        """Write one batch in one transaction, with one fact that names what changed."""
        units = {unit.code: unit for unit in sorted(filter(self._usable, batch), key=_weight)}
        with write():
            page = _Page.of(units.values())
            changes = [change for unit in units.values() if (change := self._change(unit, page))]
            self._write(changes)
            _add_names(units.values(), page, {change.after.code: change.after for change in changes}, self._ours)
        self.result.seen += len(batch)
        moments = [unit.modify_date for unit in batch if unit.modify_date]
        self.result.newest = max([*moments, self.result.newest] if self.result.newest else moments, default=None)

    def finish(self) -> None:
        """Make the links whose other end came later, and mend the levels."""
        for link, waiting in (("parent", self._without_parent), ("replaced_by", self._without_heir)):
            for start in range(0, len(waiting), BATCH):
                self._link(link, dict(list(waiting.items())[start : start + BATCH]))
        if self.result.added or self.result.changed:
            with write():
                _mend_levels()

    def _usable(self, unit: Unit) -> bool:
        usable = 0 < len(unit.code.strip()) <= 35 and unit.code == unit.code.strip() and len(unit.id) <= 100
        self.result.skipped += not usable
        return usable

    def _change(self, unit: Unit, page: _Page) -> _Change | None:
        """Return what has to be written for a unit, None when the registry says so already."""
        known = page.by_code.get(unit.code) or page.by_id.get(unit.id)
        if known is not None and known.system_id in self._ours:
            self._compare(known, unit)
            return None
        if known is not None and unit.deleted and unit.id and known.upstream_id not in ("", unit.id):
            # An older row of the same code: a code that was deleted once and given again to the same agency.
            return None
        after = self._wanted(unit, known, page)
        if known is not None and all(getattr(known, name) == getattr(after, name) for name in ("code", *_MIRRORED)):
            return None
        return _Change(known, after)

    def _compare(self, known: Agency, unit: Unit) -> None:
        if unit.center_code not in ("", self._own):
            self.result.contradicts(f"{known.code}: trục cấp trên ghi thuộc hệ thống {unit.center_code}")
        elif unit.deleted and known.state != states.CLOSED:
            self.result.contradicts(f"{known.code}: trục cấp trên ghi đã đóng")

    def _wanted(self, unit: Unit, known: Agency | None, page: _Page) -> Agency:
        parent = page.by_id.get(unit.pid) if unit.pid else None
        heir = page.by_code.get(unit.replaced_by) if unit.replaced_by else None
        if unit.pid and parent is None:
            self._without_parent[unit.code] = unit.pid
        if unit.replaced_by and heir is None:
            self._without_heir[unit.code] = unit.replaced_by
        return Agency(
            id=known.pk if known else new_id(),
            code=unit.code,
            name=unit.name.strip()[:200] or unit.code,
            mail=unit.mail[:100],
            is_agency=unit.is_agency,
            state=_state(unit, known, self._today),
            system_id=None if unit.center_code == self._own else self._parent,
            parent_id=parent.pk if parent else (known.parent_id if known and unit.pid else None),
            replaced_by_id=heir.pk if heir else (known.replaced_by_id if known else None),
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
            upstream_id=unit.id,
            level=known.level if known else 1,
            version=known.version + 1 if known else 1,
            created_at=known.created_at if known else self._at,
            modified_at=self._at,
        )

    def _write(self, changes: Sequence[_Change]) -> None:
        if not changes:
            return
        added = [change.after for change in changes if change.before is None]
        changed = [change for change in changes if change.before is not None]
        renamed = [change for change in changed if change.before and change.before.code != change.after.code]
        Agency.objects.bulk_create(added)
        _rename(renamed)
        Agency.objects.bulk_create(
            [change.after for change in changed], update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN
        )
        self.result.added += len(added)
        self.result.changed += len(changed)
        data = {"added": [row.code for row in added], "changed": [change.after.code for change in changed]}
        record("registry.mirrored", self._own, data, by=self._by, at=self._at)
        for change in changed:
            if change.before and change.before.system_id != change.after.system_id:
                ports.move_mailbox(change.after.pk, change.after.system_id)

    def _link(self, link: str, waiting: Mapping[str, str]) -> None:
        """Set one kind of link for some codes; an end which even now nobody knows stays open."""
        with write():
            rows = {row.code: row for row in Agency.objects.filter(code__in=waiting).exclude(system__in=self._ours)}
            ends = _by_id(waiting.values()) if link == "parent" else _by_code(waiting.values())
            changed = []
            for code, other in waiting.items():
                row, end = rows.get(code), ends.get(other)
                if row and end and end.pk != row.pk and getattr(row, f"{link}_id") != end.pk:
                    setattr(row, f"{link}_id", end.pk)
                    row.version, row.modified_at = row.version + 1, self._at
                    changed.append(row)
            Agency.objects.bulk_update(changed, [link, "version", "modified_at"], batch_size=100)
            if changed:
                data = {"link": link, "changed": [row.code for row in changed]}
                record("registry.mirrored", self._own, data, by=self._by, at=self._at)


@dataclass(frozen=True)
class _Change:
    """A row before and after; `before` is None for a new one."""

    before: Agency | None
    after: Agency


@dataclass(frozen=True)
class _Page:
    """What the registry already has of the agencies a batch names."""

    by_code: Mapping[str, Agency]
    by_id: Mapping[str, Agency]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> _Page:
        rows = tuple(units)
        codes = {unit.code for unit in rows} | {unit.replaced_by for unit in rows if unit.replaced_by}
        ids = {unit.id for unit in rows if unit.id} | {unit.pid for unit in rows if unit.pid}
        return cls(_by_code(codes), _by_id(ids))


def _by_code(codes: Iterable[str]) -> dict[str, Agency]:
    names = AgencyName.objects.filter(code__in=set(codes)).select_related("agency")
    return {name.code: name.agency for name in names}


def _by_id(ids: Iterable[str]) -> dict[str, Agency]:
    return {row.upstream_id: row for row in Agency.objects.filter(upstream_id__in=set(ids))}


def _weight(unit: Unit) -> tuple[bool, int]:
    """Of several rows of one code the last counts: a living one rather than a deleted one, then the newest."""
    return (not unit.deleted, unit.version)


def _state(unit: Unit, known: Agency | None, today: date) -> str:
    if unit.deleted:
        return states.CLOSED
    if unit.valid_from and unit.valid_from > today:
        return states.PENDING
    # Locked by the operator of this axis stays locked; whatever else it was, the parent says it is alive.
    return states.LOCKED if known and known.state == states.LOCKED else states.OPEN


def _rename(changes: Sequence[_Change]) -> None:
    """Give agencies their new codes; the former ones stay theirs."""
    for change in changes:
        Agency.objects.filter(pk=change.after.pk).update(code=change.after.code)
        AgencyName.objects.filter(agency=change.after.pk, kind=AgencyName.CURRENT).update(kind=AgencyName.FORMER)


def _add_names(units: Iterable[Unit], page: _Page, written: Mapping[str, Agency], ours: set[UUID]) -> None:
    """Let far agencies be found under their codes; a code which another agency has stays with that one."""
    names = []
    for unit in units:
        agency = written.get(unit.code) or page.by_code.get(unit.code)
        if agency is None or agency.system_id in ours:
            continue
        names += [_name(code, agency.pk, current=code == unit.code) for code in _codes(unit)]
    AgencyName.objects.bulk_create(names, ignore_conflicts=True)


def _codes(unit: Unit) -> Iterator[str]:
    yield unit.code
    yield from (code for code in unit.old_codes or () if 0 < len(code) <= 35)


def _name(code: str, agency_id: UUID, *, current: bool) -> AgencyName:
    kind = AgencyName.QCVN102 if _OLD_FORM.fullmatch(code) else AgencyName.FORMER
    return AgencyName(code=code, agency_id=agency_id, kind=AgencyName.CURRENT if current else kind)


def _mend_levels() -> None:
    """Bring every level to one more than that of the agency above, from the top; ends also where rows form a ring."""
    Agency.objects.filter(parent=None).exclude(level=1).update(level=1)
    for level in range(1, _DEEPEST):
        Agency.objects.filter(parent__level=level).exclude(level=level + 1).update(level=level + 1)
