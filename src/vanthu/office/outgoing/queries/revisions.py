"""The revisions of a draft: who saved which, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import prepared
from vanthu.office.outgoing.models import DraftRevision
from vanthu.office.outgoing.queries.comparing import Piece, compared
from vanthu.office.outgoing.queries.contents import LABELS, Change, changes, text_of_part
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import OutgoingDocument

FILE_TEXT = "file_text"
"""The part that stands for the pages of an uploaded file."""


@dataclass(frozen=True)
class PartCompared:
    """One part of two revisions that differs, by words."""

    label: str
    pieces: tuple[Piece, ...]


@prepared
def revisions(outgoing: OutgoingDocument) -> QuerySet[DraftRevision]:
    """Return every kept revision, the oldest first; drafts saved before revisions were kept lack their first ones."""
    return DraftRevision.objects.filter(outgoing=outgoing).select_related("made_by").defer("content")


def revision_of(outgoing: OutgoingDocument, revision: int) -> DraftRevision:
    """Return one revision with its content; raises NotFound."""
    found = DraftRevision.objects.filter(outgoing=outgoing, revision=revision).select_related("made_by").first()
    if found is None:
        raise NotFound(what="bản dự thảo")
    return found


def content_at(outgoing: OutgoingDocument, revision: int) -> Mapping[str, Any] | None:
    """Return the content of a revision; None when it was not kept."""
    kept = DraftRevision.objects.filter(outgoing=outgoing, revision=revision).first()
    return kept.content if kept else None


def between(outgoing: OutgoingDocument, earlier: int, later: int) -> tuple[Change, ...]:
    """Return the parts that differ between two revisions; empty where one of them was not kept."""
    before, after = content_at(outgoing, earlier), content_at(outgoing, later)
    return changes(before, after) if before is not None and after is not None else ()


def compared_parts(outgoing: OutgoingDocument, earlier: int, later: int) -> tuple[PartCompared, ...]:
    """Return what differs between two revisions by words, the text of uploaded files included; raises NotFound."""
    before, after = (texts_of(revision_of(outgoing, number).content) for number in (earlier, later))
    labels = {**LABELS, FILE_TEXT: "Chữ trong tệp tải lên"}
    return tuple(
        PartCompared(labels.get(name, name), compared(before.get(name, ""), after.get(name, "")))
        for name in dict.fromkeys([*labels, *before, *after])
        if before.get(name, "") != after.get(name, "")
    )


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the parts of a content as people read them, with the text of an uploaded file from its pages."""
    texts = {name: text_of_part(name, value) for name, value in content.items() if value not in (None, "", [], {})}
    if sha256 := content.get("source_file", {}).get("sha256"):
        texts[FILE_TEXT] = _text_of_file(sha256)
    else:
        texts.pop("source_file", None)
    return texts


@lru_cache(maxsize=16)
def _text_of_file(sha256: str) -> str:
    """The bytes behind a hash never change, so their words are read once."""
    return "\n".join(letter.page_texts(files.read(sha256)))
