"""Sending an electronic copy through the axis: a document of its own, with its own identifier (QCVN 102)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.copies.models import Copy
from vanthu.office.copies.operations.common import admitted, fact
from vanthu.office.copies.operations.errors import CopyNotValid, CopyPackageRefused, CopyRecipientsWrong
from vanthu.office.documents import queries as documents
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.files import queries as files
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person

ADMINISTRATIVE, NO_DETAIL = 2, 0
"""Wire type of administrative documents; the table of details has no row for copies, the name tells (QCVN 102)."""


def send(document_id: UUID, recipients: Sequence[tuple[str, str]], *, by: Person, at: datetime) -> Copy:
    """Put the copy in the outbox for each recipient (code, name); those who have it already are left out.

    Raises CopyRecipientsWrong, CopyNotValid, CopyPackageRefused, NotAllowed, MovedMeanwhile.
    """
    copy = admitted(document_id, "send", by, at)
    chosen = _chosen(copy, recipients, by)
    message = _message(copy, _valid(copy, at), chosen, by, at)
    package = BytesIO()
    edxml.write(message, package)
    package.seek(0)
    with write():
        exchange.queue(copy.document, package=package, recipients=chosen, at=at)
        fact(copy, "send", by, at, recipients=[list(one) for one in chosen])
    return copy


def _chosen(copy: Copy, recipients: Sequence[tuple[str, str]], by: Person) -> list[tuple[str, str]]:
    own = organizations.agency(by.agency_id).code
    has_it = {one.code for one in exchange_queries.progress(copy.pk)}
    chosen = [(code, name) for code, name in dict.fromkeys(recipients) if code not in has_it]
    if not chosen:
        raise CopyRecipientsWrong(why="chưa chọn cơ quan nhận nào, hoặc các nơi đã chọn đều đã được gửi")
    for code, name in chosen:
        known = exchange_queries.correspondent(code)
        if code == own:
            raise CopyRecipientsWrong(why=f"{name} là chính cơ quan sao")
        if known is None or known.deleted or not known.receives:
            raise CopyRecipientsWrong(why=f"{name} ({code}) không nhận văn bản qua trục liên thông")
    return chosen


def _valid(copy: Copy, at: datetime) -> Version:
    version = documents.latest_version(copy.pk)
    assert version is not None, "a copy that was made has a file"
    kept = signatures.judge(file_sha256=version.file_id, document_id=copy.pk, expected=signatures.AGENCY_ALONE, at=at)
    if kept.outcome != Outcome.VALID:
        verdict = signature_queries.verdict(kept.pk)
        raise CopyNotValid(outcome=verdict.outcome.label, reasons=" ".join(one.sentence for one in verdict.reasons))
    return version


def _message(
    copy: Copy, version: Version, recipients: Sequence[tuple[str, str]], by: Person, at: datetime
) -> edxml.DocumentMessage:
    document, agency = copy.document, organizations.agency(copy.agency_id)
    stored = files.stored(version.file_id)
    name = f"{document.code_text}.pdf".replace("/", "-")
    built = edxml.DocumentMessage(
        sender=edxml.Organization(
            organ_id=agency.code,
            organ_name=agency.name,
            organization_in_charge=agency.governing_name or None,
            organ_add=agency.address or None,
            email=agency.email or None,
        ),
        recipients=tuple(edxml.Organization(code, name) for code, name in recipients),
        document_id=document.wire_id,
        code=edxml.Code(document.number, document.notation),
        promulgation_place=agency.place,
        promulgation_date=document.issued_on,
        document_type=edxml.DocumentType(type=ADMINISTRATIVE, type_name=document.type_name, type_detail=NO_DETAIL),
        subject=document.subject[:500],
        signer=edxml.SignerInfo(
            full_name=document.signer_name,
            position=document.signer_position or None,
            competence=copy.capacity.get("wire") or None,
        ),
        other=edxml.OtherInfo(priority=document.urgency, page_amount=document.page_amount),
        to_places=tuple(copy.places),
        trace=(edxml.TraceHeader(agency.code, at.astimezone(VIETNAM)),),
        business=edxml.Business(edxml.BusinessType.NEW, staff=edxml.StaffInfo(staff=by.full_name)),
        attachments=(
            edxml.Attachment(
                name, "application/pdf", edxml.Content(stored.size, version.file_id, files.path_of(version.file_id))
            ),
        ),
    )
    findings = edxml.validate(built, today=at.astimezone(VIETNAM).date())
    if errors := [finding for finding in findings if finding.severity is edxml.Severity.ERROR]:
        raise CopyPackageRefused(sentences=" ".join(error.sentence for error in errors))
    return built
