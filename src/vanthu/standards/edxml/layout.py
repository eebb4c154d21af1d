"""The header of a message as it stands on the wire: elements in canonical order, empty ones left out.

The order is that of the widely deployed software. The writer prints this layout; the validator measures it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from vanthu.standards.edxml.dates import format_day, format_moment
from vanthu.standards.edxml.model import (
    Business,
    BusinessDocumentInfo,
    BusinessType,
    DocumentMessage,
    Message,
    Organization,
    OtherInfo,
    ResponseFor,
    SignerInfo,
    StaffInfo,
    StatusMessage,
)


class Element(NamedTuple):
    """Either a text or children; `path` counts lists from 1."""

    name: str
    path: str
    text: str | None = None
    children: tuple[Element, ...] = ()

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the text."""
        ahead = [self]
        while ahead:
            element = ahead.pop()
            yield element
            ahead.extend(reversed(element.children))


class _Builder:
    """Collects the children of one element."""

    def __init__(self, path: str, unread: dict[str, str]) -> None:
        self.path = path
        self._unread = unread
        self._made: list[Element] = []

    def leaf(self, name: str, value: object, default: object = None) -> None:
        """A value that is still its default gives way to the text that could not be read."""
        if value is None and not self._unread:
            return
        path = f"{self.path}.{name}"
        text = value if type(value) is str else _text(value)
        if value == default and path in self._unread:
            text = self._unread[path]
        if text:
            self._made.append(Element(name.partition("[")[0], path, text))

    def leaves(self, name: str, values: Iterable[str]) -> None:
        for place, value in enumerate((value for value in values if value), 1):
            self.leaf(f"{name}[{place}]", value)

    def below(self, name: str) -> _Builder:
        return _Builder(f"{self.path}.{name}" if self.path else name, self._unread)

    def add(self, child: _Builder) -> None:
        if child._made:
            name = child.path.rpartition(".")[2].partition("[")[0]
            self._made.append(Element(name, child.path, children=tuple(child._made)))

    @property
    def made(self) -> tuple[Element, ...]:
        return tuple(self._made)


def header_of(message: Message) -> tuple[Element, ...]:
    """MessageHeader, and TraceHeaderList for a document. Raises ValueError for a timestamp without a zone."""
    root = _Builder("", {item.path: item.text for item in message.unread})
    if isinstance(message, StatusMessage):
        root.add(_status_header(root.below("MessageHeader"), message))
    else:
        root.add(_document_header(root.below("MessageHeader"), message))
        root.add(_trace_list(root.below("TraceHeaderList"), message))
    return root.made


def _text(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "1" if value else "0"
        case datetime():
            return format_moment(value)
        case date():
            return format_day(value)
        case int():
            return str(int(value)) if value >= 0 else None
        case _:
            return str(value)


def _status_header(header: _Builder, message: StatusMessage) -> _Builder:
    header.add(_organization(header.below("From"), message.sender))
    header.add(_response_for(header.below("ResponseFor"), message.response_for))
    header.add(_staff(header.below("StaffInfo"), message.staff))
    header.leaf("StatusCode", message.status_code)
    header.leaf("Description", message.description)
    header.leaf("Timestamp", message.timestamp)
    return header


def _document_header(header: _Builder, message: DocumentMessage) -> _Builder:
    header.add(_organization(header.below("From"), message.sender))
    for place, recipient in enumerate(message.recipients, 1):
        header.add(_organization(header.below(f"To[{place}]"), recipient))
    header.leaf("DocumentId", message.document_id)
    _identity(header, message)
    header.leaf("Subject", message.subject)
    header.leaf("Content", message.content)
    header.add(_signer(header.below("SignerInfo"), message.signer))
    header.leaf("DueDate", message.due_date)
    header.add(_other_info(header.below("OtherInfo"), message.other))
    for place, answered in enumerate(message.response_for, 1):
        header.add(_response_for(header.below(f"ResponseFor[{place}]"), answered))
    header.leaf("SteeringType", message.steering_type, 1)
    places, tasks = header.below("ToPlaces"), header.below("ResponseForTask")
    places.leaves("Place", message.to_places)
    header.add(places)
    tasks.leaves("TaskCode", message.task_codes)
    header.add(tasks)
    header.leaf("ApplicationType", message.application_type)
    return header


def _identity(header: _Builder, message: DocumentMessage) -> None:
    code, issued, kind = header.below("Code"), header.below("PromulgationInfo"), header.below("DocumentType")
    code.leaf("CodeNumber", message.code.number)
    code.leaf("CodeNotation", message.code.notation)
    issued.leaf("Place", message.promulgation_place)
    issued.leaf("PromulgationDate", message.promulgation_date)
    kind.leaf("Type", message.document_type.type, 2)
    kind.leaf("TypeDetail", message.document_type.type_detail)
    kind.leaf("TypeName", message.document_type.type_name)
    for part in (code, issued, kind):
        header.add(part)


def _organization(at: _Builder, organization: Organization) -> _Builder:
    at.leaf("OrganId", organization.organ_id)
    at.leaf("OrganizationInCharge", organization.organization_in_charge)
    at.leaf("OrganName", organization.organ_name)
    at.leaf("OrganAdd", organization.organ_add)
    at.leaf("Email", organization.email)
    at.leaf("Telephone", organization.telephone)
    at.leaf("Fax", organization.fax)
    at.leaf("Website", organization.website)
    return at


def _signer(at: _Builder, signer: SignerInfo | None) -> _Builder:
    if signer:
        at.leaf("Competence", signer.competence)
        at.leaf("Position", signer.position)
        at.leaf("FullName", signer.full_name)
    return at


def _other_info(at: _Builder, other: OtherInfo) -> _Builder:
    at.leaf("Priority", other.priority, 0)
    at.leaf("SphereOfPromulgation", other.sphere_of_promulgation)
    at.leaf("TyperNotation", other.typer_notation)
    at.leaf("PromulgationAmount", other.promulgation_amount, 1)
    at.leaf("PageAmount", other.page_amount, 1)
    at.leaf("ReplyFors", other.reply_fors)
    # the one flag the standard spells as a word
    at.leaf("Direction", None if other.direction is None else str(other.direction).lower())
    at.leaf("ReferenceCodes", other.reference_codes)
    appendixes = at.below("Appendixes")
    appendixes.leaves("Appendix", other.appendixes)
    at.add(appendixes)
    return at


def _response_for(at: _Builder, answered: ResponseFor) -> _Builder:
    at.leaf("OrganId", answered.organ_id)
    at.leaf("Code", answered.code)
    at.leaf("DocumentId", answered.document_id)
    at.leaf("PromulgationDate", answered.promulgation_date)
    return at


def _staff(at: _Builder, staff: StaffInfo | None) -> _Builder:
    if staff:
        at.leaf("Department", staff.department)
        at.leaf("DepartmentId", staff.department_id)
        at.leaf("Staff", staff.staff)
        at.leaf("StaffId", staff.staff_id)
        at.leaf("Email", staff.email)
        at.leaf("Mobile", staff.mobile)
    return at


def _trace_list(at: _Builder, message: DocumentMessage) -> _Builder:
    for place, header in enumerate(message.trace, 1):
        one = at.below(f"TraceHeader[{place}]")
        one.leaf("OrganId", header.organ_id)
        one.leaf("Timestamp", header.timestamp)
        at.add(one)
    at.add(_business(at.below("Bussiness"), message.business))
    return at


def _business(at: _Builder, business: Business) -> _Builder:
    at.leaf("DocumentId", business.document_id)
    at.leaf("BussinessDocType", business.type, BusinessType.NEW)
    at.leaf("BussinessDocReason", business.reason)
    at.leaf("Paper", business.paper, False)
    if business.document_info:
        at.add(_document_info(at.below("BussinessDocumentInfo"), business.document_info))
    replacements = at.below("ReplacementInfoList")
    for place, replaced in enumerate(business.replacements, 1):
        one = replacements.below(f"ReplacementInfo[{place}]")
        one.leaf("DocumentId", replaced.document_id)
        organs = one.below("OrganIdList")
        organs.leaves("OrganId", replaced.organ_ids)
        one.add(organs)
        replacements.add(one)
    at.add(replacements)
    at.add(_staff(at.below("StaffInfo"), business.staff))
    return at


def _document_info(at: _Builder, info: BusinessDocumentInfo) -> _Builder:
    at.leaf("DocumentInfo", info.document_info, False)
    at.leaf("DocumentReceiver", info.document_receiver, False)
    receivers = at.below("ReceiverList")
    for place, receiver in enumerate(info.receivers, 1):
        one = receivers.below(f"Receiver[{place}]")
        one.leaf("OrganId", receiver.organ_id)
        one.leaf("ReceiverType", receiver.receiver_type)
        receivers.add(one)
    at.add(receivers)
    return at
