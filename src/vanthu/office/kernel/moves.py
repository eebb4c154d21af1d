"""A move of the office is compare-and-set, and a move that comes too late is told to the person."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from vanthu.runtime.errors import VanThuError
from vanthu.runtime.moves import Moves, moved, moves

__all__ = ["MovedMeanwhile", "Moves", "make_move", "move", "moves"]


class MovedMeanwhile(VanThuError):
    """Somebody else moved the thing first, or the move does not exist in its state."""

    code = "VT-DA-CHUYEN"
    template = (
        "Việc này vừa được người khác thực hiện hoặc văn bản đã sang bước khác, nên không thực hiện lần nữa. "
        "Hãy tải lại trang để xem tình trạng mới nhất."
    )


def make_move(rows: QuerySet[Any], verb: str, table: Moves, *, field: str = "state", **changes: Any) -> None:
    """Move the one row of `rows` by `verb`, writing `changes` with it; raises MovedMeanwhile.

    Call it inside `transactions.write()`, together with the audit fact.
    """
    if not moved(rows, verb, table, field=field, **changes):
        raise MovedMeanwhile(verb=verb)


def move(thing: Model, verb: str, table: Moves, *, field: str = "state", **changes: Any) -> None:
    """Like `make_move` for an object in hand, which then shows its new state."""
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    make_move(rows, verb, table, field=field, **changes)
    for name, value in {field: table.target(verb), **changes}.items():
        setattr(thing, name, value)
