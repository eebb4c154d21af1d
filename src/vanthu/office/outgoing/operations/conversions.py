"""Making the PDF of an uploaded DOCX: asked for with the upload, done by the worker, once, within limits.

The DOCX is kept before anything is done with it, so that a worker that dies loses nothing; a draft has no new file
until it is done, and is not submitted before.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import queries as documents
from vanthu.office.files import operations as files
from vanthu.office.files import queries as stored
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.models import Conversion, DraftRevision, OutgoingDocument
from vanthu.office.outgoing.operations.common import admitted, fact, lock
from vanthu.office.outgoing.operations.countersigning import judge_upload
from vanthu.office.outgoing.operations.draft_errors import (
    NotConverted,
    NothingToConvert,
    SecretDestroyed,
)
from vanthu.office.outgoing.operations.errors import UploadSecret
from vanthu.office.outgoing.operations.form_checks import ask_form_check
from vanthu.office.outgoing.operations.uploaded import keep_upload
from vanthu.office.outgoing.operations.uploading import CONVERTING_SECONDS, DOCX, Upload, Word, converted, page_of
from vanthu.office.outgoing.states import OutgoingState
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.leases import LeaseLost, finish, lease, postpone
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

log = logging.getLogger("vanthu.outgoing")

LEASE_SECONDS = int(CONVERTING_SECONDS) + 120
"""Converting and judging the largest file ends before; a worker that dies gives the row back after this."""
TRIES = 3
SLOW_TRIES = 2
"""What took too long once may have met a busy machine; twice, it is the file."""
AT_ONCE = 1
"""Conversions that one round of the worker takes: each may use its whole lease."""
UNEXPECTED = "VT-DI-CHUYEN-DOI-LOI"


def ask_conversion(outgoing: OutgoingDocument, word: Word, *, by: Person, at: datetime) -> Conversion:
    """Keep the DOCX and have the worker make the PDF of it. Call it inside `write()`, after `drop_conversions`."""
    kept = files.keep(word.content, media_type=DOCX, at=at)
    asked = Conversion.objects.create(
        outgoing=outgoing, docx=kept.sha256, docx_name=word.file_name, asked_by=by, asked_at=at, due_at=at
    )
    ring_after_commit()
    return asked


def drop_conversions(outgoing: OutgoingDocument, *, at: datetime) -> None:
    """Forget what waits or failed: another file takes its place. Call it inside `write()`."""
    rows = Conversion.objects.filter(outgoing=outgoing)
    rows.filter(finished_at__isnull=True).update(finished_at=at, lease=None, leased_until=None)
    rows.exclude(error_code="").update(error_code="", error_sentence="")


def convert_again(document_id: UUID, *, by: Person, at: datetime) -> Conversion:
    """Have a DOCX converted again whose conversion failed; raises NothingToConvert, NotAllowed."""
    outgoing = admitted(document_id, "change", by, at)
    with write():
        found = queries.conversion(lock(outgoing.pk))
        if found is None or not found.docx:
            raise NothingToConvert
        if found.finished_at is not None:
            fresh = {"finished_at": None, "due_at": at, "tries": 0, "error_code": "", "error_sentence": ""}
            Conversion.objects.filter(pk=found.pk, finished_at=found.finished_at).update(**fresh)
            fact(outgoing, "convert_again", by, at, file_name=found.docx_name)
            ring_after_commit()
    found.refresh_from_db()
    return found


def convert_due(*, at: datetime) -> int:
    """Make the PDFs that drafts of any agency wait for; return how many came to an end."""
    rows = lease(Conversion.of_all_agencies.all(), at=at, seconds=LEASE_SECONDS, limit=AT_ONCE)
    return sum(_tried(row, at) for row in rows)


def _tried(row: Conversion, at: datetime) -> bool:
    with agency_in_force(row.agency_id):
        try:
            _convert(row, at)
        except LeaseLost:
            log.warning("conversion %s was taken over or overtaken by another file", row.pk)
            return False
        except VanThuError as error:
            return _failed(row, error.code, error.sentence, at, tries=_tries(error))
        except Exception as error:
            # One file must not stop the others; the row keeps what happened, is tried again, and then tells it.
            log.exception("conversion %s failed", row.pk)
            sentence = f"Chưa chuyển được tệp «{row.docx_name}» do lỗi chưa lường trước ({type(error).__name__})."
            return _failed(row, UNEXPECTED, sentence, at, tries=TRIES)
    return True


def _tries(error: VanThuError) -> int:
    return SLOW_TRIES if isinstance(error, NotConverted) else 1


def _convert(row: Conversion, at: datetime) -> None:
    """Convert outside any transaction, then keep the result where the draft still waits for it."""
    outgoing = OutgoingDocument.objects.select_related("document__type").get(pk=row.outgoing_id)
    if outgoing.state != OutgoingState.DRAFT:
        finish(row, at=at)  # withdrawn meanwhile: nobody waits for it
        return
    word = Word(stored.read(row.docx), row.docx_name)
    try:
        upload = converted(word, page=page_of(queries.fields_of(outgoing)))
    except UploadSecret as error:
        _destroy(row)
        raise SecretDestroyed(file_name=row.docx_name, seen=error.details["seen"]) from error
    if _kept(row, upload, at):
        judge_upload(OutgoingDocument.objects.get(pk=row.outgoing_id), at=at)


def _kept(row: Conversion, upload: Upload, at: datetime) -> bool:
    """Write the PDF into the revision that waits for it; raises LeaseLost when another file took its place."""
    with write():
        outgoing = lock(row.outgoing_id)
        finish(row, at=at, error_code="", error_sentence="")
        if outgoing.state != OutgoingState.DRAFT:
            return False
        keep_upload(outgoing, upload, by=row.asked_by, at=at)
        content = queries.content_of(outgoing)
        DraftRevision.objects.filter(outgoing=outgoing, revision=outgoing.revision).update(content=content)
        ask_form_check(outgoing, at=at)
        fact(outgoing, "convert", None, at, file_name=row.docx_name, sha256=outgoing.source_file)
    return True


def _failed(row: Conversion, code: str, sentence: str, at: datetime, *, tries: int) -> bool:
    told = {"error_code": code, "error_sentence": sentence}
    try:
        with write():
            if row.tries < tries:
                postpone(row, at=at, **told)
                return False
            finish(row, at=at, **told)
            fact(row.outgoing, "fail_convert", None, at, file_name=row.docx_name, error=sentence)
    except LeaseLost:
        log.warning("conversion %s was overtaken by another file", row.pk)
    return True


def _destroy(row: Conversion) -> None:
    """What carries a mark of secrecy does not stay on the disk (QD28-A1), unless it came to be there otherwise."""
    with write():
        Conversion.objects.filter(pk=row.pk).update(docx="")
    if not documents.is_needed(row.docx) and not queries.is_needed(row.docx):
        files.destroy(row.docx)
