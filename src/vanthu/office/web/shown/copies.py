"""The page of one copy, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.copies import policies, queries
from vanthu.office.copies.states import CopyState, Medium
from vanthu.office.exchange import queries as exchange
from vanthu.office.web.shown.document import Button, Doing, Entry, Papers, papers, title_of
from vanthu.office.web.shown.signing_keys import being_signed
from vanthu.office.web.shown.timeline import of_outgoing
from vanthu.office.web.shown.verdict import VerdictShown, of_version

if TYPE_CHECKING:
    from vanthu.office.copies.models import Copy
    from vanthu.office.copies.policies import Verb
    from vanthu.office.organizations.models import Person

_BUTTONS = {
    "agree": ("dong-y", "check"),
    "make": ("sao", "rubber-stamp"),
    "send": ("gui", "send-2"),
    "refuse": ("khong-dong-y", "arrow-back-up"),
    "withdraw": ("thoi-sao", "ban"),
}
_FORWARD = frozenset({"dong-y", "sao"})


@dataclass(frozen=True)
class CopyPage:
    """Everything the page of a copy shows."""

    copy: Copy
    title: str
    doing: Doing
    papers: Papers
    verdict: VerdictShown | None
    progress: Sequence[Any]
    timeline: Sequence[Entry]
    original_title: str
    original_url: str
    to_print: bool
    """Whether the newest file is to be printed, signed by hand and sealed."""


def page(person: Person, document_id: UUID, *, at: datetime, version_id: UUID | None = None) -> CopyPage:
    """Return the page of a copy; raises NotFound when there is none that this person may see."""
    copy = queries.get(person, document_id, at=at)
    title = title_of(copy.document)
    shown = papers(copy.document, title=title, version_id=version_id)
    progress = exchange.progress(document_id)
    way = copy.original.direction
    return CopyPage(
        copy=copy,
        title=title,
        doing=_doing(person, copy, at),
        papers=shown,
        verdict=of_version(shown.sheet.version, document_id, at=at),
        progress=progress,
        timeline=of_outgoing(copy, progress),
        original_title=title_of(copy.original),
        original_url=reverse(f"web:{way}_document", kwargs={"document_id": copy.original_id}),
        to_print=copy.state == CopyState.MADE and copy.target == Medium.PAPER,
    )


def _doing(person: Person, copy: Copy, at: datetime) -> Doing:
    verbs = policies.verbs(person, copy, at=at)
    absent = tuple((_(verb.label), verb.permission.why) for verb in verbs if not verb.permission)
    if waits := being_signed(copy.pk):
        return Doing(waits.title, absent=absent, waiting=waits.words)
    buttons = [_button(verb, copy.pk) for verb in verbs if verb.permission]
    main = next((button for button in buttons if button.slug in _FORWARD), None)
    others = tuple(button for button in buttons if button is not main)
    return Doing(_sentence(copy, main), main, others, absent)


def _button(verb: Verb, document_id: UUID) -> Button:
    slug, icon = _BUTTONS[verb.name]
    url = reverse("web:copy_verb", kwargs={"document_id": document_id, "slug": slug})
    return Button(slug, _(verb.label), url, "dialog", icon=icon)


def _sentence(copy: Copy, main: Button | None) -> str:
    if copy.state == CopyState.ASKED:
        who = _("ông/bà") if main else copy.signer.full_name
        return _("Chờ %(who)s quyết định cho sao") % {"who": who}
    return {
        CopyState.AGREED: _("Chờ văn thư thực hiện sao"),
        CopyState.MADE: _("Đã sao"),
        CopyState.REFUSED: _("Không được đồng ý sao"),
        CopyState.WITHDRAWN: _("Đã thôi sao"),
    }[CopyState(copy.state)]
