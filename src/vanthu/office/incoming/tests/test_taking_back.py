"""The issuer wants a document back: who decides, what is destroyed, what remains, what the issuer hears."""

from __future__ import annotations

import pytest
from django.apps import apps

from vanthu.office.assignments import queries as assignments
from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.incoming import operations, queries
from vanthu.office.incoming.operations import NothingAskedBack, ReasonMissing
from vanthu.office.incoming.states import IncomingState
from vanthu.office.incoming.tests.stories import arrived, in_state, registered, started, statuses
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.testing.cast import Cast

IssuerWish = apps.get_model("incoming", "IssuerWish")


def asked(cast: Cast, incoming: object, reason: str = "ban hành nhầm") -> object:
    return operations.ask_back(incoming.pk, reason=reason, asked_by="Sở Y tế", at=cast.at)  # type: ignore[attr-defined]


def with_file(cast: Cast, incoming: object) -> object:
    documents.add_version(
        incoming.pk,
        kind=VersionKind.RECEIVED,
        content=b"%PDF-1.7",
        file_name="a.pdf",
        by=None,
        at=cast.at,  # type: ignore[attr-defined]
    )
    return incoming


def test_giving_back_destroys_the_content_and_keeps_the_entry(in_snv: Cast) -> None:
    incoming = with_file(in_snv, registered(in_snv))
    asked(in_snv, incoming)
    operations.give_back(incoming.pk, by=in_snv.chi, at=in_snv.after(hours=1))
    incoming.refresh_from_db()
    assert (incoming.state, incoming.arrival_number) == (IncomingState.GIVEN_BACK, 1)
    assert document_queries.versions(incoming.pk) == []
    assert len(document_queries.hashes(incoming.pk)) == 1, "the hash of what was there stays"
    gone = document_queries.destroyed(incoming.pk)
    assert gone is not None
    assert (gone.by, gone.why) == (in_snv.chi, "Sở Y tế lấy lại văn bản: ban hành nhầm")
    assert statuses(incoming)[-1][0] == "15"
    assert [fact.verb for fact in audit.facts_about([incoming.pk])][-1] == "give_back"


def test_refusing_keeps_everything_and_tells_why(in_snv: Cast) -> None:
    incoming = with_file(in_snv, registered(in_snv))
    asked(in_snv, incoming)
    operations.keep_it(incoming.pk, reason="Đã trả lời công dân", by=in_snv.chi, at=in_snv.after(hours=1))
    incoming.refresh_from_db()
    assert incoming.state == IncomingState.REGISTERED
    assert len(document_queries.versions(incoming.pk)) == 1
    assert statuses(incoming)[-1] == ("16", "Đã trả lời công dân")
    assert queries.open_wish(incoming.pk) is None


def test_a_refusal_needs_a_reason(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    asked(in_snv, incoming)
    with pytest.raises(ReasonMissing):
        operations.keep_it(incoming.pk, reason="  ", by=in_snv.chi, at=in_snv.at)
    assert queries.open_wish(incoming.pk) is not None


def test_work_that_is_under_way_is_withdrawn(in_snv: Cast) -> None:
    incoming = started(in_snv)
    asked(in_snv, incoming)
    operations.give_back(incoming.pk, by=in_snv.dung, at=in_snv.after(hours=1))
    assert assignments.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.after(hours=2)).rows == ()


def test_what_is_worked_with_is_not_for_the_clerk_to_give_away(in_snv: Cast) -> None:
    incoming = in_state(in_snv, IncomingState.COMPLETED)
    asked(in_snv, incoming)
    with pytest.raises(NotAllowed, match="lãnh đạo"):
        operations.give_back(incoming.pk, by=in_snv.chi, at=in_snv.at)
    operations.give_back(incoming.pk, by=in_snv.dung, at=in_snv.at)


def test_nobody_gives_back_what_nobody_asked_for(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    for verb in (operations.give_back, lambda pk, **who: operations.keep_it(pk, reason="vì", **who)):
        with pytest.raises(NothingAskedBack):
            verb(incoming.pk, by=in_snv.chi, at=in_snv.at)


def test_asked_twice_it_is_decided_once(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    assert asked(in_snv, incoming) == asked(in_snv, incoming, "lại lần nữa")
    operations.keep_it(incoming.pk, reason="không", by=in_snv.chi, at=in_snv.at)
    with pytest.raises(NothingAskedBack):
        operations.give_back(incoming.pk, by=in_snv.chi, at=in_snv.at)
    assert asked(in_snv, incoming, "lần ba") is not None, "the issuer may ask again after a refusal"
    assert IssuerWish.objects.count() == 2


@pytest.mark.parametrize("state", [IncomingState.REFUSED, IncomingState.GIVEN_BACK])
def test_what_went_back_already_is_answered_at_once(in_snv: Cast, state: str) -> None:
    incoming = in_state(in_snv, state)
    before = len(statuses(incoming))
    assert asked(in_snv, incoming) is None
    assert [code for code, _ in statuses(incoming)[before:]] == ["15"]


def test_it_lies_on_the_desk_of_who_decides(in_snv: Cast) -> None:
    fresh, worked_with = registered(in_snv), started(in_snv)
    for incoming in (fresh, worked_with):
        asked(in_snv, incoming)
    desks = {name: queries.desk(getattr(in_snv, name), at=in_snv.at).asked_back for name in ("chi", "dung", "an")}
    assert {name: {row.document_id for row in rows} for name, rows in desks.items()} == {
        "chi": {fresh.pk},
        "dung": {fresh.pk, worked_with.pk},
        "an": set(),
    }


def test_a_document_from_paper_reports_to_nobody(in_snv: Cast) -> None:
    incoming = arrived(in_snv, channel="paper", wire_id="")
    asked(in_snv, incoming)
    operations.give_back(incoming.pk, by=in_snv.chi, at=in_snv.at)
    assert statuses(incoming) == []
