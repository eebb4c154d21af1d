"""Every verb of a văn bản đến, from arrival to completion, and what its issuer asks for (ND30-A18, A20…A24)."""

from vanthu.office.incoming.operations.changing import accept_change, ask_replace, ask_update, refuse_change
from vanthu.office.incoming.operations.errors import (
    AnswerNotIssued,
    DuplicateUndecided,
    NothingAskedBack,
    NothingToChange,
    NotPrintable,
    ReasonMissing,
    ResultMissing,
)
from vanthu.office.incoming.operations.handling import (
    arrive,
    assign,
    complete,
    give_up,
    redirect,
    refuse,
    register,
    send_back,
    start,
)
from vanthu.office.incoming.operations.joining import join
from vanthu.office.incoming.operations.judging import judge_again
from vanthu.office.incoming.operations.taking_back import ask_back, give_back, keep_it
from vanthu.office.incoming.operations.wishes import remember_early, take_early

__all__ = [
    "AnswerNotIssued",
    "DuplicateUndecided",
    "NotPrintable",
    "NothingAskedBack",
    "NothingToChange",
    "ReasonMissing",
    "ResultMissing",
    "accept_change",
    "arrive",
    "ask_back",
    "ask_replace",
    "ask_update",
    "assign",
    "complete",
    "give_back",
    "give_up",
    "join",
    "judge_again",
    "keep_it",
    "redirect",
    "refuse",
    "refuse_change",
    "register",
    "remember_early",
    "send_back",
    "start",
    "take_early",
]
