"""Writing and changing a draft (ND30-A10). A change of what somebody has approved begins a new round (ND30-A11)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction
from vanthu.office.files import operations as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotFound
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import Cosigner, OutgoingDocument, Recipient
from vanthu.office.outgoing.operations import checking
from vanthu.office.outgoing.operations.appendices import refuse_unsignable
from vanthu.office.outgoing.operations.common import admitted, end_round, fact, lock, moved
from vanthu.office.outgoing.operations.conversions import ask_conversion, drop_conversions
from vanthu.office.outgoing.operations.countersigning import judge_upload
from vanthu.office.outgoing.operations.revising import keep_revision, require_unchanged_since
from vanthu.office.outgoing.operations.uploaded import keep_upload
from vanthu.office.outgoing.operations.uploading import (
    Upload,
    Word,
    judged,
    page_of,
    refuse_dangerous,
    refuse_secret,
    refuse_too_large,
)
from vanthu.office.outgoing.queries.particulars import cleaned
from vanthu.office.outgoing.states import OutgoingState, SourceKind
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Attachment
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.queries import DraftFields


def start_draft(fields: DraftFields, *, by: Person, at: datetime) -> OutgoingDocument:
    """Begin a document that is composed in the system; raises DraftRefused for what hinders saving."""
    policies.may_start(by, at=at).require("Soạn thảo")
    checking.refuse_unless_savable(fields, by=by, at=at)
    with write():
        outgoing = _begun(fields, SourceKind.COMPOSED, by, at)
        fact(outgoing, "start", by, at, source=SourceKind.COMPOSED)
        keep_revision(outgoing, by=by, at=at)
    return outgoing


def upload_draft(fields: DraftFields, content: bytes, file_name: str, *, by: Person, at: datetime) -> OutgoingDocument:
    """Begin a document from a PDF, or from a DOCX of which the worker makes one.

    Raises DraftRefused and the errors of `uploading.judged`.
    """
    policies.may_start(by, at=at).require("Tải lên dự thảo")
    checking.refuse_unless_savable(fields, source=SourceKind.UPLOADED, by=by, at=at)
    upload = _judged(content, file_name, fields)
    with write():
        outgoing = _begun(fields, SourceKind.UPLOADED, by, at)
        _keep_upload(outgoing, upload, by, at)
        fact(outgoing, "start", by, at, source=SourceKind.UPLOADED, file_name=file_name)
        keep_revision(outgoing, by=by, at=at)
    judge_upload(outgoing, at=at)
    return outgoing


def change_draft(
    document_id: UUID,
    fields: DraftFields,
    *,
    file: tuple[bytes, str] | None = None,
    revision: int | None = None,
    by: Person,
    at: datetime,
) -> OutgoingDocument:
    """Write new content and routing; a document on its way to signature becomes a draft again (ND30-A11).

    `file`: another PDF or DOCX with its name; `revision`: the one that was opened. Raises DraftRefused, SavedMeanwhile
    (nothing is overwritten) and the errors of `uploading.judged`; when nothing differs, nothing is written.
    """
    outgoing = admitted(document_id, "change", by, at)
    checking.refuse_unless_savable(fields, source=outgoing.source, by=by, at=at)
    upload = _judged(*file, fields) if file else None
    with write():
        hold(outgoing, revision)
        if upload is None and fields == queries.fields_of(_fresh(document_id)):
            return outgoing
        reopen(outgoing, by, at, what="fields", **({"file_name": file[1]} if file else {}))
        _write(outgoing, fields, at)
        if upload is not None:
            _keep_upload(outgoing, upload, by, at)
        keep_revision(outgoing, by=by, at=at)
    if upload is not None:
        judge_upload(outgoing, at=at)
    return _fresh(document_id)


def replace_pdf(document_id: UUID, content: bytes, file_name: str, *, by: Person, at: datetime) -> OutgoingDocument:
    """Take another PDF or DOCX as the draft; raises the errors of `uploading.judged`."""
    outgoing = admitted(document_id, "change", by, at)
    upload = _judged(content, file_name, queries.fields_of(outgoing))
    with write():
        hold(outgoing)
        reopen(outgoing, by, at, what="pdf", file_name=file_name)
        _keep_upload(outgoing, upload, by, at)
        keep_revision(outgoing, by=by, at=at)
    judge_upload(outgoing, at=at)
    return _fresh(document_id)


def attach(
    document_id: UUID,
    content: bytes,
    file_name: str,
    *,
    media_type: str,
    description: str = "",
    by: Person,
    at: datetime,
) -> Attachment:
    """Add a file that goes with the letter; raises UploadTooLarge, UploadSecret, UploadDangerous, UploadMacros."""
    outgoing = admitted(document_id, "change", by, at)
    refuse_too_large(content, file_name=file_name)
    refuse_secret(content, file_name=file_name)
    refuse_unsignable(content, file_name=file_name)
    refuse_dangerous(content, file_name=file_name)
    kept = files.keep(content, media_type=media_type, at=at)
    with write():
        hold(outgoing)
        reopen(outgoing, by, at, what="attach", file_name=file_name, sha256=kept.sha256)
        added = documents.add_attachment(
            document_id,
            sha256=kept.sha256,
            file_name=file_name,
            media_type=media_type,
            description=checking.clean(description),
            at=at,
        )
        keep_revision(outgoing, by=by, at=at)
    return added


def detach(document_id: UUID, attachment_id: UUID, *, by: Person, at: datetime) -> None:
    """Take an attachment off the draft."""
    outgoing = admitted(document_id, "change", by, at)
    if attachment_id not in {attachment.pk for attachment in document_queries.attachments(document_id)}:
        raise NotFound(what="tệp đính kèm")
    with write():
        hold(outgoing)
        reopen(outgoing, by, at, what="detach", attachment_id=str(attachment_id))
        documents.remove_attachment(attachment_id)
        keep_revision(outgoing, by=by, at=at)


def _begun(fields: DraftFields, source: str, by: Person, at: datetime) -> OutgoingDocument:
    agency, kind = organizations.agency(by.agency_id), _type(fields, at)
    document = documents.create(
        direction=Direction.OUTGOING,
        type_name=kind["type_name"],
        type_code=queries.type_code_of(fields),
        issuer_code=agency.code,
        issuer_name=agency.name,
        at=at,
        **_metadata(fields),
    )
    outgoing = OutgoingDocument.objects.create(
        document=document,
        drafter=by,
        unit_id=fields.unit_id,
        signer_id=fields.signer_id,
        source=source,
        created_at=at,
        state_since=at,
    )
    _write_columns(outgoing, fields)
    _name_recipients(outgoing, fields)
    _name_cosigners(outgoing, fields)
    return outgoing


def _type(fields: DraftFields, at: datetime) -> dict[str, Any]:
    kind = document_queries.document_type(queries.type_code_of(fields), at.date())
    assert kind is not None, "what is savable has a known type"
    return {"type_id": kind.pk, "type_name": kind.name}


def _metadata(fields: DraftFields) -> dict[str, Any]:
    signer = organizations.person(fields.signer_id)
    return {
        "subject": checking.clean(fields.subject),
        "urgency": fields.urgency,
        "due_on": fields.due_on,
        "signer_name": signer.full_name,
        "signer_position": signer.position,
    }


def _write_columns(outgoing: OutgoingDocument, fields: DraftFields) -> None:
    columns: dict[str, Any] = {
        "unit_id": fields.unit_id,
        "signer_id": fields.signer_id,
        "addressed_to": [line for line in map(checking.clean, fields.addressed_to) if line],
        "legal_bases": [line for line in map(checking.clean, fields.legal_bases) if line],
        "body": checking.clean(fields.body),
        "particulars": cleaned(fields.particulars),
        "places": [line for line in map(checking.clean, fields.places) if line],
        "typist_and_copies": checking.clean(fields.typist_and_copies),
    }
    OutgoingDocument.objects.filter(pk=outgoing.pk).update(**columns)
    for name, value in columns.items():
        setattr(outgoing, name, value)


def _name_recipients(outgoing: OutgoingDocument, fields: DraftFields) -> None:
    for ordinal, (code, name) in enumerate(fields.recipients, start=1):
        Recipient.objects.create(outgoing=outgoing, ordinal=ordinal, code=code, name=name)
    for ordinal, one in enumerate(fields.others, start=1 + len(fields.recipients)):
        name, address, email = map(checking.clean, (one.name, one.address, one.email))
        Recipient.objects.create(outgoing=outgoing, ordinal=ordinal, name=name, address=address, email=email)


def _name_cosigners(outgoing: OutgoingDocument, fields: DraftFields) -> None:
    for ordinal, one in enumerate(fields.cosigners, start=1):
        title = checking.clean(one.title)
        Cosigner.objects.create(outgoing=outgoing, ordinal=ordinal, person_id=one.person_id, title=title)


def _write(outgoing: OutgoingDocument, fields: DraftFields, at: datetime) -> None:
    documents.change_metadata(outgoing.pk, **_metadata(fields), **_type(fields, at))
    _write_columns(outgoing, fields)
    Recipient.objects.filter(outgoing=outgoing).delete()
    _name_recipients(outgoing, fields)
    Cosigner.objects.filter(outgoing=outgoing).delete()
    _name_cosigners(outgoing, fields)


def _judged(content: bytes, file_name: str, fields: DraftFields) -> Upload | Word:
    return judged(content, file_name, page=page_of(fields))


def _keep_upload(outgoing: OutgoingDocument, upload: Upload | Word, by: Person, at: datetime) -> None:
    drop_conversions(outgoing, at=at)
    if isinstance(upload, Word):
        ask_conversion(outgoing, upload, by=by, at=at)
    else:
        keep_upload(outgoing, upload, by=by, at=at)


def hold(outgoing: OutgoingDocument, opened: int | None = None) -> None:
    """Let nobody else change the draft until the transaction ends; raises SavedMeanwhile."""
    fresh = lock(outgoing.pk)
    outgoing.revision = fresh.revision
    require_unchanged_since(outgoing, opened)


def reopen(outgoing: OutgoingDocument, by: Person, at: datetime, /, **details: Any) -> None:
    """Make the document a draft of the next revision, whatever was approved before (ND30-A11); inside `write()`."""
    before = outgoing.state
    moved(outgoing, "change", at, revision=outgoing.revision + 1)
    end_round(outgoing)
    fact(outgoing, "change", by, at, revision=outgoing.revision, reopened=before != OutgoingState.DRAFT, **details)


def take_back(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Make what was just submitted a draft again, while nobody has decided about it; raises MovedMeanwhile."""
    outgoing = admitted(document_id, "change", by, at)
    with write():
        hold(outgoing)
        decided = any(step.decided_at for step in queries.last_round(outgoing.steps.all()))
        if decided or outgoing.state != OutgoingState.IN_APPROVAL:
            raise MovedMeanwhile(verb="change")
        reopen(outgoing, by, at, what="take_back")
    return _fresh(document_id)


def _fresh(document_id: UUID) -> OutgoingDocument:
    return OutgoingDocument.objects.select_related("document", "drafter", "unit", "signer").get(pk=document_id)
