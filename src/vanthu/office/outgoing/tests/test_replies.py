"""Who was asked to answer an issued document, who has answered, and whose answer is late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.models import ExpectedReply, OutgoingDocument
from vanthu.office.outgoing.operations.replies import expect_replies
from vanthu.office.outgoing.queries import Filter
from vanthu.office.outgoing.states import ReplyState
from vanthu.office.outgoing.tests.stories import RECIPIENTS, issued
from vanthu.office.outgoing.tests.test_amending import begun, in_force, issue
from vanthu.office.testing.cast import Cast

DUE = date(2026, 3, 20)


def asking(cast: Cast, **changed: Any) -> OutgoingDocument:
    """An issued letter that both of its recipients should answer by 20 March."""
    outgoing = in_force(cast, due_on=DUE, **changed)
    expect_replies(outgoing, RECIPIENTS, due_on=DUE)
    return outgoing


def answer(cast: Cast, outgoing: OutgoingDocument, issuer: tuple[str, str] = RECIPIENTS[0]) -> Any:
    made = documents.create(
        direction=Direction.INCOMING, type_name="Công văn", subject="trả lời", issuer_code=issuer[0],
        issuer_name=issuer[1], number="9", notation="SYT-VP", issued_on=cast.at.date(), at=cast.after(days=2),
    )  # fmt: skip
    documents.link(made.pk, outgoing.pk, LinkKind.ANSWERS)
    operations.record_answers(made, at=cast.after(days=2))
    return made


def found(cast: Cast, state: str, days: int) -> set[Any]:
    page = queries.listing(cast.chi, Filter(reply=state), at=cast.after(days=days))
    return {row.document_id for row in page.rows}


@pytest.mark.slow
def test_issuing_with_a_day_to_answer_by_waits_for_every_recipient(office: Cast) -> None:
    outgoing = issued(office, due_on=DUE)
    assert [(one.name, one.due_on, one.answer) for one in queries.replies(outgoing, at=office.at)] == [
        ("Sở Y tế", DUE, None),
        ("Sở Tài chính", DUE, None),
    ]


def test_without_a_day_nobody_is_waited_for(office: Cast) -> None:
    outgoing = in_force(office)
    expect_replies(outgoing, RECIPIENTS, due_on=None)
    assert queries.replies(outgoing, at=office.at) == []


def test_an_answer_is_written_beside_who_was_asked_and_told(office: Cast) -> None:
    outgoing = asking(office)
    came = answer(office, outgoing)
    shown = queries.replies(outgoing, at=office.after(days=12))
    assert [(one.name, one.answer, one.late) for one in shown] == [
        ("Sở Y tế", came, False),
        ("Sở Tài chính", None, True),
    ]
    told = audit.facts_about([outgoing.pk])[-1]
    assert (told.verb, told.details["who"]) == ("answered", "Sở Y tế")


def test_a_second_answer_changes_nothing_but_is_shown(office: Cast) -> None:
    outgoing = asking(office)
    first, second = answer(office, outgoing), answer(office, outgoing)
    shown = queries.replies(outgoing, at=office.at)
    assert [one.answer for one in shown] == [first, None, second]


def test_an_answer_of_somebody_else_is_shown_and_nobody_is_let_off(office: Cast) -> None:
    outgoing = asking(office)
    came = answer(office, outgoing, ("H99.02.07", "Chi cục khác"))
    shown = queries.replies(outgoing, at=office.at)
    assert [(one.name, one.due_on, one.answer) for one in shown][-1] == ("Chi cục khác", None, came)
    assert ExpectedReply.objects.filter(answered_at=None).count() == 2


def test_the_list_tells_waiting_late_and_answered_apart(office: Cast) -> None:
    waiting, done = asking(office), asking(office, number="126")
    in_force(office, number="127")
    for one in RECIPIENTS:
        answer(office, done, one)
    assert found(office, ReplyState.WAITING, 1) == {waiting.pk}
    assert found(office, ReplyState.LATE, 11) == set(), "the day itself is still in time"
    assert found(office, ReplyState.LATE, 12) == {waiting.pk}
    assert found(office, ReplyState.ANSWERED, 12) == {done.pk}


def test_a_line_of_the_list_says_how_many_answers_are_missing(office: Cast) -> None:
    outgoing = asking(office)
    answer(office, outgoing)
    (row,) = queries.listing(office.chi, at=office.after(days=12)).rows
    assert row.awaited == queries.Awaited(1, DUE, late=True)


def test_nobody_need_answer_what_was_replaced_and_the_list_says_by_what(office: Cast) -> None:
    outgoing = asking(office)
    answer(office, outgoing)
    made = begun(office, outgoing, LinkKind.REPLACES)
    documents.give_identity(made.pk, number="130", notation="SNV-CCVC", issued_on=office.at.date(), wire_id="w130")
    issue(office, made)
    assert found(office, ReplyState.WAITING, 12) == set()
    rows = {row.document_id: row for row in queries.listing(office.chi, at=office.after(days=12)).rows}
    assert rows[outgoing.pk].ended_by == "Công văn số 130/SNV-CCVC ngày 09/3/2026"
    assert rows[made.pk].ended_by == ""
    assert [one.answer is None for one in queries.replies(outgoing, at=office.at)] == [False], "what came stays"
