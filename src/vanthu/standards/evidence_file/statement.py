"""What the agency says in an evidence file: of which document, what was found of its signatures, when, by what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from vanthu.standards.evidence.errors import EvidenceUnreadable
from vanthu.standards.signing.findings import Role, Verdict

FORMAT = "vanthu-evidence-file/1"


@dataclass(frozen=True)
class Statement:
    """`agency` made the file at `made_at`. `about` is what the office knows of the document, in words for people.

    `name` is what the document's file was called, `entry` where it lies in here, `sha256` its digest (hex).
    `expected`: whose signatures had to be there when `verdict` was given; `verifier` names the programs that gave it.
    """

    agency: str
    made_at: datetime
    about: Mapping[str, str]
    entry: str
    name: str
    sha256: str
    expected: frozenset[Role]
    verdict: Verdict
    verifier: str

    def to_json(self) -> str:
        """Return it as JSON, what is told of the document in the order given."""
        members = {
            "format": FORMAT,
            "agency": self.agency,
            "made_at": self.made_at.isoformat(),
            "about": dict(self.about),
            "document": {"entry": self.entry, "name": self.name, "sha256": self.sha256},
            "expected": sorted(self.expected),
            "verifier": self.verifier,
            "verdict": json.loads(self.verdict.to_json()),
        }
        return json.dumps(members, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read it back; raises `EvidenceUnreadable`."""
        try:
            members: dict[str, Any] = json.loads(text)
            if members["format"] != FORMAT:
                raise EvidenceUnreadable(f"format {members['format']!r}")
            document = members["document"]
            return cls(
                agency=_text(members["agency"]),
                made_at=_moment(members["made_at"]),
                about={_text(name): _text(value) for name, value in members["about"].items()},
                entry=_text(document["entry"]),
                name=_text(document["name"]),
                sha256=_text(document["sha256"]),
                expected=frozenset(Role(item) for item in members["expected"]),
                verdict=_verdict(members["verdict"]),
                verifier=_text(members["verifier"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise EvidenceUnreadable(repr(error)) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def _verdict(members: Any) -> Verdict:
    verdict = Verdict.from_json(json.dumps(members))
    if verdict.checked_at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return verdict
