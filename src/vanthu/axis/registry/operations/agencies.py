"""Adding, changing, locking and closing agencies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import ports, states
from vanthu.axis.registry.models import Agency, AgencyName, System
from vanthu.axis.registry.operations.changes import record
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.moves import moved
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode

_OLD_FORM = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9A-Z]{2}")
CHANGEABLE = frozenset(
    {"name", "mail", "mobile", "fax", "is_agency", "system", "parent", "valid_from", "valid_until", "replaced_by"}
)


class UnknownAgency(AxisError):
    """No agency has this code."""

    code = "VT-TRUC-CO-QUAN"
    template = "Không có cơ quan nào mang mã {code} trong danh mục của trục."
    wire_code = ErrorCode.NOT_FOUND


class UnknownSystem(AxisError):
    """No system has this systemid."""

    code = "VT-TRUC-HE-THONG"
    template = "Không có hệ thống nào mang systemid {system_id}."
    wire_code = ErrorCode.NOT_FOUND


class AgencyExists(AxisError):
    """The agency is there already."""

    code = "VT-TRUC-CO-QUAN-CO-ROI"
    template = "Cơ quan {code} đã có trong danh mục."
    wire_code = ErrorCode.INVALID_PARAMETER


class CodeTaken(AxisError):
    """Another agency has or had this code."""

    code = "VT-TRUC-MA-DA-DUNG"
    template = "Mã {code} đã thuộc về cơ quan {owner}; một mã không cấp lại cho cơ quan khác."
    wire_code = ErrorCode.INVALID_PARAMETER


class AgencyMoved(AxisError):
    """The agency is in no state for this."""

    code = "VT-TRUC-CO-QUAN-TRANG-THAI"
    template = "Không thực hiện được «{verb}»: cơ quan {code} đang ở trạng thái «{state}»."
    wire_code = ErrorCode.MOVE_NOT_ALLOWED


def add_agency(
    code: str,
    name: str,
    *,
    parent_code: str | None = None,
    system_id: str | None = None,
    is_agency: bool = True,
    contacts: Mapping[str, str] | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    by: str,
    at: datetime,
) -> UUID:
    """Register an agency and return its key. Raises AgencyExists, CodeTaken, UnknownAgency, UnknownSystem.

    `valid_from` and `valid_until` are its first and last day; one whose first day is to come receives nothing yet.
    """
    pending = valid_from is not None and valid_from > at.astimezone(VIETNAM).date()
    with write():
        _require_free(code)
        parent = find(parent_code) if parent_code else None
        agency = Agency.objects.create(
            code=code,
            name=name,
            parent=parent,
            system=find_system(system_id) if system_id else None,
            level=parent.level + 1 if parent else 1,
            is_agency=is_agency,
            state=states.PENDING if pending else states.OPEN,
            valid_from=valid_from,
            valid_until=valid_until,
            created_at=at,
            modified_at=at,
            **(contacts or {}),
        )
        AgencyName.objects.create(code=code, agency=agency, kind=AgencyName.CURRENT)
        data = {"name": name, "parent": parent_code or "", "system": system_id or "", "is_agency": is_agency}
        data |= _days(valid_from, valid_until)
        record("agency.added", code, data, by=by, at=at)
    return agency.id


def change_agency(code: str, changes: Mapping[str, Any], *, by: str, at: datetime) -> bool:
    """Write what differs and return whether anything did. `system` and `parent` are given by systemid and code."""
    if unknown := set(changes) - CHANGEABLE:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    with write():
        agency = find(code)
        wanted = {field: _value(field, value) for field, value in changes.items()}
        differing = {field: value for field, value in wanted.items() if getattr(agency, field) != value}
        if not differing:
            return False
        if "parent" in differing:
            differing["level"] = differing["parent"].level + 1 if differing["parent"] else 1
        Agency.objects.filter(pk=agency.pk).update(**differing, **_touched(at))
        told = {field: str(value) if isinstance(value, date) else value for field, value in changes.items()}
        record("agency.changed", agency.code, told, by=by, at=at)
        if "system" in differing:
            # After the fact: whoever accepts a package for this agency meanwhile has either finished or will see the
            # new version of the registry (see delivery), so that nothing stays behind in the old mailbox.
            ports.move_mailbox(agency.pk, differing["system"].pk if differing["system"] else None)
    return True


def add_alias(code: str, alias: str, *, by: str, at: datetime) -> bool:
    """Let an agency also be addressed by another code; False when it already is. Raises CodeTaken, UnknownAgency."""
    with write():
        agency = find(code)
        taken = AgencyName.objects.filter(code=alias).select_related("agency").first()
        if taken and taken.agency_id == agency.pk:
            return False
        if taken:
            raise CodeTaken(code=alias, owner=taken.agency.code)
        kind = AgencyName.QCVN102 if _OLD_FORM.fullmatch(alias) else AgencyName.FORMER
        AgencyName.objects.create(code=alias, agency=agency, kind=kind)
        Agency.objects.filter(pk=agency.pk).update(**_touched(at))
        record("agency.alias_added", agency.code, {"alias": alias, "kind": kind}, by=by, at=at)
    return True


def lock_agency(code: str, *, reason: str = "", by: str, at: datetime) -> None:
    """Stop an agency from sending and receiving for a while. Raises AgencyMoved, UnknownAgency."""
    _move(code, "lock", {"reason": reason}, by=by, at=at)


def unlock_agency(code: str, *, by: str, at: datetime) -> None:
    """Let a locked agency work again. Raises AgencyMoved, UnknownAgency."""
    _move(code, "unlock", {}, by=by, at=at)


def close_agency(code: str, *, reason: str = "", by: str, at: datetime) -> None:
    """Close an agency for good; its code stays known. Raises AgencyMoved, UnknownAgency."""
    _move(code, "close", {"reason": reason}, by=by, at=at)


def replace_agency(old_code: str, new_code: str, *, by: str, at: datetime) -> None:
    """Close an agency and name the one that took over; statuses about its old documents go there."""
    with write():
        new = find(new_code)
        if new.state == states.CLOSED or find(old_code).pk == new.pk:
            raise AgencyMoved(verb="thay thế bằng", code=new.code, state=states.LABELS[new.state])
        _move(old_code, "close", {"replaced_by": new.code}, by=by, at=at, replaced_by=new)


def plan_replacement(old_code: str, new_code: str, *, last_day: date, by: str, at: datetime) -> None:
    """Name the successor of an agency before the day of the change; after `last_day` the old one closes by itself."""
    change_agency(old_code, {"replaced_by": new_code, "valid_until": last_day}, by=by, at=at)


def apply_validity(*, at: datetime) -> int:
    """Open agencies whose first day has come, close those whose last day is over; return how many that were."""
    today = at.astimezone(VIETNAM).date()
    begun = Agency.objects.filter(state=states.PENDING).exclude(valid_from__gt=today)
    over = Agency.objects.filter(valid_until__lt=today).exclude(state=states.CLOSED)
    due = [("open", code) for code in begun.values_list("code", flat=True)]
    due += [("close", code) for code in over.values_list("code", flat=True)]
    for verb, code in due:
        _move(code, verb, {"reason": "validity"}, by="job:validity", at=at)
    return len(due)


def find(code: str) -> Agency:
    """Return the row of an agency by any of its codes. Raises UnknownAgency."""
    name = AgencyName.objects.filter(code=code).select_related("agency").first()
    if name is None:
        raise UnknownAgency(code=code)
    return name.agency


def find_system(system_id: str) -> System:
    """Return the row of a system. Raises UnknownSystem."""
    system = System.objects.filter(system_id=system_id).first()
    if system is None:
        raise UnknownSystem(system_id=system_id)
    return system


_VERB_LABELS = {"open": "bắt đầu hiệu lực", "lock": "tạm khóa", "unlock": "mở khóa", "close": "đóng"}


def _move(code: str, verb: str, data: Mapping[str, str], *, by: str, at: datetime, **changes: Any) -> None:
    with write():
        agency = find(code)
        rows = Agency.objects.filter(pk=agency.pk)
        if not moved(rows, verb, states.AGENCY_MOVES, **changes, **_touched(at)):
            raise AgencyMoved(verb=_VERB_LABELS[verb], code=agency.code, state=states.LABELS[agency.state])
        record(f"agency.{verb}", agency.code, data, by=by, at=at)


def _require_free(code: str) -> None:
    taken = AgencyName.objects.filter(code=code).select_related("agency").first()
    if taken and taken.kind == AgencyName.CURRENT:
        raise AgencyExists(code=code)
    if taken:
        raise CodeTaken(code=code, owner=taken.agency.code)


def _value(field: str, value: Any) -> Any:
    if field == "system":
        return find_system(value) if value else None
    if field in {"parent", "replaced_by"}:
        return find(value) if value else None
    return value


def _days(valid_from: date | None, valid_until: date | None) -> dict[str, str]:
    days = {"valid_from": valid_from, "valid_until": valid_until}
    return {name: day.isoformat() for name, day in days.items() if day}


def _touched(at: datetime) -> dict[str, Any]:
    return {"version": F("version") + 1, "modified_at": at}
