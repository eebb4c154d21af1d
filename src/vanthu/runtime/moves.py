"""A life cycle as one table, and the compare-and-set which makes a move.

Both programs raise their own error when a move does not happen; here it is only told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


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


def moved(rows: QuerySet[Any], verb: str, table: Moves, *, field: str = "state", **changes: Any) -> bool:
    """Move the one row of `rows` by `verb`, writing `changes` with it; False when it is in no state for that verb.

    Call it inside `transactions.write()`, together with the fact that tells of it.
    """
    ready = rows.filter(**{f"{field}__in": table.sources(verb)})
    return ready.update(**{field: table.target(verb)}, **changes) == 1
