"""Taking a document out of an e-mail: the clerk says which file it is and what goes with it (ND30-A21, CT15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.files import queries as files
from vanthu.office.incoming.states import Channel, LegalValue
from vanthu.office.journeys.entering import Came, Entered, Paper, Seen, enter
from vanthu.office.journeys.judging import attached_judged, judged, signature_of
from vanthu.office.mailbox import operations as mailbox
from vanthu.runtime.errors import VanThuError
from vanthu.standards.letter import apart

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.mailbox.models import MailReceived
    from vanthu.office.organizations.models import Person

PDF = "application/pdf"


class FileNotInMail(VanThuError):
    """The file named is not in the e-mail, or was not taken out of it."""

    code = "VT-THU-TEP"
    template = "Chưa chọn được tệp nào trong thư làm văn bản. Hãy chọn tệp là văn bản rồi vào sổ lại."
    http_status = 422


def take_up(
    mail_id: UUID,
    fields: Entered,
    *,
    main: int,
    appendices: Sequence[int] = (),
    seen: Seen | None = None,
    by: Person,
    at: datetime,
) -> IncomingDocument:
    """Register the document in an e-mail; its sender hears the số đến.

    `main` and `appendices` are places among its files, from 0. Raises NotFound, MovedMeanwhile, NotAllowed,
    FileNotInMail, and what `entering.enter` raises.
    """
    mail = mailbox.admitted(mail_id, "take", by=by, at=at)
    papers = [_paper(mail, place) for place in (main, *(one for one in appendices if one != main))]
    papers += _signatures_of(papers, mail)
    verdict, worth = judged(papers[0], papers, at=at)
    attached_judged(papers, at=at)
    came = Came(
        channel=Channel.EMAIL,
        # Only what surely comes from an agency is its document, whoever signed the file in it (CT15, S002).
        legal_value=worth if mail.official else LegalValue.REFERENCE,
        papers=papers,
        verdict_id=verdict.pk if verdict else None,
        on_page=mail.files[main].get("says", {}),
        pages=_pages(papers[0]),
    )

    def note(document: Document) -> None:
        mailbox.taken(mail, document, by=by, at=at)

    return enter(fields, came, seen=seen, note=note, by=by, at=at)


def _signatures_of(papers: Sequence[Paper], mail: MailReceived) -> list[Paper]:
    """Return the signatures that came in files of their own and were not chosen: they belong to what they sign."""
    every = [_paper(mail, place) for place, file in enumerate(mail.files) if "sha256" in file]
    found = dict.fromkeys(signature_of(one, every) for one in papers)
    known = {one.sha256 for one in papers}
    return [one for one in found if one is not None and one.sha256 not in known]


def _paper(mail: MailReceived, place: int) -> Paper:
    found: dict[str, Any] = mail.files[place] if 0 <= place < len(mail.files) else {}
    if "sha256" not in found:
        raise FileNotInMail
    return Paper(found["sha256"], found["name"], found["media_type"])


def _pages(paper: Paper) -> int:
    """What cannot be opened is registered all the same: the clerk sees it."""
    if paper.media_type != PDF:
        return 1
    return apart.look(files.read(paper.sha256)).pages or 1
