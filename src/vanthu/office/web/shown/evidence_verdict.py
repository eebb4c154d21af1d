"""What an evidence file proves, as the public page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.web.shown.verdict import VerdictShown, shown
from vanthu.standards.evidence.findings import Outcome

if TYPE_CHECKING:
    from vanthu.standards.evidence_file.findings import FileVerdict

_LIKE = {Outcome.PROVED: "valid", Outcome.REFUTED: "invalid", Outcome.OPEN: "unknown"}
_MARKS = {Outcome.PROVED: "✔", Outcome.REFUTED: "✘", Outcome.OPEN: "?"}


@dataclass(frozen=True)
class EvidenceVerdictShown:
    """The word with its colour, what the file says of itself (`sealed`: under an agency's word), and what was found."""

    outcome: str
    label: str
    mark: str
    about: Sequence[tuple[str, str]]
    agency: str
    made_at: datetime | None
    sealed: bool
    refuted: Sequence[str]
    proved: Sequence[str]
    not_proved: Sequence[str]
    document: VerdictShown | None
    checked_at: datetime


def evidence_shown(verdict: FileVerdict) -> EvidenceVerdictShown:
    """Return what the page shows."""
    return EvidenceVerdictShown(
        _LIKE[verdict.outcome],
        verdict.outcome.label,
        _MARKS[verdict.outcome],
        tuple((verdict.about or {}).items()),
        verdict.agency,
        verdict.made_at,
        verdict.sealed,
        verdict.refuted,
        verdict.proved,
        tuple(sentence.replace(" (--trust)", "") for sentence in verdict.not_proved),
        shown(verdict.document) if verdict.document else None,
        verdict.judged_at,
    )
