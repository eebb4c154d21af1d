"""Writing documents, the versions of their file, their attachments and links.

These are ingredients of the verbs of outgoing and incoming, which record the audit facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max

from vanthu.office.documents import queries
from vanthu.office.documents.models import (
    Attachment,
    ContentDestroyed,
    Document,
    Link,
    SearchLine,
    SignedAttachment,
    TaskCode,
    Version,
)
from vanthu.office.documents.states import Direction, LinkKind, VersionKind
from vanthu.office.files import operations as files
from vanthu.office.files import queries as stored_files
from vanthu.office.kernel.permission import NotFound
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.files.models import StoredFile
    from vanthu.office.organizations.models import Person

IDENTITY = frozenset({"number", "notation", "issued_on", "wire_id"})
FOUND_BY = frozenset({"number", "notation", "subject", "issuer_name", "signer_name"})
LONGEST_TASK_CODE = 100
METADATA = frozenset(
    {
        "type_name",
        "type_id",
        "subject",
        "issuer_code",
        "issuer_name",
        "urgency",
        "due_on",
        "signer_name",
        "signer_position",
        "page_amount",
    }
)


class DocumentFrozen(VanThuError):
    """An issued or registered document keeps its identity, its metadata and its attachments."""

    code = "VT-VAN-BAN-DA-CHOT"
    template = (
        "Văn bản đã phát hành hoặc đã vào sổ nên không sửa được thông tin và tệp kèm theo. "
        "Nếu có sai sót, hãy ban hành văn bản đính chính, thay thế hoặc thu hồi."
    )


class IdentityGiven(VanThuError):
    """A document has one number for ever (ND30-A15)."""

    code = "VT-DA-CO-SO"
    template = "Văn bản đã mang số {code_text}; một văn bản chỉ có một số và ký hiệu, không cấp lại."


def create(
    *,
    direction: Direction,
    type_name: str,
    type_code: str | None = None,
    subject: str,
    issuer_code: str,
    issuer_name: str,
    at: datetime,
    **metadata: Any,
) -> Document:
    """Make a document of the agency in force.

    `metadata` are other columns of Document: for an incoming one also number, notation, issued_on and wire_id.
    Without `type_code` the type is found by its name; an unknown name stays text only.
    """
    _require_known(metadata, METADATA | IDENTITY)
    kind = queries.document_type(type_code, at.date()) if type_code else None
    kind = kind or queries.document_type_by_name(type_name, at.date())
    values = {
        "direction": direction,
        "type": kind,
        "type_name": type_name,
        "subject": subject,
        "issuer_code": issuer_code,
        "issuer_name": issuer_name,
        "created_at": at,
        **metadata,
    }
    with write():
        document = Document.objects.create(**_trimmed(values))
        SearchLine.objects.create(document=document, words=queries.found_by(document))
        return document


def keep_task_codes(document_id: UUID, codes: Iterable[str]) -> None:
    """Keep the codes under which a superior follows what the document asks for, each once (QCVN 102)."""
    document = queries.document(document_id)
    wanted = dict.fromkeys(code.strip()[:LONGEST_TASK_CODE] for code in codes if code.strip())
    with write():
        for code in wanted:
            TaskCode.objects.get_or_create(document=document, code=code, defaults={"agency_id": document.agency_id})


def change_metadata(document_id: UUID, **metadata: Any) -> Document:
    """Change metadata of a document that is not frozen; raises DocumentFrozen, NotFound."""
    _require_known(metadata, METADATA)
    with write():
        _update(document_id, **metadata)
    return queries.document(document_id)


def give_identity(document_id: UUID, *, number: str, notation: str, issued_on: date, wire_id: str) -> Document:
    """Give a document its number, notation, date and wire id, once; the same again changes nothing.

    Raises IdentityGiven when it has another, DocumentFrozen, NotFound.
    """
    identity = _trimmed({"number": number, "notation": notation, "issued_on": issued_on, "wire_id": wire_id})
    with write():
        document = _locked(document_id)
        if document.number:
            if any(getattr(document, name) != value for name, value in identity.items()):
                raise IdentityGiven(code_text=document.code_text)
            return document
        _update(document_id, **identity)
    return queries.document(document_id)


def complete(document_id: UUID, **missing: Any) -> Document:
    """Fill in what is empty of a document from elsewhere, its identity too; what it says already stays.

    Raises DocumentFrozen, NotFound.
    """
    _require_known(missing, METADATA | IDENTITY)
    with write():
        document = _locked(document_id)
        given = _trimmed(missing)
        _update(document_id, **{name: given[name] for name in given if not getattr(document, name)})
    return queries.document(document_id)


def freeze(document_id: UUID, *, at: datetime) -> Document:
    """End every change of identity, metadata and attachments; frozen already, it keeps its first time."""
    with write():
        document = _locked(document_id)
        if document.frozen_at is None:
            _update(document_id, frozen_at=at)
    return queries.document(document_id)


def add_version(
    document_id: UUID,
    *,
    kind: VersionKind,
    content: bytes | None = None,
    sha256: str | None = None,
    file_name: str,
    media_type: str = "application/pdf",
    by: Person | None,
    at: datetime,
) -> Version:
    """Make bytes, or a file kept before (by its hash), the newest version; raises StoreFull, BytesMissing, NotFound."""
    file = _kept(content, sha256, media_type=media_type, at=at)
    with write():
        _locked(document_id)
        return Version.objects.create(
            document_id=document_id,
            ordinal=_next(Version, document_id),
            kind=kind,
            file=file,
            file_name=file_name,
            made_at=at,
            made_by=by,
        )


def add_attachment(
    document_id: UUID,
    *,
    file_name: str,
    media_type: str,
    content: bytes | None = None,
    sha256: str | None = None,
    description: str = "",
    at: datetime,
) -> Attachment:
    """Attach bytes, or a file kept before (by its hash); raises DocumentFrozen, StoreFull, BytesMissing, NotFound."""
    file = _kept(content, sha256, media_type=media_type, at=at)
    with write():
        _require_open(document_id)
        return Attachment.objects.create(
            document_id=document_id,
            ordinal=_next(Attachment, document_id),
            file=file,
            file_name=file_name,
            description=description,
        )


def keep_signed(attachment_id: UUID, *, content: bytes, by: Person | None, at: datetime) -> SignedAttachment:
    """Keep an attachment with the agency's signature beside the one that was approved, once; raises NotFound.

    Raises DocumentFrozen once the document is issued.
    """
    file = files.keep(content, media_type="application/pdf", at=at)
    with write():
        attachment = Attachment.objects.filter(pk=attachment_id).first()
        if attachment is None:
            raise NotFound(what="tệp đính kèm")
        _require_open(attachment.document_id)
        return SignedAttachment.objects.create(attachment=attachment, file=file, signed_at=at, signed_by=by)


def remove_attachment(attachment_id: UUID) -> None:
    """Take an attachment off a document that is not frozen; raises DocumentFrozen, NotFound."""
    with write():
        attachment = Attachment.objects.filter(pk=attachment_id).first()
        if attachment is None:
            raise NotFound(what="tệp đính kèm")
        _require_open(attachment.document_id)
        attachment.delete()


def destroy_content(document_id: UUID, *, why: str, by: Person | None, at: datetime) -> ContentDestroyed:
    """Take the files of a document away from everybody, for good; the sweep removes the bytes nobody else needs.

    Its entry stays, with names and hashes of the files. Once destroyed, the same again changes nothing.
    """
    with write():
        document = _locked(document_id)
        row, _ = ContentDestroyed.objects.get_or_create(
            document=document, agency_id=document.agency_id, defaults={"why": why, "at": at, "by": by}
        )
        return row


def swept(document_id: UUID, *, at: datetime) -> None:
    """Note that the bytes of a destroyed document are gone."""
    with write():
        ContentDestroyed.objects.filter(document_id=document_id).update(swept_at=at)


def link(source_id: UUID, target_id: UUID, kind: LinkKind) -> Link:
    """Say that one document of the agency in force refers to another; the same again changes nothing."""
    with write():
        source, target = queries.document(source_id), queries.document(target_id)
        made, _ = Link.objects.get_or_create(
            source=source, target=target, kind=kind, defaults={"agency_id": source.agency_id}
        )
    return made


def _kept(content: bytes | None, sha256: str | None, *, media_type: str, at: datetime) -> StoredFile:
    if (content is None) == (sha256 is None):
        raise TypeError("give either content or sha256")
    if content is not None:
        return files.keep(content, media_type=media_type, at=at)
    return stored_files.stored(sha256 or "")


def _locked(document_id: UUID) -> Document:
    found = Document.objects.select_for_update().filter(pk=document_id).first()
    if found is None:
        raise NotFound(what="văn bản")
    return found


def _require_open(document_id: UUID) -> None:
    if _locked(document_id).frozen_at is not None:
        raise DocumentFrozen


def _update(document_id: UUID, **values: Any) -> None:
    if Document.objects.filter(pk=document_id, frozen_at__isnull=True).update(**values) != 1:
        queries.document(document_id)
        raise DocumentFrozen
    if not FOUND_BY.isdisjoint(values):
        document = queries.document(document_id)
        SearchLine.objects.filter(document=document).update(words=queries.found_by(document))


def _next(rows: type[Version] | type[Attachment], document_id: UUID) -> int:
    """Return the next ordinal; the caller holds the lock of the document."""
    highest = rows.objects.filter(document_id=document_id).aggregate(highest=Max("ordinal"))["highest"]
    return (highest or 0) + 1


def _require_known(values: dict[str, Any], known: frozenset[str]) -> None:
    unknown = values.keys() - known
    if unknown:
        raise TypeError(f"no metadata of a document: {', '.join(sorted(unknown))}")


def _trimmed(values: dict[str, Any]) -> Any:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
