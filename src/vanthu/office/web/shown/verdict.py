"""The verdict on a file's signatures in one line, with its reasons behind "chi tiết"."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from vanthu.office.documents.states import VersionKind
from vanthu.office.signatures import queries as signatures
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.signing import Outcome, Role, Verdict
from vanthu.standards.signing.findings import Change
from vanthu.standards.signing.wording import lines_of

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version

_MARKS = {Outcome.VALID: "✔", Outcome.INVALID: "✘", Outcome.UNKNOWN: "?", Outcome.UNSIGNED: "–"}
_SIGNED = frozenset(
    {VersionKind.UPLOADED, VersionKind.LEADER_SIGNED, VersionKind.NUMBERED, VersionKind.SEALED, VersionKind.RECEIVED}
)


@dataclass(frozen=True)
class SignatureShown:
    """One signature: its sentence, and what is known of it line by line."""

    outcome: str
    sentence: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MarkShown:
    """A place that was changed, on a page drawn 1000 wide."""

    page: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class VerdictShown:
    """The line, and the sentences behind it."""

    outcome: str
    label: str
    mark: str
    line: str
    signatures: tuple[SignatureShown, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    checked_at: datetime
    trust_version: str
    etsi: str
    marks: tuple[MarkShown, ...]
    file_id: str = ""
    """Of which file: only on its pages do the marks lie right."""
    verdict_id: UUID | None = None
    """Which kept verdict; a verdict that is not kept has none."""


def of_version(version: Version | None, document_id: UUID, *, at: datetime) -> VerdictShown | None:
    """Return the kept verdict on a version's file; None while it has none, and for pages that wait for theirs."""
    if version is None or version.kind not in _SIGNED:
        return None
    kept = signatures.verdict_for(version.file_id)
    return of_kept(kept) if kept is not None else None


def of_kept(kept: Any) -> VerdictShown:
    """Show a verdict that is kept beside what it judged."""
    return replace(shown(Verdict.from_json(json.dumps(kept.findings))), file_id=kept.file_id, verdict_id=kept.pk)


def shown(verdict: Verdict) -> VerdictShown:
    """Put a verdict into the words of a page."""
    return VerdictShown(
        outcome=verdict.outcome.value,
        label=_(verdict.outcome.label),
        mark=_MARKS[verdict.outcome],
        line=_line(verdict),
        signatures=tuple(SignatureShown(one.outcome.value, one.sentence, lines_of(one)) for one in verdict.signatures),
        reasons=tuple(reason.sentence for reason in verdict.reasons),
        notes=tuple(note.sentence for note in verdict.notes),
        checked_at=verdict.checked_at,
        trust_version=verdict.trust_version,
        etsi=verdict.etsi,
        marks=tuple(dict.fromkeys(_mark(change) for one in verdict.signatures for change in one.changes)),
    )


def _mark(change: Change) -> MarkShown:
    """A change of a whole page frames the page."""
    scale = 1000 / change.page_width
    if not change.width:
        return MarkShown(change.page, 4, 4, 992, round(change.page_height * scale) - 8)
    place = (change.left - 2, change.top - 2, change.width + 4, change.height + 4)
    return MarkShown(change.page, *(round(value * scale) for value in place))


def _line(verdict: Verdict) -> str:
    """ "Nguyễn Văn A ký 08:05; UBND tỉnh đóng dấu 08:11; không bị sửa từ khi ký", or what is wrong."""
    if verdict.outcome == Outcome.UNSIGNED:
        return _("tệp không có chữ ký số; chỉ có giá trị tham khảo (Điều 4 Quyết định 28/2018/QĐ-TTg)")
    if verdict.outcome != Outcome.VALID and verdict.reasons:
        return "; ".join(reason.sentence.rstrip(".") for reason in verdict.reasons[:2])
    parts = [_signed(finding) for finding in verdict.signatures]
    if verdict.outcome == Outcome.VALID:
        parts.append(_("không bị sửa từ khi ký"))
    return "; ".join(parts)


def _signed(finding: Any) -> str:
    verb = _("đóng dấu") if finding.role == Role.AGENCY else _("ký")
    when = finding.timestamp_at or finding.signed_at
    hour = f" {when.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if when else ""
    return f"{finding.signer_name} {verb}{hour}"
