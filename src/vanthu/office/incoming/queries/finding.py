"""Which văn bản đến a person may see, and fetching one through that answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries as assignments
from vanthu.office.incoming.models import IncomingDocument, IssuerWish
from vanthu.office.incoming.states import CHANGING, WishKind
from vanthu.office.kernel import seeing
from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import padded, prepared
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


def visible_to(person: Person, *, at: datetime) -> QuerySet[IncomingDocument]:
    """Return what the person may see: clerks and leaders all of their agency, others what their unit or they got."""
    return seen_by(sight_of(person, at=at))


@dataclass(frozen=True)
class Sight:
    """How a person sees what he may see, as what prepared questions are given."""

    person: Person
    of: seeing.Of


def sight_of(person: Person, *, at: datetime) -> Sight:
    """Return how this person sees documents of the agency in force."""
    if person.agency_id != current_agency():
        return Sight(person, seeing.Of.NOTHING)
    if _sees_all(person, at):
        return Sight(person, seeing.Of.EVERYTHING)
    few = seeing.are_few(("incoming", current_agency(), person.pk), assignments.concerning, person)
    return Sight(person, seeing.Of.FEW if few else seeing.Of.MANY)


def seen_by(sight: Sight) -> QuerySet[IncomingDocument]:
    """Return what is seen so."""
    if sight.of == seeing.Of.FEW:
        his = [assignments.concerned_documents(sight.person), assignments.linked_documents(sight.person)]
        return seeing.by_keys(_rows(), his)
    if sight.of == seeing.Of.MANY:
        return _one_by_one(_rows(), sight.person)
    return _rows() if sight.of == seeing.Of.EVERYTHING else _rows().none()


def _rows() -> QuerySet[IncomingDocument]:
    return IncomingDocument.objects.select_related("document", "verdict", "registered_by", "possible_duplicate_of")


def _sees_all(person: Person, at: datetime) -> bool:
    whole = bool(access.duties_of(person, at=at) & {Duty.CLERK, Duty.LEADER})
    return whole or assignments.directs_instead(person, at=at) is not None


def _one_by_one(rows: QuerySet[IncomingDocument], person: Person) -> QuerySet[IncomingDocument]:
    of_row = OuterRef("pk")
    return seeing.one_by_one(
        rows,
        Q(pk__in=assignments.linked_documents(person)),
        concerned=assignments.concerned_documents(person).filter(assignment__document_id=of_row),
    )


def one(document_id: UUID) -> IncomingDocument:
    """Return a document of the agency in force for what nobody asked for in person; raises NotFound."""
    found = IncomingDocument.objects.select_related("document").filter(pk=document_id).first()
    if found is None:
        raise NotFound(what="văn bản đến")
    return found


def of_file(file_sha256: str) -> list[IncomingDocument]:
    """Return the documents of the agency in force that came with this file as the document itself."""
    return list(_rows().filter(verdict__file=file_sha256).order_by("pk"))


def open_wish(document_id: UUID, kinds: Collection[str] = (WishKind.TAKE_BACK,)) -> IssuerWish | None:
    """Return the issuer's wish about the document that waits for an answer."""
    return next((wish for wish in _open_wishes(document_id) if wish.kind in kinds), None)


@asked_once
def _open_wishes(document_id: UUID) -> list[IssuerWish]:
    return _undecided(document_id)


@prepared
def _undecided(document_id: UUID) -> QuerySet[IssuerWish]:
    open_ones = IssuerWish.objects.filter(incoming_id=document_id, decided_at__isnull=True)
    return open_ones.select_related("notice").order_by("asked_at")


@dataclass(frozen=True)
class News:
    """What the issuer of a document changed since it arrived, as far as it was agreed to here."""

    changes: dict[str, Any] = field(default_factory=dict)
    """The last value of each changed item, by name of `documents.Document`; dates as ISO 8601."""
    replaced_by: Document | None = None


def news(document_ids: Iterable[UUID]) -> dict[UUID, News]:
    """Return what issuers changed of these documents; those that nothing is known of are left out."""
    found: dict[UUID, News] = {}
    for wish in _accepted(padded(document_ids)):
        before = found.get(wish.incoming_id, News())
        replaced = wish.notice if wish.kind == WishKind.REPLACE else before.replaced_by
        found[wish.incoming_id] = News({**before.changes, **wish.changes}, replaced)
    return found


@prepared
def _accepted(document_ids: tuple[UUID, ...]) -> QuerySet[IssuerWish]:
    accepted = IssuerWish.objects.filter(incoming_id__in=document_ids, kind__in=tuple(CHANGING), accepted=True)
    return accepted.select_related("notice").order_by("decided_at", "pk")


@asked_once
def get(person: Person, document_id: UUID, *, at: datetime) -> IncomingDocument:
    """Return the document; raises NotFound when there is none that the person may see."""
    rows = _rows().filter(pk=document_id) if person.agency_id == current_agency() else _rows().none()
    found = (rows if _sees_all(person, at) else _one_by_one(rows, person)).first()
    if found is None:
        raise NotFound(what="văn bản đến")
    return found
