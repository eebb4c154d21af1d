"""Keeping and dropping filters, choosing columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.words import tidy
from vanthu.office.lists import policies
from vanthu.office.lists.models import ChosenColumns, SavedFilter
from vanthu.office.lists.states import ListName
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MOST = 20
"""Filters of one person in one list; more of them help nobody to find one."""
LONGEST_QUERY = 1000


class FilterIncomplete(VanThuError):
    """A filter has a name and narrows something."""

    code = "VT-DS-BO-LOC"
    template = "Chưa lưu được bộ lọc: {what}."
    http_status = 422


def keep_filter(
    name: ListName, title: str, query: str, *, for_unit: bool = False, by: Person, at: datetime
) -> SavedFilter:
    """Keep a filter of a list under a name, in place of one's own of that name.

    Raises NotAllowed (for the unit), FilterIncomplete.
    """
    title = tidy(title)[:80]
    if not title:
        raise FilterIncomplete(what="hãy đặt tên cho bộ lọc")
    if not query or len(query) > LONGEST_QUERY:
        what = "hãy chọn điều kiện lọc trước khi lưu" if not query else "điều kiện lọc quá dài"
        raise FilterIncomplete(what=what)
    if for_unit:
        policies.may_keep_for_unit(by, at=at).require("Lưu bộ lọc dùng chung")
    own = SavedFilter.objects.filter(person=by, list=name)
    with write():
        if own.exclude(name=title).count() >= MOST:
            raise FilterIncomplete(what=f"mỗi danh sách lưu nhiều nhất {MOST} bộ lọc, hãy xóa bớt")
        values = {"query": query, "unit_id": by.unit_id if for_unit else None}
        kept, _ = SavedFilter.objects.update_or_create(
            person=by, list=name, name=title, defaults=values, create_defaults={**values, "agency_id": by.agency_id}
        )
        audit.record(verb="keep_filter", subject=kept, by=by, at=at, name=title, query=query, for_unit=for_unit)
    return kept


def drop_filter(filter_id: UUID, *, by: Person, at: datetime) -> None:
    """Forget a filter one kept oneself; raises NotFound."""
    with write():
        found = SavedFilter.objects.filter(pk=filter_id, person=by).first()
        if found is None:
            raise NotFound(what="bộ lọc")
        audit.record(verb="drop_filter", subject=found, by=by, at=at, name=found.name)
        found.delete()


def choose_columns(name: ListName, keys: Sequence[str], *, by: Person, at: datetime) -> None:
    """Choose the columns in which one sees a list; none for the usual ones."""
    with write():
        mine = ChosenColumns.objects.filter(person=by, list=name)
        if not keys:
            mine.delete()
        elif not mine.update(keys=",".join(keys)):
            ChosenColumns.objects.create(person=by, list=name, keys=",".join(keys))
        audit.record(verb="choose_columns", subject=by, by=by, at=at, list=str(name), columns=list(keys))
