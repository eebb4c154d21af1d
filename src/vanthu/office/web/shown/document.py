"""What the page of a văn bản đi and that of a văn bản đến have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import AMENDING, Direction, LinkKind
from vanthu.office.files import queries as files
from vanthu.office.signatures import queries as signatures
from vanthu.office.web import paper
from vanthu.office.web.shown.verdict import VerdictShown, of_kept
from vanthu.runtime.errors import VanThuError
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.documents.models import Attachment, Document, Link, Version

WAYS = {Direction.OUTGOING: "outgoing", Direction.INCOMING: "incoming", Direction.COPY: "copy"}


@dataclass(frozen=True)
class Button:
    """A verb this person may do: where it leads, and whether it opens a dialog or is done at once."""

    slug: str
    label: str
    url: str
    how: str
    key: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Doing:
    """What comes next: in one sentence, the main button, the quiet ones, and why others are absent."""

    sentence: str
    main: Button | None = None
    others: tuple[Button, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    waiting: str = ""
    late: bool = False


@dataclass(frozen=True)
class Sheet:
    """The pages of one version as pictures; `trouble` says why there are none."""

    version: Version | None
    name: str
    title: str
    way: str
    document_id: UUID
    pages: tuple[paper.Page, ...] = ()
    trouble: VanThuError | None = None

    @property
    def sources(self) -> list[dict[str, Any]]:
        """Every page with its addresses, one a width."""
        return [self._source(page) for page in self.pages]

    @property
    def download(self) -> str:
        """Where the exact bytes are."""
        return self._url("download") if self.version else ""

    @property
    def recheck(self) -> str:
        """Where the signatures of this version are checked again."""
        return self._url("recheck")

    def _source(self, page: paper.Page) -> dict[str, Any]:
        by_width = {width: self._url("page", page=page.number, width=width) for width in paper.WIDTHS}
        return {
            "page": page,
            "src": by_width[paper.WIDTHS[0]],
            "srcset": ", ".join(f"{url} {width}w" for width, url in by_width.items()),
        }

    def _url(self, name: str, **more: Any) -> str:
        assert self.version is not None
        args = {"document_id": self.document_id, "version_id": self.version.pk, **more}
        return reverse(f"web:{self.way}_{name}", kwargs=args)


@dataclass(frozen=True)
class LinkShown:
    """Another document this one refers to, or is referred to by."""

    words: str
    text: str
    url: str


@dataclass(frozen=True)
class Attached:
    """An attachment, and what was found of the signatures on it as it is sent (S4): None where it has none."""

    file: Attachment
    verdict: VerdictShown | None


@dataclass(frozen=True)
class Papers:
    """The files of a document: the version shown, all versions, attachments, links."""

    sheet: Sheet
    versions: Sequence[Version]
    attachments: Sequence[Attached]
    links: tuple[LinkShown, ...] = field(default=())


def papers(document: Document, *, title: str, version_id: UUID | None = None) -> Papers:
    """Return the files of a document, with the chosen version or the newest one on top."""
    versions = documents.versions(document.pk)
    return Papers(
        sheet=_sheet(document, versions, title, version_id),
        versions=list(reversed(versions)),
        attachments=_attached(document.pk),
        links=tuple(_links(document)),
    )


def _attached(document_id: UUID) -> list[Attached]:
    found = documents.attachments(document_id)
    seen = signatures.verdicts_for(one.sent_file.sha256 for one in found) if found else {}
    signed = {sha256: of_kept(kept) for sha256, kept in seen.items() if kept.outcome != Outcome.UNSIGNED}
    return [Attached(one, signed.get(one.sent_file.sha256)) for one in found]


def as_drafted(papers: Papers) -> Papers:
    """Return the papers without a file on top: what was laid out before is not the draft as it stands now."""
    return replace(papers, sheet=replace(papers.sheet, version=None, name="", pages=(), trouble=None))


def title_of(document: Document) -> str:
    """Return what a document is called in a heading: "Công văn 125/SNV-CCVC", or its type while it has no number."""
    return f"{document.type_name} {document.code_text}".strip()


def _sheet(document: Document, versions: Sequence[Version], title: str, version_id: UUID | None) -> Sheet:
    chosen = next((one for one in versions if one.pk == version_id), versions[-1] if versions else None)
    way = WAYS[Direction(document.direction)]
    if chosen is None:
        return Sheet(None, "", title, way, document.pk)
    try:
        pages = paper.pages(chosen.file_id, files.path_of(chosen.file_id))
    except VanThuError as error:  # shown in place of the pages: the rest of the page must still serve
        return Sheet(chosen, chosen.file_name, title, way, document.pk, trouble=error)
    return Sheet(chosen, chosen.file_name, title, way, document.pk, pages)


def _links(document: Document) -> list[LinkShown]:
    forth = {
        LinkKind.ANSWERS: _("trả lời văn bản"),
        LinkKind.REPLACES: _("thay thế văn bản"),
        LinkKind.RECALLS: _("thu hồi văn bản"),
        LinkKind.AMENDS: _("sửa đổi, bổ sung văn bản"),
        LinkKind.REPEALS: _("bãi bỏ văn bản"),
        LinkKind.CORRECTS: _("đính chính văn bản"),
        LinkKind.UPDATES: _("cập nhật văn bản"),
        LinkKind.COPIES: _("sao từ"),
        LinkKind.SAME: _("là bản khác của"),
    }
    back = {
        LinkKind.ANSWERS: _("được trả lời bằng"),
        LinkKind.REPLACES: _("được thay thế bằng"),
        LinkKind.RECALLS: _("bị thu hồi bởi"),
        LinkKind.AMENDS: _("được sửa đổi, bổ sung bằng"),
        LinkKind.REPEALS: _("bị bãi bỏ bởi"),
        LinkKind.CORRECTS: _("được đính chính bằng"),
        LinkKind.UPDATES: _("được cập nhật bằng"),
        LinkKind.SAME: _("có bản khác:"),
    }
    there = [link_to(forth[LinkKind(link.kind)], link.target) for link in documents.links_from(document.pk)]
    # Its copies are told by a card of their own, to those who may see them.
    here = [one for one in documents.links_to(document.pk) if one.kind != LinkKind.COPIES and not _is_draft(one)]
    return there + [link_to(back[LinkKind(link.kind)], link.source) for link in here]


def _is_draft(link: Link) -> bool:
    """A draft about an issued document is told by `after_issue`, to those who may see it."""
    return link.kind in AMENDING and link.source.direction == Direction.OUTGOING and link.source.frozen_at is None


def link_to(words: str, other: Document) -> LinkShown:
    """Return a link to another document, with the words that stand before it."""
    url = reverse(f"web:{WAYS[Direction(other.direction)]}_document", kwargs={"document_id": other.pk})
    return LinkShown(words, f"{title_of(other)} – {other.subject}", url)


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    who: str
    what: str
    note: str = ""
