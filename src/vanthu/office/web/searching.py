"""The search box of every page: what a person may see, found by number, words, people, accents or not.

Each part of the office answers for itself with its first few and a count; `SOURCES` names them in their order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.assignments import queries as assignments
from vanthu.office.exchange import queries as exchange
from vanthu.office.incoming import queries as incoming
from vanthu.office.kernel import words
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.reports.states import BookKey
from vanthu.office.web.shown.books import place_of
from vanthu.office.web.templatetags.vanthu import about, day

if TYPE_CHECKING:
    from vanthu.office.kernel.paging import Page
    from vanthu.office.organizations.models import Person

MOST = 200
SHOWN = 6
"""Lines of one group; the rest is a press away."""


def words_of(request: HttpRequest, name: str) -> str:
    """Return what was typed, in Unicode NFC as everything is kept: some keyboards send letters and marks apart."""
    return unicodedata.normalize("NFC", request.GET.get(name, "")).strip()[:MOST]


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is, where it is, and a line about it."""

    title: str
    url: str
    about: str = ""
    urgency: int = 0
    urgency_label: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `total` beyond `most` stands for more than that. `url` leads to all of it."""

    key: str
    title: str
    hits: Sequence[Hit]
    total: int
    url: str
    most: int = MOST

    @property
    def uncounted(self) -> bool:
        """Tell whether there is more than was counted."""
        return self.total > self.most


Source = Callable[["Person", str, datetime], Group]


def search(person: Person, text: str, *, at: datetime) -> list[Group]:
    """Return what this person may see of what `text` says, by kind; kinds of which there is nothing are left out."""
    if not words.folded(text):
        return []
    return [group for source in SOURCES if (group := source(person, text, at)).hits]


def _incoming(person: Person, text: str, at: datetime) -> Group:
    page = incoming.listing(person, incoming.Filter(text=text), at=at, size=SHOWN)
    hits = [
        Hit(
            about(row),
            reverse("web:incoming_document", args=[row.document_id]),
            _line(row.code_text, row.issuer_name, day(row.issued_on), _(row.state_label)),
            row.urgency,
            row.urgency_label,
        )
        for row in page.rows
    ]
    return _listed("van-ban-den", _("Văn bản đến"), hits, page, f"{reverse('web:incoming')}?{_all(text)}")


def _outgoing(person: Person, text: str, at: datetime) -> Group:
    page = outgoing.listing(person, outgoing.Filter(text=text), at=at, size=SHOWN)
    hits = [
        Hit(
            about(row),
            reverse("web:outgoing_document", args=[row.document_id]),
            _line(row.code_text or row.type_name, row.drafter_name, day(row.created_at), _(row.state_label)),
            row.urgency,
            row.urgency_label,
        )
        for row in page.rows
    ]
    return _listed("van-ban-di", _("Văn bản đi"), hits, page, f"{reverse('web:outgoing')}?{_all(text)}")


def _tasks(person: Person, text: str, at: datetime) -> Group:
    page = assignments.work(person, assignments.Filter(whose="co-quan", text=text), at=at, size=SHOWN)
    hits = [
        Hit(
            about(row),
            reverse("web:task", args=[row.id]),
            _line(row.unit_name, row.person_name, _(row.state_label), day(row.due_on)),
        )
        for row in page.rows
    ]
    address = f"{reverse('web:tasks')}?{urlencode({'cua': 'co-quan', 'q': text})}"
    return _listed("viec", _("Việc đang mở"), hits, page, address)


def _plans(person: Person, text: str, at: datetime) -> Group:
    found = [one for one in assignments.plans_for(person, at=at) if _has(text, one.title)]
    hits = [
        Hit(one.title, reverse("web:plan", args=[one.pk]), _line(_(one.get_kind_display()), day(one.starts_on)))
        for one in found[:SHOWN]
    ]
    return Group("ke-hoach", _("Chương trình, kế hoạch"), hits, len(found), reverse("web:plans"))


def _people(person: Person, text: str, at: datetime) -> Group:
    contacts = reverse("web:contacts")
    found = [one for one in organizations.people() if _has(text, one.full_name, one.position, _unit(one))]
    hits = [
        Hit(
            one.full_name,
            f"{contacts}?{urlencode({'tim': one.full_name})}",
            _line(one.position, _unit(one), one.email),
        )
        for one in found[:SHOWN]
    ]
    return Group("nguoi", _("Cán bộ"), hits, len(found), f"{contacts}?{urlencode({'tim': text})}")


def _agencies(person: Person, text: str, at: datetime) -> Group:
    found = exchange.correspondents(text, limit=MOST + 1)
    came = reverse("web:incoming")
    hits = [Hit(one.name, f"{came}?{_all(one.name)}", _line(one.code)) for one in found[:SHOWN]]
    url = f"{reverse('web:correspondents')}?{urlencode({'tim': text})}"
    return Group("co-quan", _("Cơ quan, bấm để xem văn bản đến"), hits, len(found), url)


def _registers(person: Person, text: str, at: datetime) -> Group:
    found = [key for key in BookKey if _has(text, key.label)]
    hits = [Hit(_(key.label), place_of(key)) for key in found[:SHOWN]]
    return Group("so", _("Sổ"), hits, len(found), place_of(BookKey.OUTGOING))


SOURCES: tuple[Source, ...] = (_incoming, _outgoing, _tasks, _plans, _people, _agencies, _registers)


def _listed(key: str, title: str, hits: Sequence[Hit], page: Page[Any], url: str) -> Group:
    return Group(key, title, hits, page.total, url, page.most)


def _has(text: str, *parts: str) -> bool:
    line = words.folded(" ".join(parts))
    return all(word in line for word in words.folded(text).split())


def _unit(person: Any) -> str:
    return person.unit.name if person.unit else ""


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _all(text: str) -> str:
    return urlencode({"tab": "tat-ca", "q": text})
