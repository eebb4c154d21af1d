"""Judge a message by the rules of one edition of the standard: one engine, one profile an edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from vanthu.standards.edxml.catalog import code_path, finding
from vanthu.standards.edxml.findings import Finding, Severity
from vanthu.standards.edxml.layout import Element, header_of
from vanthu.standards.edxml.model import DocumentMessage, Message
from vanthu.standards.edxml.profiles.field import Field
from vanthu.standards.edxml.profiles.qcvn_102_2016 import fields, rules

PROFILES = {"qcvn_102_2016": (fields, rules)}


def validate(message: Message, *, profile: str = "qcvn_102_2016", today: date) -> tuple[Finding, ...]:
    """Errors are what a hub refuses by; the worst come first. Whether codes are registered is the hub's to know.

    Raises KeyError for an unknown profile.
    """
    lengths_and_needs, together = PROFILES[profile]
    document = isinstance(message, DocumentMessage)
    root = Element("", "", children=(*header_of(message), *_attachments(message)))
    elements = [(code_path(element.path), element) for element in root.walk()]
    found = [
        *_missing(elements, _required(profile, document)),
        *_too_long(elements, _longest(profile, document), lengths_and_needs.REJECTED_FROM),
        *together.judge(message, today=today),
    ]
    order = list(Severity)
    return tuple(sorted(dict.fromkeys(found), key=lambda item: order.index(item.severity)))


def _attachments(message: Message) -> Iterator[Element]:
    if isinstance(message, DocumentMessage) and message.attachments:
        files = (_attachment(place, file.name) for place, file in enumerate(message.attachments, 1))
        yield Element("AttachmentEncoded", "AttachmentEncoded", children=tuple(files))


def _attachment(place: int, name: str) -> Element:
    path = f"AttachmentEncoded.Attachment[{place}]"
    return Element("Attachment", path, children=(Element("AttachmentName", f"{path}.AttachmentName", name),))


def _table(profile: str, document: bool) -> tuple[Field, ...]:
    lengths_and_needs, _ = PROFILES[profile]
    fields: tuple[Field, ...] = lengths_and_needs.DOCUMENT if document else lengths_and_needs.STATUS
    return fields


@cache
def _required(profile: str, document: bool) -> tuple[tuple[Field, Severity], ...]:
    return tuple((field, field.required) for field in _table(profile, document) if field.required is not None)


@cache
def _longest(profile: str, document: bool) -> dict[str, int]:
    return {field.path: field.most for field in _table(profile, document) if field.most}


def _missing(
    elements: Sequence[tuple[str, Element]], required: tuple[tuple[Field, Severity], ...]
) -> Iterator[Finding]:
    owners: dict[str, list[Element]] = {}
    for path, element in elements:
        if element.children:
            owners.setdefault(path, []).append(element)
    # Only the last step of a field is ever a list, so that its path without that position names the first of them.
    present = {path.rpartition("[")[0] if path.endswith("]") else path for path in (item.path for _, item in elements)}
    for field, severity in required:
        for owner in owners.get(field.owner) or _stand_in(field):
            if f"{owner.path}.{field.name}" not in present:
                yield finding(f"N.{field.path}", severity, path=f"{owner.path}.{field.name}")


def _stand_in(field: Field) -> list[Element]:
    """The header must be there even in a message that says nothing at all."""
    return [Element("MessageHeader", "MessageHeader")] if field.owner == "MessageHeader" else []


def _too_long(
    elements: Sequence[tuple[str, Element]], longest: dict[str, int], rejected_from: int
) -> Iterator[Finding]:
    for path, element in elements:
        if not element.text or (allowed := longest.get(path)) is None:
            continue
        length = len(element.text)
        if length > allowed:
            severity = Severity.ERROR if length > rejected_from * allowed else Severity.WARNING
            yield finding(f"R.{path}", severity, path=element.path, length=length, most=allowed)
