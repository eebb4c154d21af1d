"""The attachments of a package: names made safe, ZIP wrappers taken off, the manifest compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from vanthu.standards.edxml import unzip
from vanthu.standards.edxml.content import Content
from vanthu.standards.edxml.findings import Severity
from vanthu.standards.edxml.limits import Limits
from vanthu.standards.edxml.model import Attachment
from vanthu.standards.edxml.names import content_type_for, extension, safe_name
from vanthu.standards.edxml.scanner import Payload
from vanthu.standards.edxml.view import Notes, View

_FILE = "AttachmentEncoded.Attachment"


@dataclass(frozen=True)
class Reference:
    """One line of the manifest."""

    content_id: str | None
    content_type: str | None
    name: str | None
    description: str | None


def bare_id(raw: str | None) -> str | None:
    """Without "cid:", which some writers put once, twice or never."""
    return re.sub(r"^(?:cid:\s*)+", "", raw) or None if raw else None


def references(envelope: View) -> tuple[Reference, ...]:
    body = envelope.child("edXMLBody")
    found = []
    for view in body.child("edXMLManifest", "Manifest").children("Reference"):
        found.append(
            Reference(
                bare_id(view.optional("ContentId")),
                view.optional("ContentType"),
                view.optional("AttachmentName"),
                view.optional("Description"),
            )
        )
        view.done()
    return tuple(found)


class AttachmentReader:
    """Makes the attachments of one package; `folder` is None when nothing is kept."""

    def __init__(self, listed: tuple[Reference, ...], *, folder: Path | None, limits: Limits, notes: Notes) -> None:
        self._listed = listed
        self._folder = folder
        self._limits = limits
        self._notes = notes

    def read(self, root: View, envelope: View) -> tuple[Attachment, ...]:
        """Where manifest and attachments differ, the attachments count."""
        holders = root.children("AttachmentEncoded")
        holders += envelope.children("AttachmentEncoded") if envelope is not root else []
        views = [view for holder in holders for view in holder.children("Attachment")]
        for place, view in enumerate(views, 1):
            view.path = f"{_FILE}[{place}]"
        made = tuple(self._attachment(view, place, len(views)) for place, view in enumerate(views, 1))
        self._compare(made)
        return made

    def _attachment(self, view: View, place: int, count: int) -> Attachment:
        content_id = bare_id(view.optional("ContentId"))
        listed = self._reference_of(content_id, place, count)
        name = self._name(view, listed, place)
        kind = view.optional("ContentType")
        if listed.content_type and kind and listed.content_type != kind:
            values = {"name": name, "manifest": listed.content_type[:80], "attachment": kind[:80]}
            self._notes.add(f"M.{_FILE}.ContentType", path=view.below("ContentType"), **values)
        payload = view.child("ContentTransferEncoded").node.payload
        self._note_payload(view, name, payload)
        content, unwrapped = self._unwrapped(view, name, payload, place)
        made = Attachment(
            name=name,
            content_type=content_type_for(name) if unwrapped else kind or listed.content_type or content_type_for(name),
            content=content,
            description=view.optional("Description") or listed.description,
            content_id=content_id or listed.content_id,
        )
        view.know("FieldName", "MimeType", "Format")
        view.done()
        return made

    def _reference_of(self, content_id: str | None, place: int, count: int) -> Reference:
        by_id = [listed for listed in self._listed if content_id and listed.content_id == content_id]
        if by_id:
            return by_id[0]
        if content_id is None and len(self._listed) == count:
            return self._listed[place - 1]
        return Reference(None, None, None, None)

    def _name(self, view: View, listed: Reference, place: int) -> str:
        raw = view.optional("AttachmentName") or listed.name
        name = safe_name(raw or "", position=place)
        path = view.below("AttachmentName")
        if raw is None:
            self._notes.add(f"N.{_FILE}.AttachmentName", Severity.WARNING, path=path)
        elif name != raw.rstrip(">"):
            self._notes.add(f"M.{_FILE}.AttachmentName", path=path, name=name)
        return name

    def _note_payload(self, view: View, name: str, payload: Payload | None) -> None:
        path = view.below("ContentTransferEncoded")
        if payload is None or payload.content.size == 0:
            self._notes.add(f"N.{_FILE}.ContentTransferEncoded", Severity.WARNING, path=path)
        elif payload.fault:
            self._notes.add(f"T.{_FILE}.ContentTransferEncoded", path=path, name=name, detail="")
        elif payload.unpadded:
            values = {"name": name, "detail": " (thiếu dấu “=” ở cuối); vẫn giải mã được"}
            self._notes.add(f"T.{_FILE}.ContentTransferEncoded", Severity.WARNING, path=path, **values)
        elif extension(name) == "pdf" and payload.head[:4] not in {b"%PDF", unzip.MAGIC}:
            self._notes.add(f"M.{_FILE}.Format", path=path, name=name)

    def _unwrapped(self, view: View, name: str, payload: Payload | None, place: int) -> tuple[Content, bool]:
        content = payload.content if payload else Content.of(b"")
        if payload is None or payload.fault or self._folder is None or not payload.head.startswith(unzip.MAGIC):
            return content, False
        try:
            into = free_path(self._folder, place)
            found = unzip.unwrap(content, name=name, into=into, limits=self._limits)
        except unzip.UnsafeZip:
            self._notes.add(f"R.{_FILE}.Zip", path=view.path, name=name)
            return content, False
        if found is None:
            return content, False
        if content.path:
            content.path.unlink()
        self._notes.add(f"M.{_FILE}.Unzipped", path=view.path, name=name, entry=safe_name(found.entry_name))
        return found.content, True

    def _compare(self, made: tuple[Attachment, ...]) -> None:
        ids = tuple(attachment.content_id for attachment in made)
        if manifest_differs(tuple(listed.content_id for listed in self._listed), ids):
            values = {"references": len(self._listed), "attachments": len(made)}
            self._notes.add("M.Body.Manifest", Severity.WARNING, path="Body.Manifest", **values)


def manifest_differs(listed: tuple[str | None, ...], attached: tuple[str | None, ...]) -> bool:
    """Other counts, or an id on one side only; attachments without ids are only counted."""
    if len(listed) != len(attached):
        return True
    named = {content_id for content_id in attached if content_id}
    return bool(named) and named != {content_id for content_id in listed if content_id}


def free_path(folder: Path, place: int) -> Path:
    """A path of our own naming that does not exist yet; names from the package never touch the disk."""
    attempt = 0
    while True:
        path = folder / f"attachment-{place:03}{f'-{attempt}' if attempt else ''}.bin"
        if not path.exists():
            return path
        attempt += 1
