"""What is signed is what was approved (ND30-A11), by whom it is printed that it is (ND30-A13)."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.access import operations as access
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.journeys import signing
from vanthu.office.organizations import operations as organizations
from vanthu.office.organizations import queries as organization_queries
from vanthu.office.organizations.states import PositionLevel
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.operations import packages
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import approved, draft, fields, issued, sealed, submitted
from vanthu.office.testing.cast import Cast


def content_hashes(outgoing: Any) -> set[str]:
    rounds = apps.get_model("outgoing", "ApprovalRound").objects.filter(outgoing=outgoing)
    return {one.content_hash for one in rounds}


def test_everybody_of_a_round_agrees_to_the_same_hash(office: Cast) -> None:
    outgoing = approved(office)
    agreed = {step.content_hash for step in outgoing.steps.exclude(kind="signature")}
    assert agreed == content_hashes(outgoing)
    assert {len(one) for one in agreed} == {64}


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "khác"},
        {"body": "Nội dung khác."},
        {"addressed_to": ("Sở Y tế",)},
        {"recipients": (("H99.05", "Sở Y tế"),)},
        {"places": ("Như trên",)},
        {"urgency": 1},
        {"typist_and_copies": "NVA.(09)"},
    ],
)
def test_any_part_of_the_content_changes_the_hash_and_is_named(office: Cast, change: dict[str, Any]) -> None:
    one, other = queries.content_of(draft(office)), queries.content_of(draft(office, **change))
    assert queries.hash_of(one) != queries.hash_of(other)
    (found,) = queries.changes(one, other)
    assert found.label
    assert (found.before, found.after) != ("", "")


def test_the_same_content_has_the_same_hash(office: Cast) -> None:
    one, other = queries.content_of(draft(office)), queries.content_of(draft(office))
    assert queries.hash_of(one) == queries.hash_of(other)
    assert queries.changes(one, other) == ()


def test_of_a_changed_text_only_the_changed_lines_are_shown(office: Cast) -> None:
    one = queries.content_of(draft(office, body="Một.\nHai.\nBa."))
    other = queries.content_of(draft(office, body="Một.\nHai rưỡi.\nBa."))
    (found,) = queries.changes(one, other)
    assert found.lines == (("-", "Hai."), ("+", "Hai rưỡi."))


def test_an_approved_document_that_was_changed_goes_through_everybody_again(office: Cast) -> None:
    outgoing = approved(office)
    operations.change_draft(outgoing.pk, fields(office, body="Khác."), by=office.an, at=office.after(minutes=20))
    again = operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=21))
    assert again.state == OutgoingState.IN_APPROVAL
    assert len(content_hashes(again)) == 2
    changed = queries.changed_since_approved(again, office.binh, list(again.steps.all()))
    assert [one.label for one in changed] == ["Nội dung"]


def test_saving_what_is_there_already_reopens_nothing(office: Cast) -> None:
    outgoing = approved(office)
    kept = operations.change_draft(outgoing.pk, fields(office), by=office.an, at=office.after(minutes=20))
    assert (kept.state, kept.revision) == (OutgoingState.APPROVED, 1)


def test_content_that_changed_past_every_verb_is_neither_approved_nor_signed(office: Cast) -> None:
    first, second = submitted(office), approved(office)
    for one in (first, second):
        documents.change_metadata(one.pk, subject="lén sửa")
    with pytest.raises(operations.ChangedAfterApproval) as refused:
        operations.approve(first.pk, by=office.binh, at=office.after(minutes=30))
    assert "trích yếu" in refused.value.sentence
    assert "Điều 11" in refused.value.sentence
    with pytest.raises(operations.ChangedAfterApproval):
        operations.record_signed(second.pk, by=office.dung, at=office.after(minutes=30))
    assert queries.get(office.dung, second.pk, at=office.at).state == OutgoingState.APPROVED


def test_a_file_that_was_not_approved_is_not_signed(office: Cast) -> None:
    outgoing = approved(office)
    documents.add_version(
        outgoing.pk, kind=VersionKind.COMPOSED, content=b"%PDF-1.7 khac", file_name="x.pdf", by=None, at=office.at
    )
    with pytest.raises(operations.ChangedAfterApproval) as refused:
        operations.record_signed(outgoing.pk, by=office.dung, at=office.after(minutes=30))
    assert "tệp văn bản" in refused.value.sentence


def test_lines_that_would_be_printed_otherwise_by_now_send_it_back(office: Cast) -> None:
    outgoing = approved(office)
    head = organization_queries.head_position()
    assert head is not None
    organizations.hold_position(office.dung, head, acting=True, by=None, at=office.after(minutes=18))
    with pytest.raises(operations.ChangedAfterApproval) as refused:
        operations.record_signed(outgoing.pk, by=office.dung, at=office.after(minutes=30))
    assert "quyền hạn" in refused.value.sentence


def test_who_lost_his_position_meanwhile_does_not_sign(office: Cast) -> None:
    outgoing = approved(office)
    held = organization_queries.holdings(office.at).get(person=office.dung)
    organizations.leave_position(held.pk, by=None, at=office.after(minutes=18))
    answer = policies.may(office.dung, "sign", outgoing, at=office.after(minutes=30))
    assert not answer
    assert "Điều 13" in answer.why


def test_a_deputy_is_printed_and_sent_as_deputy(office: Cast, signing_keys: Any) -> None:
    """Dũng as deputy: the same value stands on the page, with the document and on the wire."""
    held = organization_queries.holdings(office.at).get(person=office.dung)
    organizations.leave_position(held.pk, by=None, at=office.at)
    post = organizations.create_position(title="Phó Giám đốc", level=PositionLevel.DEPUTY, by=None, at=office.at)
    organizations.hold_position(office.dung, post, fields=[office.ccvc.pk], by=None, at=office.at)
    outgoing = sealed(office)
    assert outgoing.capacity["lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    version = document_queries.latest_version(outgoing.pk)
    assert version is not None
    outgoing.document.refresh_from_db()
    message = packages.message(
        outgoing, version, to=[("H99.05", "Sở Y tế")], by=office.chi, at=office.after(minutes=34)
    )
    assert message.signer is not None
    assert (message.signer.competence, message.signer.position) == ("KT. GIÁM ĐỐC", "Phó Giám đốc")


def test_the_head_of_a_unit_signs_by_order_from_draft_to_issue(office: Cast, signing_keys: Any) -> None:
    """Bình, head of CCVC, signs TL.: the rule is recorded, Dũng's certificate stays his, Bình has her own."""
    access.let_sign_by_order(types=["cong_van"], basis="Quy chế làm việc", by=None, at=office.at)
    signing_keys.register("binh", office.binh)
    assert operations.problems(fields(office, signer_id=office.binh.pk), by=office.an, at=office.at) == ()
    outgoing = submitted(office, signer_id=office.binh.pk)
    operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=10))
    operations.approve(outgoing.pk, by=office.chi, at=office.after(minutes=15))
    signing.sign_as_leader(outgoing.pk, pin=signing_keys.pin, by=office.binh, at=office.after(minutes=20))
    signing.number_and_seal(outgoing.pk, pin=signing_keys.seal_pin, by=office.chi, at=office.after(minutes=25))
    done = operations.issue(outgoing.pk, by=office.chi, at=office.after(minutes=30))
    assert done.state == OutgoingState.ISSUED
    assert done.capacity["lines"] == ["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG CÔNG CHỨC, VIÊN CHỨC"]
    assert done.document.signer_position == "Trưởng phòng Công chức, viên chức"


def test_an_issued_document_keeps_how_it_was_signed(office: Cast) -> None:
    outgoing = issued(office)
    assert outgoing.capacity["kind"] == "head"
    assert "Điều 13" in outgoing.capacity["basis"]
