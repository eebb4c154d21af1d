"""Asking for a copy: only those the decree knows, with the file they are made of (ND30-A25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import policies as access
from vanthu.office.copies import policies, queries
from vanthu.office.copies.models import Copy
from vanthu.office.copies.operations.common import fact, given_reason
from vanthu.office.copies.operations.deciding import agree
from vanthu.office.copies.operations.errors import CopyFileMissing, CopyFileWrong, CopyForbidden, CopyScanPoor
from vanthu.office.copies.states import COPY_TYPE, CopyKind, Medium
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind, VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.words import tidy
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.operations.uploading import refuse_dangerous, refuse_secret, refuse_too_large
from vanthu.runtime.transactions import write
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.copies.queries import Original
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True, kw_only=True)
class CopyFields:
    """Which copy is wished for."""

    kind: str
    source: str
    """On what that is which is copied: "paper" or "electronic"."""
    target: str
    signer_id: UUID
    """Who decides, and signs the copy on paper (ND30-A27)."""
    purpose: str
    places: tuple[str, ...] = ()
    """Nơi nhận as printed on paper, each without dash; "Lưu: VT" is added where missing."""


@dataclass(frozen=True)
class Upload:
    """The scan of a paper document, or the text of an extract in its full form."""

    content: bytes
    file_name: str


def ask(original_id: UUID, fields: CopyFields, upload: Upload | None = None, *, by: Person, at: datetime) -> Copy:
    """Ask whoever may decide for a copy; a person who may decide himself has thereby agreed.

    Raises CopyForbidden with the article, CopyFileMissing, CopyFileWrong, CopyScanPoor, UploadSecret, UploadTooLarge,
    UploadDangerous, CopyPurposeMissing, NotCompetent, NotAllowed, NotFound.
    """
    original = queries.original_for(by, original_id, at=at)
    policies.may_ask(by, original, at=at).require("Sao văn bản")
    _require_permitted(original, fields)
    purpose, signer = given_reason(fields.purpose), organizations.person(fields.signer_id)
    access.capacity(signer, type_code=COPY_TYPE, unit_id=by.unit_id, at=at)
    source = _source(original, fields, upload)
    with write():
        copy = _begun(original, fields, purpose, signer, source, by, at)
        fact(copy, "ask", by, at, kind=copy.kind, source=copy.source, target=copy.target, purpose=purpose)
    return agree(copy.pk, by=by, at=at) if signer.pk == by.pk else copy


def _require_permitted(original: Original, fields: CopyFields) -> None:
    try:
        why = letter.copy_refusal(fields.kind, fields.source, fields.target, of_certified_copy=original.certified_copy)
    except letter.LetterRefused as error:
        why = error.sentence
    if why:
        raise CopyForbidden(sentence=why)


@dataclass(frozen=True)
class _Source:
    """What is copied: bytes that are kept already, or new ones."""

    file_name: str
    sha256: str | None = None
    content: bytes | None = None


def _source(original: Original, fields: CopyFields, upload: Upload | None) -> _Source:
    """The file of which the copy is made: an extract is always written anew, a paper document is scanned."""
    if fields.kind == CopyKind.EXTRACT:
        return _written_anew(_given(upload, "bản trích sao thể hiện lại đầy đủ thể thức và phần nội dung được trích"))
    if fields.source == Medium.PAPER and (upload is not None or not original.on_paper):
        return _scanned(_given(upload, "bản quét của văn bản giấy"))
    version = document_queries.latest_version(original.document.pk)
    if version is None or version.file.media_type != "application/pdf":
        raise CopyFileMissing(what="văn bản không có tệp PDF trên hệ thống")
    if fields.source == Medium.PAPER:
        _require_scan(files.read(version.file_id), version.file_name, fields.target)
    return _Source(version.file_name, sha256=version.file_id)


def _given(upload: Upload | None, what: str) -> Upload:
    if upload is None or not upload.content:
        raise CopyFileMissing(what=what)
    return upload


def _written_anew(upload: Upload) -> _Source:
    _require_harmless(upload)
    try:
        letter.copy_stamp_place(upload.content)
    except letter.LetterRefused as error:
        raise CopyFileWrong(file_name=upload.file_name, why=error.sentence) from error
    return _Source(upload.file_name, content=upload.content)


def _scanned(upload: Upload) -> _Source:
    _require_harmless(upload)
    _require_scan(upload.content, upload.file_name, Medium.ELECTRONIC)
    return _Source(upload.file_name, content=upload.content)


def _require_harmless(upload: Upload) -> None:
    refuse_too_large(upload.content, file_name=upload.file_name)
    refuse_secret(upload.content, file_name=upload.file_name)
    refuse_dangerous(upload.content, file_name=upload.file_name)


def _require_scan(content: bytes, file_name: str, target: str) -> None:
    """What is printed again may be a plain scan; what becomes an electronic copy must be one as prescribed."""
    try:
        faults = letter.scan_faults(content)
    except letter.LetterRefused as error:
        raise CopyFileWrong(file_name=file_name, why=error.sentence) from error
    if faults and target == Medium.ELECTRONIC:
        raise CopyScanPoor(file_name=file_name, faults="; ".join(faults[:5]))


def _begun(
    original: Original,
    fields: CopyFields,
    purpose: str,
    signer: Person,
    source: _Source,
    by: Person,
    at: datetime,
) -> Copy:
    agency = organizations.agency(by.agency_id)
    document = documents.create(
        direction=Direction.COPY,
        type_name=letter.COPIES[fields.kind].name,
        subject=original.document.subject,
        issuer_code=agency.code,
        issuer_name=agency.name,
        signer_name=signer.full_name,
        signer_position=signer.position,
        at=at,
    )
    documents.add_version(
        document.pk, kind=VersionKind.UPLOADED, content=source.content, sha256=source.sha256,
        file_name=source.file_name, by=by, at=at,
    )  # fmt: skip
    documents.link(document.pk, original.document.pk, LinkKind.COPIES)
    return Copy.objects.create(
        document=document,
        original=original.document,
        kind=fields.kind,
        source=fields.source,
        target=fields.target,
        purpose=purpose,
        places=[line for line in map(tidy, fields.places) if line],
        asked_by=by,
        asked_at=at,
        signer=signer,
        state_since=at,
    )
