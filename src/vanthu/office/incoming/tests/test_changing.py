"""The issuer updates or replaces what it sent: what happens by itself, who decides, what the issuer hears."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.assignments import queries as assignments
from vanthu.office.audit import queries as audit
from vanthu.office.documents import queries as documents
from vanthu.office.incoming import operations, policies, queries
from vanthu.office.incoming.operations import NothingToChange, ReasonMissing
from vanthu.office.incoming.states import IncomingState
from vanthu.office.incoming.tests.stories import arrived, in_state, registered, started, statuses
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.testing.cast import Cast

IssuerWish = apps.get_model("incoming", "IssuerWish")
LATER = {"due_on": "2026-04-01"}


def told(cast: Cast, incoming: Any, *, changes: Any = LATER, beyond_doubt: bool = True) -> Any:
    return operations.ask_update(
        incoming.pk, changes=changes, reason="Lùi hạn", asked_by="Sở Y tế", beyond_doubt=beyond_doubt, at=cast.at
    )


def replaced(cast: Cast, incoming: Any, *, beyond_doubt: bool = True) -> Any:
    new = arrived(cast, wire_id="moi", number="90")
    operations.ask_replace(
        incoming.pk, reason="Sai số liệu", asked_by="Sở Y tế", notice_id=new.pk, beyond_doubt=beyond_doubt, at=cast.at
    )
    return new


def due(cast: Cast, incoming: Any) -> date | None:
    rows = {row.document_id: row for row in queries.listing(cast.dung, at=cast.at).rows}
    return rows[incoming.pk].due_on


@pytest.mark.parametrize("state", [IncomingState.ARRIVED, IncomingState.REGISTERED])
def test_new_data_of_what_nobody_works_with_take_effect_by_themselves(in_snv: Cast, state: str) -> None:
    incoming = in_state(in_snv, state)
    before = documents.document(incoming.pk).due_on
    wish = told(in_snv, incoming)
    wish.refresh_from_db()
    assert (wish.accepted, wish.decided_by) == (True, None)
    assert due(in_snv, incoming) == date(2026, 4, 1)
    assert documents.document(incoming.pk).due_on == before, "the entry stays as it arrived"
    assert statuses(incoming)[-1] == ("15", "Đã cập nhật theo thông báo của bên gửi")
    assert [fact.verb for fact in audit.facts_about([incoming.pk])][-2:] == ["ask_update", "update"]


@pytest.mark.parametrize("state", [IncomingState.ASSIGNED, IncomingState.IN_PROGRESS, IncomingState.COMPLETED])
def test_what_is_worked_with_or_answered_waits_for_a_leader(in_snv: Cast, state: str) -> None:
    incoming = in_state(in_snv, state)
    told(in_snv, incoming)
    assert queries.news([incoming.pk]) == {}
    allowed = {
        name for name, one in in_snv.everybody().items() if policies.may(one, "accept_change", incoming, at=in_snv.at)
    }
    assert allowed == {"dung"}
    with pytest.raises(NotAllowed, match="lãnh đạo"):
        operations.accept_change(incoming.pk, by=in_snv.chi, at=in_snv.at)
    operations.accept_change(incoming.pk, by=in_snv.dung, at=in_snv.at)
    assert queries.news([incoming.pk])[incoming.pk].changes == LATER
    assert statuses(incoming)[-1][0] == "15"


def test_what_is_in_doubt_is_put_to_the_clerk(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    told(in_snv, incoming, beyond_doubt=False)
    assert [row.document_id for row in queries.desk(in_snv.chi, at=in_snv.at).asked_back] == [incoming.pk]
    operations.refuse_change(incoming.pk, reason="Tệp khác bản đã nhận", by=in_snv.chi, at=in_snv.at)
    assert statuses(incoming)[-1] == ("16", "Tệp khác bản đã nhận")
    assert queries.news([incoming.pk]) == {}


def test_a_refusal_says_why(in_snv: Cast) -> None:
    incoming = started(in_snv)
    told(in_snv, incoming)
    with pytest.raises(ReasonMissing):
        operations.refuse_change(incoming.pk, reason=" ", by=in_snv.dung, at=in_snv.at)


def test_news_of_recipients_alone_need_nobody(in_snv: Cast) -> None:
    incoming = started(in_snv)
    assert told(in_snv, incoming, changes={}) is None
    assert statuses(incoming)[-1][0] == "15"


def test_the_same_update_again_is_answered_and_not_asked_again(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    told(in_snv, incoming)
    assert told(in_snv, incoming) is None
    assert IssuerWish.objects.count() == 1
    assert [code for code, _ in statuses(incoming)][-2:] == ["15", "15"]


def test_while_one_lies_there_the_last_word_counts(in_snv: Cast) -> None:
    incoming = started(in_snv)
    first = told(in_snv, incoming)
    assert told(in_snv, incoming, changes={"due_on": "2026-05-01"}) == first
    operations.accept_change(incoming.pk, by=in_snv.dung, at=in_snv.at)
    assert queries.news([incoming.pk])[incoming.pk].changes == {"due_on": "2026-05-01"}
    with pytest.raises(NothingToChange):
        operations.accept_change(incoming.pk, by=in_snv.dung, at=in_snv.at)


@pytest.mark.parametrize("state", [IncomingState.REFUSED, IncomingState.GIVEN_BACK])
def test_what_went_back_is_not_updated_but_may_be_replaced(in_snv: Cast, state: str) -> None:
    incoming = in_state(in_snv, state)
    assert told(in_snv, incoming) is None
    assert statuses(incoming)[-1][0] == "16"
    replaced(in_snv, incoming)
    assert statuses(incoming)[-1][0] == "15"
    assert IssuerWish.objects.filter(kind="replace").count() == 0


def test_a_replaced_document_needs_no_more_work_and_says_by_what(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    new = replaced(in_snv, incoming)
    incoming.refresh_from_db()
    assert (incoming.state, incoming.result) == (
        IncomingState.COMPLETED,
        "Được thay thế bởi Công văn số 90/SYT-VP ngày 09/3/2026",
    )
    assert statuses(incoming)[-1][0] == "15"
    rows = {row.document_id: row.replaced_by for row in queries.listing(in_snv.chi, at=in_snv.at).rows}
    assert rows == {incoming.pk: "Công văn số 90/SYT-VP ngày 09/3/2026", new.pk: ""}


def test_one_that_waits_for_its_number_is_marked_and_still_registered(in_snv: Cast) -> None:
    incoming = arrived(in_snv)
    new = replaced(in_snv, incoming)
    assert queries.news([incoming.pk])[incoming.pk].replaced_by == new.document
    assert operations.register(incoming.pk, by=in_snv.chi, at=in_snv.at).arrival_number == 1


def test_the_leader_ends_the_work_on_what_is_replaced_or_lets_it_go_on(in_snv: Cast) -> None:
    ended, going_on = started(in_snv), started(in_snv)
    replaced(in_snv, ended)
    replaced(in_snv, going_on)
    assert len(assignments.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.at).rows) == 2
    operations.accept_change(ended.pk, by=in_snv.dung, at=in_snv.at)
    operations.refuse_change(going_on.pk, reason="Đã trả lời công dân", by=in_snv.dung, at=in_snv.at)
    assert [row.document_id for row in assignments.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.at).rows] == [going_on.pk]
    assert [code for code, _ in (statuses(ended)[-1], statuses(going_on)[-1])] == ["15", "16"]


def test_an_answered_document_keeps_its_result_when_it_is_replaced(in_snv: Cast) -> None:
    incoming = in_state(in_snv, IncomingState.COMPLETED)
    replaced(in_snv, incoming)
    operations.accept_change(incoming.pk, opinion="Trả lời lại theo văn bản mới", by=in_snv.dung, at=in_snv.at)
    incoming.refresh_from_db()
    assert (incoming.state, incoming.result) == (IncomingState.COMPLETED, "Đã xong")
    assert statuses(incoming)[-1] == ("15", "Trả lời lại theo văn bản mới")


def test_a_replacement_in_doubt_waits_for_the_clerk(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    replaced(in_snv, incoming, beyond_doubt=False)
    assert queries.news([incoming.pk]) == {}
    operations.accept_change(incoming.pk, by=in_snv.chi, at=in_snv.at)
    assert queries.news([incoming.pk])[incoming.pk].replaced_by is not None


def test_taking_back_and_updating_are_answered_each_for_itself(in_snv: Cast) -> None:
    incoming = started(in_snv)
    told(in_snv, incoming)
    operations.ask_back(incoming.pk, reason="nhầm", asked_by="Sở Y tế", at=in_snv.at)
    verbs = {verb.name for verb in policies.verbs(in_snv.dung, incoming, at=in_snv.at) if verb.permission}
    assert {"give_back", "keep_it", "accept_change", "refuse_change"} <= verbs
    operations.keep_it(incoming.pk, reason="không", by=in_snv.dung, at=in_snv.at)
    operations.accept_change(incoming.pk, by=in_snv.dung, at=in_snv.at)
    assert [code for code, _ in statuses(incoming)][-2:] == ["16", "15"]


def test_who_was_first_decided(in_snv: Cast) -> None:
    incoming = started(in_snv)
    told(in_snv, incoming)
    operations.accept_change(incoming.pk, by=in_snv.dung, at=in_snv.at)
    with pytest.raises(NothingToChange):
        operations.refuse_change(incoming.pk, reason="không", by=in_snv.dung, at=in_snv.at)
