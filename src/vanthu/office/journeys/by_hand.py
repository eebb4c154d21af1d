"""Taking in what came on paper or was carried in as a file: in the register at once (ND30-A21, ND30-A22).

Paper stays the original. A letter addressed to one person is not opened: only its envelope is registered. A file is
worth what its signature is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.audit import operations as audit
from vanthu.office.files import operations as files
from vanthu.office.incoming import policies
from vanthu.office.incoming.states import Channel, LegalValue
from vanthu.office.journeys.entering import Came, Entered, Paper, Seen, enter, refuse_secret, turn_away
from vanthu.office.journeys.judging import attached_judged, judged
from vanthu.office.outgoing.operations import UploadDangerous, UploadSecret
from vanthu.office.outgoing.operations.uploading import refuse_too_large
from vanthu.office.registers import queries as registers
from vanthu.runtime.errors import VanThuError
from vanthu.standards.letter import apart

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person
    from vanthu.standards.letter.apart import Look
    from vanthu.standards.letter.first_page import FirstPage

PDF = "application/pdf"


class ScanUnreadable(VanThuError):
    """What was uploaded as a scan is no PDF that can be shown."""

    code = "VT-DEN-BAN-QUET"
    template = "Không đọc được bản quét «{file_name}»; cần tệp PDF không đặt mật khẩu. Hãy quét lại rồi tải lên."
    http_status = 422


@dataclass(frozen=True)
class Upload:
    """A file that somebody uploads."""

    content: bytes
    name: str
    media_type: str = PDF


def receive(
    fields: Entered,
    scan: bytes | None = None,
    file_name: str = "",
    *,
    carried: bool = False,
    with_it: Sequence[Upload] = (),
    seen: Seen | None = None,
    returned_because: str = "",
    by: Person,
    at: datetime,
) -> IncomingDocument:
    """Enter a document in the register of văn bản đến and return it with its số đến.

    `carried`: the file is the document itself, signed or not, and no scan of paper; `with_it` are its appendices.
    `returned_because`: it is not registered but goes back, for this reason (ND30-A21).
    Raises NotAllowed, SecretPaper and UploadSecret before anything is stored, ScanUnreadable, UploadTooLarge,
    UploadDangerous, and what `entering.enter` raises.
    """
    policies.may_receive(by, at=at).require("Vào sổ văn bản đến")
    refuse_secret(fields)
    found = None if scan is None else _looked_at(scan, file_name)
    for one in with_it:
        _checked(one)
    papers = [] if scan is None else [_kept(Upload(scan, file_name or "ban-quet.pdf"), at)]
    papers += [_kept(one, at) for one in with_it]
    verdict, worth = judged(papers[0], papers, at=at) if carried and papers else (None, LegalValue.PAPER)
    attached_judged(papers, at=at)
    came = Came(
        channel=Channel.HAND if carried else Channel.PAPER,
        legal_value=worth,
        papers=papers,
        verdict_id=verdict.pk if verdict else None,
        on_page=found.says if found else {},
        pages=found.pages if found else fields.page_amount,
    )
    told = {"scan": papers[0].sha256 if papers else "", "unopened": bool(fields.addressee), "carried": carried}

    def note(document: Document) -> None:
        audit.record(verb="receive_paper", subject=document, by=by, at=at, **told)

    if returned_because.strip():
        return turn_away(fields, came, reason=returned_because, note=note, by=by, at=at)
    return enter(fields, came, seen=seen, note=note, by=by, at=at)


def said(scan: bytes, file_name: str, *, by: Person, at: datetime) -> FirstPage:
    """Return what a scan with words in it says of itself; nothing is stored.

    Raises NotAllowed, ScanUnreadable, UploadTooLarge, UploadSecret, UploadDangerous.
    """
    policies.may_receive(by, at=at).require("Vào sổ văn bản đến")
    return _looked_at(scan, file_name).first


def _looked_at(scan: bytes, file_name: str) -> Look:
    """Return what a file says that may come in; it is opened by a process of its own."""
    refuse_too_large(scan, file_name=file_name)
    found = apart.look(scan, secret_series=registers.secret_notations())
    if not found.pages:
        raise ScanUnreadable(file_name=file_name)
    if found.mark:
        raise UploadSecret(file_name=file_name, seen=found.mark)
    if found.threats:
        raise UploadDangerous(file_name=file_name, seen=" ".join(found.threats))
    return found


def _checked(one: Upload) -> None:
    if b"%PDF-" in one.content[:1024]:
        _looked_at(one.content, one.name)
    else:
        refuse_too_large(one.content, file_name=one.name)


def _kept(one: Upload, at: datetime) -> Paper:
    stored = files.keep(one.content, media_type=one.media_type, at=at)
    return Paper(stored.sha256, one.name[-200:], one.media_type)
