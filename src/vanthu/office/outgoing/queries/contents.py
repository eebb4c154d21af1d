"""What exactly is approved: content and data of a draft, the hash, and what differs between two (ND30-A11)."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from vanthu.office.audit.queries import plain
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Urgency
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.models import ApprovalRound, DraftPicture, OutgoingDocument
from vanthu.office.outgoing.queries.fields import fields_of, type_code_of
from vanthu.office.outgoing.queries.particulars import in_words
from vanthu.office.outgoing.states import OutgoingState, StepState

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import ApprovalStep

LABELS = {
    "type_code": "Loại văn bản",
    "subject": "Trích yếu",
    "addressed_to": "Kính gửi",
    "legal_bases": "Căn cứ",
    "particulars": "Mục riêng của loại văn bản",
    "body": "Nội dung",
    "recipients": "Nơi gửi tới",
    "others": "Nơi gửi tới ngoài trục liên thông",
    "places": "Nơi nhận (in trên văn bản)",
    "urgency": "Mức độ khẩn",
    "due_on": "Hạn trả lời",
    "typist_and_copies": "Người soạn thảo, số bản",
    "signer": "Người ký",
    "cosigners": "Người cùng ký",
    "unit": "Đơn vị soạn thảo",
    "attachments": "Tệp đính kèm",
    "pictures": "Hình",
    "source_file": "Tệp tải lên",
}
"""What the parts of the content are called on a page."""


@dataclass(frozen=True)
class Change:
    """One part of the content that differs; of a long text `lines` holds only what went (-) and what came (+)."""

    label: str
    before: str
    after: str
    lines: tuple[tuple[str, str], ...] = ()


def content_of(outgoing: OutgoingDocument) -> dict[str, Any]:
    """Return everything that is approved with a draft, as plain JSON, from the database as it is now."""
    fresh = OutgoingDocument.objects.select_related("document", "signer", "unit").get(pk=outgoing.pk)
    fields = fields_of(fresh)
    values = asdict(fields)
    values["signer"] = {"id": values.pop("signer_id"), "name": fresh.signer.full_name}
    values["unit"] = {"id": values.pop("unit_id"), "name": organizations.unit(fields.unit_id).name}
    values["type_code"] = type_code_of(fields)
    names = {one.person_id: one.person.full_name for one in fresh.cosigners.select_related("person")}
    values["cosigners"] = [
        {"id": one.person_id, "name": f"{names[one.person_id]} ({one.title})"} for one in fields.cosigners
    ]
    # What a document lacks is left out: what was submitted before these parts were kept keeps its hash.
    values["others"] = [{"text": one.text} for one in fields.others]
    for name in ("legal_bases", "particulars", "others", "cosigners"):
        if not values[name]:
            del values[name]
    values["attachments"] = [
        {"name": one.file_name, "sha256": one.file_id, "description": one.description}
        for one in documents.attachments(outgoing.pk)
    ]
    if held := pictures(fresh):
        values["pictures"] = [{"name": one.name, "sha256": one.file_id} for one in held]
    values["source_file"] = {"name": fresh.source_file_name, "sha256": fresh.source_file}
    return dict(plain(values))


def pictures(outgoing: OutgoingDocument) -> list[DraftPicture]:
    """Return the pictures of a draft in the order of their names."""
    return list(DraftPicture.objects.filter(outgoing=outgoing).select_related("file"))


def hash_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content's canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def last_round_of(outgoing: OutgoingDocument) -> ApprovalRound | None:
    """Return what was submitted last; None for a document submitted before contents were kept."""
    return ApprovalRound.objects.filter(outgoing=outgoing).order_by("-number").first()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the parts that differ between two contents."""
    names = [*LABELS, *sorted({*before, *after} - set(LABELS))]
    return tuple(
        _change(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def changed_since_approved(
    outgoing: OutgoingDocument, person: Person, steps: Iterable[ApprovalStep]
) -> tuple[Change, ...]:
    """Return what differs from what this person agreed to last, else from what was submitted before.

    Of a draft, compared with what was submitted last; empty while there is nothing to compare with.
    """
    if outgoing.state not in {OutgoingState.DRAFT, OutgoingState.IN_APPROVAL, OutgoingState.APPROVED}:
        return ()
    rounds = list(ApprovalRound.objects.filter(outgoing=outgoing).order_by("number"))
    if outgoing.state == OutgoingState.DRAFT:
        return changes(rounds[-1].content, content_of(outgoing)) if rounds else ()
    if len(rounds) < 2:
        return ()
    agreed = {one.round for one in steps if one.person_id == person.pk and one.state == StepState.APPROVED}
    earlier = [one for one in rounds[:-1] if one.number in agreed] or rounds[:-1]
    return changes(earlier[-1].content, rounds[-1].content)


def _change(name: str, before: Any, after: Any) -> Change:
    label = LABELS.get(name, name)
    old, new = text_of_part(name, before), text_of_part(name, after)
    lines: tuple[tuple[str, str], ...] = ()
    if "\n" in old or "\n" in new:
        compared = difflib.ndiff(old.splitlines(), new.splitlines())
        lines = tuple((line[0], line[2:]) for line in compared if line[0] in "+-")
    return Change(label, old, new, lines)


def text_of_part(name: str, value: Any) -> str:
    """Return one part of the content as people read it."""
    if value in (None, "", [], {}):
        return "(trống)"
    if name == "urgency":
        return str(Urgency(int(value)).label)
    if name == "particulars":
        return in_words(value)
    if isinstance(value, dict):
        return str(value.get("name") or value)
    if isinstance(value, list):
        separator = "\n" if len(value) > 3 else "; "
        return separator.join(_item(one) for one in value)
    return str(value)


def _item(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("text") or json.dumps(value, ensure_ascii=False))
    return " – ".join(map(str, reversed(value))) if isinstance(value, list) else str(value)
