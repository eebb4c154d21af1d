"""Questions about what was sent and what arrived."""

from vanthu.office.exchange.queries.correspondents import agency_of, codes_of, correspondent, correspondents, folded
from vanthu.office.exchange.queries.packages import first_with_same_bytes, kept_before, package_of
from vanthu.office.exchange.queries.problems import Problem, ProblemKind, problems
from vanthu.office.exchange.queries.progress import RecipientProgress, StatusSeen, progress

__all__ = [
    "Problem",
    "ProblemKind",
    "RecipientProgress",
    "StatusSeen",
    "agency_of",
    "codes_of",
    "correspondent",
    "correspondents",
    "first_with_same_bytes",
    "folded",
    "kept_before",
    "package_of",
    "problems",
    "progress",
]
