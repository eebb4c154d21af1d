"""Questions about ways of sending: the rules, what they give for a recipient, and how documents went."""

from vanthu.office.dispatch.queries.rules import (
    FIXED,
    LAWFUL,
    Decision,
    Rule,
    Target,
    decide,
    hindrance,
    possible,
    rows,
    rule_row,
    rules,
)
from vanthu.office.dispatch.queries.sendings import (
    Paper,
    choices,
    paper,
    paper_copies,
    prints,
    sending,
    sendings,
    ways_used,
)

__all__ = [
    "FIXED",
    "LAWFUL",
    "Decision",
    "Paper",
    "Rule",
    "Target",
    "choices",
    "decide",
    "hindrance",
    "paper",
    "paper_copies",
    "possible",
    "prints",
    "rows",
    "rule_row",
    "rules",
    "sending",
    "sendings",
    "ways_used",
]
