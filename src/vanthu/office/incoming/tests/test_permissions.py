"""Who may do what with a văn bản đến, and who sees it: every verb, every person of the cast, every state."""

from __future__ import annotations

import pytest

from vanthu.office.incoming import operations, policies, queries
from vanthu.office.incoming.states import MOVES, IncomingState
from vanthu.office.incoming.tests.stories import assigned, in_state
from vanthu.office.testing.cast import Cast

S = IncomingState
LEAD_UNIT_ASSIGNED = {"start", "complete", "answer", "return"}
LEAD_UNIT_WORKING = {"complete", "answer", "return"}
LEADER = {"redirect"}

ALLOWED_VERBS: dict[str, dict[str, set[str]]] = {
    S.ARRIVED: {"chi": {"register", "refuse", "join"}},
    S.REFUSED: {},
    S.REGISTERED: {"dung": {"assign", "complete", "answer"}},
    S.ASSIGNED: {"an": LEAD_UNIT_ASSIGNED, "binh": LEAD_UNIT_ASSIGNED, "dung": LEADER},
    S.IN_PROGRESS: {"an": LEAD_UNIT_WORKING, "binh": LEAD_UNIT_WORKING, "dung": LEADER},
    S.COMPLETED: {},
    S.GIVEN_BACK: {},
    S.JOINED: {},
    S.SENT_BACK: {},
}
"""State → person → what he may; everything that is not listed is refused."""

SEEN_BY: dict[str, set[str]] = {
    S.ARRIVED: {"chi", "dung"},
    S.REFUSED: {"chi", "dung"},
    S.REGISTERED: {"chi", "dung"},
    S.ASSIGNED: {"an", "binh", "chi", "dung"},
    S.IN_PROGRESS: {"an", "binh", "chi", "dung"},
    S.COMPLETED: {"an", "binh", "chi", "dung"},
    S.GIVEN_BACK: {"chi", "dung"},
    S.JOINED: {"chi", "dung"},
    S.SENT_BACK: {"chi", "dung"},
}


def test_the_tables_name_every_state() -> None:
    assert set(ALLOWED_VERBS) == set(SEEN_BY) == set(MOVES.states()) == set(IncomingState.values)


@pytest.mark.parametrize("state", IncomingState.values)
def test_who_may_do_what(in_snv: Cast, state: str) -> None:
    incoming = in_state(in_snv, state)
    found = {
        name: {verb for verb in policies.LABELS if policies.may(person, verb, incoming, at=in_snv.at)}
        for name, person in in_snv.everybody().items()
    }
    assert {name: verbs for name, verbs in found.items() if verbs} == ALLOWED_VERBS[state]


@pytest.mark.parametrize("state", IncomingState.values)
def test_who_sees_it(in_snv: Cast, state: str) -> None:
    incoming = in_state(in_snv, state)
    people = in_snv.everybody().items()
    seen = {name for name, person in people if queries.visible_to(person, at=in_snv.at).filter(pk=incoming.pk)}
    with in_snv.in_syt():
        seen |= {name for name, person in people if queries.visible_to(person, at=in_snv.at).exists()}
    assert seen == SEEN_BY[state]


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (S.ARRIVED, {"chi", "dung"}),
        (S.REGISTERED, {"chi", "dung"}),
        (S.ASSIGNED, {"dung"}),
        (S.IN_PROGRESS, {"dung"}),
        (S.COMPLETED, {"dung"}),
    ],
)
def test_the_clerk_gives_back_what_nobody_works_with_and_a_leader_the_rest(
    in_snv: Cast, state: str, who: set[str]
) -> None:
    incoming = in_state(in_snv, state)
    operations.ask_back(incoming.pk, reason="ban hành nhầm", asked_by="Sở Y tế", at=in_snv.at)
    for verb in ("give_back", "keep_it"):
        people = in_snv.everybody().items()
        assert {name for name, one in people if policies.may(one, verb, incoming, at=in_snv.at)} == who


def test_a_refusal_says_why(in_snv: Cast) -> None:
    incoming = in_state(in_snv, S.ARRIVED)
    assert policies.may(in_snv.dung, "register", incoming, at=in_snv.at).why == "việc này do văn thư cơ quan thực hiện"
    assert "Đã đến, chờ vào sổ" in policies.may(in_snv.dung, "assign", incoming, at=in_snv.at).why


def test_a_person_named_by_the_leader_works_alone_with_the_head(in_snv: Cast) -> None:
    incoming = assigned(in_snv, lead_person_id=in_snv.binh.pk)
    assert policies.may(in_snv.binh, "start", incoming, at=in_snv.at)
    assert not policies.may(in_snv.an, "start", incoming, at=in_snv.at)


def test_the_page_gets_the_verbs_of_the_state_the_forward_ones_first(in_snv: Cast) -> None:
    verbs = policies.verbs(in_snv.chi, in_state(in_snv, S.ARRIVED), at=in_snv.at)
    assert [(verb.name, verb.label, bool(verb.permission)) for verb in verbs] == [
        ("register", "Vào sổ", True),
        ("refuse", "Từ chối, trả lại", True),
    ]
