"""What a reader or validator says about a message: a code, how bad it is, a Vietnamese sentence, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        return {"error": "Lỗi", "warning": "Cảnh báo", "info": "Ghi chú"}[self.value]


@dataclass(frozen=True)
class Finding:
    """`code` is a prefix and the element's path, e.g. "N.MessageHeader.From.OrganId"; `path` counts lists from 1.

    Prefixes: N missing, R out of range or too long, T wrong type or form, M mismatch.
    """

    code: str
    severity: Severity
    sentence: str
    path: str = ""


class EdxmlRefused(Exception):
    """The package cannot be read at all, or is dangerous to read. `findings` holds what was noticed before."""

    def __init__(self, code: str, sentence: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.findings = findings
