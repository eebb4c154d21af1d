"""Every rule: its stable code, how bad a breach is, the article, the component and what is required."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vanthu.standards.letter.checking.model import Finding, Place, Severity

_TABLE = Path(__file__).parent / "rules.csv"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table in the manual."""

    code: str
    severity: Severity
    article: str
    component: str
    requirement: str


def _rows() -> Iterator[Rule]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            words = {name: row[name] for name in ("code", "article", "component", "requirement")}
            yield Rule(severity=Severity(row["severity"]), **words)


EDITION = hashlib.sha256(_TABLE.read_bytes()).hexdigest()[:12]
"""Changes with the table of rules: what an older one found is not what this one would find."""

RULES: dict[str, Rule] = {rule.code: rule for rule in _rows()}


def breach(code: str, places: Iterable[Place], sentence: str, mend: str) -> Finding:
    """A finding for the rule `code`; article, severity and component are the rule's."""
    rule = RULES[code]
    return Finding(
        code=code,
        article=rule.article,
        severity=rule.severity,
        sentence=sentence,
        mend=mend,
        places=tuple(places),
        component=rule.component,
    )
