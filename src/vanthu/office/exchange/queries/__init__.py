"""Questions about what was sent and what arrived."""

from vanthu.office.exchange.queries.correspondents import agency_of, codes_of, correspondent, correspondents, folded
from vanthu.office.exchange.queries.packages import (
    SentPackage,
    first_with_same_bytes,
    kept_before,
    package_of,
    sent_packages,
)
from vanthu.office.exchange.queries.problems import Problem, ProblemKind, problems
from vanthu.office.exchange.queries.progress import RecipientProgress, StatusSeen, progress

__all__ = [
    "Problem",
    "ProblemKind",
    "RecipientProgress",
    "SentPackage",
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
    "sent_packages",
]
