"""Whether a package may pass: the rules by which a hub refuses (QCVN 102, VXP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from vanthu.axis.intake.policies.errors import (
    HeaderDiffers,
    NotConformant,
    PackageCircles,
    PackageUnreadable,
    UnknownSender,
)
from vanthu.axis.registry.policies import Caller
from vanthu.axis.registry.queries import KnownAgency
from vanthu.standards import edxml
from vanthu.standards.edxml import StatusCode
from vanthu.standards.vxp.codes import MessageType
from vanthu.standards.vxp.operations import SendEdoc

_SENTENCES_TOLD = 5


@dataclass(frozen=True)
class Judged:
    """A package that passed: who sends it, what its envelope says, and how many findings were only warnings.

    `other` is the agency which a status names in ResponseFor, where it is known.
    """

    sender: KnownAgency
    message: edxml.Message
    message_type: MessageType
    warnings: int
    other: KnownAgency | None = None

    @property
    def urgency(self) -> int:
        """Return the Priority of a document, 0 to 4; a status is never urgent."""
        return 0 if isinstance(self.message, edxml.StatusMessage) else self.message.other.priority

    @property
    def by_issuer(self) -> bool:
        """Return True for status 13 too: there the sender speaks of its own document, to one of its recipients."""
        return not isinstance(self.message, edxml.StatusMessage) or self.message.status_code == StatusCode.TAKE_BACK

    @property
    def issuer(self) -> KnownAgency | None:
        """Return the agency whose document the package is, or is about."""
        return self.sender if self.by_issuer else self.other


def judge(
    source: Path | BinaryIO,
    request: SendEdoc,
    caller: Caller,
    *,
    today: date,
    limits: edxml.Limits,
    sha256: str | None = None,
) -> Judged:
    """Read the envelope of a kept package (`sha256`: under which it was kept) and check it as the hub must.

    Raises PackageUnreadable, NotConformant, HeaderDiffers, UnknownSender.
    """
    try:
        envelope = edxml.read_envelope(source, limits=limits, decode=False, sha256=sha256)
    except edxml.EdxmlRefused as error:
        raise PackageUnreadable(finding=error.code, reason=error.sentence) from error
    message = envelope.message
    _require_kind(message, request)
    _require_new_here(message)
    sender = _sender(message, request, caller)
    findings = (*envelope.findings, *edxml.validate(message, today=today))
    _require_conformant(findings)
    other = None
    if isinstance(message, edxml.StatusMessage):
        other = caller.registry.by_code(message.response_for.organ_id.strip())
    return Judged(sender, message, request.message_type, len(findings), other)


def _require_new_here(message: edxml.Message) -> None:
    """Raises PackageCircles for a document that passed this axis before; a status carries no trace (QCVN 102)."""
    own = settings.AXIS.organ_id
    if isinstance(message, edxml.DocumentMessage) and any(header.organ_id == own for header in message.trace):
        raise PackageCircles(organ_id=own)


def _require_kind(message: edxml.Message, request: SendEdoc) -> None:
    kind = MessageType.STATUS if isinstance(message, edxml.StatusMessage) else MessageType.EDOC
    if request.message_type is not kind:
        raise HeaderDiffers(name="messagetype", value=request.message_type, actual=kind)


def _sender(message: edxml.Message, request: SendEdoc, caller: Caller) -> KnownAgency:
    code = message.sender.organ_id.strip()
    known = caller.registry.by_codes([code, request.from_code])
    sender = known.get(code)
    if sender is None:
        raise UnknownSender(code=code or "(trống)", reason="chưa đăng ký trên trục")
    if known.get(request.from_code) != sender:
        raise HeaderDiffers(name="from", value=request.from_code, actual=code)
    if sender.system_key != caller.system.id:
        raise UnknownSender(code=code, reason=f"không thuộc hệ thống {caller.system.system_id}")
    _require_open(sender, code, caller)
    return sender


def _require_open(sender: KnownAgency, code: str, caller: Caller) -> None:
    """Raises UnknownSender. What comes down from the parent was accepted there while the sender was still open."""
    if caller.system.is_parent:
        return
    for shut, reason in ((sender.closed, "đã đóng"), (sender.locked, "đang bị tạm khóa")):
        if shut:
            raise UnknownSender(code=code, reason=reason)
    if sender.pending:
        raise UnknownSender(code=code, reason="chưa đến ngày bắt đầu hoạt động")


def _require_conformant(findings: tuple[edxml.Finding, ...]) -> None:
    errors = [finding for finding in findings if finding.severity is edxml.Severity.ERROR]
    if errors:
        told = "; ".join(f"{error.sentence} ({error.code})" for error in errors[:_SENTENCES_TOLD])
        more = len(errors) - _SENTENCES_TOLD
        raise NotConformant(reasons=told + (f"; và {more} lỗi khác" if more > 0 else ""))
