"""The contact list: everybody of the agency by unit, who is away now, and how each is reached."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from vanthu.office.access import queries as access
from vanthu.office.kernel.words import folded
from vanthu.office.organizations import queries as organizations
from vanthu.office.schedule import queries as schedule
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.vcard import Contact, dialled

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Agency, Person, Unit

_DANGEROUS = ("=", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet; numbers with + and - are none."""


@dataclass(frozen=True)
class PersonShown:
    """A person, how he is reached, and why he may not be there now."""

    person: Person
    away: str
    numbers: tuple[tuple[str, str], ...]
    """Each number as written and as dialled."""


@dataclass(frozen=True)
class Group:
    """A unit with its people; the leaders of the agency stand before all units."""

    unit: Unit | None
    numbers: tuple[tuple[str, str], ...]
    people: tuple[PersonShown, ...]


def groups(text: str, *, at: datetime) -> list[Group]:
    """Return the people whose name, title, unit, number, room or address has every word typed, accents or not."""
    people = [person for person in organizations.people() if _matches(person, text)]
    away = _away(at)
    found = []
    for unit in (None, *organizations.units()):
        mine = [person for person in people if person.unit_id == (unit.pk if unit else None)]
        if mine or (unit is not None and text.strip() and _has(text, unit.name, unit.telephone, unit.email)):
            shown = tuple(PersonShown(one, away.get(one.pk, ""), _numbers(one.telephone, one.mobile)) for one in mine)
            found.append(Group(unit, _numbers(unit.telephone) if unit else (), shown))
    return found


def as_csv(people: Iterable[Person]) -> str:
    """Write people as a table for a spreadsheet, which takes what begins with "=" for text."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_("Họ và tên"), _("Chức vụ"), _("Đơn vị"), _("Điện thoại"), _("Di động"), _("Thư"), _("Phòng")])
    for one in people:
        unit = one.unit.name if one.unit else ""
        cells = (one.full_name, one.position, unit, one.telephone, one.mobile, one.email, one.room)
        table.writerow([f"'{cell}" if cell.startswith(_DANGEROUS) else cell for cell in cells])
    return out.getvalue()


def contact(person: Person, agency: Agency) -> Contact:
    """Return a person as a card for a telephone."""
    return Contact(
        uid=f"urn:uuid:{person.pk}",
        name=person.full_name,
        organization=(agency.name, *([person.unit.name] if person.unit else [])),
        title=person.position,
        telephones=(person.telephone,) if person.telephone else (),
        mobile=person.mobile,
        email=person.email,
        note=_("Phòng làm việc: %(room)s") % {"room": person.room} if person.room else "",
    )


def people_of(found: Sequence[Group]) -> list[Person]:
    """Return everybody of these groups in their order."""
    return [one.person for group in found for one in group.people]


def _matches(person: Person, text: str) -> bool:
    unit = (person.unit.name, person.unit.abbreviation) if person.unit else ()
    numbers = (person.telephone, person.mobile, dialled(person.telephone), dialled(person.mobile))
    return _has(text, person.full_name, person.position, *unit, *numbers, person.email, person.room)


def _has(text: str, *parts: str) -> bool:
    said = folded(" ".join(parts))
    return all(word in said for word in folded(text).split())


def _numbers(*typed: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, dialled(one)) for one in typed if one)


def _away(at: datetime) -> dict[UUID, str]:
    """Why people are not at their desks now, the strongest reason of each."""
    found: dict[UUID, str] = {}
    for person_id, until in schedule.busy(at=at).items():
        found[person_id] = _("đang có lịch đến %(when)s") % {"when": _when(until, at)}
    for row in access.in_force(at):
        words = _("đã ủy quyền cho %(who)s đến %(when)s")
        found[row.delegator_id] = words % {"who": row.delegate.full_name, "when": _when(row.valid_to, at)}
    for person_id, absence in access.absent(at).items():
        found[person_id] = _("vắng đến %(when)s") % {"when": _when(absence.valid_to, at)}
    return found


def _when(moment: datetime, at: datetime) -> str:
    local = moment.astimezone(VIETNAM)
    return f"{local:%H:%M}" if local.date() == at.astimezone(VIETNAM).date() else f"{local:%H:%M %d/%m}"
