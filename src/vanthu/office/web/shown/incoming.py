"""The page of one văn bản đến."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.assignments import queries as assignments
from vanthu.office.documents import queries as documents
from vanthu.office.exchange import queries as exchange
from vanthu.office.incoming import policies, queries
from vanthu.office.incoming.states import CHANGING, IncomingState
from vanthu.office.web.shown import tasks as task_shown
from vanthu.office.web.shown.document import Button, Doing, Entry, LinkShown, Papers, link_to, papers, title_of
from vanthu.office.web.shown.timeline import facts
from vanthu.office.web.shown.verdict import VerdictShown, of_kept
from vanthu.office.web.shown.wishes import in_words
from vanthu.standards.edxml import Severity

if TYPE_CHECKING:
    from vanthu.office.documents.models import ContentDestroyed
    from vanthu.office.incoming.models import IncomingDocument, IssuerWish
    from vanthu.office.organizations.models import Person

_BUTTONS = {
    "register": ("vao-so", "link", "notebook", "t"),
    "join": ("ban-khac", "dialog", "copy", ""),
    "assign": ("phan-cong", "dialog", "users-group", ""),
    "redirect": ("thay-doi", "dialog", "pencil", ""),
    "return": ("tra-lai", "dialog", "arrow-back-up", ""),
    "start": ("bat-dau", "now", "player-play", ""),
    "complete": ("hoan-thanh", "dialog", "circle-check", ""),
    "answer": ("tra-loi", "now", "arrow-forward-up", ""),
    "refuse": ("tu-choi", "dialog", "arrow-back-up", "r"),
    "send_back": ("tra-ben-gui", "dialog", "arrow-back-up", ""),
    "give_back": ("dong-y-tra-lai", "dialog", "arrow-back-up", ""),
    "keep_it": ("tu-choi-tra-lai", "dialog", "x", ""),
    "accept_change": ("dong-y-cap-nhat", "dialog", "check", ""),
    "refuse_change": ("tu-choi-cap-nhat", "dialog", "x", ""),
}
_QUIET = frozenset({"tu-choi", "thay-doi", "tra-lai", "tra-ben-gui"})
"""What is never the main thing to do next."""
_WISHES = ("dong-y-tra-lai", "tu-choi-tra-lai", "dong-y-cap-nhat", "tu-choi-cap-nhat")


@dataclass(frozen=True)
class TaskShown:
    """One task of an assignment with what this person may do about it."""

    row: Any
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class DirectionShown:
    """A leader's direction with its tasks."""

    view: Any
    tasks: tuple[TaskShown, ...]


@dataclass(frozen=True)
class Told:
    """The acknowledgement of an arrival, due the day it came (ND30-A21.2c)."""

    at: datetime | None


@dataclass(frozen=True)
class IncomingPage:
    """Everything the page of a văn bản đến shows."""

    incoming: IncomingDocument
    title: str
    doing: Doing
    papers: Papers
    verdict: VerdictShown | None
    warnings: Sequence[Any]
    findings: Sequence[Mapping[str, str]]
    """What the package it came in departs from the standard in; nothing that keeps anybody from working with it."""
    deadline: Any
    told: Told | None
    """Whether its issuer heard that it arrived, where somebody waits to hear it."""
    directions: Sequence[DirectionShown]
    task_codes: Sequence[str]
    """Under which its issuer, a superior, follows what it asks for."""
    timeline: Sequence[Entry]
    may_register: bool
    asked_back: IssuerWish | None
    """The issuer's wish to have it back that waits for an answer."""
    wish: IssuerWish | None
    """Its update or replacement by the issuer that waits for an answer."""
    wish_changes: Sequence[tuple[str, str]]
    wish_notice: LinkShown | None
    changes: Sequence[tuple[str, str]]
    """What its issuer changed since, and was agreed to here."""
    replaced_by: LinkShown | None
    destroyed: ContentDestroyed | None


def page(person: Person, document_id: UUID, *, at: datetime, version_id: UUID | None = None) -> IncomingPage:
    """Return the page of a document; raises NotFound when there is none that this person may see."""
    incoming = queries.get(person, document_id, at=at)
    title = title_of(incoming.document)
    directions = assignments.assignments_for(document_id, at=at)
    wish = queries.open_wish(document_id, CHANGING)
    news = queries.news([document_id]).get(document_id, queries.News())
    return IncomingPage(
        incoming=incoming,
        title=title,
        doing=_doing(person, incoming, directions, at),
        papers=papers(incoming.document, title=title, version_id=version_id),
        verdict=of_kept(incoming.verdict) if incoming.verdict is not None else None,
        warnings=queries.warnings(incoming),
        findings=_findings(document_id),
        deadline=queries.registering_deadline(incoming, at=at),
        told=_told(incoming),
        directions=_directions(person, document_id, directions, at),
        task_codes=documents.task_codes([document_id]),
        timeline=facts(document_id),
        may_register=bool(policies.may(person, "register", incoming, at=at)),
        asked_back=queries.open_wish(document_id),
        wish=wish,
        wish_changes=in_words(wish.changes) if wish else (),
        wish_notice=link_to(_("Văn bản kèm theo:"), wish.notice) if wish and wish.notice else None,
        changes=in_words(news.changes),
        replaced_by=link_to(_("Đã được thay thế bởi"), news.replaced_by) if news.replaced_by else None,
        destroyed=documents.destroyed(document_id),
    )


def _told(incoming: IncomingDocument) -> Told | None:
    sent = exchange.acknowledged([incoming.pk])
    return Told(sent[incoming.pk]) if incoming.pk in sent else None


def _findings(document_id: UUID) -> list[Mapping[str, str]]:
    package = exchange.package_of(document_id)
    return [one for one in package.findings if one["severity"] != Severity.INFO] if package else []


def _doing(person: Person, incoming: IncomingDocument, directions: Sequence[Any], at: datetime) -> Doing:
    verbs = policies.verbs(person, incoming, at=at)
    buttons = [button(verb.name, verb.label, incoming.pk) for verb in verbs if verb.permission]
    if asked := [one for one in buttons if one.slug in _WISHES]:
        # The wish comes first: whatever else is done with the document may have to be undone.
        buttons = asked + [one for one in buttons if one not in asked and one.slug != "tu-choi"]
    main = next((one for one in buttons if one.slug not in _QUIET), None)
    if main is not None and main.slug == "hoan-thanh" and incoming.state == IncomingState.REGISTERED:
        main = next((one for one in buttons if one.slug == "phan-cong"), None)
    others = tuple(one for one in buttons if one is not main)
    absent = tuple((_(verb.label), verb.permission.why) for verb in verbs if not verb.permission)
    sentence = _sentence(incoming, directions)
    if main is not None and main.slug == "phan-cong":
        sentence = _("Chờ ông/bà phân công")
    return Doing(sentence, main, others, absent, late=_late(directions))


def button(name: str, label: str, document_id: UUID) -> Button:
    """Return the button of a verb of a văn bản đến."""
    slug, how, icon, key = _BUTTONS[name]
    url = reverse("web:incoming_verb", kwargs={"document_id": document_id, "slug": slug})
    if how == "link":
        url = reverse("web:register", kwargs={"document_id": document_id})
    return Button(slug, _(label), url, how, key=key, icon=icon)


def _sentence(incoming: IncomingDocument, directions: Sequence[Any]) -> str:
    state = IncomingState(incoming.state)
    if state in {IncomingState.ASSIGNED, IncomingState.IN_PROGRESS} and directions and directions[-1].tasks:
        lead = directions[-1].tasks[0]
        who = f"{lead.unit_name} ({lead.person_name})" if lead.person_name else lead.unit_name
        words = _("%(who)s chủ trì xử lý") if state == IncomingState.IN_PROGRESS else _("%(who)s chủ trì, chưa bắt đầu")
        return words % {"who": who}
    return {
        IncomingState.ARRIVED: _("Chờ văn thư kiểm tra và vào sổ"),
        IncomingState.REGISTERED: _("Chờ lãnh đạo phân công"),
        IncomingState.REFUSED: _("Đã từ chối, trả lại bên gửi"),
        IncomingState.ASSIGNED: _("Đã phân công"),
        IncomingState.IN_PROGRESS: _("Đang xử lý"),
        IncomingState.COMPLETED: _("Đã hoàn thành"),
        IncomingState.GIVEN_BACK: _("Đã trả lại bên gửi; nội dung đã hủy"),
        IncomingState.SENT_BACK: _("Đã trả lại bên gửi sau khi vào sổ; số đến còn trong sổ kèm lý do"),
        IncomingState.JOINED: _("Là bản khác của văn bản đã có, không có số đến riêng"),
    }[state]


def _late(directions: Sequence[Any]) -> bool:
    return any(task.late for direction in directions for task in direction.tasks)


def _directions(person: Person, document_id: UUID, views: Sequence[Any], at: datetime) -> list[DirectionShown]:
    seen = assignments.tasks_seen_on(person, document_id, at=at) if views else []
    buttons = {task.pk: task_shown.buttons_of(person, task, at=at, only=task_shown.FEW) for task in seen}
    return [
        DirectionShown(view, tuple(TaskShown(row, buttons.get(row.id, ())) for row in view.tasks)) for view in views
    ]
