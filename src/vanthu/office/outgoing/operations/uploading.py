"""Judging an uploaded PDF and reserving the places of number, date and signatures in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from vanthu.office.outgoing.operations import composing
from vanthu.office.outgoing.operations.errors import (
    UploadActive,
    UploadEncrypted,
    UploadNotPdf,
    UploadPlacesMissing,
    UploadSecret,
    UploadSigned,
    UploadTooLarge,
)
from vanthu.office.registers import queries as registers
from vanthu.runtime.errors import VanThuError
from vanthu.standards import letter, signing
from vanthu.standards.letter.secrecy import secrecy_of_pdf
from vanthu.standards.signing import errors as signing_errors

_REFUSALS: Mapping[type[signing_errors.SigningError], type[VanThuError]] = {
    signing_errors.PdfEncrypted: UploadEncrypted,
    signing_errors.AlreadyReserved: UploadSigned,
    signing_errors.PdfActiveContent: UploadActive,
    signing_errors.PdfUnreadable: UploadNotPdf,
}

_ANYWHERE = {name: letter.Slot(name, 0, 72, 72, 72, 18) for name in ("number", "day", "month", "leader", "seal")}
"""Places tried first, so that a file that can never be signed is refused for that before its text is searched."""


def reserve_upload(pdf: bytes, *, file_name: str, signer_name: str) -> tuple[bytes, dict[str, letter.Slot]]:
    """Return the PDF with its places reserved, and the places.

    Raises UploadNotPdf, UploadEncrypted, UploadSigned, UploadActive, UploadPlacesMissing.
    """
    _reserved(pdf, _ANYWHERE, file_name)
    slots = _located(pdf, file_name, signer_name)
    return _reserved(pdf, slots, file_name), slots


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


def _located(pdf: bytes, file_name: str, signer_name: str) -> dict[str, letter.Slot]:
    try:
        return dict(letter.locate_slots(pdf, signer_name=signer_name, **composing.seal_size()))
    except letter.PlacesNotFound as error:
        raise UploadPlacesMissing(file_name=file_name, sentence=error.sentence) from error


def _reserved(pdf: bytes, slots: Mapping[str, letter.Slot], file_name: str) -> bytes:
    try:
        return signing.reserve(pdf, slots)
    except signing_errors.PlaceMissing as error:
        raise UploadPlacesMissing(file_name=file_name, sentence=error.sentence) from error
    except signing_errors.SigningError as error:
        raise _refusal(error, file_name) from error


def _refusal(error: signing_errors.SigningError, file_name: str) -> VanThuError:
    kinds = [kind for kind in _REFUSALS if isinstance(error, kind)]
    return (_REFUSALS[kinds[0]] if kinds else UploadNotPdf)(file_name=file_name)
