"""Finding documents and what belongs to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.documents.models import (
    Attachment,
    ContentDestroyed,
    Document,
    DocumentType,
    Link,
    SignedAttachment,
    TaskCode,
    Version,
)
from vanthu.office.documents.states import AMENDING, ENDING, Direction, VersionKind
from vanthu.office.kernel import seeing, words
from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import Text, padded, prepared
from vanthu.office.kernel.scope import current_agency

V = TypeVar("V", Version, Attachment)


@asked_once
def document(document_id: UUID) -> Document:
    """Return a document of the agency in force; raises NotFound."""
    found = Document.objects.filter(pk=document_id).first()
    if found is None:
        raise NotFound(what="văn bản")
    return found


def found_by(document: Document) -> str:
    """Return the words by which lists find a document: its code, its number alone, subject, issuer and signer."""
    code = (document.code_text, document.number, document.notation)
    return words.line(*code, document.subject, document.issuer_name, document.signer_name)


def task_codes(document_ids: Iterable[UUID]) -> list[str]:
    """Return the codes under which superiors follow what these documents ask for, in their order."""
    return list(dict.fromkeys(_codes(padded(document_ids))))


@prepared
def _codes(document_ids: tuple[UUID, ...]) -> QuerySet[TaskCode, str]:
    return TaskCode.objects.filter(document__in=document_ids).order_by("code").values_list("code", flat=True)


def with_task_code(code: str) -> QuerySet[TaskCode, UUID]:
    """Return the ids of documents that carry a task code, for use inside other queries."""
    return TaskCode.objects.filter(code__iexact=code.strip()).values_list("document_id", flat=True)


@asked_once
def destroyed(document_id: UUID) -> ContentDestroyed | None:
    """Return when, by whom and why the content of a document was destroyed; None while it is there."""
    return next(iter(_destroyed(document_id)), None)


@prepared
def _destroyed(document_id: UUID) -> QuerySet[ContentDestroyed]:
    return ContentDestroyed.objects.filter(document_id=document_id).select_related("by").order_by("pk")[:1]


def to_sweep(limit: int) -> list[ContentDestroyed]:
    """Return destroyed documents of all agencies whose bytes were not looked after yet."""
    return list(ContentDestroyed.of_all_agencies.filter(swept_at__isnull=True).order_by("at")[:limit])


def hashes(document_id: UUID) -> frozenset[str]:
    """Return the hashes of every file a document has or had."""
    rows: list[QuerySet[Any]] = [
        model.of_all_agencies.filter(document_id=document_id) for model in (Version, Attachment)
    ]
    rows.append(SignedAttachment.of_all_agencies.filter(attachment__document_id=document_id))
    return frozenset(sha256 for found in rows for sha256 in found.values_list("file_id", flat=True))


def is_needed(sha256: str) -> bool:
    """Tell whether a document of any agency, whose content is not destroyed, has these bytes."""
    named = {"file_id": sha256, "document__content_destroyed": None}
    if any(model.of_all_agencies.filter(**named).exists() for model in (Version, Attachment)):
        return True
    signed = SignedAttachment.of_all_agencies.filter(file_id=sha256, attachment__document__content_destroyed=None)
    return signed.exists()


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in a list: the numbers and notation of a code that some document bears, or words."""

    numbers: tuple[Text, ...] = ()
    notation: Text | None = None
    words: tuple[Text, ...] = ()

    def on(self, path: str = "document") -> Q:
        """Return the condition for the document to which `path` leads."""
        if self.notation is not None:
            return Q(**{f"{path}__number__in": self.numbers, f"{path}__notation__istartswith": self.notation})
        return words.has_all(self.words, f"{path}__line__words")


def wanted(text: str) -> Wanted:
    """Return what somebody looks for: a code that some document bears means these, all else is looked for as words."""
    if written := words.code(text):
        coded = Wanted(tuple(map(Text, written[0])), Text(written[1]))
        if _bearing(coded.numbers, Text(written[1])):
            return coded
    return Wanted(words=words.needles(text))


@prepared
def _bearing(numbers: tuple[Text, ...], notation: Text) -> QuerySet[Document, UUID]:
    found = Document.objects.filter(number__in=numbers, notation__istartswith=notation)
    return found.order_by().values_list("pk", flat=True)[:1]


def looked_for(text: str, path: str = "document") -> Q:
    """Return the condition for a document (`path` leads to it) that somebody looks for in a list."""
    return wanted(text).on(path)


@dataclass(frozen=True)
class Degree:
    """A degree of urgency; the urgent ones are looked up by their keys while they are few.

    They are strewn over years of any list.
    """

    urgency: int
    direction: str
    few: bool

    def on_document(self) -> Q:
        """Return the condition for what belongs to a document of this degree."""
        if self.few:
            return Q(document__in=_urgent(self.urgency, self.direction)[0][: seeing.FEW])
        return Q(document__urgency=self.urgency)


def degree(urgency: int, direction: Direction) -> Degree:
    """Return a degree of urgency, with how those of it are found in the agency in force."""
    who = ("urgent", current_agency(), urgency, direction)
    return Degree(urgency, direction, bool(urgency) and seeing.are_few(who, _urgent, urgency, direction))


def _urgent(urgency: int, direction: str) -> list[QuerySet[Document, Any]]:
    return [Document.objects.filter(urgency=urgency, direction=direction).values_list("pk")]


def versions(document_id: UUID) -> list[Version]:
    """Return the versions of a document's file, oldest first, each with its file."""
    return _versions(document_id)


@prepared
def _versions(document_id: UUID) -> QuerySet[Version]:
    return _kept(Version).filter(document_id=document_id).select_related("file", "made_by")


def _kept(model: type[V]) -> QuerySet[V]:
    """What was destroyed is found no more, whoever asks."""
    found: QuerySet[V] = model._default_manager.filter(document__content_destroyed=None)
    return found


def version(version_id: UUID) -> Version:
    """Return one version of the agency in force; raises NotFound."""
    found = _kept(Version).filter(pk=version_id).select_related("file").first()
    if found is None:
        raise NotFound(what="bản của văn bản")
    return found


def latest_version(document_id: UUID, kind: VersionKind | None = None) -> Version | None:
    """Return the newest version, or the newest of one kind; None when there is none."""
    chosen = _kept(Version).filter(document_id=document_id).select_related("file")
    if kind is not None:
        chosen = chosen.filter(kind=kind)
    return chosen.order_by("-ordinal").first()


def attachments(document_id: UUID) -> list[Attachment]:
    """Return the attachments of a document in their order, each with its file."""
    return _attachments(document_id)


@prepared
def _attachments(document_id: UUID) -> QuerySet[Attachment]:
    return _kept(Attachment).filter(document_id=document_id).select_related("file", "signed__file")


def links_from(document_id: UUID) -> list[Link]:
    """Return what a document refers to."""
    return [link for link in _links_of(document_id) if link.source_id == document_id]


def links_to(document_id: UUID) -> list[Link]:
    """Return what refers to a document."""
    return [link for link in _links_of(document_id) if link.target_id == document_id]


@asked_once
def _links_of(document_id: UUID) -> list[Link]:
    return _links(document_id)


@prepared
def _links(document_id: UUID) -> QuerySet[Link]:
    either = Q(source_id=document_id) | Q(target_id=document_id)
    return Link.objects.filter(either).select_related("source", "target")


def amends(document_id: UUID) -> list[Link]:
    """Return what a document replaces, amends, repeals or corrects."""
    return [link for link in links_from(document_id) if link.kind in AMENDING]


def amended_by(document_id: UUID) -> list[Link]:
    """Return the issued documents of this agency that replace, amend, repeal or correct one, the oldest first."""
    found = _issued_links([document_id]).filter(kind__in=AMENDING)
    return list(found.order_by("source__frozen_at"))


def ended_by(document_ids: Iterable[UUID]) -> dict[UUID, Link]:
    """Return, of those documents that are in force no longer, what issued document replaced or repealed each."""
    return _ended_by(tuple(document_ids))


@asked_once
def _ended_by(document_ids: tuple[UUID, ...]) -> dict[UUID, Link]:
    return {link.target_id: link for link in _ending(padded(document_ids))}


@prepared
def _ending(document_ids: tuple[UUID, ...]) -> QuerySet[Link]:
    return _issued_links(document_ids).filter(kind__in=tuple(ENDING)).order_by("-source__frozen_at", "-pk")


def _issued_links(document_ids: Iterable[UUID]) -> QuerySet[Link]:
    """A draft does nothing yet to the document it is about; it does once it is issued, and is then frozen."""
    issued = {"source__direction": Direction.OUTGOING, "source__frozen_at__isnull": False}
    return Link.objects.filter(target_id__in=list(document_ids), **issued).select_related("source")


def cited(document: Document) -> str:
    """Return a document as a letter cites it: type, number, day; months 1 and 2 take a zero, the others none."""
    named = f"{document.type_name} số {document.code_text}" if document.code_text else document.type_name
    day = document.issued_on
    if day is None:
        return named
    return f"{named} ngày {day:%d/%m/%Y}" if day.month < 3 else f"{named} ngày {day:%d}/{day.month}/{day:%Y}"


def find_by_wire_id(wire_id: str, issuer_code: str, *, direction: Direction | None = None) -> Document | None:
    """Return the first document that an issuer gave this DocumentId (opaque, compared after trimming)."""
    if not wire_id.strip():
        return None
    found = Document.objects.filter(wire_id=wire_id.strip(), issuer_code__iexact=issuer_code.strip())
    return _first(found.filter(direction=direction) if direction else found)


def find_by_code(
    number: str,
    notation: str,
    issuer_code: str,
    *,
    issued_on: date | None = None,
    direction: Direction | None = None,
) -> Document | None:
    """Return the first document of an issuer with this số and ký hiệu; "05" and "5" are the same number."""
    wanted = Q(number=number.strip()) | Q(number=number.strip().lstrip("0")) | Q(number=number.strip().zfill(2))
    found = Document.objects.filter(wanted, notation__iexact=notation.strip(), issuer_code__iexact=issuer_code.strip())
    found = found.filter(issued_on=issued_on) if issued_on else found
    return _first(found.filter(direction=direction) if direction else found)


def issued_by_us(number: str, notation: str) -> Document | None:
    """Return the youngest issued văn bản đi of the agency in force with this số and ký hiệu."""
    wanted = Q(number=number.strip()) | Q(number=number.strip().lstrip("0")) | Q(number=number.strip().zfill(2))
    own = Document.objects.filter(wanted, direction=Direction.OUTGOING, frozen_at__isnull=False)
    return own.filter(notation__iexact=notation.strip()).order_by("-issued_on", "-created_at").first()


def same_code(number: str, notation: str, *, issued_on: date | None, direction: Direction) -> list[Document]:
    """Return the documents of any issuer with this số, ký hiệu and day (any day where none is given), oldest first."""
    wanted = Q(number=number.strip()) | Q(number=number.strip().lstrip("0")) | Q(number=number.strip().zfill(2))
    found = Document.objects.filter(wanted, notation__iexact=notation.strip(), direction=direction)
    found = found.filter(issued_on=issued_on) if issued_on else found
    return list(found.order_by("created_at", "pk")[:20])


def issuers(direction: Direction, *, most: int = 300) -> list[str]:
    """Return the names of those who issued the latest documents, in alphabetical order."""
    latest = Document.objects.filter(direction=direction).order_by("-created_at").values_list("issuer_name", flat=True)
    return sorted(set(latest[: most * 10]))[:most]


def latest_by_code(number: str, notation: str, issuer_code: str, *, direction: Direction) -> Document | None:
    """Return the youngest document of an issuer with this số and ký hiệu: numbers begin again every year."""
    wanted = Q(number=number.strip()) | Q(number=number.strip().lstrip("0")) | Q(number=number.strip().zfill(2))
    found = Document.objects.filter(
        wanted, notation__iexact=notation.strip(), issuer_code__iexact=issuer_code.strip(), direction=direction
    )
    return found.order_by("-issued_on", "-created_at").first()


def _first(found: QuerySet[Document]) -> Document | None:
    return found.order_by("created_at", "pk").first()


def document_types(on: date) -> list[DocumentType]:
    """Return the types in force on a day, in the order of the decree (ND30-A7)."""
    return _types_on(on)


@prepared
def _types_on(on: date) -> QuerySet[DocumentType]:
    return _types(on)


def document_type(code: str, on: date) -> DocumentType | None:
    """Return the type with this code in force on a day; None when there is none."""
    return _types(on).filter(code=code).first()


def document_type_by_name(name: str, on: date) -> DocumentType | None:
    """Return the type with this name; on the wire the name is what counts (QCVN 102 names and numbers disagree).

    Upper case, "(cá biệt)" and the two spellings of "ủy" are not told apart.
    """
    wanted = _folded(name)
    return next((kind for kind in _types(on) if _folded(kind.name) == wanted), None)


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFC", name).casefold().replace("uỷ", "ủy").replace("(cá biệt)", "")
    return " ".join(text.split())


def _types(on: date) -> QuerySet[DocumentType]:
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return DocumentType.objects.filter(open_ended, valid_from__lte=on).order_by("pk")
