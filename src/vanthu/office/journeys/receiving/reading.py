"""Read a package and see whether it can become a document of this agency."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vanthu.office.exchange import queries as exchange
from vanthu.office.files import queries as files
from vanthu.office.journeys.receiving.outcomes import Outcome, PackageRefused, sender_differs
from vanthu.office.organizations import queries as organizations
from vanthu.standards import edxml
from vanthu.standards.edxml import BusinessType, DocumentMessage, EdxmlRefused, Finding, StatusMessage

if TYPE_CHECKING:
    from vanthu.office.exchange.models import ReceivedPackage


@dataclass(frozen=True)
class Readable:
    """A document message for this agency, with what was noticed about it."""

    message: DocumentMessage
    findings: tuple[Finding, ...]


def read(package: ReceivedPackage, *, folder: Path, today: date) -> Readable | StatusMessage:
    """Read a kept package, its attachments into `folder`; raises PackageRefused."""
    path = files.path_of(package.package_id)
    try:
        result = edxml.read(path, attachments_dir=folder)
    except EdxmlRefused as refusal:
        raise _unreadable(path, refusal) from refusal
    message = result.message
    if isinstance(message, StatusMessage):
        return message
    findings = (*result.findings, *edxml.validate(message, today=today), *sender(message, package.from_code))
    _require_ours(message, package, findings)
    _require_main_file(message, findings)
    return Readable(message, tuple(dict.fromkeys(findings)))


def about(message: DocumentMessage) -> edxml.ResponseFor:
    """Return what a status on this document must name."""
    return edxml.ResponseFor(
        message.sender.organ_id.strip(), message.code.text, message.document_id.strip(), message.promulgation_date
    )


def _unreadable(path: Path, refusal: EdxmlRefused) -> PackageRefused:
    """The header may be readable though the attachments are not; then the sender can be told."""
    named = None
    with suppress(EdxmlRefused):
        message = edxml.read_envelope(path).message
        named = about(message) if isinstance(message, DocumentMessage) else None
    sentence = f"Không đọc được gói tin: {refusal.sentence}"
    finding = Finding(refusal.code, edxml.Severity.ERROR, refusal.sentence)
    return PackageRefused(Outcome.UNREADABLE, sentence, about=named, findings=(finding, *refusal.findings))


def _require_ours(message: DocumentMessage, package: ReceivedPackage, findings: tuple[Finding, ...]) -> None:
    agency = organizations.agency(package.agency_id)
    ours = _folded({*exchange.codes_of(agency.code), agency.old_code})
    named = [organization.organ_id for organization in message.recipients]
    if ours & _folded({code for organ_id in named for code in exchange.codes_of(organ_id)}):
        return
    said = ", ".join(code for code in named if code) or "không ghi nơi nhận"
    sentence = f"Gói tin không gửi cho {agency.name} ({agency.code}); nơi nhận ghi trong gói tin: {said}."
    raise PackageRefused(Outcome.WRONG_RECIPIENT, sentence, about=about(message), findings=findings)


def _folded(codes: Iterable[str]) -> set[str]:
    return {code.strip().casefold() for code in codes if code.strip()}


def _require_main_file(message: DocumentMessage, findings: tuple[Finding, ...]) -> None:
    """Only a recall speaks for itself: the document it is about was sent before."""
    if message.attachments or message.business.type is BusinessType.RECALL:
        return
    sentence = "Gói tin không có tệp văn bản nào kèm theo."
    raise PackageRefused(Outcome.NO_MAIN_FILE, sentence, about=about(message), findings=findings)


def sender(message: DocumentMessage, told: str) -> tuple[Finding, ...]:
    """Return what to note when a message names another sender than the one the axis told."""
    named = message.sender.organ_id
    if not told or _folded(exchange.codes_of(named)) & _folded(exchange.codes_of(told)):
        return ()
    return (sender_differs(named, told),)
