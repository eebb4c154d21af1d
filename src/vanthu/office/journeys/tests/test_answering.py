"""From a văn bản đến to the letter that answers it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming.states import IncomingState
from vanthu.office.incoming.tests import stories as received
from vanthu.office.journeys import answering, signing
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN, Keys


@pytest.fixture
def office(in_snv: Cast, signing_keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("vanthu.standards.signing.verify_isolated", stories.verified_here)
    stories.know_correspondents(in_snv.at)
    return in_snv


def test_the_draft_is_filled_in_with_what_is_known_and_linked(office: Cast) -> None:
    asked = received.started(office)
    draft = answering.start_answer(asked.pk, by=office.an, at=office.after(hours=1))
    fields = queries.fields_of(draft)
    assert fields.subject == "trả lời Công văn số 88/SYT-VP ngày 09/3/2026"
    assert (fields.addressed_to, fields.recipients) == (("Sở Y tế",), (("H99.05", "Sở Y tế"),))
    assert (fields.signer_id, fields.unit_id) == (office.dung.pk, office.ccvc.pk)
    assert fields.body == (
        "Sở Nội vụ nhận được Công văn số 88/SYT-VP ngày 09/3/2026 của Sở Y tế về việc cung cấp số liệu nhân sự y tế. "
        "Về việc này, Sở Nội vụ có ý kiến như sau:"
    )
    assert outgoing.problems(fields, by=office.an, at=office.at) == ()
    assert [(link.target_id, link.kind) for link in documents.links_from(draft.pk)] == [(asked.pk, LinkKind.ANSWERS)]


def test_a_second_press_returns_the_draft_that_was_begun(office: Cast) -> None:
    asked = received.started(office)
    first = answering.start_answer(asked.pk, by=office.an, at=office.after(hours=1))
    assert answering.start_answer(asked.pk, by=office.an, at=office.after(hours=2)).pk == first.pk
    outgoing.withdraw(first.pk, reason="làm lại", by=office.an, at=office.after(hours=3))
    assert answering.start_answer(asked.pk, by=office.an, at=office.after(hours=4)).pk != first.pk


def test_a_letter_dated_in_january_is_cited_with_its_zero(office: Cast) -> None:
    asked = received.arrived(office, issued_on=date(2026, 1, 5))
    incoming.register(asked.pk, by=office.chi, at=office.at)
    incoming.assign(asked.pk, lead_unit_id=office.ccvc.pk, by=office.dung, at=office.at)
    draft = answering.start_answer(asked.pk, by=office.an, at=office.after(hours=1))
    assert draft.document.subject == "trả lời Công văn số 88/SYT-VP ngày 05/01/2026"


def test_the_issued_answer_completes_what_it_answers(office: Cast) -> None:
    asked = received.started(office)
    draft = answering.start_answer(asked.pk, by=office.an, at=office.after(hours=1))
    with pytest.raises(incoming.AnswerNotIssued):
        incoming.complete(asked.pk, answered_by_id=draft.pk, by=office.an, at=office.after(hours=1))
    document = stories.approved(office, begun=draft)
    signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(hours=2))
    signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=3))
    assert outgoing.issue(document.pk, by=office.chi, at=office.after(hours=4)).state == OutgoingState.ISSUED
    done = incoming.complete(asked.pk, answered_by_id=document.pk, by=office.an, at=office.after(hours=5))
    assert done.state == IncomingState.COMPLETED
    assert received.statuses(done)[-1] == (
        "06",
        "Đã hoàn thành: Đã trả lời bằng văn bản số 01/SNV-CCVC ngày 09/03/2026",
    )


def test_who_has_nothing_to_do_with_the_document_does_not_answer_it(office: Cast) -> None:
    asked = received.started(office)
    with pytest.raises(NotAllowed):
        answering.start_answer(asked.pk, by=office.chi, at=office.after(hours=1))
    with office.in_syt(), pytest.raises(NotFound):
        answering.start_answer(asked.pk, by=office.em, at=office.after(hours=1))


def test_what_is_completed_is_no_longer_answered(office: Cast) -> None:
    asked: Any = received.in_state(office, IncomingState.COMPLETED)
    with pytest.raises(MovedMeanwhile):
        answering.start_answer(asked.pk, by=office.an, at=office.after(hours=2))


def test_an_agency_without_a_leader_is_told_so(office: Cast) -> None:
    asked = received.started(office)
    access.take_duty(office.dung, Duty.LEADER, by=None, at=office.after(minutes=40))
    post = organizations.holdings(office.at).get(person=office.dung)
    access.leave_position(post.pk, by=None, at=office.after(minutes=40))
    with pytest.raises(answering.NobodyToSign):
        answering.start_answer(asked.pk, by=office.an, at=office.after(hours=1))


def test_a_leader_who_answers_himself_needs_a_unit(office: Cast) -> None:
    asked = received.registered(office)
    with pytest.raises(answering.NoDraftingUnit):
        answering.start_answer(asked.pk, by=office.dung, at=office.after(hours=1))
