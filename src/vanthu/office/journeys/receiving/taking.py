"""Take a kept package in: everything slow outside, everything written in one transaction."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.audit import operations as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction, VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.exchange.operations.stopwatch import Stopwatch
from vanthu.office.exchange.operations.workplace import workplace
from vanthu.office.files import operations as files
from vanthu.office.files import queries as file_queries
from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming.states import Channel, LegalValue
from vanthu.office.journeys.judging import attached_judged, judge_attached, judge_one
from vanthu.office.journeys.receiving import wishes
from vanthu.office.journeys.receiving.metadata import metadata
from vanthu.office.journeys.receiving.outcomes import Outcome, PackageRefused, Taken, not_judged, not_pdf
from vanthu.office.journeys.receiving.reading import Readable, read, sender
from vanthu.office.journeys.receiving.relations import links, possible_duplicate
from vanthu.office.journeys.receiving.secrecy import refuse_secret
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.signatures import operations as signatures
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.leases import LeaseLost
from vanthu.runtime.transactions import write
from vanthu.standards import letter, signing
from vanthu.standards.edxml import Attachment, DocumentMessage, Finding, StatusCode, StatusMessage
from vanthu.standards.letter import apart

if TYPE_CHECKING:
    from uuid import UUID

    from vanthu.office.documents.models import Document
    from vanthu.office.exchange.models import ReceivedPackage
    from vanthu.office.signatures.models import VerdictKept

log = logging.getLogger("vanthu.receiving")

JUDGING_TRIES = 3
"""After so many tries in vain a document arrives unjudged: the clerk must see it the day it comes (ND30-A21)."""

UNEXPECTED = "VT-NHAN-LOI"
PDF = "application/pdf"


@dataclass(frozen=True)
class KeptFile:
    """An attachment whose bytes are in the store."""

    name: str
    description: str
    media_type: str
    sha256: str


def take_in_due(*, at: datetime) -> int:
    """Take in the packages that wait, of all agencies, and return how many came to an end."""
    watch, ended = Stopwatch(at), 0
    while not watch.over and (package := exchange.lease_package(at=watch.time)):
        ended += _tried(package, at=watch.time)
    return ended


def take_in(package: ReceivedPackage, *, at: datetime) -> Taken:
    """Bring a leased package to its end and return which one it was.

    Raises LeaseLost when another worker took it over, and what the store or the database raise; nothing is then
    written but files, and the next try does it all again.
    """
    with agency_in_force(package.agency_id):
        original = exchange_queries.first_with_same_bytes(package)
        if original is not None:
            exchange.recognise(package, original=original, at=at)
            return Taken(Outcome.DUPLICATE)
        try:
            return _read_and_take(package, at)
        except PackageRefused as refusal:
            return _refused(package, refusal, at)


def _tried(package: ReceivedPackage, *, at: datetime) -> bool:
    try:
        take_in(package, at=at)
    except LeaseLost:
        log.warning("package %s was taken over by another worker", package.pk)
        return False
    except Exception as error:
        # One package must not stop the others; the row keeps what happened and is tried again, and after a few
        # tries in vain the clerk sees it among the problems.
        log.exception("package %s could not be taken in", package.pk)
        code, sentence = _explained(error)
        exchange.postpone_package(package, code=code, sentence=sentence, at=at)
        return False
    return True


def _explained(error: Exception) -> tuple[str, str]:
    if isinstance(error, VanThuError):
        return error.code, error.sentence
    sentence = (
        f"Chưa xử lý được gói tin do lỗi chưa lường trước ({type(error).__name__}). Gói tin còn nguyên và hệ thống tự "
        "thử lại; nếu kéo dài, hãy báo người quản trị."
    )
    return UNEXPECTED, sentence


def _read_and_take(package: ReceivedPackage, at: datetime) -> Taken:
    with workplace() as folder:
        readable = read(package, folder=folder, today=at.astimezone(VIETNAM).date())
        if isinstance(readable, StatusMessage):
            return _status(package, readable, at)
        unread = refuse_secret(readable)
        kept = [_keep(attachment, at) for attachment in readable.message.attachments]
    if kept and (updated := _updated(package, readable, kept[0], at)):
        return updated
    verdict, about_main = _judged(kept, package, readable.message, at) if kept else (None, ())
    _judge_attached(kept, package, at)
    document = _write(package, readable, kept, verdict, (*about_main, *unread), at)
    pdf = not kept or kept[0].media_type == PDF
    return Taken(Outcome.ARRIVED if pdf else Outcome.ARRIVED_NOT_PDF, document)


def _updated(package: ReceivedPackage, readable: Readable, main: KeptFile, at: datetime) -> Taken | None:
    """Take in new data of a document that is here already; None when the package is more than that."""
    message = readable.message
    document = wishes.updated_document(message, main.sha256, from_code=package.from_code)
    if document is None or package.carried or sender(message, package.from_code):
        return None
    with write():
        wishes.update(document, message, at=at)
        _record(package, document, message, readable.findings, at)
        exchange.taken(package, document=document, findings=readable.findings, at=at)
    return Taken(Outcome.UPDATED, document)


def _keep(attachment: Attachment, at: datetime) -> KeptFile:
    """Store one attachment; it is a PDF when its bytes say so, whatever its name and the sender say."""
    with attachment.content.open() as stream:
        pdf = b"%PDF-" in stream.read(1024)
    guessed = mimetypes.guess_type(attachment.name)[0]
    media_type = PDF if pdf else guessed if guessed and guessed != PDF else "application/octet-stream"
    with attachment.content.open() as stream:
        sha256 = files.keep(stream, media_type=media_type, at=at).sha256
    name = attachment.name.strip()[-200:] or "van-ban"
    return KeptFile(name, (attachment.description or "").strip()[:500], media_type, sha256)


def _judged(
    kept: Sequence[KeptFile], package: ReceivedPackage, message: DocumentMessage, at: datetime
) -> tuple[VerdictKept | None, tuple[Finding, ...]]:
    """Judge the signatures of the document itself; an error of ours is tried again and then told to the clerk.

    An electronic copy bears the agency's signature alone (ND30-PLI, S5).
    """
    main = kept[0]
    found = () if main.media_type == PDF else (not_pdf(main.name),)
    expected = signatures.AGENCY_ALONE if letter.is_copy(message.code.notation) else signatures.BOTH
    try:
        return judge_one(main, kept, expected=expected, at=at), found
    except VanThuError as error:
        if package.tries < JUDGING_TRIES:
            raise
        return None, (*found, not_judged(error.sentence))


def _judge_attached(kept: Sequence[KeptFile], package: ReceivedPackage, at: datetime) -> None:
    """Judge what came with the document; an error of ours is tried again, and then told in the log."""
    if package.tries >= JUDGING_TRIES:
        attached_judged(kept, at=at)
    elif kept:
        judge_attached(kept[0], kept[1:], at=at)


def _write(
    package: ReceivedPackage,
    readable: Readable,
    kept: list[KeptFile],
    verdict: VerdictKept | None,
    about_main: tuple[Finding, ...],
    at: datetime,
) -> Document:
    message = readable.message
    described, shortened = metadata(message, sender_code=package.from_code)
    findings = (*readable.findings, *about_main, *shortened)
    on_page = _said_on_page(kept[0]) if kept else {}
    with write():
        earlier = possible_duplicate(message, issuer_code=described["issuer_code"])
        document = documents.create(direction=Direction.INCOMING, at=at, **described)
        _add_files(document.pk, kept, at)
        documents.keep_task_codes(document.pk, message.task_codes)
        for target, kind in links(message, issuer_code=described["issuer_code"]):
            documents.link(document.pk, target.pk, kind)
        incoming.arrive(
            document,
            channel=Channel.HAND if package.carried else Channel.AXIS,
            legal_value=_worth(verdict),
            verdict_id=verdict.pk if verdict else None,
            possible_duplicate_of=earlier,
            on_page=on_page,
            at=at,
        )
        outgoing.record_answers(document, at=at)
        known = not package.carried and not sender(message, package.from_code)
        trusted = _worth(verdict) == LegalValue.ORIGINAL and known
        wishes.lay_before(document, message, trusted=trusted, at=at)
        wishes.lay_early(document, at=at)
        _record(package, document, message, findings, at)
        if not package.carried:
            exchange.queue_status(document, status=StatusCode.ARRIVED, by=None, at=at)
        exchange.taken(package, document=document, findings=findings, at=at)
    return document


def _said_on_page(main: KeptFile) -> dict[str, object]:
    return apart.look(file_queries.read(main.sha256)).says if main.media_type == PDF else {}


def _worth(verdict: VerdictKept | None) -> LegalValue:
    """Only a valid signature makes an original; everything else is for information (QD28-A4)."""
    valid = verdict is not None and verdict.outcome == signing.Outcome.VALID
    return LegalValue.ORIGINAL if valid else LegalValue.REFERENCE


def _add_files(document_id: UUID, kept: list[KeptFile], at: datetime) -> None:
    """The first file is the document by convention, the others go with it."""
    for place, file in enumerate(kept):
        if place == 0:
            documents.add_version(
                document_id,
                kind=VersionKind.RECEIVED,
                sha256=file.sha256,
                file_name=file.name,
                media_type=file.media_type,
                by=None,
                at=at,
            )
            continue
        documents.add_attachment(
            document_id,
            sha256=file.sha256,
            file_name=file.name,
            media_type=file.media_type,
            description=file.description,
            at=at,
        )


def _record(
    package: ReceivedPackage, document: Document, message: DocumentMessage, findings: tuple[Finding, ...], at: datetime
) -> None:
    business = message.business
    audit.record(
        verb="take_in",
        subject=document,
        by=None,
        at=at,
        hub_id=package.hub_id,
        package=package.package_id,
        from_code=package.from_code,
        business=business.type.name.lower(),
        business_label=business.type.label,
        reason=business.reason or "",
        concerned=list(message.concerned_document_ids),
        findings=[finding.code for finding in findings],
    )


def _status(package: ReceivedPackage, message: StatusMessage, at: datetime) -> Taken:
    """A status that came under the wrong kind of message is a status all the same."""
    with write():
        row = exchange.keep_status(
            message, hub_id=package.hub_id, package=package.package_id, from_code=package.from_code, at=at
        )
        exchange.taken(package, document=None, findings=(), at=at)
    return Taken(Outcome.STATUS, row.document)


def _refused(package: ReceivedPackage, refusal: PackageRefused, at: datetime) -> Taken:
    """Keep why, show it to the clerk, and answer the sender (QD28-A5.4, A9)."""
    with write():
        if refusal.about is not None and not package.carried:
            exchange.queue_refusal(package, about=refusal.about, description=refusal.sentence[:500], at=at)
        exchange.refuse(package, code=refusal.code, sentence=refusal.sentence, findings=refusal.findings, at=at)
    return Taken(refusal.outcome)
