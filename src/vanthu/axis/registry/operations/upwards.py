"""What the parent axis knows of the agencies of this one; and the parent itself as a row of the registry."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.sealing import seal
from vanthu.axis.registry.models import Agency, AgencyName, System
from vanthu.axis.registry.operations.changes import record
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode

PARENT_SYSTEM_ID = "truc-cap-tren"


class ParentNameTaken(AxisError):
    """A connected system has the systemid by which an axis calls its parent in its own registry."""

    code = "VT-TRUC-TEN-CAP-TREN"
    template = "Systemid {system_id} dành cho trục cấp trên nhưng đã cấp cho một hệ thống; hãy đổi systemid đó."
    wire_code = ErrorCode.INVALID_PARAMETER


def ensure_parent(name: str, *, by: str, at: datetime) -> UUID:
    """Return the system that stands for the parent axis, made at the first call. Raises ParentNameTaken.

    It holds no secret: the one for calling the parent stays in the settings, and nobody can call as the parent.
    """
    with write():
        row = System.objects.filter(system_id=PARENT_SYSTEM_ID).first()
        if row is not None and row.kind != System.PARENT:
            raise ParentNameTaken(system_id=PARENT_SYSTEM_ID)
        if row is None:
            row = System.objects.create(
                system_id=PARENT_SYSTEM_ID, name=name[:200], kind=System.PARENT, sealed_secret=seal(""), created_at=at
            )
            record("system.added", PARENT_SYSTEM_ID, {"name": name, "kind": System.PARENT}, by=by, at=at)
    return row.pk


def add_stub(code: str, name: str, *, parent: UUID, by: str, at: datetime) -> None:
    """Note an agency beyond the parent which its registry has not told yet, because a package of it came down."""
    with write():
        if AgencyName.objects.filter(code=code).exists():
            return
        row = Agency.objects.create(code=code, name=name[:200] or code, system_id=parent, created_at=at, modified_at=at)
        AgencyName.objects.create(code=code, agency=row, kind=AgencyName.CURRENT)
        record("agency.added", code, {"name": name, "stub": True}, by=by, at=at)


def note_pushed(agency_id: UUID, version: int) -> None:
    """Note that the parent knows this version of an agency."""
    with write():
        Agency.objects.filter(pk=agency_id).update(pushed_version=version, push_error="", push_after=None)


def note_push_refused(agency_id: UUID, reason: str, *, again_at: datetime) -> None:
    """Note why the parent does not take an agency, and when it is asked again."""
    with write():
        Agency.objects.filter(pk=agency_id).update(push_error=reason[:500], push_after=again_at)
