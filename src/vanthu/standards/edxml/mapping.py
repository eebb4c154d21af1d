"""From the tree of a package to the message it carries. Order and prefixes of the elements do not matter."""

from __future__ import annotations

from vanthu.standards.edxml.catalog import refusal
from vanthu.standards.edxml.model import (
    Attachment,
    Business,
    BusinessDocumentInfo,
    BusinessType,
    Code,
    DocumentMessage,
    DocumentType,
    Organization,
    OtherInfo,
    Receiver,
    ReceiverType,
    ReplacementInfo,
    ResponseFor,
    SignerInfo,
    StaffInfo,
    StatusMessage,
    TraceHeader,
    Unread,
)
from vanthu.standards.edxml.view import View


def message_header(root: View) -> tuple[View, View]:
    """(edXMLHeader, MessageHeader). Raises EdxmlRefused."""
    header = envelope(root).child("edXMLHeader")
    if not header.has("MessageHeader"):
        raise refusal("N.Package.MessageHeader")
    header.path = ""
    return header, header.child("MessageHeader")


def envelope(root: View) -> View:
    """A package without an envelope is read as if its root were one."""
    root.know("edXMLEnvelope", "AttachmentEncoded")
    return root.child("edXMLEnvelope") if root.has("edXMLEnvelope") else root


def is_status(header: View) -> bool:
    return header.has("StatusCode")


def status_message(header: View) -> StatusMessage:
    message = StatusMessage(
        sender=organization(header.child("From")),
        response_for=_response_for(header.child("ResponseFor")),
        status_code=_status_code(header.text("StatusCode")),
        description=header.optional("Description"),
        timestamp=header.moment("Timestamp"),
        staff=_staff(header.child("StaffInfo")),
        unread=tuple(header.notes.unread),
    )
    header.done()
    return message


def document_message(
    outer: View,
    header: View,
    *,
    attachments: tuple[Attachment, ...],
    reference_ids: tuple[str, ...],
    signature_xml: bytes | None,
) -> DocumentMessage:
    code, place, trace = header.child("Code"), header.child("PromulgationInfo"), outer.child("TraceHeaderList")
    message = DocumentMessage(
        sender=organization(header.child("From")),
        recipients=tuple(organization(view) for view in header.children("To")),
        document_id=header.text("DocumentId"),
        code=Code(code.text("CodeNumber"), code.text("CodeNotation")),
        promulgation_place=place.optional("Place"),
        promulgation_date=place.day("PromulgationDate"),
        document_type=_document_type(header.child("DocumentType")),
        subject=header.text("Subject"),
        content=header.optional("Content"),
        signer=_signer(header.child("SignerInfo")),
        due_date=header.day("DueDate"),
        other=_other_info(header.child("OtherInfo")),
        response_for=tuple(_response_for(view) for view in header.children("ResponseFor")),
        steering_type=header.integer_or("SteeringType", 1),
        to_places=header.child("ToPlaces").texts("Place"),
        trace=_trace(trace),
        business=_business(trace),
        attachments=attachments,
        signature_xml=signature_xml,
        task_codes=tuple(code for view in header.children("ResponseForTask") for code in view.texts("TaskCode")),
        application_type=header.optional("ApplicationType"),
        unread=tuple(Unread(item.path, item.text) for item in header.notes.unread),
        reference_ids=reference_ids,
    )
    for view in (outer, header, code, place, trace):
        view.done()
    return message


def organization(view: View) -> Organization:
    made = Organization(
        organ_id=view.text("OrganId"),
        organ_name=view.text("OrganName"),
        organization_in_charge=view.optional("OrganizationInCharge"),
        organ_add=view.optional("OrganAdd"),
        email=view.optional("Email"),
        telephone=view.optional("Telephone"),
        fax=view.optional("Fax"),
        website=view.optional("Website"),
    )
    view.done()
    return made


def _response_for(view: View) -> ResponseFor:
    code = view.child("Code")
    parts = (code.node.text, code.optional("CodeNumber"), code.optional("CodeNotation"))
    made = ResponseFor(
        organ_id=view.text("OrganId"),
        code="/".join(part for part in parts if part),
        document_id=view.text("DocumentId"),
        promulgation_date=view.day("PromulgationDate"),
    )
    view.done()
    return made


def _document_type(view: View) -> DocumentType:
    made = DocumentType(
        type=view.integer_or("Type", 2), type_name=view.text("TypeName"), type_detail=view.integer("TypeDetail")
    )
    view.done()
    return made


def _signer(view: View) -> SignerInfo | None:
    if view.absent:
        return None
    made = SignerInfo(view.text("FullName"), view.optional("Position"), view.optional("Competence"))
    view.done()
    return None if made == SignerInfo() else made


def _other_info(view: View) -> OtherInfo:
    if view.absent:
        return OtherInfo()
    made = OtherInfo(
        priority=view.integer_or("Priority", 0),
        sphere_of_promulgation=view.optional("SphereOfPromulgation"),
        typer_notation=view.optional("TyperNotation"),
        promulgation_amount=view.integer_or("PromulgationAmount", 1),
        page_amount=view.integer_or("PageAmount", 1),
        direction=view.flag("Direction"),
        reply_fors=view.optional("ReplyFors"),
        reference_codes=view.optional("ReferenceCodes"),
        appendixes=view.child("Appendixes").texts("Appendix"),
    )
    view.done()
    return made


def _trace(view: View) -> tuple[TraceHeader, ...]:
    headers = view.children("TraceHeader")
    made = tuple(TraceHeader(header.optional("OrganId"), header.moment("Timestamp")) for header in headers)
    for header in headers:
        header.done()
    return made


def _business(trace: View) -> Business:
    """`Paper` stands directly under the list in older packages."""
    view = trace.child("Bussiness")
    outer_paper = trace.flag("Paper")
    if view.absent:
        return Business(paper=bool(outer_paper))
    paper = view.flag("Paper")
    made = Business(
        type=_business_type(view),
        reason=view.optional("BussinessDocReason"),
        paper=bool(outer_paper if paper is None else paper),
        document_id=view.optional("DocumentId"),
        document_info=_document_info(view),
        replacements=tuple(
            _replacement(item) for item in view.child("ReplacementInfoList").children("ReplacementInfo")
        ),
        staff=_staff(view.child("StaffInfo")),
    )
    view.done()
    return made


def _business_type(view: View) -> BusinessType:
    """An unknown type is an error finding and kept as unread text; the message itself then says NEW."""
    raw = view.text("BussinessDocType") or "0"
    if raw.isascii() and raw.isdecimal() and int(raw[:9]) in set(BusinessType):
        return BusinessType(int(raw[:9]))
    path = view.below("BussinessDocType")
    view.notes.unread.append(Unread(path, raw))
    view.notes.add("R.TraceHeaderList.Bussiness.BussinessDocType", path=path, value=raw[:60])
    return BusinessType.NEW


def _document_info(view: View) -> BusinessDocumentInfo | None:
    info = view.child("BussinessDocumentInfo")
    if not info.node.has_content:
        return None
    receivers = info.child("ReceiverList").children("Receiver")
    made = BusinessDocumentInfo(
        document_info=bool(info.flag("DocumentInfo")),
        document_receiver=bool(info.flag("DocumentReceiver")),
        receivers=tuple(_receiver(receiver) for receiver in receivers),
    )
    info.done()
    return made


def _receiver(view: View) -> Receiver:
    added = view.flag("ReceiverType")
    made = Receiver(view.text("OrganId"), None if added is None else ReceiverType(int(added)))
    view.done()
    return made


def _replacement(view: View) -> ReplacementInfo:
    made = ReplacementInfo(view.text("DocumentId"), view.child("OrganIdList").texts("OrganId"))
    view.done()
    return made


def _staff(view: View) -> StaffInfo | None:
    if view.absent:
        return None
    made = StaffInfo(
        department=view.optional("Department"),
        staff=view.optional("Staff"),
        email=view.optional("Email"),
        mobile=view.optional("Mobile"),
        department_id=view.optional("DepartmentId"),
        staff_id=view.optional("StaffId"),
    )
    view.done()
    return None if made == StaffInfo() else made


def _status_code(raw: str) -> str:
    """ "3" is read as "03"."""
    return raw.zfill(2) if len(raw) == 1 and raw.isdecimal() else raw
