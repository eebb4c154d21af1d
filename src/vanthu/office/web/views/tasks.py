"""The lists of tasks by deadline, and the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from vanthu.office.assignments import policies, queries
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.searching import words_of
from vanthu.runtime import clock

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class Tab:
    """One list of tasks, with how many lie in it."""

    key: str
    label: str
    count: int | None
    here: bool
    late: bool = False


_WHEN: dict[str, str | Promise] = {
    "": gettext_lazy("Đang mở"),
    "qua-han": gettext_lazy("Quá hạn"),
    "hom-nay": gettext_lazy("Hôm nay"),
    "tuan-nay": gettext_lazy("Tuần này"),
    "sau": gettext_lazy("Sau đó"),
    "khong-han": gettext_lazy("Không đặt hạn"),
    "cho-quyet-dinh": gettext_lazy("Chờ người giao quyết định"),
    "de-biet": gettext_lazy("Để biết"),
    "da-xong": gettext_lazy("Đã xong"),
}
_WHOSE: dict[str, str | Promise] = {
    "toi": gettext_lazy("Việc của tôi"),
    "don-vi": gettext_lazy("Việc của đơn vị"),
    "da-giao": gettext_lazy("Việc tôi giao"),
    "co-quan": gettext_lazy("Cả cơ quan"),
}


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """Show tasks by deadline: mine unless another list is asked for."""
    at, person = clock.now(), request.person
    chosen = _chosen(request)
    page = queries.work(person, chosen, at=at, before=request.GET.get("truoc", ""), after=request.GET.get("sau", ""))
    counts = queries.counts(person, chosen, at=at)
    unit = organizations.unit(chosen.unit_id) if chosen.unit_id else None
    whom = organizations.person(chosen.person_id) if chosen.person_id else None
    values = {
        "person_shown": whom,
        "may_hand_over": whom is not None and bool(policies.may_hand_all_over(person, whom, at=at)),
        "listing": page,
        "chosen": chosen,
        "whose": [Tab(key, str(label), None, key == chosen.whose) for key, label in _whose(person, at)],
        "when": [
            Tab(key, str(label), counts.get(key), key == chosen.when, key == "qua-han") for key, label in _WHEN.items()
        ],
        "unit": unit,
        "title": f"{_WHOSE[chosen.whose]}: {unit.name}" if unit else _WHOSE[chosen.whose],
        "address": _address(request),
        "may_give": bool(policies.may_give(person, at=at)),
        "board": queries.may_see_board(person, at=at),
    }
    return render(request, "web/tasks/list.html", values)


@require_safe
@signed_in
def board(request: OfficeRequest) -> HttpResponse:
    """Show leaders and the office what is open and late, unit by unit; each number opens its list."""
    at = clock.now()
    if not queries.may_see_board(request.person, at=at):
        raise NotAllowed(verb=_("Bảng theo dõi"), why=_("bảng này dành cho lãnh đạo và văn phòng"))
    return render(request, "web/tasks/board.html", {"lines": queries.board(at=at), "hand_overs": queries.hand_overs(5)})


def _chosen(request: OfficeRequest) -> queries.Filter:
    whose, when = request.GET.get("cua", "toi"), request.GET.get("loc", "")
    unit, person = (_uuid(request.GET.get(name, "")) for name in ("don_vi", "nguoi"))
    return queries.Filter(
        whose if whose in queries.WHOSE else "toi",
        when if when in queries.WHEN else "",
        unit,
        person,
        words_of(request, "q"),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _whose(person: Person, at: datetime) -> list[tuple[str, str | Promise]]:
    wanted = {"toi"}
    wanted |= {"don-vi"} if person.unit_id else set()
    wanted |= {"da-giao"} if policies.may_give(person, at=at) else set()
    wanted |= {"co-quan"} if queries.may_see_board(person, at=at) else set()
    return [(key, label) for key, label in _WHOSE.items() if key in wanted]


def _address(request: OfficeRequest) -> str:
    kept = request.GET.copy()
    for name in ("sau", "truoc"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"
