"""Keeping an uploaded file as the draft."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations.uploading import DOCX, Upload
from vanthu.office.outgoing.states import SourceKind

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def keep_upload(outgoing: OutgoingDocument, upload: Upload, *, by: Person, at: datetime) -> None:
    """Keep the PDF as what will be signed; the DOCX it was made of just before it. Call it inside `write()`."""
    common: dict[str, Any] = {"by": by, "at": at}
    if upload.docx is not None:
        documents.add_version(
            outgoing.pk,
            kind=VersionKind.SOURCE,
            content=upload.docx,
            file_name=upload.docx_name,
            media_type=DOCX,
            **common,
        )
    version = documents.add_version(
        outgoing.pk, kind=VersionKind.UPLOADED, content=upload.pdf, file_name=upload.file_name, **common
    )
    kept = {"source": SourceKind.UPLOADED, "source_file": version.file_id, "source_file_name": upload.file_name}
    OutgoingDocument.objects.filter(pk=outgoing.pk).update(**kept)
    for name, value in kept.items():
        setattr(outgoing, name, value)
