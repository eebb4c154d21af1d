"""A life cycle is one table in which every path ends; an answer to "may he?" says why not."""

from __future__ import annotations

import pytest

from vanthu.office.kernel.moves import moves
from vanthu.office.kernel.permission import ALLOWED, NotAllowed, refused
from vanthu.office.kernel.triggers import Guard, never_changed

TABLE = moves(("start", {"new"}, "open"), ("end", {"new", "open"}, "closed"), final={"closed"})


def test_a_table_tells_which_verbs_a_state_has() -> None:
    assert [TABLE.verbs(state) for state in ("new", "open", "closed")] == [("start", "end"), ("end",), ()]
    assert TABLE.states() == {"new", "open", "closed"}


def test_a_state_without_a_way_out_is_no_table() -> None:
    with pytest.raises(ValueError, match="open"):
        moves(("start", {"new"}, "open"), final={"closed"})


def test_nothing_leaves_a_final_state() -> None:
    with pytest.raises(ValueError, match="final"):
        moves(("end", {"new"}, "closed"), ("reopen", {"closed"}, "new"), final={"closed"})


def test_a_refusal_says_which_verb_and_why() -> None:
    ALLOWED.require("Ký số")
    answer = refused("chỉ văn thư được ký số của cơ quan")
    assert not answer
    with pytest.raises(NotAllowed) as told:
        answer.require("Ký số của cơ quan")
    assert told.value.sentence == "Không thực hiện được «Ký số của cơ quan»: chỉ văn thư được ký số của cơ quan."


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_putting_a_guard_up_again_replaces_it(vendor: str) -> None:
    for guard in (*never_changed("t"), Guard("t", "INSERT", "no", when="NEW.a = 1")):
        statements = guard.make(vendor)
        assert statements[: len(guard.remove(vendor))] == guard.remove(vendor)
        assert guard.name in statements[-1]
        assert guard.when in " ".join(statements)
