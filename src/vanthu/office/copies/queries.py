"""Who sees which copies, what is copied, and what waits on a desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.copies.models import Copy
from vanthu.office.copies.states import CopyKind, CopyState, Medium, Standing
from vanthu.office.dispatch import queries as dispatch
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import ENDING, Direction, LinkKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.states import GONE, Channel, IncomingState
from vanthu.office.kernel import codes
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import agency_in_force, current_agency
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.signatures import queries as signatures
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import Publication
    from vanthu.office.documents.models import Document, Link
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.models import VerdictKept


@dataclass(frozen=True)
class Original:
    """A document as something to be copied."""

    document: Document
    on_paper: bool
    """Whether what is kept is a scan of a paper document."""
    certified_copy: bool
    """Whether it is a bản sao y itself (ND30-A25.2)."""
    hindrance: str
    """Why nothing may be copied from it now; empty when nothing hinders."""


@dataclass(frozen=True)
class CopyDesk:
    """What waits for a person: copies to agree to, copies to make."""

    to_agree: tuple[Copy, ...]
    to_make: tuple[Copy, ...]


@dataclass(frozen=True)
class Known:
    """What is told to whoever holds a copy on paper: what stands on it, and what became of its original since."""

    copy: Copy
    standing: Standing
    ended_by: Document | None
    """What replaced, repealed or recalled the original, where that is a document."""
    verdict: VerdictKept | None
    """On the signatures of an electronic original."""
    public: Publication | None
    """The original, where it is public anyway."""


def is_clerk(person: Person, *, at: datetime) -> bool:
    """Tell whether the person makes copies: a clerk, or who stands in for one by written permission (ND30-A32)."""
    return access.has_duty(person, Duty.CLERK, at=at) or bool(access.delegators(person, at=at)[Work.CLERK])


def visible_to(person: Person, *, at: datetime) -> QuerySet[Copy]:
    """Return the copies a person may see: clerks and leaders all of their agency, others what they ask or decide."""
    return _seen_by(person, _sees_all(person, at)) if person.agency_id == current_agency() else Copy.objects.none()


def _sees_all(person: Person, at: datetime) -> bool:
    return is_clerk(person, at=at) or access.has_duty(person, Duty.LEADER, at=at)


def _seen_by(person: Person, whole: bool) -> QuerySet[Copy]:
    rows = Copy.objects.select_related("document", "original", "asked_by", "signer")
    return rows if whole else rows.filter(Q(asked_by=person) | Q(signer=person))


def get(person: Person, document_id: UUID, *, at: datetime) -> Copy:
    """Return the copy; raises NotFound when there is none that the person may see."""
    found = visible_to(person, at=at).filter(pk=document_id).first()
    if found is None:
        raise NotFound(what="bản sao")
    return found


def one(document_id: UUID) -> Copy:
    """Return a copy of the agency in force, whoever asks; raises NotFound."""
    found = Copy.objects.filter(pk=document_id).select_related("document", "original", "asked_by", "signer").first()
    if found is None:
        raise NotFound(what="bản sao")
    return found


def by_document(document_ids: Iterable[UUID]) -> dict[UUID, Copy]:
    """Return copies by their document, with what they were copied from; whoever asks."""
    rows = Copy.objects.filter(pk__in=list(document_ids)).select_related("original", "signer")
    return {row.pk: row for row in rows}


def copies_of(document_id: UUID, person: Person, *, at: datetime) -> list[Copy]:
    """Return the copies of a document that the person may see, the newest first."""
    return _copies_of(document_id, person, _sees_all(person, at)) if person.agency_id == current_agency() else []


@prepared
def _copies_of(document_id: UUID, person: Person, whole: bool) -> QuerySet[Copy]:
    return _seen_by(person, whole).filter(original_id=document_id).order_by("-asked_at", "-pk")


def desk(person: Person, *, at: datetime) -> CopyDesk:
    """Return what waits for this person, the longest waiting on top."""
    own = person.agency_id == current_agency()
    waiting = _waiting(person, _sees_all(person, at), is_clerk(person, at=at)) if own else []
    return CopyDesk(
        to_agree=tuple(one for one in waiting if one.state == CopyState.ASKED),
        to_make=tuple(one for one in waiting if one.state == CopyState.AGREED),
    )


@prepared
def _waiting(person: Person, whole: bool, clerk: bool) -> QuerySet[Copy]:
    his = Q(state=CopyState.ASKED, signer=person)
    if clerk:
        his |= Q(state=CopyState.AGREED)
    return _seen_by(person, whole).filter(his).order_by("state_since", "pk")


def original_for(person: Person, document_id: UUID, *, at: datetime) -> Original:
    """Return a document this person sees as something to be copied; raises NotFound."""
    return original_of(person, documents.document(document_id), at=at)


def original_of(person: Person, document: Document, *, at: datetime) -> Original:
    """Return a document as something to be copied; raises NotFound when the person does not see it."""
    document_id = document.pk
    if document.direction == Direction.OUTGOING:
        state = outgoing.get(person, document_id, at=at).state
        hindrance = "" if state == OutgoingState.ISSUED else "văn bản chưa được phát hành"
        return Original(document, False, letter.is_certified_copy(document.notation), hindrance)
    if document.direction == Direction.COPY:
        return _of_copy(get(person, document_id, at=at))
    received = incoming.get(person, document_id, at=at)
    hindrance = ""
    if received.state in GONE or documents.destroyed(document_id) is not None:
        hindrance = "văn bản đã trả lại bên gửi"
    elif received.state == IncomingState.ARRIVED:
        hindrance = "văn bản đến chưa vào sổ"
    on_paper = received.channel == Channel.PAPER
    return Original(document, on_paper, letter.is_certified_copy(document.notation), hindrance)


def _of_copy(copy: Copy) -> Original:
    hindrance = "" if copy.state == CopyState.MADE else "bản sao này chưa được thực hiện"
    return Original(copy.document, False, copy.kind == CopyKind.CERTIFIED, hindrance)


def known_by(code: str) -> Known | None:
    """Return what is told of the copy on paper that bears this code, of whatever agency; None when none does."""
    kept = codes.digest(code)
    rows = Copy.of_all_agencies.filter(code_hash=kept, state=CopyState.MADE) if kept else Copy.of_all_agencies.none()
    copy = rows.select_related("document", "original", "signer").first()
    if copy is None:
        return None
    with agency_in_force(copy.agency_id):
        first = _first_original(copy)
        standing, ended_by = _standing(first)
        version = documents.latest_version(copy.original_id) if copy.source == Medium.ELECTRONIC else None
        verdict = signatures.verdict_for(version.file_id) if version else None
        return Known(copy, standing, ended_by, verdict, dispatch.publication_of(first.pk))


def _first_original(copy: Copy) -> Document:
    """A sao lục is made from a sao y: what became of the document under both is what counts."""
    while copy.original.direction == Direction.COPY:
        copy = one(copy.original_id)
    return copy.original


def _standing(document: Document) -> tuple[Standing, Document | None]:
    for link in documents.links_to(document.pk):
        if link.kind == LinkKind.RECALLS and _holds(link):
            return Standing.RECALLED, link.source
    if _asked_back(document):
        return Standing.RECALLED, None
    ended = next((link for link in documents.links_to(document.pk) if link.kind in ENDING and _holds(link)), None)
    return (Standing.ENDED, ended.source) if ended else (Standing.KNOWN, None)


def _holds(link: Link) -> bool:
    """A draft of ours does nothing yet; what came in says what its issuer did."""
    return link.source.direction == Direction.INCOMING or link.source.frozen_at is not None


def _asked_back(document: Document) -> bool:
    """Tell whether the issuer took the document back without a document that says so."""
    if document.direction == Direction.INCOMING:
        received = incoming.one(document.pk)
        return received.state == IncomingState.GIVEN_BACK or incoming.open_wish(document.pk) is not None
    if dispatch.was_recalled(document.pk):
        return True
    sent = [one for one in exchange.progress(document.pk) if one.state == TransmissionState.SENT]
    return bool(sent) and all(one.asked_back_at for one in sent)
