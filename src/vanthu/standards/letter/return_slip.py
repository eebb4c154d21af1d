"""Phiếu trả lại văn bản: the sheet that goes back with a paper document, so that its sender knows why (ND30-A21)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from vanthu.standards.letter.printing import printed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSlip:
    """Who returns which document to whom, and why; days as they are printed."""

    governing: str
    agency: str
    to: str
    code: str
    what: str
    """The document as a sentence names it: "Công văn số 45/HND-VP ngày 09/3/2026 về …"."""
    received: str
    day: str
    """Place and day of the slip."""
    reason: str
    clerk: str


def compose_return_slip(slip: ReturnSlip, *, at: datetime) -> bytes:
    """Return the slip as PDF, A5 across."""
    return printed("return_slip", asdict(slip), at=at)
