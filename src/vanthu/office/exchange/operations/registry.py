"""The registry of the axis, copied here so that recipients can be picked and old codes understood."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from vanthu.office.exchange import ports
from vanthu.office.exchange.models import Correspondent
from vanthu.office.exchange.operations.errors import AxisUnreachable
from vanthu.office.kernel.words import folded
from vanthu.runtime.transactions import write
from vanthu.standards.vxp import Unit, VxpRefused, VxpUnreachable

BATCH = 500
_KEY = "code"
_WRITTEN = [field.name for field in Correspondent._meta.concrete_fields if field.name != _KEY]


def synchronise_registry(*, at: datetime) -> int:
    """Write the organisations whose version or old code changed and return their number; raises AxisUnreachable."""
    try:
        units = ports.axis().units()
        old_codes = {agency.code: agency.old_code for agency in ports.axis().agencies()}
    except (VxpRefused, VxpUnreachable) as error:
        raise AxisUnreachable(reason=error.sentence) from error
    changed = list(_changed(units, old_codes, at))
    for start in range(0, len(changed), BATCH):
        with write():
            Correspondent.objects.bulk_create(
                changed[start : start + BATCH], update_conflicts=True, unique_fields=[_KEY], update_fields=_WRITTEN
            )
    return len(changed)


def _changed(units: Iterable[Unit], old_codes: dict[str, str], at: datetime) -> Iterable[Correspondent]:
    known = {row[0]: row[1:] for row in Correspondent.objects.values_list("code", "version", "old_code")}
    codes = {unit.id: unit.code for unit in units}
    newest: dict[str, Unit] = {}
    for unit in units:
        if unit.code and unit.version >= newest.get(unit.code, unit).version:
            newest[unit.code] = unit
    for unit in newest.values():
        # getSynchronizeUnit does not tell old codes; getAgenciesList does, for those it lists.
        version, old_code = known.get(unit.code, (None, ""))
        new_old_code = old_codes.get(unit.code, old_code)
        if version is None or unit.version > version or new_old_code != old_code:
            yield _row(unit, new_old_code, codes.get(unit.pid, ""), at)


def _row(unit: Unit, old_code: str, parent_code: str, at: datetime) -> Correspondent:
    return Correspondent(
        code=unit.code[:35],
        old_code=old_code[:35],
        name=unit.name[:300],
        parent_code=parent_code[:35],
        email=unit.mail[:200],
        receives=unit.is_agency,
        deleted=unit.deleted,
        version=unit.version,
        synchronised_at=at,
        search_text=folded(f"{unit.name} {unit.code} {old_code}"),
    )
