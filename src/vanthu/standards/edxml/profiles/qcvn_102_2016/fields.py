"""Required elements and lengths of QCVN 102: ND30 annex VI, QĐ 20/2020/QĐ-TTg, and what deployed validators enforce."""

from __future__ import annotations

from vanthu.standards.edxml.findings import Severity
from vanthu.standards.edxml.profiles.field import Field

E, W = Severity.ERROR, Severity.WARNING

HEADER = "MessageHeader"
BUSINESS = "TraceHeaderList.Bussiness"
REPLACEMENT = f"{BUSINESS}.ReplacementInfoList.ReplacementInfo"
RECEIVER = f"{BUSINESS}.BussinessDocumentInfo.ReceiverList.Receiver"


def _organization(owner: str, prefix: str = "") -> tuple[Field, ...]:
    return (
        Field(owner, f"{prefix}OrganId", 35, E),
        Field(owner, f"{prefix}OrganName", 200, W),
        Field(owner, f"{prefix}OrganizationInCharge", 200),
        Field(owner, f"{prefix}OrganAdd", 250),
        Field(owner, f"{prefix}Email", 100),
        Field(owner, f"{prefix}Telephone", 50),
        Field(owner, f"{prefix}Fax", 50),
        Field(owner, f"{prefix}Website", 100),
    )


def _staff(owner: str) -> tuple[Field, ...]:
    return (
        Field(owner, "StaffInfo.Department", 250),
        Field(owner, "StaffInfo.Staff", 100),
        Field(owner, "StaffInfo.Email", 100),
        Field(owner, "StaffInfo.Mobile", 100),
    )


def _response_for(required: Severity) -> tuple[Field, ...]:
    owner = f"{HEADER}.ResponseFor"
    return (
        Field(owner, "OrganId", 35, required),
        Field(owner, "Code", 42, W),
        Field(owner, "DocumentId", 200, required),
        Field(owner, "PromulgationDate", None, W),
    )


DOCUMENT = (
    *_organization(HEADER, "From."),
    *_organization(f"{HEADER}.To"),
    Field(HEADER, "DocumentId", 200, W),
    Field(HEADER, "Code.CodeNumber", 11, E),
    Field(HEADER, "Code.CodeNotation", 30, E),
    Field(HEADER, "PromulgationInfo.Place", 50),
    Field(HEADER, "PromulgationInfo.PromulgationDate", None, E),
    Field(HEADER, "DocumentType.TypeName", 100, W),
    Field(HEADER, "Subject", 500, E),
    Field(HEADER, "Content", 500),
    Field(HEADER, "SignerInfo.Competence", 100),
    Field(HEADER, "SignerInfo.Position", 100),
    Field(HEADER, "SignerInfo.FullName", 50, W),
    Field(HEADER, "OtherInfo.SphereOfPromulgation", 100),
    Field(HEADER, "OtherInfo.TyperNotation", 10),
    Field(HEADER, "OtherInfo.PromulgationAmount", 3),
    Field(HEADER, "OtherInfo.PageAmount", 3),
    Field(f"{HEADER}.OtherInfo.Appendixes", "Appendix", 250),
    *_response_for(W),
    Field(f"{HEADER}.ToPlaces", "Place", 150),
    Field("TraceHeaderList", "TraceHeader", None, W),
    Field("TraceHeaderList.TraceHeader", "OrganId", 35, W),
    Field("TraceHeaderList.TraceHeader", "Timestamp", None, W),
    Field(BUSINESS, "DocumentId", 200),
    Field(BUSINESS, "BussinessDocReason", 500),
    *_staff(BUSINESS),
    Field(RECEIVER, "OrganId", 35, W),
    Field(RECEIVER, "ReceiverType", None, E),
    Field(REPLACEMENT, "DocumentId", 200, E),
    Field(f"{REPLACEMENT}.OrganIdList", "OrganId", 35),
    Field("AttachmentEncoded.Attachment", "AttachmentName", 200),
)

STATUS = (
    *_organization(HEADER, "From."),
    Field(HEADER, "ResponseFor", None, E),
    *_response_for(E),
    *_staff(HEADER),
    Field(HEADER, "StatusCode", None, E),
    Field(HEADER, "Description", 500),
    Field(HEADER, "Timestamp", None, W),
)

TO_PLACES_MOST = 1000
REJECTED_FROM = 4
