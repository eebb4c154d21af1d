"""Questions about agencies, units and people."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.kernel.once import asked_once, once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations.models import (
    Account,
    Agency,
    Attempts,
    CalendarDay,
    Person,
    Position,
    PositionHeld,
    Unit,
)
from vanthu.office.organizations.states import DayKind, PositionLevel
from vanthu.standards.worktime import WorkCalendar


def agency(agency_id: UUID) -> Agency:
    """Return an agency of this installation; raises NotFound."""
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise NotFound(what="cơ quan")
    return found


def agency_by_code(code: str) -> Agency | None:
    """Return the agency with this identifier, new or old (QĐ 20/2020 keeps the old one in use); None when not ours."""
    wanted = code.strip()
    by_new = Agency.objects.filter(code__iexact=wanted).first()
    return by_new or (Agency.objects.filter(old_code__iexact=wanted).exclude(old_code="").first() if wanted else None)


def agencies() -> list[Agency]:
    """Return the agencies of this installation that are not closed, by identifier."""
    return list(Agency.objects.filter(closed_at__isnull=True).order_by("code"))


def person(person_id: UUID) -> Person:
    """Return a person of the agency in force; raises NotFound."""
    found = Person.objects.filter(pk=person_id).select_related("unit", "agency").first()
    if found is None:
        raise NotFound(what="cán bộ")
    return found


def persons_of(account: Account) -> list[Person]:
    """Return whom an account stands for, over all agencies: used at log-in, before an agency is in force."""
    return _persons_of(account.pk)


def _persons_of(account_id: UUID) -> list[Person]:
    return _serving(account_id)


@prepared
def _serving(account_id: UUID) -> QuerySet[Person]:
    serving = Q(left_at__isnull=True, agency__closed_at__isnull=True)
    mine = Person.of_all_agencies.filter(serving, account_id=account_id)
    return mine.select_related("agency", "unit", "account").order_by("agency__code", "full_name")


def account_with_persons(account_id: UUID) -> Account | None:
    """Return an account with `persons_of` it, in one question where it stands for anybody."""
    persons = _persons_of(account_id)
    account = persons[0].account if persons else Account.objects.filter(pk=account_id).first()
    if account is not None:
        account.read_with = tuple(persons)
    return account


@asked_once
def people(unit_id: UUID | None = None) -> list[Person]:
    """Return the people who serve in the agency in force, or in one of its units."""
    return _people(unit_id)


@prepared
def _people(unit_id: UUID | None) -> QuerySet[Person]:
    serving = Person.objects.filter(left_at__isnull=True).select_related("unit")
    return serving.filter(unit_id=unit_id) if unit_id else serving


@asked_once
def units() -> list[Unit]:
    """Return the units of the agency in force in their order."""
    return _units()


@prepared
def _units() -> QuerySet[Unit]:
    return Unit.objects.all()


def unit(unit_id: UUID) -> Unit:
    """Return a unit of the agency in force; raises NotFound."""
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise NotFound(what="đơn vị")
    return found


def unit_by_abbreviation(abbreviation: str) -> Unit | None:
    """Return the unit of the agency in force with this abbreviation."""
    return Unit.objects.filter(abbreviation=abbreviation).first()


def account(username: str) -> Account | None:
    """Return the account with this log-in name."""
    return Account.objects.filter(username=username).first()


def positions() -> list[Position]:
    """Return the positions of the agency in force, the highest first."""
    found = Position.objects.filter(ended_at__isnull=True).select_related("unit")
    levels = list(PositionLevel.values)
    return sorted(found, key=lambda one: (levels.index(one.level), one.unit.ordinal if one.unit else 0, one.title))


def position(position_id: UUID) -> Position:
    """Return a position of the agency in force; raises NotFound."""
    found = Position.objects.filter(pk=position_id, ended_at__isnull=True).select_related("unit").first()
    if found is None:
        raise NotFound(what="chức vụ")
    return found


def position_by_title(title: str) -> Position | None:
    """Return the position of the agency in force with this title."""
    return Position.objects.filter(title__iexact=title.strip(), ended_at__isnull=True).select_related("unit").first()


def head_position() -> Position | None:
    """Return the position of the head of the agency in force, held by somebody or not."""
    return Position.objects.filter(level=PositionLevel.HEAD, ended_at__isnull=True).first()


def holdings(at: datetime) -> QuerySet[PositionHeld]:
    """Return who holds which position of the agency in force at a time; people who left hold none."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    serving = Q(person__left_at__isnull=True) | Q(person__left_at__gt=at)
    return PositionHeld.objects.filter(in_force, serving, valid_from__lte=at).select_related(
        "person", "person__unit", "position", "position__unit"
    )


def holding(holding_id: UUID) -> PositionHeld:
    """Return one holding of the agency in force; raises NotFound."""
    found = PositionHeld.objects.filter(pk=holding_id).select_related("person", "position").first()
    if found is None:
        raise NotFound(what="việc giữ chức vụ")
    return found


def calendar_days(year: int | None = None) -> list[CalendarDay]:
    """Return the days on which the agency in force works otherwise than usual, in their order; of one year or all."""
    found = CalendarDay.objects.all()
    return list(found.filter(day__year=year) if year else found)


def work_calendar() -> WorkCalendar:
    """Return the working days of the agency in force: the national ones, changed by what its calendar names."""
    return once(("organizations.calendar", current_agency()), _work_calendar)


def _work_calendar() -> WorkCalendar:
    days: dict[str, set[date]] = {kind: set() for kind in DayKind.values}
    for kind, day in _days():
        days[kind].add(day)
    return WorkCalendar(
        extra_holidays=frozenset(days[DayKind.OFF]),
        make_up_days=frozenset(days[DayKind.WORKED]),
        mornings=frozenset(days[DayKind.MORNING]),
        afternoons=frozenset(days[DayKind.AFTERNOON]),
    )


@prepared
def _days() -> QuerySet[CalendarDay, tuple[str, date]]:
    return CalendarDay.objects.values_list("kind", "day")


def attempts(key: str, *, at: datetime) -> int:
    """Return how many attempts were counted for a key, by all processes together."""
    found = Attempts.objects.filter(key=key, ends_at__gt=at).first()
    return found.tries if found else 0
