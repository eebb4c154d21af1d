"""Questions about what was sent and what arrived."""

from vanthu.office.exchange.queries.acknowledging import acknowledged
from vanthu.office.exchange.queries.correspondents import agency_of, codes_of, correspondent, correspondents
from vanthu.office.exchange.queries.packages import (
    SentPackage,
    first_with_same_bytes,
    kept_before,
    kept_bytes,
    package_of,
    sent_packages,
)
from vanthu.office.exchange.queries.problems import Problem, ProblemKind, open_problems, problem_count, problems
from vanthu.office.exchange.queries.progress import RecipientProgress, StatusSeen, progress
from vanthu.office.exchange.queries.receipts import KeptReceipt, receipts
from vanthu.office.exchange.queries.refusals import Refusal, refusals
from vanthu.office.exchange.queries.wishes import asked_back, is_needed, packages_of, wishes

__all__ = [
    "KeptReceipt",
    "Problem",
    "ProblemKind",
    "RecipientProgress",
    "Refusal",
    "SentPackage",
    "StatusSeen",
    "acknowledged",
    "agency_of",
    "asked_back",
    "codes_of",
    "correspondent",
    "correspondents",
    "first_with_same_bytes",
    "is_needed",
    "kept_before",
    "kept_bytes",
    "open_problems",
    "package_of",
    "packages_of",
    "problem_count",
    "problems",
    "progress",
    "receipts",
    "refusals",
    "sent_packages",
    "wishes",
]
