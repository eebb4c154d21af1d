"""The two messages of QCVN 102:2016 as frozen values, named after the wire elements.

Texts the standard requires are `str`, and "" means the sender left them out; optional ones are `None` when absent.
Dates carry no zone; timestamps are aware, in Vietnam time (QD28-A14). `Bussiness`, `BussinessDocType` and the like keep
their wire spelling only inside the reader and the writer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import IntEnum

from vanthu.standards.edxml.content import Content

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
VIETNAM = timezone(timedelta(hours=7), "+07")


class BusinessType(IntEnum):
    """BussinessDocType: what the package asks the receiver to do with the document."""

    NEW = 0
    RECALL = 1
    UPDATE = 2
    REPLACE = 3

    @property
    def label(self) -> str:
        return {0: "Văn bản mới", 1: "Thu hồi", 2: "Cập nhật", 3: "Thay thế"}[self.value]


class ReceiverType(IntEnum):
    """What an update does with one recipient."""

    REMOVED = 0
    ADDED = 1

    @property
    def label(self) -> str:
        return "Thêm vào nơi nhận" if self is ReceiverType.ADDED else "Bỏ khỏi nơi nhận"


PRIORITY_LABELS = {0: "Thường", 1: "Khẩn", 2: "Thượng khẩn", 3: "Hỏa tốc", 4: "Hỏa tốc hẹn giờ"}


@dataclass(frozen=True)
class Organization:
    """The sender (From) or one recipient (To)."""

    organ_id: str
    organ_name: str = ""
    organization_in_charge: str | None = None
    organ_add: str | None = None
    email: str | None = None
    telephone: str | None = None
    fax: str | None = None
    website: str | None = None


@dataclass(frozen=True)
class Code:
    """Số, ký hiệu: `Code("125", "SNV-CCVC").text` is "125/SNV-CCVC"."""

    number: str = ""
    notation: str = ""

    @property
    def text(self) -> str:
        return "/".join(part for part in (self.number, self.notation) if part)


@dataclass(frozen=True)
class ResponseFor:
    """The document this message answers, recalls or reports on; `code` is number and notation together."""

    organ_id: str = ""
    code: str = ""
    document_id: str = ""
    promulgation_date: date | None = None


@dataclass(frozen=True)
class DocumentType:
    """Loại văn bản. `type_name` is what counts; the numbers are read in two ways in practice."""

    type: int = 2
    type_name: str = ""
    type_detail: int | None = None


@dataclass(frozen=True)
class SignerInfo:
    """Who signed; `competence` is the authority line (TM., KT., TL., TUQ., Q.)."""

    full_name: str = ""
    position: str | None = None
    competence: str | None = None


@dataclass(frozen=True)
class OtherInfo:
    """Urgency and the small metadata around a document."""

    priority: int = 0
    sphere_of_promulgation: str | None = None
    typer_notation: str | None = None
    promulgation_amount: int = 1
    page_amount: int = 1
    direction: bool | None = None
    reply_fors: str | None = None
    reference_codes: str | None = None
    appendixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TraceHeader:
    """One node that handled the package; real traffic leaves out either part."""

    organ_id: str | None = None
    timestamp: datetime | None = None


@dataclass(frozen=True)
class StaffInfo:
    """The contact person."""

    department: str | None = None
    staff: str | None = None
    email: str | None = None
    mobile: str | None = None
    department_id: str | None = None
    staff_id: str | None = None


@dataclass(frozen=True)
class Receiver:
    """One change of the recipient list (update only)."""

    organ_id: str
    receiver_type: ReceiverType | None


@dataclass(frozen=True)
class BusinessDocumentInfo:
    """What an update changes: the document itself, its recipients, or both."""

    document_info: bool = False
    document_receiver: bool = False
    receivers: tuple[Receiver, ...] = ()


@dataclass(frozen=True)
class ReplacementInfo:
    """One replaced document, and the recipients for whom it is replaced (none named: all)."""

    document_id: str
    organ_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Business:
    """What is asked of the receiver; a package without it is a new document."""

    type: BusinessType = BusinessType.NEW
    reason: str | None = None
    paper: bool = False
    document_id: str | None = None
    document_info: BusinessDocumentInfo | None = None
    replacements: tuple[ReplacementInfo, ...] = ()
    staff: StaffInfo | None = None


@dataclass(frozen=True)
class Attachment:
    """One file. The first is the document itself by convention. Without `content_id` the writer derives one."""

    name: str
    content_type: str
    content: Content
    description: str | None = None
    content_id: str | None = None


@dataclass(frozen=True)
class Unread:
    """A value the reader could not understand, kept as it stood, e.g. an impossible date; the writer writes it back.

    `path` names the element ("MessageHeader.PromulgationInfo.PromulgationDate"), lists count from 1
    ("MessageHeader.ResponseFor[2].PromulgationDate").
    """

    path: str
    text: str


@dataclass(frozen=True)
class DocumentMessage:
    """Gói tin văn bản: one document from one sender to one or more recipients."""

    sender: Organization
    recipients: tuple[Organization, ...]
    document_id: str
    code: Code
    promulgation_place: str | None = None
    promulgation_date: date | None = None
    document_type: DocumentType = field(default_factory=DocumentType)
    subject: str = ""
    content: str | None = None
    signer: SignerInfo | None = None
    due_date: date | None = None
    other: OtherInfo = field(default_factory=OtherInfo)
    response_for: tuple[ResponseFor, ...] = ()
    steering_type: int = 1
    to_places: tuple[str, ...] = ()
    trace: tuple[TraceHeader, ...] = ()
    business: Business = field(default_factory=Business)
    attachments: tuple[Attachment, ...] = ()
    signature_xml: bytes | None = None
    task_codes: tuple[str, ...] = ()
    application_type: str | None = None
    unread: tuple[Unread, ...] = ()
    reference_ids: tuple[str, ...] | None = field(default=None, compare=False)
    """Content ids the manifest of a package that was read names; None: not read, so they follow the attachments."""

    @property
    def concerned_document_ids(self) -> tuple[str, ...]:
        """Ids of the earlier documents a recall, update or replacement names, wherever its sender put them."""
        if self.business.type is BusinessType.NEW:
            return ()
        named = [self.business.document_id, *(item.document_id for item in self.business.replacements)]
        if self.business.type is not BusinessType.REPLACE:
            named += [item.document_id for item in self.response_for]
        return tuple(dict.fromkeys(item for item in named if item))


@dataclass(frozen=True)
class StatusMessage:
    """Gói tin trạng thái. `response_for.organ_id` is where the message goes; for status 13 that is the receiver."""

    sender: Organization
    response_for: ResponseFor
    status_code: str
    description: str | None = None
    timestamp: datetime | None = None
    staff: StaffInfo | None = None
    unread: tuple[Unread, ...] = ()


Message = DocumentMessage | StatusMessage
