"""Printing a register: asked for by a person, made by the worker, kept as a file (ND30-A16.2b)."""

from __future__ import annotations

import logging
from datetime import datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.files import operations as files
from vanthu.office.kernel.moves import make_move
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.reports import policies, queries
from vanthu.office.reports.models import RegisterPrint
from vanthu.office.reports.states import MEDIA_TYPES, PRINT_MOVES, BookKey, PrintFormat
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.leases import LeaseLost, finish, lease, postpone
from vanthu.runtime.transactions import write
from vanthu.standards.registers import FORMS, Written, write_docx, write_pdf, write_xlsx

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries import Chosen

log = logging.getLogger("vanthu.reports")

LEASE_SECONDS = 3600
"""A print of a hundred thousand lines lasts minutes; a worker that dies gives it back after this."""
TRIES = 3

UNEXPECTED = "VT-IN-LOI"


def order_print(
    book: BookKey, format: PrintFormat, chosen: Chosen, *, volume: str = "", by: Person, at: datetime
) -> RegisterPrint:
    """Ask for a print of a part of a register; the worker makes it. Raises NotAllowed."""
    policies.may_print(by, at=at).require("In sổ")
    with write():
        asked = RegisterPrint.objects.create(
            book=book,
            format=format,
            chosen=chosen.plain(),
            volume=volume.strip()[:20],
            asked_at=at,
            asked_by=by,
            due_at=at,
        )
        audit.record(
            verb="print_register", subject=asked, by=by, at=at, book=book, format=format, chosen=chosen.plain()
        )
        ring_after_commit()
    return asked


def print_now(print_id: UUID, *, at: datetime) -> RegisterPrint:
    """Make a print at once, in the request: for a few lines only. What a worker took meanwhile stays the worker's."""
    leased = lease(RegisterPrint.objects.filter(pk=print_id), at=at, seconds=LEASE_SECONDS, limit=1)
    for asked in leased:
        _tried(asked, at)
    return queries.print_of(print_id)


def print_due(*, at: datetime) -> int:
    """Make the next print that waits, of any agency; return how many came to an end."""
    for asked in lease(RegisterPrint.of_all_agencies.all(), at=at, seconds=LEASE_SECONDS, limit=1):
        with agency_in_force(asked.agency_id):
            return int(_tried(asked, at))
    return 0


def _tried(asked: RegisterPrint, at: datetime) -> bool:
    try:
        _make(asked, at)
    except LeaseLost:
        log.warning("print %s was taken over by another worker", asked.pk)
        return False
    except Exception as error:
        # One print must not stop the others; the row keeps what happened, is tried again, and then tells the clerk.
        log.exception("print %s failed", asked.pk)
        return _failed(asked, error, at)
    return True


def _make(asked: RegisterPrint, at: datetime) -> None:
    with TemporaryFile() as target:
        written = _write(asked, target, asked.asked_at)
        target.seek(0)
        file = files.keep(target, media_type=MEDIA_TYPES[PrintFormat(asked.format)], at=at)
    with write():
        make_move(RegisterPrint.objects.filter(pk=asked.pk), "finish", PRINT_MOVES)
        finish(asked, at=at, file_id=file.pk, rows=written.rows, pages=written.pages)
        audit.record(
            verb="registered_printed", subject=asked, by=None, at=at, sha256=file.sha256, rows=written.rows,
            pages=written.pages,
        )  # fmt: skip


def _write(asked: RegisterPrint, target: BinaryIO, at: datetime) -> Written:
    """Write what the person who asked may see, as it is now."""
    key, chosen, person = BookKey(asked.book), queries.Chosen.of(asked.chosen), asked.asked_by
    form, rows = FORMS[key.value], queries.all_rows(key, person, chosen, at=at)
    cover = queries.cover(key, person, chosen, volume=asked.volume, at=at)
    if asked.format == PrintFormat.XLSX:
        return write_xlsx(form, cover, rows, target)
    return (write_pdf if asked.format == PrintFormat.PDF else write_docx)(form, cover, rows, target, at=at)


def _failed(asked: RegisterPrint, error: Exception, at: datetime) -> bool:
    code, sentence = UNEXPECTED, f"Chưa in được sổ do lỗi chưa lường trước ({type(error).__name__})."
    if isinstance(error, VanThuError):
        code, sentence = error.code, error.sentence
    told = {"error_code": code, "error_sentence": sentence}
    if asked.tries < TRIES:
        postpone(asked, at=at, **told)
        return False
    with write():
        make_move(RegisterPrint.objects.filter(pk=asked.pk), "fail", PRINT_MOVES)
        finish(asked, at=at, **told)
        audit.record(verb="print_failed", subject=asked, by=None, at=at, code=code)
    return True
