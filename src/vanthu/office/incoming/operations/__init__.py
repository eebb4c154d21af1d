"""Every verb of a văn bản đến, from arrival to completion, and what its issuer asks back (ND30-A18, A20…A24)."""

from vanthu.office.incoming.operations.errors import AnswerNotIssued, NothingAskedBack, ReasonMissing, ResultMissing
from vanthu.office.incoming.operations.handling import arrive, assign, complete, refuse, register, start
from vanthu.office.incoming.operations.taking_back import ask_back, give_back, keep_it

__all__ = [
    "AnswerNotIssued",
    "NothingAskedBack",
    "ReasonMissing",
    "ResultMissing",
    "arrive",
    "ask_back",
    "assign",
    "complete",
    "give_back",
    "keep_it",
    "refuse",
    "register",
    "start",
]
