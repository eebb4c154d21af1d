"""What stands in the side bar for this person, with the counts that call for work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.access.states import Duty
from vanthu.office.dispatch import queries as dispatch
from vanthu.office.exchange import queries as exchange
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.states import IncomingState
from vanthu.office.kernel.counting import Counting, count_together
from vanthu.office.mailbox import queries as mailbox
from vanthu.office.notices import queries as notices
from vanthu.office.outgoing import policies as outgoing_policies
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.outgoing.states import OutgoingState

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

_TO_ISSUE = (OutgoingState.SIGNED, OutgoingState.NUMBERED, OutgoingState.SEALED)


@dataclass(frozen=True)
class Item:
    """One line of the side bar; `key` is the keyboard key that opens it."""

    label: str
    url: str
    icon: str
    here: bool
    count: int = 0
    key: str = ""


@dataclass(frozen=True)
class Navigation:
    """The side bar, and what the top bar needs to know."""

    items: tuple[Item, ...]
    may_write: bool
    may_receive: bool
    problems: int


def count_ahead(person: Person, duties: frozenset[Duty], *more: Counting, at: datetime) -> None:
    """Ask in one question for all the numbers that stand around a page, and more that it needs."""
    own = [
        incoming.open_ones(person, at=at),
        outgoing.open_ones(person, at=at),
        mailbox.waiting_ones(person, at=at),
        exchange.open_problems(),
        dispatch.failed_mails(),
    ]
    count_together([*more, notices.unread_ones(person), *(own if Duty.CLERK in duties else [])])


def for_person(person: Person, duties: frozenset[Duty], path: str, *, at: datetime) -> Navigation:
    """Return the navigation of one person on the page at `path`."""
    clerk = Duty.CLERK in duties
    arrived = incoming.counts(person, at=at).get(IncomingState.ARRIVED, 0) if clerk else 0
    leaving = _count(outgoing.counts(person, at=at), _TO_ISSUE) if clerk else 0
    items = (
        _item(_("Bàn làm việc"), reverse("web:desk"), "layout-dashboard", path, key="g"),
        _item(_("Lịch công tác"), reverse("web:schedule"), "calendar", path),
        _item(_("Văn bản đến"), reverse("web:incoming"), "inbox", path, count=arrived),
        *_mails(person, path, at, clerk),
        _item(_("Văn bản đi"), reverse("web:outgoing"), "send", path, count=leaving),
        _item(_("Thông báo nội bộ"), reverse("web:announcements"), "news", path),
        _item(_("Việc"), reverse("web:tasks"), "clipboard-list", path),
        _item(_("Kế hoạch"), reverse("web:plans"), "sitemap", path),
        _item(_("Danh bạ"), reverse("web:contacts"), "phone", path),
        _item(_("Bản sao"), reverse("web:copies"), "copy", path),
        _item(_("Sổ văn bản đến"), reverse("web:incoming_register"), "notebook", path),
        _item(_("Sổ văn bản đi"), reverse("web:outgoing_register"), "books", path),
        *_administration(duties, path),
    )
    return Navigation(
        items=items,
        may_write=bool(outgoing_policies.may_start(person, at=at)),
        may_receive=clerk,
        problems=exchange.problem_count() + dispatch.mail_trouble_count() if clerk else 0,
    )


def _mails(person: Person, path: str, at: datetime, clerk: bool) -> tuple[Item, ...]:
    if not clerk:
        return ()
    waiting = mailbox.counts(person, at=at)
    return (_item(_("Thư điện tử đến"), reverse("web:mails"), "mail", path, count=waiting),)


def _administration(duties: frozenset[Duty], path: str) -> tuple[Item, ...]:
    if Duty.ADMINISTRATOR not in duties:
        return ()
    return (_item(_("Quản trị"), reverse("web:administration"), "settings", path),)


def _item(label: str, url: str, icon: str, path: str, *, count: int = 0, key: str = "") -> Item:
    here = path == url if url == reverse("web:desk") else path.startswith(url)
    return Item(label, url, icon, here, count, key)


def _count(counts: dict[str, int], states: tuple[str, ...]) -> int:
    return sum(counts.get(state, 0) for state in states)
