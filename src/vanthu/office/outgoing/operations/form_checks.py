"""Kiểm tra thể thức of every draft: asked for with each saving, done by the worker (ND30-A12.2).

It informs the drafter and whoever checks the form, and hinders nothing.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.files import queries as files
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.models import FormCheck, OutgoingDocument
from vanthu.office.outgoing.operations import composing
from vanthu.office.outgoing.operations.common import require_file
from vanthu.office.outgoing.operations.errors import LetterNotPrintable
from vanthu.office.outgoing.states import SourceKind
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.leases import LeaseLost, finish, lease, postpone
from vanthu.runtime.transactions import write
from vanthu.standards.letter import checking as standard

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

log = logging.getLogger("vanthu.outgoing")

LEASE_SECONDS = 300
"""The check of the largest file ends before; a worker that dies gives the row back after this."""
TRIES = 3
AT_ONCE = 10
"""Checks that one round of the worker takes."""

UNEXPECTED = "VT-DI-KIEM-TRA-LOI"


def ask_form_check(outgoing: OutgoingDocument, *, at: datetime) -> FormCheck:
    """Have the revision that stands now checked, once. Call it inside `write()`."""
    row, made = FormCheck.objects.get_or_create(
        outgoing=outgoing,
        revision=outgoing.revision,
        defaults={"agency_id": outgoing.agency_id, "asked_at": at, "due_at": at},
    )
    if made:
        ring_after_commit()
    return row


def check_form_again(document_id: UUID, *, by: Person, at: datetime) -> FormCheck:
    """Have a draft checked whose check failed, or which was never asked for; whoever sees the draft may.

    Raises NotFound, StillConverting, ConversionFailed.
    """
    outgoing = queries.get(by, document_id, at=at)
    require_file(outgoing)
    with write():
        row = ask_form_check(outgoing, at=at)
        if row.finished_at is not None and row.report is None:
            fresh = {"finished_at": None, "due_at": at, "tries": 0, "error_code": "", "error_sentence": ""}
            FormCheck.objects.filter(pk=row.pk, finished_at=row.finished_at).update(**fresh)
            row.refresh_from_db()
            ring_after_commit()
    return row


def check_forms_due(*, at: datetime) -> int:
    """Check the drafts of any agency that wait for it; return how many came to an end."""
    rows = lease(FormCheck.of_all_agencies.all(), at=at, seconds=LEASE_SECONDS, limit=AT_ONCE)
    return sum(_tried(row, at) for row in rows)


def _tried(row: FormCheck, at: datetime) -> bool:
    with agency_in_force(row.agency_id):
        try:
            _check(row, at)
        except LeaseLost:
            log.warning("the check of form %s was taken over by another worker", row.pk)
            return False
        except Exception as error:
            # One draft must not stop the others; the row keeps what happened, is tried again, and then tells it.
            log.exception("the check of form %s failed", row.pk)
            return _failed(row, error, at)
    return True


def _check(row: FormCheck, at: datetime) -> None:
    outgoing = OutgoingDocument.objects.select_related("document__type", "signer", "unit").get(pk=row.outgoing_id)
    if outgoing.revision != row.revision:
        finish(row, at=at)  # changed meanwhile: the newer revision has a row of its own
        return
    try:
        pdf, docx = _bytes(outgoing, at)
    except LetterNotPrintable as error:
        finish(row, at=at, error_code=error.code, error_sentence=error.sentence)
        return
    kind = queries.type_code_of(queries.fields_of(outgoing))
    sha256 = _named(pdf, docx, kind)
    report = _known(sha256) or standard.check_isolated(pdf, docx=docx, kind=kind)
    told: dict[str, Any] = {"sha256": sha256, "rules": standard.EDITION}
    if report["readable"]:
        finish(row, at=at, report=report, error_code="", error_sentence="", **told)
    else:
        finish(row, at=at, error_code=report["code"], error_sentence=report["sentence"], **told)


def _bytes(outgoing: OutgoingDocument, at: datetime) -> tuple[bytes, bytes | None]:
    """The page as it would be printed, or the file uploaded and the DOCX it was made of."""
    if outgoing.source == SourceKind.UPLOADED:
        source = queries.source_docx(outgoing)
        return files.read(outgoing.source_file), files.read(source.file_id) if source else None
    fields = queries.fields_of(outgoing)
    return composing.comparable(fields, images=composing.images_of(outgoing), agency_id=outgoing.agency_id, at=at), None


def _named(pdf: bytes, docx: bytes | None, kind: str) -> str:
    """The hash under which a result is found again: of everything that was judged, and as what."""
    digest = hashlib.sha256(pdf)
    digest.update(hashlib.sha256(docx or b"").digest())
    digest.update(kind.encode())
    return digest.hexdigest()


def _known(sha256: str) -> dict[str, Any] | None:
    """What was found in the same bytes by the same rules."""
    done = FormCheck.objects.filter(sha256=sha256, rules=standard.EDITION, report__isnull=False).first()
    found: dict[str, Any] | None = done.report if done else None
    return found


def _failed(row: FormCheck, error: Exception, at: datetime) -> bool:
    sentence = f"Chưa kiểm tra được thể thức do lỗi chưa lường trước ({type(error).__name__})."
    told: dict[str, Any] = {"error_code": UNEXPECTED, "error_sentence": sentence}
    if row.tries < TRIES:
        postpone(row, at=at, **told)
        return False
    finish(row, at=at, **told)
    return True
