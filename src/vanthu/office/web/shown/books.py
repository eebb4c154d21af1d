"""What stands around the lines of a register: its tabs, its verbs, and what may be done with a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vanthu.office.registers import policies
from vanthu.office.reports.states import BookKey
from vanthu.office.web.shown.pen import Pen, safe, text
from vanthu.office.web.templatetags.vanthu import cell
from vanthu.standards.registers import FORMS

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries import BookLine

_PLACES = {
    BookKey.OUTGOING: "web:outgoing_register",
    BookKey.INCOMING: "web:incoming_register",
    BookKey.POST: "web:post_register",
    BookKey.COPIES: "web:copies_register",
    BookKey.FOLLOW_UP: "web:follow_up_register",
    BookKey.COPYING: "web:copying_register",
}


@dataclass(frozen=True)
class Tab:
    """One register beside the others."""

    label: str
    url: str
    here: bool


@dataclass(frozen=True)
class Verb:
    """A verb of the page; `how` is how it is asked for, as `c-verb` knows it."""

    label: str
    url: str
    icon: str
    how: str = "dialog"
    key: str = ""
    main: bool = False


@dataclass(frozen=True)
class Shown:
    """The words of one register on its page."""

    title: str
    columns: tuple[str, ...]
    empty: str
    day: int
    """Which column carries the day by which the lines are sorted."""
    link: int
    """Which column leads to the document."""


def shown(key: BookKey) -> Shown:
    """Return the words of a register."""
    empty = {
        BookKey.OUTGOING: _("Không có số nào trong phạm vi này. Số được lấy khi văn thư cấp số cho văn bản đã ký."),
        BookKey.INCOMING: _("Không có số nào trong phạm vi này. Số được lấy khi văn thư vào sổ văn bản đến."),
        BookKey.POST: _("Chưa ghi lượt gửi bưu điện nào trong phạm vi này. Bấm «Ghi sổ» khi chuyển bì cho bưu điện."),
        BookKey.COPIES: _("Chưa có lượt mượn bản lưu nào trong phạm vi này. Bấm «Cho mượn» khi có người sử dụng."),
        BookKey.FOLLOW_UP: _("Không có văn bản đến nào trong phạm vi này."),
        BookKey.COPYING: _("Không có bản sao nào trong phạm vi này. Số được lấy khi văn thư sao văn bản."),
    }
    places = {
        BookKey.OUTGOING: (1, 0),
        BookKey.INCOMING: (0, 1),
        BookKey.POST: (0, 1),
        BookKey.COPIES: (0, 2),
        BookKey.COPYING: (1, 0),
    }
    day, link = places.get(key, (-1, 0))
    return Shown(key.label, FORMS[key.value].titles, empty[key], day, link)


def tabs(here: BookKey | str, person: Person, *, at: datetime) -> list[Tab]:
    """Return the registers and the pages beside them."""
    listed = [Tab(_short(key), reverse(place), key == here) for key, place in _PLACES.items()]
    listed.append(Tab(_("Bản in"), reverse("web:prints"), here == "prints"))
    listed.append(Tab(_("Dãy số"), reverse("web:series"), here == "series"))
    return listed


def _short(key: BookKey) -> str:
    return {
        BookKey.OUTGOING: _("Văn bản đi"),
        BookKey.INCOMING: _("Văn bản đến"),
        BookKey.POST: _("Gửi bưu điện"),
        BookKey.COPIES: _("Sử dụng bản lưu"),
        BookKey.FOLLOW_UP: _("Theo dõi giải quyết"),
        BookKey.COPYING: _("Bản sao"),
    }[key]


def verbs(key: BookKey, person: Person, *, at: datetime) -> list[Verb]:
    """Return what this person may add to a register."""
    offered = {
        BookKey.OUTGOING: [
            ("enter_paper", Verb(_("Vào sổ văn bản giấy"), reverse("web:paper_entry"), "file-plus", "link")),
            ("reserve", Verb(_("Giữ số"), _new("giu-so"), "numbers")),
        ],
        BookKey.POST: [("post", Verb(_("Ghi sổ"), _new("buu-dien"), "mail-forward", main=True, key="m"))],
        BookKey.COPIES: [("lend", Verb(_("Cho mượn"), _new("cho-muon"), "arrow-forward-up", main=True, key="m"))],
    }.get(key, [])
    return [verb for name, verb in offered if policies.may(person, name, at=at)]


def actions(key: BookKey, person: Person, *, at: datetime) -> dict[str, list[tuple[str, str]]]:
    """Return the verbs of a line by its mark: what to call each, and its part of the address."""
    if not policies.may(person, "cancel", at=at):
        return {"out_unsigned": [(_("Ký nhận"), "ky-nhan-ban-luu")]} if key == BookKey.COPIES else {}
    of_line: dict[BookKey, dict[str, list[tuple[str, str]]]] = {
        BookKey.OUTGOING: {
            "reserved": [(_("Dùng"), "dung-so"), (_("Gia hạn"), "gia-han"), (_("Hủy số"), "huy-so")],
            "paper": [(_("Hủy số"), "huy-so")],
        },
        BookKey.POST: {"sent": [(_("Ký nhận"), "ky-nhan-buu-dien"), (_("Gạch"), "gach")]},
        BookKey.COPIES: {
            "out_unsigned": [(_("Ký nhận"), "ky-nhan-ban-luu"), (_("Nhận lại"), "nhan-lai")],
            "out": [(_("Nhận lại"), "nhan-lai")],
        },
    }
    return of_line.get(key, {})


_PAGES = {"outgoing": "web:outgoing_document", "copy": "web:copy_document", "incoming": "web:incoming_document"}


def written(
    book: Shown, lines: Iterable[BookLine], actions: Mapping[str, list[tuple[str, str]]], pen: Pen
) -> list[SafeString]:
    """Write the lines of a register as the page shows them, each with what may be done with it."""
    return [_written(book, line, actions.get(line.mark, []), pen) for line in lines]


def _written(book: Shown, line: BookLine, actions: Iterable[tuple[str, str]], pen: Pen) -> SafeString:
    cells = [text(cell(value)) for value in line.row]
    verbs = "".join(_line_verb(slug, label, line, f"{cells[0]} {cells[1]}") for label, slug in actions)
    if line.document_id:
        address = pen.address(_PAGES[line.way], line.document_id)
        cells[book.link] = f'<a data-open href="{address}">{cells[book.link]}</a>'
    cells[-1] += verbs
    return safe(f'<tr data-row class="line-{line.mark}"><td>', "</td><td>".join(cells), "</td></tr>")


def _line_verb(slug: str, label: str, line: BookLine, about: str) -> str:
    address = reverse("web:register_verb", args=[slug, line.id])
    asks = f'role="button" href="{address}" hx-get="{address}" hx-target="#dialog" hx-swap="innerHTML"'
    return f'<a class="line-verb" {asks}>{text(label)}<span class="visually-hidden">: {about}</span></a>'


def place_of(key: BookKey) -> str:
    """Return the address of a register."""
    return reverse(_PLACES[key])


def address(asked: QueryDict | Mapping[str, str]) -> str:
    """Return the filter of the address without place and order, to be continued."""
    kept = QueryDict(mutable=True)
    for name, value in asked.items():
        if name not in {"sau", "truoc", "xep"} and value:
            kept[name] = str(value)
    return f"?{kept.urlencode()}&" if kept else "?"


def _new(slug: str) -> str:
    return reverse("web:register_new", kwargs={"slug": slug})
