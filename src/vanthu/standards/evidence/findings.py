"""What is proved and what is not, as frozen values with a sentence for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The verdict in one word."""

    PROVED = "proved"
    REFUTED = "refuted"
    OPEN = "open"

    @property
    def label(self) -> str:
        """Return the word for people."""
        return {"proved": "CHỨNG MINH ĐƯỢC", "refuted": "KHÔNG ĐÚNG", "open": "CHƯA ĐỦ CĂN CỨ"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `holds` True when it is proved, False when it is refuted, None when it stays open."""

    code: str
    holds: bool | None
    sentence: str


@dataclass(frozen=True)
class Event:
    """One leaf of a receipt: what happened to the package, when by the clock of the axis, and told by whom."""

    number: int
    kind: str
    subject: str
    at: str
    by: str
    in_log: bool
    state: str | None = None


@dataclass(frozen=True)
class Acceptance:
    """What the axis says it accepted. `to` are the recipients named at that time, `at` the time of its own clock."""

    package: str
    sha256: str
    size: int
    sender: str
    to: tuple[str, ...]
    message_type: str
    document_id: str
    at: str


@dataclass(frozen=True)
class Verdict:
    """The judgement of a receipt or a head at a moment.

    `not_later_than` is the time of the earliest time stamp that covers it and is trusted; None without one.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    signer: str | None
    judged_at: datetime
    not_later_than: datetime | None = None
    acceptance: Acceptance | None = None
    events: tuple[Event, ...] = ()

    @property
    def proved(self) -> tuple[str, ...]:
        """Return the sentences of what is proved."""
        return tuple(item.sentence for item in self.findings if item.holds)

    @property
    def refuted(self) -> tuple[str, ...]:
        """Return the sentences of what is wrong."""
        return tuple(item.sentence for item in self.findings if item.holds is False)

    @property
    def not_proved(self) -> tuple[str, ...]:
        """Return the sentences of what stays open."""
        return tuple(item.sentence for item in self.findings if item.holds is None)

    def members(self) -> dict[str, Any]:
        """Return it for JSON."""
        members = asdict(self) | {"outcome": self.outcome.value, "judged_at": self.judged_at.isoformat()}
        stamped = self.not_later_than
        return members | {"not_later_than": stamped.isoformat() if stamped else None}
