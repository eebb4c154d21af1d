"""Judge a message by the rules of one edition of the standard."""

from __future__ import annotations

from datetime import date

from vanthu.standards.edxml.findings import Finding
from vanthu.standards.edxml.model import Message


def validate(message: Message, *, profile: str = "qcvn_102_2016", today: date) -> tuple[Finding, ...]:
    raise NotImplementedError
