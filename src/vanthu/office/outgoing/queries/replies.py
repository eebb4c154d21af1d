"""What was answered to issued documents, and what is still waited for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.kernel.prepared import padded, prepared
from vanthu.office.outgoing.models import ExpectedReply, OutgoingDocument
from vanthu.office.outgoing.states import ReplyState
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document


@dataclass(frozen=True)
class Reply:
    """One recipient that was asked, or somebody who answered without being asked (`due_on` is then None)."""

    name: str
    due_on: date | None
    answer: Document | None
    late: bool = False


@dataclass(frozen=True)
class Awaited:
    """How many recipients of a document have not answered, and by which day the first of them should."""

    count: int
    due_on: date
    late: bool


def replies(outgoing: OutgoingDocument, *, at: datetime) -> list[Reply]:
    """Return who was asked for an answer, with what he answered last, and then the answers of others."""
    came = [link.source for link in documents.links_to(outgoing.pk) if link.kind == LinkKind.ANSWERS]
    answers = [one for one in came if one.direction == Direction.INCOMING]
    asked = _asked(outgoing.pk)
    first = {one.answer_id for one in asked}
    expected = [Reply(one.name, one.due_on, one.answer, _late(one, at)) for one in asked]
    return expected + [Reply(one.issuer_name, None, one) for one in answers if one.pk not in first]


@prepared
def _asked(outgoing_id: UUID) -> QuerySet[ExpectedReply]:
    return ExpectedReply.objects.filter(outgoing=outgoing_id).select_related("answer")


def awaited(outgoing_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Awaited]:
    """Return, for each document that still waits for answers, how many and since when."""
    today = at.astimezone(VIETNAM).date()
    return {pk: Awaited(count, due, due < today) for pk, count, due in _unanswered(padded(outgoing_ids))}


@prepared
def _unanswered(outgoing_ids: tuple[UUID, ...]) -> QuerySet[ExpectedReply, tuple[UUID, int, date]]:
    open_ones = ExpectedReply.objects.filter(outgoing_id__in=outgoing_ids, answered_at=None).order_by()
    return open_ones.values_list("outgoing_id").annotate(count=Count("pk"), due=Min("due_on"))


def in_reply_state(found: QuerySet[OutgoingDocument], state: str, *, today: date) -> QuerySet[OutgoingDocument]:
    """Narrow a list to the documents whose answers have come so far."""
    open_ones = ExpectedReply.objects.filter(answered_at=None)
    if state == ReplyState.LATE:
        open_ones = open_ones.filter(due_on__lt=today)
    waiting = open_ones.values("outgoing_id")
    if state == ReplyState.ANSWERED:
        return found.filter(pk__in=ExpectedReply.objects.values("outgoing_id")).exclude(pk__in=waiting)
    return found.filter(pk__in=waiting)


def _late(one: ExpectedReply, at: datetime) -> bool:
    return one.answered_at is None and one.due_on < at.astimezone(VIETNAM).date()
