"""The exchanged package of a văn bản đi (QCVN 102; data items of QD28-A10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import policies as access
from vanthu.office.assignments import queries as assignments
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.files import queries as files
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.operations import composing
from vanthu.office.outgoing.operations.errors import PackageRefused
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import edxml

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document, Version
    from vanthu.office.organizations.models import Agency, Person
    from vanthu.office.outgoing.models import OutgoingDocument

PDF = "application/pdf"
LONGEST_REASON = 500
"""Characters of a BussinessDocReason."""
OFFICIAL_LETTER_WIRE = (2, 18)
"""BussinessType numbers of a công văn when the list of types gives none: administrative, the 18th of ND30-A7."""


def message(
    outgoing: OutgoingDocument,
    sealed: Version,
    *,
    to: Sequence[tuple[str, str]],
    business: edxml.Business | None = None,
    by: Person,
    at: datetime,
) -> edxml.DocumentMessage:
    """Return the package of a document with the sealed PDF as its first attachment, for organisations of the axis.

    `business`: what is asked of them; without it the document is new, or replaces those that it was written to replace.
    Raises PackageRefused when it breaks the standard.
    """
    document, agency = outgoing.document, organizations.agency(outgoing.agency_id)
    built = edxml.DocumentMessage(
        sender=_sender(agency),
        recipients=tuple(edxml.Organization(code, name) for code, name in to),
        document_id=document.wire_id,
        code=edxml.Code(document.number, document.notation),
        promulgation_place=agency.place,
        promulgation_date=document.issued_on,
        document_type=_type(document),
        subject=document.subject,
        signer=_signer(outgoing),
        due_date=document.due_on,
        other=_other(outgoing),
        response_for=_answered(document),
        task_codes=assignments.codes_answered_by(document.pk),
        to_places=composing.printed_places(queries.fields_of(outgoing), outgoing.unit.abbreviation),
        trace=(edxml.TraceHeader(agency.code, at.astimezone(VIETNAM)),),
        business=business or _business(document, to, by),
        attachments=(_attachment(sealed.file_id, package_name(document), PDF), *_others(document)),
    )
    _refuse_if_wrong(built, at)
    return built


def package_name(document: Document) -> str:
    """Return the name of the document's file in the package, "125-SNV-CCVC.pdf"."""
    return f"{document.code_text}.pdf".replace("/", "-")


def _sender(agency: Agency) -> edxml.Organization:
    return edxml.Organization(
        organ_id=agency.code,
        organ_name=agency.name,
        organization_in_charge=agency.governing_name or None,
        organ_add=agency.address or None,
        email=agency.email or None,
        telephone=agency.telephone or None,
        fax=agency.fax or None,
        website=agency.website or None,
    )


def _type(document: Document) -> edxml.DocumentType:
    kind, detail = OFFICIAL_LETTER_WIRE
    if document.type is not None:
        kind, detail = document.type.wire_type, document.type.wire_detail
    return edxml.DocumentType(type=kind, type_name=document.type_name, type_detail=detail)


def _signer(outgoing: OutgoingDocument) -> edxml.SignerInfo:
    competence = outgoing.capacity.get("wire") or access.wire_competence(access.recorded_lines(outgoing.signer))
    return edxml.SignerInfo(
        full_name=outgoing.document.signer_name,
        position=outgoing.document.signer_position or None,
        competence=competence or None,
    )


def _other(outgoing: OutgoingDocument) -> edxml.OtherInfo:
    return edxml.OtherInfo(
        priority=outgoing.document.urgency,
        typer_notation=outgoing.typist_and_copies or None,
        page_amount=outgoing.document.page_amount,
        reference_codes=_referred(outgoing.document) or None,
    )


def _referred(document: Document) -> str:
    """Name what it amends, repeals or corrects: the standard has a place of its own only for what is replaced."""
    links = documents.amends(document.pk)
    return "; ".join(link.target.code_text for link in links if link.kind != LinkKind.REPLACES)


def _answered(document: Document) -> tuple[edxml.ResponseFor, ...]:
    answered = [link.target for link in documents.links_from(document.pk) if link.kind == LinkKind.ANSWERS]
    return tuple(
        edxml.ResponseFor(one.issuer_code, one.code_text, one.wire_id, one.issued_on) for one in answered if one.wire_id
    )


def _business(document: Document, to: Sequence[tuple[str, str]], by: Person) -> edxml.Business:
    """Name what the document replaces, for each of its recipients that had it (QCVN 102, BussinessDocType 3)."""
    replaced = [link.target for link in documents.amends(document.pk) if link.kind == LinkKind.REPLACES]
    if not replaced:
        return edxml.Business(edxml.BusinessType.NEW, staff=staff(by))
    infos = tuple(edxml.ReplacementInfo(one.wire_id, _had(one, to)) for one in replaced)
    reason = f"Thay thế {', '.join(documents.cited(one) for one in replaced)}"[:LONGEST_REASON]
    return edxml.Business(edxml.BusinessType.REPLACE, reason=reason, replacements=infos, staff=staff(by))


def _had(replaced: Document, to: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    had = {one.code for one in exchange.progress(replaced.pk) if one.transmission_id}
    return tuple(code for code, _name in to if code in had)


def staff(by: Person) -> edxml.StaffInfo:
    """Return whom to ask about a package."""
    return edxml.StaffInfo(
        department=by.unit.name if by.unit else None,
        staff=by.full_name,
        email=by.email or None,
        mobile=by.mobile or None,
    )


def _others(document: Document) -> list[edxml.Attachment]:
    return [
        _attachment(one.sent_file.sha256, one.file_name, one.sent_file.media_type, one.description)
        for one in documents.attachments(document.pk)
    ]


def _attachment(sha256: str, name: str, media_type: str, description: str = "") -> edxml.Attachment:
    content = edxml.Content(files.stored(sha256).size, sha256, files.path_of(sha256))
    return edxml.Attachment(name, media_type, content, description or None)


def _refuse_if_wrong(built: edxml.DocumentMessage, at: datetime) -> None:
    findings = edxml.validate(built, today=at.astimezone(VIETNAM).date())
    if errors := [finding for finding in findings if finding.severity is edxml.Severity.ERROR]:
        raise PackageRefused(sentences=" ".join(error.sentence for error in errors))
