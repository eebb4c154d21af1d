"""A life cycle is one table; a move is compare-and-set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from vanthu.runtime.errors import VanThuError


class MovedMeanwhile(VanThuError):
    """Somebody else moved the thing first, or the move does not exist in its state."""

    code = "VT-DA-CHUYEN"
    template = (
        "Việc này vừa được người khác thực hiện hoặc văn bản đã sang bước khác, nên không thực hiện lần nữa. "
        "Hãy tải lại trang để xem tình trạng mới nhất."
    )


@dataclass(frozen=True)
class Moves:
    """The table of a life cycle: verb → (states it starts from, state it ends in)."""

    table: Mapping[str, tuple[frozenset[str], str]]
    final: frozenset[str]

    def verbs(self, state: str) -> tuple[str, ...]:
        """Return the verbs that exist in `state`, in the order of the table."""
        return tuple(verb for verb, (sources, _) in self.table.items() if state in sources)

    def sources(self, verb: str) -> frozenset[str]:
        """Return the states from which `verb` starts."""
        return self.table[verb][0]

    def target(self, verb: str) -> str:
        """Return the state in which `verb` ends."""
        return self.table[verb][1]

    def states(self) -> frozenset[str]:
        """Return every state of the table."""
        return frozenset().union(*(sources | {target} for sources, target in self.table.values()))


def moves(*rows: tuple[str, Iterable[str], str], final: Iterable[str]) -> Moves:
    """Build a table and check it: every path ends, and nothing leaves a final state."""
    built = Moves({verb: (frozenset(sources), target) for verb, sources, target in rows}, frozenset(final))
    for state in built.states() - built.final:
        if not built.verbs(state):
            raise ValueError(f"no way out of state {state!r}")
    if any(built.verbs(state) for state in built.final):
        raise ValueError("a verb leaves a final state")
    return built


def make_move(rows: QuerySet[Any], verb: str, table: Moves, *, field: str = "state", **changes: Any) -> None:
    """Move the one row of `rows` by `verb`, writing `changes` with it; raises MovedMeanwhile.

    Call it inside `transactions.write()`, together with the audit fact.
    """
    moved = rows.filter(**{f"{field}__in": table.sources(verb)}).update(**{field: table.target(verb)}, **changes)
    if moved != 1:
        raise MovedMeanwhile(verb=verb)


def move(thing: Model, verb: str, table: Moves, *, field: str = "state", **changes: Any) -> None:
    """Like `make_move` for an object in hand, which then shows its new state."""
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    make_move(rows, verb, table, field=field, **changes)
    for name, value in {field: table.target(verb), **changes}.items():
        setattr(thing, name, value)
