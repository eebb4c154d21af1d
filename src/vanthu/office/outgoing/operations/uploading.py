"""Judging an uploaded PDF or DOCX and reserving the places of number, date and signatures in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.conf import settings

from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.operations import composing
from vanthu.office.outgoing.operations.draft_errors import (
    NoConverter,
    NotConverted,
    UploadDangerous,
    UploadLinked,
    UploadLocked,
    UploadMacros,
    UploadNotDocx,
    UploadSignatureBroken,
    UploadSwells,
    UploadTooLong,
)
from vanthu.office.outgoing.operations.errors import (
    UploadActive,
    UploadEncrypted,
    UploadNotPdf,
    UploadPlacesMissing,
    UploadSecret,
    UploadSigned,
    UploadTooLarge,
)
from vanthu.office.outgoing.queries.fields import type_code_of
from vanthu.office.registers import queries as registers
from vanthu.runtime.errors import VanThuError
from vanthu.standards import letter, signing
from vanthu.standards.letter import checking as standard
from vanthu.standards.letter.secrecy import secrecy_of_pdf
from vanthu.standards.letter.secrecy_docx import secrecy_of_docx
from vanthu.standards.signing import errors as signing_errors

if TYPE_CHECKING:
    from vanthu.office.outgoing.queries import DraftFields

MAX_PAGES = 500
"""More are neither shown nor checked."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONVERTING_SECONDS = 300.0
CONVERTING_MB = 3072
"""LibreOffice gets no more time and memory for one file; 350 pages of text took 11 seconds."""

_REFUSALS: Mapping[type[signing_errors.SigningError], type[VanThuError]] = {
    signing_errors.PdfEncrypted: UploadEncrypted,
    signing_errors.AlreadyReserved: UploadSigned,
    signing_errors.PdfAltered: UploadSignatureBroken,
    signing_errors.FurtherSigningForbidden: UploadLocked,
    signing_errors.PdfActiveContent: UploadActive,
    signing_errors.PdfUnreadable: UploadNotPdf,
}
_DOCX_REFUSALS: Mapping[str, type[VanThuError]] = {
    "letter.check.macros": UploadMacros,
    "letter.check.external": UploadLinked,
    "letter.check.encrypted": UploadEncrypted,
    "letter.check.bomb": UploadSwells,
    "letter.check.converter_missing": NoConverter,
    "letter.check.not_converted": NotConverted,
}

_ANYWHERE = {name: letter.Slot(name, 0, 72, 72, 72, 18) for name in ("number", "day", "month", "leader", "seal")}
"""Places tried first, so that a file that can never be signed is refused for that before its text is searched."""


@dataclass(frozen=True)
class Upload:
    """A file that was judged: the PDF that will be signed, and the DOCX it was made of."""

    pdf: bytes
    file_name: str
    """Of the PDF."""
    docx: bytes | None = None
    docx_name: str = ""


@dataclass(frozen=True)
class Word:
    """A DOCX that may be opened; the worker makes the PDF of it."""

    content: bytes
    file_name: str


@dataclass(frozen=True)
class Page:
    """What an uploaded page must have room for: who signs, those beside him in their order, and whether it is dated."""

    signer_name: str
    beside: tuple[str, ...] = ()
    dated: bool = True
    between_parties: bool = False
    """Whether other parties sign it, perhaps before us."""


def page_of(fields: DraftFields) -> Page:
    """Return what the page of such a document must have room for; a biên bản bears no date (mẫu 1.9)."""
    kind = letter.document_type(type_code_of(fields))
    return Page(
        organizations.person(fields.signer_id).full_name,
        tuple(organizations.person(one.person_id).full_name for one in fields.cosigners),
        kind.dated,
        kind.signatures == "parties",
    )


def judged(content: bytes, file_name: str, *, page: Page) -> Upload | Word:
    """Return the file as a draft, or the DOCX of which one is to be made; nothing is kept.

    Raises the Upload… errors.
    """
    refuse_too_large(content, file_name=file_name)
    if b"%PDF-" in content[:1024]:
        return _fit(Upload(content, file_name), page)
    with _docx_errors(file_name):
        standard.require_docx(content)
    mark = secrecy_of_docx(content, secret_series=registers.secret_notations())
    if mark is not None:
        raise UploadSecret(file_name=file_name, seen=mark.sentence)
    return Word(content, file_name)


def converted(word: Word, *, page: Page) -> Upload:
    """Return the PDF of a DOCX as a draft; it takes seconds, so only the worker does it.

    Raises NotConverted, NoConverter and the Upload… errors.
    """
    with _docx_errors(word.file_name):
        pdf = standard.to_pdf(word.content, seconds=CONVERTING_SECONDS, memory_mb=CONVERTING_MB)
    name = f"{PurePath(word.file_name).stem}.pdf"
    return _fit(Upload(pdf, name, docx=word.content, docx_name=word.file_name), page)


def reserve_upload(pdf: bytes, *, file_name: str, page: Page) -> tuple[bytes, dict[str, letter.Slot]]:
    """Return the PDF with its places reserved, and the places.

    An agreement that the other party has signed gets places for our signatures only. Raises UploadNotPdf,
    UploadEncrypted, UploadSigned, UploadLocked, UploadSignatureBroken, UploadActive, UploadTooLong,
    UploadPlacesMissing.
    """
    beside = page.between_parties and signed_elsewhere(pdf, file_name)
    reserve = signing.reserve_beside if beside else partial(signing.reserve, dated=page.dated)
    _reserved(pdf, _ANYWHERE, file_name, reserve)
    if (pages := page_count(pdf)) > MAX_PAGES:
        raise UploadTooLong(file_name=file_name, pages=pages, limit=MAX_PAGES)
    slots = _located(pdf, file_name, page, numbered=not beside)
    return _reserved(pdf, slots, file_name, reserve), slots


def signed_elsewhere(pdf: bytes, file_name: str) -> bool:
    """Tell whether somebody has signed the file; raises UploadNotPdf, UploadEncrypted."""
    try:
        return signing.is_signed(pdf)
    except signing_errors.SigningError as error:
        raise _refusal(error, file_name) from error


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a PDF that `reserve_upload` accepted."""
    return letter.page_count(pdf)


def refuse_too_large(content: bytes, *, file_name: str) -> None:
    """Raise UploadTooLarge when the file is larger than the settings allow."""
    limit_mb = settings.OFFICE.max_upload_mb
    if len(content) > limit_mb * 1024 * 1024:
        raise UploadTooLarge(file_name=file_name, limit_mb=limit_mb)


def refuse_secret(content: bytes, *, file_name: str) -> None:
    """Raise UploadSecret when the file carries a mark of secrecy (QD28-A1); nothing may have been stored before."""
    mark = secrecy_of_pdf(content, secret_series=registers.secret_notations())
    if mark is not None:
        raise UploadSecret(file_name=file_name, seen=mark.sentence)


def refuse_dangerous(content: bytes, *, file_name: str) -> None:
    """Raise UploadDangerous for scripts, commands and files in a PDF, UploadMacros for macros (QD28-A6)."""
    if standard.has_macros(content):
        raise UploadMacros(file_name=file_name)
    if seen := standard.threats_in(content):
        raise UploadDangerous(file_name=file_name, seen=" ".join(finding.sentence for finding in seen))


def _fit(upload: Upload, page: Page) -> Upload:
    """Return what can be signed as it is; refusals name the file that was uploaded."""
    file_name = upload.docx_name or upload.file_name
    refuse_secret(upload.pdf, file_name=file_name)
    reserve_upload(upload.pdf, file_name=file_name, page=page)
    refuse_dangerous(upload.pdf, file_name=file_name)
    return upload


@contextmanager
def _docx_errors(file_name: str) -> Iterator[None]:
    try:
        yield
    except standard.CheckRefused as error:
        kind = _DOCX_REFUSALS.get(error.code, UploadNotDocx)
        raise kind(file_name=file_name, sentence=error.sentence) from error


def _located(pdf: bytes, file_name: str, page: Page, *, numbered: bool) -> dict[str, letter.Slot]:
    who: dict[str, Any] = {"signer_name": page.signer_name, "beside": page.beside, **composing.seal_size()}
    try:
        return dict(letter.locate_slots(pdf, **who, dated=page.dated, numbered=numbered))
    except letter.PlacesNotFound as error:
        raise UploadPlacesMissing(file_name=file_name, sentence=error.sentence) from error


def _reserved(
    pdf: bytes, slots: Mapping[str, letter.Slot], file_name: str, reserve: Callable[[bytes, Any], bytes]
) -> bytes:
    try:
        return reserve(pdf, slots)
    except signing_errors.PlaceMissing as error:
        raise UploadPlacesMissing(file_name=file_name, sentence=error.sentence) from error
    except signing_errors.SigningError as error:
        raise _refusal(error, file_name) from error


def _refusal(error: signing_errors.SigningError, file_name: str) -> VanThuError:
    kinds = [kind for kind in _REFUSALS if isinstance(error, kind)]
    return (_REFUSALS[kinds[0]] if kinds else UploadNotPdf)(file_name=file_name)
