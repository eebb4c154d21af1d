"""What a page asks many times is asked of the database once: who the person is, what he may do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from vanthu.office.kernel.scope import current_agency
from vanthu.runtime import clock

P = ParamSpec("P")
T = TypeVar("T")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def answers_kept() -> Iterator[None]:
    """Keep answers inside: only around work that changes nothing, whose every part sees the same moment."""
    token = _answers.set({})
    try:
        with clock.one_moment():
            yield
    finally:
        _answers.reset(token)


def once(question: Hashable, ask: Callable[[], T]) -> T:
    """Return the answer to a question: the one of before where answers are kept, a new one everywhere else."""
    kept = _answers.get()
    if kept is None:
        return ask()
    if question not in kept:
        kept[question] = ask()
    answer: T = kept[question]
    return answer


def is_kept(question: Hashable) -> bool | None:
    """Tell whether a question was answered before; None where no answers are kept."""
    kept = _answers.get()
    return None if kept is None else question in kept


def keep(question: Hashable, answer: object) -> None:
    """Keep an answer that was found together with others, where answers are kept."""
    kept = _answers.get()
    if kept is not None:
        kept[question] = answer


def asked_once(ask: Callable[P, T]) -> Callable[P, T]:
    """Let a query answer each page once for the same arguments, all of them hashable, in the agency in force."""

    @wraps(ask)
    def answered(*args: P.args, **kwargs: P.kwargs) -> T:
        question = (ask.__module__, ask.__qualname__, current_agency(), args, tuple(sorted(kwargs.items())))
        return once(question, lambda: ask(*args, **kwargs))

    return answered
