"""Who may do what with a văn bản đi, and who sees it: every verb, every person of the cast, every state."""

from __future__ import annotations

import pytest

from vanthu.office.kernel import seeing
from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.states import MOVES, OutgoingState
from vanthu.office.outgoing.tests.stories import approved, draft, in_state, submitted
from vanthu.office.testing.cast import Cast

S = OutgoingState

ALLOWED_VERBS: dict[str, dict[str, set[str]]] = {
    S.DRAFT: {"an": {"change", "submit", "withdraw"}},
    S.IN_APPROVAL: {"an": {"change", "withdraw"}, "binh": {"approve", "return"}, "dung": {"return"}},
    S.APPROVED: {
        "an": {"change", "withdraw"},
        "binh": {"return"},
        "chi": {"return"},
        "dung": {"sign", "return", "withdraw"},
    },
    S.SIGNED: {"chi": {"number", "cancel"}},
    S.NUMBERED: {"chi": {"seal", "cancel"}},
    S.SEALED: {"chi": {"issue", "cancel"}},
    S.ISSUED: {"an": {"amend"}, "binh": {"amend"}, "chi": {"amend", "recall", "update"}, "dung": {"amend"}},
    S.WITHDRAWN: {},
}
"""State → person → what he may; everything that is not listed is refused. IN_APPROVAL: it is Bình's turn."""

ON_THE_ROUTE = {"an", "binh", "chi", "dung"}
SEEN_BY: dict[str, set[str]] = dict.fromkeys(OutgoingState.values, ON_THE_ROUTE)
"""An drafted it, Bình heads the unit, Chi is the clerk, Dũng leads; nobody of Sở Y tế sees anything."""


def test_the_table_names_every_state() -> None:
    assert set(ALLOWED_VERBS) == set(MOVES.states()) == set(OutgoingState.values)


@pytest.mark.parametrize("state", OutgoingState.values)
def test_who_may_do_what_and_who_sees_it(office: Cast, state: str) -> None:
    outgoing = in_state(office, state)
    people = office.everybody().items()
    found = {
        name: {verb for verb in policies.LABELS if policies.may(person, verb, outgoing, at=office.at)}
        for name, person in people
    }
    assert {name: verbs for name, verbs in found.items() if verbs} == ALLOWED_VERBS[state]
    seen = {name for name, person in people if queries.visible_to(person, at=office.at).filter(pk=outgoing.pk)}
    with office.in_syt():
        seen |= {name for name, person in people if queries.visible_to(person, at=office.at).exists()}
    assert seen == SEEN_BY[state]


def test_at_the_second_step_it_is_the_clerks_turn_and_the_head_may_still_send_back(office: Cast) -> None:
    outgoing = submitted(office)
    outgoing = operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=9))
    found = {
        name: {verb for verb in policies.LABELS if policies.may(person, verb, outgoing, at=office.at)}
        for name, person in office.everybody().items()
    }
    assert {name: verbs for name, verbs in found.items() if verbs} == {
        "an": {"change", "withdraw"},
        "binh": {"return"},
        "chi": {"approve", "return"},
        "dung": {"return"},
    }


def test_a_colleague_of_the_unit_who_has_nothing_to_do_with_it_does_not_see_it(office: Cast) -> None:
    from vanthu.office.access import operations as access
    from vanthu.office.access.states import Duty
    from vanthu.office.organizations import operations as organizations

    colleague = organizations.create_person(
        full_name="Lý Hòa", position="Chuyên viên", unit_id=office.ccvc.pk, by=None, at=office.at
    )
    access.give_duty(colleague, Duty.SPECIALIST, by=None, at=office.at)
    outgoing = submitted(office)
    with pytest.raises(NotFound):
        queries.get(colleague, outgoing.pk, at=office.at)


def test_people_of_another_agency_do_not_find_the_document(office: Cast) -> None:
    outgoing = draft(office)
    for agency in (office.in_snv, office.in_syt):
        with agency(), pytest.raises(NotFound):
            operations.submit(outgoing.pk, by=office.em, at=office.at)


def test_a_refusal_says_who_it_waits_for(office: Cast) -> None:
    outgoing = in_state(office, S.APPROVED)
    assert policies.may(office.binh, "sign", outgoing, at=office.at).why == "văn bản này chờ Phạm Tiến Dũng ký"
    assert "Đã duyệt, chờ ký" in policies.may(office.chi, "number", outgoing, at=office.at).why


def test_the_page_gets_the_verbs_of_the_state_the_forward_ones_first(office: Cast) -> None:
    verbs = policies.verbs(office.dung, in_state(office, S.APPROVED), at=office.at)
    assert [(verb.name, verb.label, bool(verb.permission)) for verb in verbs] == [
        ("sign", "Ký số", True),
        ("change", "Sửa dự thảo", False),
        ("return", "Trả lại", True),
        ("withdraw", "Hủy dự thảo", True),
    ]


@pytest.mark.parametrize("most", [-1, 0, 1, 2])
def test_what_came_by_a_route_is_seen_whichever_way_it_is_asked(
    office: Cast, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for story in (draft, submitted, approved):
        story(office)

    def seen() -> dict[str, int]:
        return {name: queries.listing(one, at=office.at).total for name, one in office.everybody().items()}

    few = seen()
    monkeypatch.setattr(seeing, "FEW", most)
    assert seen() == few
    assert [few[name] for name in ("an", "binh", "chi", "dung", "em", "giang")] == [3, 3, 3, 3, 0, 0]
