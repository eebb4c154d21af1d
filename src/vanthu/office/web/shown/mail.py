"""The page of an e-mail: who sent it, what is in it, the pages of the file chosen, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.files import queries as files
from vanthu.office.mailbox import queries
from vanthu.office.web import paper
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.mailbox.models import MailAnswer, MailReceived

PDF = "application/pdf"


@dataclass(frozen=True)
class FileShown:
    """One attachment."""

    place: int
    name: str
    media_type: str
    size: int
    url: str
    """Where its bytes are; "" when it was not taken out of the e-mail."""

    @property
    def is_pdf(self) -> bool:
        """Whether its pages can be shown."""
        return bool(self.url) and self.media_type == PDF


@dataclass(frozen=True)
class _Kind:
    """What the component of pages asks of a version."""

    get_kind_display: str


@dataclass(frozen=True)
class MailSheet:
    """The pages of an attachment as pictures."""

    version: _Kind | None
    title: str
    mail_id: UUID
    place: int
    pages: tuple[paper.Page, ...] = ()
    trouble: VanThuError | None = None

    @property
    def download(self) -> str:
        """Where the exact bytes are."""
        return _url("mail_file", self.mail_id, place=self.place)

    @property
    def sources(self) -> list[dict[str, Any]]:
        """Every page with its addresses, one a width."""
        return [self._source(page) for page in self.pages]

    def _source(self, page: paper.Page) -> dict[str, Any]:
        urls = {
            width: _url("mail_page", self.mail_id, place=self.place, page=page.number, width=width)
            for width in paper.WIDTHS
        }
        srcset = ", ".join(f"{url} {width}w" for width, url in urls.items())
        return {"page": page, "src": urls[paper.WIDTHS[0]], "srcset": srcset}


@dataclass(frozen=True)
class MailPage:
    """Everything the page of an e-mail shows."""

    mail: MailReceived
    files: Sequence[FileShown]
    sheet: MailSheet
    answers: Sequence[MailAnswer]
    can_answer: bool
    left: int
    """How many e-mails wait, this one among them."""

    @property
    def title(self) -> str:
        """What the e-mail is about."""
        return self.mail.subject or _("(không có tiêu đề)")


def page(mail: MailReceived, *, chosen: int | None, left: int) -> MailPage:
    """Return the page of an e-mail with the pages of a file: the one chosen, else the first PDF."""
    found = files_of(mail)
    first = next((one.place for one in found if one.is_pdf), 0)
    place = chosen if chosen is not None and 0 <= chosen < len(found) else first
    answers = queries.answers(mail.pk)
    return MailPage(mail, found, _sheet(mail, found, place), answers, queries.can_answer(), left)


def files_of(mail: MailReceived) -> list[FileShown]:
    """Return the attachments in their order."""
    return [
        FileShown(
            place,
            one["name"],
            one["media_type"],
            one["size"],
            _url("mail_file", mail.pk, place=place) if "sha256" in one else "",
        )
        for place, one in enumerate(mail.files)
    ]


def _sheet(mail: MailReceived, found: Sequence[FileShown], place: int) -> MailSheet:
    title = found[place].name if found else ""
    if not found or not found[place].is_pdf:
        return MailSheet(None, title, mail.pk, place)
    kind, sha256 = _Kind(_("Tệp trong thư")), mail.files[place]["sha256"]
    try:
        pages = paper.pages(sha256, files.path_of(sha256))
    except VanThuError as error:  # shown in place of the pages: the rest of the page must still serve
        return MailSheet(kind, title, mail.pk, place, trouble=error)
    return MailSheet(kind, title, mail.pk, place, pages)


def _url(name: str, mail_id: UUID, **more: Any) -> str:
    return reverse(f"web:{name}", kwargs={"mail_id": mail_id, **more})
