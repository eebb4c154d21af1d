"""What became of an issued document: replaced, repealed, corrected, answered; and what is being drafted about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.web.shown.document import LinkShown, link_to, title_of

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import IssuedUpdate, OutgoingDocument


@dataclass(frozen=True)
class ReplyShown:
    """One recipient and its answer; without one, whether it is late."""

    name: str
    due_on: date | None
    answer: LinkShown | None
    late: bool


@dataclass(frozen=True)
class AfterIssue:
    """What the page of an issued document says of the time since."""

    ended: LinkShown | None
    """By what it was replaced or repealed."""
    drafts: tuple[LinkShown, ...]
    replies: Sequence[ReplyShown]
    updates: Sequence[IssuedUpdate]
    due_on: date | None
    """By when answers are asked for, as told last."""

    @property
    def missing(self) -> int:
        """How many answers have not come."""
        return sum(one.answer is None for one in self.replies)


def after_issue(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> AfterIssue | None:
    """Return what became of a document; None while it is not issued."""
    if outgoing.state != OutgoingState.ISSUED:
        return None
    updates, due_on = queries.updates(outgoing), queries.due_on(outgoing)
    return AfterIssue(_ended(outgoing), _drafts(person, outgoing, at), _replies(outgoing, at), updates, due_on)


def _ended(outgoing: OutgoingDocument) -> LinkShown | None:
    link = documents.ended_by([outgoing.pk]).get(outgoing.pk)
    if link is None:
        return None
    words = _("Đã được thay thế bởi") if link.kind == LinkKind.REPLACES else _("Đã bị bãi bỏ bởi")
    return link_to(words, link.source)


def _drafts(person: Person, outgoing: OutgoingDocument, at: datetime) -> tuple[LinkShown, ...]:
    words = {
        LinkKind.REPLACES: _("Đang soạn văn bản thay thế"),
        LinkKind.AMENDS: _("Đang soạn văn bản sửa đổi, bổ sung"),
        LinkKind.REPEALS: _("Đang soạn văn bản bãi bỏ"),
        LinkKind.CORRECTS: _("Đang soạn công văn đính chính"),
    }
    found = queries.on_their_way(person, outgoing.pk, at=at)
    return tuple(link_to(f"{words[LinkKind(one.kind)]}:", one.outgoing.document) for one in found)


def _replies(outgoing: OutgoingDocument, at: datetime) -> list[ReplyShown]:
    return [
        ReplyShown(one.name, one.due_on, link_to(title_of(one.answer), one.answer) if one.answer else None, one.late)
        for one in queries.replies(outgoing, at=at)
    ]
