"""Judge a message by the rules of one edition of the standard: one engine, one profile an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

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
    table = lengths_and_needs.DOCUMENT if document else lengths_and_needs.STATUS
    root = Element("", "", children=(*header_of(message), *_attachments(message)))
    found = [
        *_missing(root, table),
        *_too_long(root, table, lengths_and_needs.REJECTED_FROM),
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


def _missing(root: Element, table: Iterable[Field]) -> Iterator[Finding]:
    owners: dict[str, list[Element]] = {}
    for element in root.walk():
        owners.setdefault(code_path(element.path), []).append(element)
    for field in table:
        if field.required is None:
            continue
        for owner in owners.get(field.owner, _stand_in(field)):
            if not _has(owner, field.name.split(".")):
                yield finding(f"N.{field.path}", field.required, path=f"{owner.path}.{field.name}")


def _stand_in(field: Field) -> list[Element]:
    """The header must be there even in a message that says nothing at all."""
    return [Element("MessageHeader", "MessageHeader")] if field.owner == "MessageHeader" else []


def _has(owner: Element, names: list[str]) -> bool:
    return any(child.name == names[0] and (len(names) == 1 or _has(child, names[1:])) for child in owner.children)


def _too_long(root: Element, table: Iterable[Field], rejected_from: int) -> Iterator[Finding]:
    most = {field.path: field.most for field in table if field.most}
    for element in root.walk():
        allowed = most.get(code_path(element.path))
        if allowed and element.text and len(element.text) > allowed:
            severity = Severity.ERROR if len(element.text) > rejected_from * allowed else Severity.WARNING
            values = {"length": len(element.text), "most": allowed}
            yield finding(f"R.{code_path(element.path)}", severity, path=element.path, **values)
