"""Lists of tasks by deadline: mine, my unit's, those I gave; and the board of what is open and late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Greatest

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments.models import ExtensionRequest, Task
from vanthu.office.assignments.queries.finding import visible_to
from vanthu.office.assignments.queries.rows import COLUMNS, Bare, TaskRow, lines, with_names
from vanthu.office.assignments.states import OPEN, TaskRole, TaskState
from vanthu.office.kernel import paging, words
from vanthu.office.kernel.prepared import prepared
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

WHOSE = ("toi", "don-vi", "da-giao", "co-quan")
"""Mine, my unit's, what I gave, everything I may see."""
WHEN = ("qua-han", "hom-nay", "tuan-nay", "sau", "khong-han", "cho-quyet-dinh", "de-biet", "da-xong")
"""Late, today, this week, later, without a deadline; waiting for the giver's decision; to know; done."""
MOST = 30
"""Lines of a pile on a desk; the rest is in the list."""
_ORDER: paging.Order = ("due_or_last", "pk")
_DONE_ORDER: paging.Order = ("-done_at", "-pk")
_FOR_EVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Filter:
    """What a list of tasks is narrowed to."""

    whose: str = "toi"
    when: str = ""
    unit_id: UUID | None = None
    person_id: UUID | None = None
    text: str = ""
    """Looked for in the words of the document, and in what the work is called."""


@dataclass(frozen=True)
class TaskPile:
    """The most pressing of some open tasks, with how many there are in all and how many of those are late."""

    rows: tuple[TaskRow, ...] = ()
    total: int = 0
    late: int = 0


@dataclass(frozen=True)
class PersonLoad:
    """How much one person of a unit has open; `person_id` None counts what nobody has been given yet."""

    person_id: UUID | None
    name: str
    open: int
    late: int


@dataclass(frozen=True)
class Numbers:
    """One line of the board."""

    unit_id: UUID | None
    name: str
    open: int
    late: int
    today: int
    week: int
    waiting: int
    """Returned, or asking for more time."""


def work(
    person: Person, chosen: Filter, *, at: datetime, before: str = "", after: str = "", size: int = 50
) -> paging.Page[TaskRow]:
    """Return a page of tasks by deadline, the earliest first; see `paging.page`."""
    found = _chosen(person, chosen, at).annotate(due_or_last=Coalesce("due_on", _FOR_EVER))
    order = _DONE_ORDER if chosen.when == "da-xong" else _ORDER
    page = paging.page_of(found, (*COLUMNS, "due_or_last"), order, before=before, after=after, size=size)
    return paging.with_rows(page, lines([Bare._make(one[:-1]) for one in page.rows], at))


def counts(person: Person, chosen: Filter, *, at: datetime) -> dict[str, int]:
    """Return how many tasks lie under each of WHEN, but for what is done."""
    base = _chosen(person, Filter(chosen.whose, "tat-ca", chosen.unit_id, chosen.person_id), at)
    parts = {when.replace("-", "_"): Count("pk", filter=_when(when, at)) for when in WHEN if when != "da-xong"}
    # What is done, the most by far, is in none of them.
    counted = base.filter(state__in=OPEN).order_by().aggregate(**parts)
    return {name.replace("_", "-"): count for name, count in counted.items()}


def may_see_board(person: Person, *, at: datetime) -> bool:
    """Tell whether the board of the agency is for this person: leaders, and the office that follows up (ND30-A24)."""
    return bool(access.duties_of(person, at=at) & {Duty.LEADER, Duty.CLERK})


def board(*, at: datetime) -> list[Numbers]:
    """Return what is open and late in each unit of the agency in force, the latest first, and their sum at the end."""
    names = {"open": Q(), "late": _when("qua-han", at), "today": _when("hom-nay", at), "week": _when("tuan-nay", at)}
    names["waiting"] = _when("cho-quyet-dinh", at)
    counted = {name: Count("pk", filter=condition) if condition else Count("pk") for name, condition in names.items()}
    found: Any = _open(with_names()).order_by().values("unit_id", "unit__name").annotate(**counted)
    counted_lines = [Numbers(one["unit_id"], one["unit__name"], *(one[name] for name in names)) for one in found]
    counted_lines.sort(key=lambda one: (-one.late, -one.open, one.name))
    return [*counted_lines, Numbers(None, "", *(sum(getattr(one, name) for one in counted_lines) for name in names))]


def tasks_of(person: Person, *, at: datetime, most: int = MOST) -> TaskPile:
    """Return what this person must do himself, the most pressing first."""
    return _pile("person", person, at, most)


def tasks_of_unit(unit_id: UUID, *, but: Person | None = None, at: datetime, most: int = MOST) -> TaskPile:
    """Return the open tasks of a unit, given to a person or not (`but`: to anybody but this one)."""
    return _pile("unit", unit_id, at, most, but=but)


def given_by(person: Person, *, at: datetime, most: int = MOST) -> TaskPile:
    """Return what this person assigned to others and is still open."""
    return _pile("assignment__by", person, at, most)


def to_know(person: Person, *, at: datetime) -> list[TaskRow]:
    """Return what was sent to this person, or to his unit, to know, and was not looked at."""
    return lines([Bare._make(one) for one in _to_know(person)], at)


@prepared
def _to_know(person: Person) -> QuerySet[Task, Any]:
    mine = Q(person=person) | Q(person=None, unit=person.unit_id) if person.unit_id else Q(person=person)
    found = with_names().filter(mine, role=TaskRole.INFORM, state=TaskState.WAITING)
    return found.order_by("-assignment__at").values_list(*COLUMNS)


def load_of_unit(unit_id: UUID, *, at: datetime) -> list[PersonLoad]:
    """Return the open and late tasks of a unit per person, the busiest first."""
    counted = _load(unit_id, _today(at))
    loads = [PersonLoad(pk, name or "Chưa giao người", number, late) for pk, name, number, late in counted]
    return sorted(loads, key=lambda load: (-load.open, load.name))


@prepared
def _load(unit_id: UUID, today: date) -> QuerySet[Task, Any]:
    counted: Any = _open(Task.objects.filter(unit=unit_id)).order_by().values_list("person_id", "person__full_name")
    found: QuerySet[Task, Any] = counted.annotate(open=Count("pk"), late=Count("pk", filter=_overdue(today)))
    return found


def open_tasks_of(person_id: UUID) -> list[Task]:
    """Return everything that is to be handed over when this person leaves, by deadline."""
    found = with_names().filter(person=person_id, state__in=OPEN)
    return list(found.order_by(Coalesce("due_on", _FOR_EVER), "pk"))


def _pile(whose: str, who: Person | UUID, at: datetime, most: int, *, but: Person | None = None) -> TaskPile:
    """Read the most pressing alone: a leader may have given a thousand tasks."""
    read = _pressing(whose, who, but, _today(at), most)
    total, late_ones = read[0][-2:] if read else (0, 0)
    return TaskPile(tuple(lines([Bare._make(one[:-2]) for one in read], at)), total, late_ones)


@prepared
def _pressing(whose: str, who: Person | UUID, but: Person | None, today: date, most: int) -> QuerySet[Task, Any]:
    tasks = with_names().filter(**{whose: who})
    if but is not None:
        tasks = tasks.filter(~Q(person=but) | Q(person=None))
    urgency = Greatest("assignment__urgency", Coalesce("assignment__document__urgency", 0))
    order = (urgency.desc(), Coalesce("due_on", _FOR_EVER), "assignment__at", "pk")
    late = Count("pk", filter=_overdue(today))
    found = _open(tasks).annotate(total=Window(Count("pk")), late=Window(late)).order_by(*order)
    return found.values_list(*COLUMNS, "total", "late")[:most]


def _chosen(person: Person, chosen: Filter, at: datetime) -> QuerySet[Task]:
    found = visible_to(person, at=at)
    if chosen.whose == "toi":
        mine = Q(person=person)
        if person.unit_id and (chosen.when == "de-biet" or chosen.when == "tat-ca"):
            mine |= Q(person=None, unit=person.unit_id, role=TaskRole.INFORM)
        found = found.filter(mine)
    elif chosen.whose == "don-vi":
        found = found.filter(unit=person.unit_id) if person.unit_id else found.none()
    elif chosen.whose == "da-giao":
        found = found.filter(assignment__by=person)
    if chosen.unit_id:
        found = found.filter(unit=chosen.unit_id)
    if chosen.person_id:
        found = found.filter(person=chosen.person_id)
    if chosen.text:
        found = found.filter(_said(chosen.text))
    if chosen.when == "tat-ca":
        return found
    return found.filter(_when(chosen.when, at)) if chosen.when else _open(found)


def _said(text: str) -> Q:
    """The words of the document, or of the title of the work; without accents."""
    on_document = words.containing(text, "assignment__document__line__words")
    return on_document | words.containing(text, "assignment__title_words")


def _open(found: QuerySet[Task]) -> QuerySet[Task]:
    return found.filter(state__in=OPEN).exclude(role=TaskRole.INFORM)


def _today(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _overdue(today: date) -> Q:
    return Q(state__in=OPEN, due_on__lt=today) & ~Q(role=TaskRole.INFORM)


def _when(when: str, at: datetime) -> Q:
    today = _today(at)
    sunday = today + timedelta(days=6 - today.weekday())
    if when == "da-xong":
        return Q(state=TaskState.DONE) & ~Q(role=TaskRole.INFORM)
    if when == "de-biet":
        return Q(role=TaskRole.INFORM, state=TaskState.WAITING)
    open_ones = Q(state__in=OPEN) & ~Q(role=TaskRole.INFORM)
    if when == "cho-quyet-dinh":
        asking = ExtensionRequest.objects.filter(task=OuterRef("pk"), decided_at=None)
        return open_ones & (Q(state=TaskState.RETURNED) | Q(Exists(asking)))
    if when == "qua-han":
        return _overdue(today)
    days: dict[str, dict[str, Any]] = {
        "hom-nay": {"due_on": today},
        "tuan-nay": {"due_on__gt": today, "due_on__lte": sunday},
        "sau": {"due_on__gt": sunday},
        "khong-han": {"due_on__isnull": True},
    }
    return open_ones & Q(**days[when])
