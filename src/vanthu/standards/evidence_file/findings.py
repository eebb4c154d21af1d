"""What an evidence file proves and what not: frozen, with a sentence for people, storable as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vanthu.standards.evidence.findings import Finding, Outcome
from vanthu.standards.signing.findings import SignatureFinding, Verdict


@dataclass(frozen=True)
class FileVerdict:
    """The judgement of an evidence file at a moment.

    `as_of`: the moment as of which the document was judged here; that of the time stamp where there is one that counts.
    `maker`: the signature of whoever made the file, None where there is none to be read. `agency`, `made_at`, `about`
    and `name` are what it says. `document`: the verdict on the document now given, under the trust of the one who asks.
    `sealed`: an agency signed the whole file and answers for what it says; else it has a time stamp alone.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    judged_at: datetime
    as_of: datetime
    maker: SignatureFinding | None = None
    agency: str = ""
    made_at: datetime | None = None
    name: str = ""
    about: Mapping[str, str] | None = None
    document: Verdict | None = None
    sealed: bool = True

    def sentences(self, *, holds: bool | None) -> tuple[str, ...]:
        """Return the sentences of what is proved (True), wrong (False) or open (None)."""
        return tuple(item.sentence for item in self.findings if item.holds is holds)

    @property
    def proved(self) -> tuple[str, ...]:
        """Return the sentences of what is proved."""
        return self.sentences(holds=True)

    @property
    def refuted(self) -> tuple[str, ...]:
        """Return the sentences of what is wrong."""
        return self.sentences(holds=False)

    @property
    def not_proved(self) -> tuple[str, ...]:
        """Return the sentences of what stays open."""
        return self.sentences(holds=None)

    def to_json(self) -> str:
        """Return it as JSON, times in ISO 8601."""
        members = asdict(self) | {"outcome": self.outcome.value, "label": self.outcome.label}
        return json.dumps(members, ensure_ascii=False, default=datetime.isoformat)

    @classmethod
    def from_json(cls, text: str) -> FileVerdict:
        """The inverse of `to_json`; raises ValueError, KeyError or TypeError on other text."""
        members: dict[str, Any] = json.loads(text)
        maker, document, made_at = members["maker"], members["document"], members["made_at"]
        return cls(
            outcome=Outcome(members["outcome"]),
            findings=tuple(Finding(**item) for item in members["findings"]),
            judged_at=datetime.fromisoformat(members["judged_at"]),
            as_of=datetime.fromisoformat(members["as_of"]),
            maker=_signature(maker, members["judged_at"]) if maker else None,
            agency=members["agency"],
            made_at=datetime.fromisoformat(made_at) if made_at else None,
            name=members["name"],
            about=members["about"],
            document=Verdict.from_json(json.dumps(document)) if document else None,
            sealed=members["sealed"],
        )


def _signature(members: dict[str, Any], at: str) -> SignatureFinding:
    """Read as the only signature of a verdict, which is how such findings are kept."""
    alone = {"outcome": "unknown", "signatures": [members], "reasons": [], "notes": []}
    verdict = Verdict.from_json(json.dumps({**alone, "checked_at": at, "trust_version": ""}))
    return verdict.signatures[0]
