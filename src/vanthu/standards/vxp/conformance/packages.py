"""The packages that the checks send: small, correct, each different, and plainly marked as a test."""

import hashlib
import io
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vanthu.standards import edxml
from vanthu.standards.edxml import EdxmlRefused
from vanthu.standards.vxp.headers import hash_spellings

SUBJECT = "KIỂM TRA KẾT NỐI TRỤC LIÊN THÔNG – đề nghị không xử lý"
_PDF = b"%PDF-1.7\n% kiem tra ket noi\n%%EOF\n"


@dataclass(frozen=True)
class Package:
    """A message and its bytes."""

    message: edxml.Message
    data: bytes

    @property
    def sha256(self) -> str:
        """Return the hash in full spelling."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def document(self) -> edxml.DocumentMessage:
        """Return the message of a package that is a document."""
        assert isinstance(self.message, edxml.DocumentMessage)
        return self.message


def document(sender: str, recipients: Sequence[str], *, at: datetime, subject: str = SUBJECT) -> Package:
    """Return a document whose hash has a byte below 16, so that both spellings of hash-file differ."""
    while True:
        message = _document(sender, recipients, at, subject, number=str(secrets.randbelow(10**9)))
        package = Package(message, edxml.write_bytes(message))
        full, short = hash_spellings(package.sha256)
        if full != short:
            return package


def status(sender: str, about: edxml.DocumentMessage, code: str, *, at: datetime, description: str) -> Package:
    """Return a status about a document, to the agency that issued it."""
    message = edxml.StatusMessage(
        sender=edxml.Organization(sender, f"Cơ quan {sender}"),
        response_for=edxml.ResponseFor(
            about.sender.organ_id, about.code.text, about.document_id, about.promulgation_date
        ),
        status_code=code,
        description=description,
        timestamp=at,
    )
    return Package(message, edxml.write_bytes(message))


def understood(data: bytes) -> edxml.Message:
    """Return the message in some bytes; its attachments know size and hash, but can no longer be opened.

    Raises EdxmlRefused.
    """
    with tempfile.TemporaryDirectory(prefix="vanthu-conformance-") as folder:
        return edxml.read(io.BytesIO(data), attachments_dir=Path(folder)).message


def findings(data: bytes, *, at: datetime) -> list[str]:
    """Return what a hub would refuse a package for; nothing when it is good."""
    try:
        envelope = edxml.read_envelope(io.BytesIO(data))
    except EdxmlRefused as error:
        return [error.sentence]
    found = (*envelope.findings, *edxml.validate(envelope.message, today=at.date()))
    return [item.sentence for item in found if item.severity is edxml.Severity.ERROR]


def _document(sender: str, recipients: Sequence[str], at: datetime, subject: str, number: str) -> edxml.DocumentMessage:
    return edxml.DocumentMessage(
        sender=edxml.Organization(sender, f"Cơ quan {sender}"),
        recipients=tuple(edxml.Organization(code, f"Cơ quan {code}") for code in recipients),
        document_id=f"{sender},{at:%Y/%m/%d},{number}/KTKN",
        code=edxml.Code(number, "KTKN"),
        promulgation_place="Hà Nội",
        promulgation_date=at.date(),
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject=subject,
        signer=edxml.SignerInfo("Người Kiểm Tra", "Chuyên viên"),
        trace=(edxml.TraceHeader(sender, at.replace(microsecond=0)),),
        attachments=(edxml.Attachment("kiem-tra.pdf", "application/pdf", edxml.Content.of(_PDF + number.encode())),),
    )
