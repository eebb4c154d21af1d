"""What the verbs of the registers share."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from vanthu.office.kernel.scope import current_agency
from vanthu.office.kernel.words import tidy
from vanthu.office.registers import policies
from vanthu.office.registers.models import NumberTaken, Register
from vanthu.office.registers.operations.errors import RegisterFieldWrong, RegisterReasonMissing
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def given_reason(reason: str) -> str:
    """Return the reason as kept; raises RegisterReasonMissing."""
    if not tidy(reason):
        raise RegisterReasonMissing
    return tidy(reason)[:500]


def required(text: str, *, what: str, most: int) -> str:
    """Return the text as kept; raises RegisterFieldWrong when there is none or too much of it."""
    kept = tidy(text)
    if not kept:
        raise RegisterFieldWrong(what=f"chưa nhập {what}")
    if len(kept) > most:
        raise RegisterFieldWrong(what=f"{what} dài quá {most} ký tự")
    return kept


def today(at: datetime) -> date:
    """Return the day of a moment in Vietnam."""
    return at.astimezone(VIETNAM).date()


def allow(by: Person, verb: str, at: datetime) -> None:
    """Raise NotAllowed unless this person may do this verb."""
    policies.may(by, verb, at=at).require(policies.LABELS[verb])


def locked_register(kind: str, series: str, year: int) -> Register:
    """Return the register, made if need be, locked until the transaction ends."""
    register, _ = Register.objects.select_for_update().get_or_create(
        agency_id=current_agency(), kind=kind, series=series, year=year
    )
    return register


def last_taken(register: Register) -> NumberTaken | None:
    """Return the number given last; the caller holds the lock."""
    return NumberTaken.objects.filter(register=register, number=register.last_number).first()
