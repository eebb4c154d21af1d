"""Telephone numbers and rooms: everybody keeps his own right, an administrator all of them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import policies
from vanthu.office.access.operations.errors import ContactRefused
from vanthu.office.kernel.words import tidy
from vanthu.office.organizations import operations, queries

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person, Unit

_TELEPHONE = re.compile(r"\+?[\d\s().\-]*\d[\d\s().\-]*(?:(?:máy lẻ|ml|ext)\b\.?\s*\d+)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
VERB = "Sửa danh bạ"


def change_contact(
    person_id: UUID, *, telephone: str, mobile: str, room: str, email: str | None = None, by: Person, at: datetime
) -> Person:
    """Change how a person is reached; the e-mail address, by which he is told of work, only an administrator.

    Raises NotFound, NotAllowed, ContactRefused.
    """
    person = queries.person(person_id)
    policies.may_change_contact(by, person, at=at).require(VERB)
    changes = {"telephone": _telephone(telephone), "mobile": _telephone(mobile), "room": tidy(room)[:50]}
    if email is not None and email != person.email:
        policies.may_administer(by, at=at).require(VERB)
        changes["email"] = _email(email)
    return operations.change_person(person_id, by=by, at=at, **changes)


def change_unit_contact(unit_id: UUID, *, telephone: str, email: str, room: str, by: Person, at: datetime) -> Unit:
    """Change how a unit is reached; raises NotFound, NotAllowed, ContactRefused."""
    policies.may_administer(by, at=at).require(VERB)
    changes = {"telephone": _telephone(telephone), "email": _email(email), "room": tidy(room)[:50]}
    return operations.change_unit(unit_id, by=by, at=at, **changes)


def _telephone(typed: str) -> str:
    number = tidy(typed)[:50]
    if number and not _TELEPHONE.fullmatch(number):
        raise ContactRefused(why=f"«{number}» không phải là số điện thoại")
    return number


def _email(typed: str) -> str:
    address = tidy(typed)[:100]
    if address and not _EMAIL.fullmatch(address):
        raise ContactRefused(why=f"«{address}» không phải là địa chỉ thư điện tử")
    return address
