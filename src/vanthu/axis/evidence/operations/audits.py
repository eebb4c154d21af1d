"""Keep what an audit found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from vanthu.axis.evidence.models import Audit
from vanthu.runtime.transactions import write


def note_audit(
    counts: Mapping[str, int], findings: Sequence[str], *, altered: int, seconds: float, by: str, at: datetime
) -> None:
    """Keep an audit with what it counted and the first findings, a line each.

    It is no fact of the log: a log that is broken could not take it.
    """
    with write():
        Audit.objects.create(at=at, by=by, seconds=seconds, altered=altered, findings="\n".join(findings), **counts)
