"""A report as a table for people and as JSON for programs."""

import json
from collections.abc import Iterator

from vanthu.standards.vxp.conformance.model import Outcome, Paragraph, Report, Verdict

_WIDTH = 15


def summary(report: Report) -> str:
    """Return the last line: how many passed, failed, are advised, and were not checked."""
    passed = len(report.having(Verdict.PASSED))
    return (
        f"{len(report.outcomes)} điều kiểm tra: {passed} đạt, {len(report.failures)} không đạt, "
        f"{len(report.advice)} nên sửa, {len(report.not_exercised)} chưa kiểm tra."
    )


def lines(report: Report) -> Iterator[tuple[Outcome | None, str]]:
    """Yield the lines of the table, grouped by paragraph, each with the outcome it tells of."""
    places, paragraph = list(Paragraph), None
    for outcome in sorted(report.outcomes, key=lambda outcome: places.index(outcome.check.paragraph)):
        if outcome.check.paragraph is not paragraph:
            paragraph = outcome.check.paragraph
            yield None, ""
            yield None, str(paragraph)
        yield outcome, f"  {outcome.label:<{_WIDTH}}{outcome.check.demand} [{outcome.check.id}]"
        if outcome.seen:
            word = "lý do: " if outcome.verdict is Verdict.NOT_APPLICABLE else "thấy: "
            yield None, f"{'':<{_WIDTH + 2}}{word}{outcome.seen}"


def as_json(report: Report) -> str:
    """Return the report as one JSON object; `complete` is false when something was not checked."""
    rows = [
        {
            "id": outcome.check.id,
            "paragraph": str(outcome.check.paragraph),
            "demand": outcome.check.demand,
            "level": outcome.check.level.value,
            "verdict": outcome.verdict.value,
            "seen": outcome.seen,
        }
        for outcome in report.outcomes
    ]
    head = {
        "subject": report.subject,
        "conformant": not report.failures and not report.nothing_shown,
        "complete": not report.not_exercised,
        "summary": summary(report),
    }
    return json.dumps({**head, "checks": rows}, ensure_ascii=False, indent=2)
