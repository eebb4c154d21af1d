"""What the elements of one message must say together: the rules a hub refuses by, and a few warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from vanthu.standards.edxml.catalog import MUST_BE_READABLE, code_path, finding
from vanthu.standards.edxml.dates import format_day
from vanthu.standards.edxml.files import manifest_differs
from vanthu.standards.edxml.findings import Finding, Severity
from vanthu.standards.edxml.model import PRIORITY_LABELS, BusinessType, DocumentMessage, Message, StatusMessage
from vanthu.standards.edxml.profiles.qcvn_102_2016.fields import TO_PLACES_MOST
from vanthu.standards.edxml.status_codes import StatusCode

_BUSINESS = "TraceHeaderList.Bussiness"
_FILE = "AttachmentEncoded.Attachment"


def judge(message: Message, *, today: date) -> Iterator[Finding]:
    if isinstance(message, StatusMessage):
        yield from _status(message)
        return
    yield from _recipients(message)
    yield from _days(message, today)
    yield from _unreadable(message)
    yield from _numbers(message)
    yield from _business(message)
    yield from _files(message)


def _status(message: StatusMessage) -> Iterator[Finding]:
    code, path = message.status_code, "MessageHeader.StatusCode"
    if code and code not in set(StatusCode):
        yield finding(f"R.{path}", path=path, value=code[:60])
    elif code and StatusCode(code).needs_reason and not message.description:
        yield finding("N.MessageHeader.Description", Severity.WARNING, path="MessageHeader.Description")


def _recipients(message: DocumentMessage) -> Iterator[Finding]:
    if not message.recipients:
        yield finding("N.MessageHeader.To", path="MessageHeader.To")
    ids = Counter(recipient.organ_id.strip().upper() for recipient in message.recipients if recipient.organ_id)
    for organ_id, times in ids.items():
        if times > 1:
            yield finding("M.MessageHeader.To.OrganId", path="MessageHeader.To", organ_id=organ_id)
    length = sum(map(len, message.to_places))
    if length > TO_PLACES_MOST:
        values = {"length": length, "most": TO_PLACES_MOST}
        yield finding("R.MessageHeader.ToPlaces", path="MessageHeader.ToPlaces", **values)


def _days(message: DocumentMessage, today: date) -> Iterator[Finding]:
    issued, due = message.promulgation_date, message.due_date
    path = "MessageHeader.PromulgationInfo.PromulgationDate"
    if issued and issued > today:
        yield finding(f"R.{path}", path=path, day=format_day(issued))
    if issued and due and due < issued:
        days = {"due": format_day(due), "day": format_day(issued)}
        yield finding("M.MessageHeader.DueDate", path="MessageHeader.DueDate", **days)


def _unreadable(message: DocumentMessage) -> Iterator[Finding]:
    for item in message.unread:
        path = code_path(item.path)
        if path in MUST_BE_READABLE:
            yield finding(f"T.{path}", Severity.ERROR, path=item.path, raw=item.text[:200])


def _numbers(message: DocumentMessage) -> Iterator[Finding]:
    checks = (
        ("MessageHeader.OtherInfo.Priority", message.other.priority, set(PRIORITY_LABELS)),
        ("MessageHeader.DocumentType.Type", message.document_type.type, {1, 2}),
        ("MessageHeader.SteeringType", message.steering_type, {0, 1, 2, 3}),
    )
    for path, value, allowed in checks:
        if value not in allowed:
            yield finding(f"R.{path}", path=path, value=value)


def _business(message: DocumentMessage) -> Iterator[Finding]:
    kind_path = f"{_BUSINESS}.BussinessDocType"
    for item in message.unread:
        if item.path == kind_path:
            yield finding(f"R.{kind_path}", path=kind_path, value=item.text[:60])
    kind = message.business.type
    if kind is BusinessType.NEW:
        return
    if kind is BusinessType.REPLACE:
        path = f"{_BUSINESS}.ReplacementInfoList.ReplacementInfo"
        if not message.business.replacements:
            yield finding(f"N.{path}", path=path)
    elif not message.concerned_document_ids:
        yield finding(f"N.{_BUSINESS}.DocumentId", path=f"{_BUSINESS}.DocumentId")
    if not message.business.reason:
        path = f"{_BUSINESS}.BussinessDocReason"
        yield finding(f"N.{path}", Severity.WARNING, path=path)


def _files(message: DocumentMessage) -> Iterator[Finding]:
    ids = tuple(attachment.content_id for attachment in message.attachments)
    if not ids:
        new = message.business.type is BusinessType.NEW
        yield finding(f"N.{_FILE}", Severity.ERROR if new else Severity.WARNING, path=_FILE)
    for content_id, times in Counter(item for item in ids if item).items():
        if times > 1:
            yield finding(f"M.{_FILE}.ContentId", path=_FILE, content_id=content_id[:80])
    if message.reference_ids is not None and manifest_differs(message.reference_ids, ids):
        values = {"references": len(message.reference_ids), "attachments": len(ids)}
        yield finding("M.Body.Manifest", path="Body.Manifest", **values)
