"""Positions and recorded lines, as set by an administrator of the agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import policies
from vanthu.office.access.operations.errors import LinesRefused
from vanthu.office.organizations import operations, queries
from vanthu.office.organizations.states import DayKind, PositionLevel

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person, Position, PositionHeld

VERB = "Thiết lập chức vụ"
CALENDAR = "Ghi lịch làm việc"


def set_position(
    position_id: UUID | None = None,
    *,
    title: str,
    level: PositionLevel,
    unit_id: UUID | None = None,
    collective: str = "",
    collective_types: Sequence[str] = (),
    by: Person | None,
    at: datetime,
) -> Position:
    """Make a position, or change one; raises NotAllowed, NotFound, PositionRefused."""
    policies.may_administer(by, at=at).require(VERB)
    values: dict[str, Any] = {
        "title": " ".join(title.split()),
        "level": level,
        "unit_id": unit_id,
        "collective": " ".join(collective.split()),
        "collective_types": sorted(set(collective_types)),
    }
    if position_id is None:
        return operations.create_position(**values, by=by, at=at)
    return operations.change_position(position_id, **values, by=by, at=at)


def end_position(position_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Abolish a position that nobody holds; raises NotAllowed, NotFound, PositionRefused."""
    policies.may_administer(by, at=at).require(VERB)
    operations.end_position(position_id, by=by, at=at)


def hold_position(
    person_id: UUID,
    position_id: UUID,
    *,
    acting: bool = False,
    fields: Sequence[str] = (),
    by: Person | None,
    at: datetime,
) -> PositionHeld:
    """Let a person hold a position; raises NotAllowed, NotFound, PositionRefused."""
    policies.may_administer(by, at=at).require(VERB)
    person, position = queries.person(person_id), queries.position(position_id)
    return operations.hold_position(person, position, acting=acting, fields=fields, by=by, at=at)


def leave_position(holding_id: UUID, *, by: Person | None, at: datetime) -> None:
    """End the holding of a position; raises NotAllowed, NotFound."""
    policies.may_administer(by, at=at).require(VERB)
    operations.leave_position(holding_id, by=by, at=at)


def record_lines(person_id: UUID, *, lines: Sequence[str], reason: str, by: Person | None, at: datetime) -> Person:
    """Let lines of their own stand above a person's signature, or take them back (no lines); raises LinesRefused."""
    policies.may_administer(by, at=at).require("Ghi riêng quyền hạn ký")
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    if kept and not reason.strip():
        raise LinesRefused(why="chưa ghi lý do")
    text = "\n".join(kept)
    values = {"signing_authority": text, "signing_authority_reason": reason.strip() if kept else ""}
    return operations.change_person(person_id, **values, by=by, at=at)


def set_days(days: Mapping[date, tuple[DayKind, str]], *, by: Person | None, at: datetime) -> int:
    """Say how the agency works on these days; raises NotAllowed, CalendarRefused."""
    policies.may_administer(by, at=at).require(CALENDAR)
    return operations.set_days(days, by=by, at=at)


def forget_day(day_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Let a day be as usual again; raises NotAllowed, NotFound."""
    policies.may_administer(by, at=at).require(CALENDAR)
    operations.forget_day(day_id, by=by, at=at)
