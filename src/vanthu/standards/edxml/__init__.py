"""edXML, the package of QCVN 102:2016/BTTTT: read, write, validate.

from vanthu.standards import edxml
result = edxml.read(Path("goi-tin.edxml"), attachments_dir=folder)
findings = edxml.validate(result.message, today=today)
"""

from vanthu.standards.edxml.content import Content, ContentNotKept
from vanthu.standards.edxml.findings import EdxmlRefused, Finding, Severity
from vanthu.standards.edxml.limits import DEFAULT, Limits
from vanthu.standards.edxml.model import (
    NAMESPACE,
    PRIORITY_LABELS,
    VIETNAM,
    Attachment,
    Business,
    BusinessDocumentInfo,
    BusinessType,
    Code,
    DocumentMessage,
    DocumentType,
    Message,
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
from vanthu.standards.edxml.reader import EnvelopeResult, ReadResult, read, read_envelope
from vanthu.standards.edxml.status_codes import StatusCode
from vanthu.standards.edxml.trace import append_trace_header
from vanthu.standards.edxml.validator import validate
from vanthu.standards.edxml.writer import write, write_bytes

__all__ = [
    "DEFAULT",
    "NAMESPACE",
    "PRIORITY_LABELS",
    "VIETNAM",
    "Attachment",
    "Business",
    "BusinessDocumentInfo",
    "BusinessType",
    "Code",
    "Content",
    "ContentNotKept",
    "DocumentMessage",
    "DocumentType",
    "EdxmlRefused",
    "EnvelopeResult",
    "Finding",
    "Limits",
    "Message",
    "Organization",
    "OtherInfo",
    "ReadResult",
    "Receiver",
    "ReceiverType",
    "ReplacementInfo",
    "ResponseFor",
    "Severity",
    "SignerInfo",
    "StaffInfo",
    "StatusCode",
    "StatusMessage",
    "TraceHeader",
    "Unread",
    "append_trace_header",
    "read",
    "read_envelope",
    "validate",
    "write",
    "write_bytes",
]
