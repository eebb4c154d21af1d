"""A văn bản đến from arrival to completion (ND30-A20…A24), and what its issuer hears (QD28-A6.5)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vanthu.office.assignments import queries as assignments
from vanthu.office.assignments.operations import DueInThePast
from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.incoming import operations, queries
from vanthu.office.incoming.operations import handling
from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.incoming.tests.stories import arrived, assigned, registered, started, statuses
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast


def issued_answer(cast: Cast, *, frozen: bool = True) -> Any:
    document = documents.create(
        direction=Direction.OUTGOING,
        type_name="Công văn",
        subject="trả lời",
        issuer_code=cast.snv.code,
        issuer_name=cast.snv.name,
        at=cast.at,
    )
    documents.give_identity(
        document.pk,
        number="05",
        notation="SNV-CCVC",
        issued_on=date(2026, 3, 10),
        wire_id="H99.02,2026/03/10,05/SNV-CCVC",
    )
    return documents.freeze(document.pk, at=cast.at) if frozen else document


def test_the_issuer_hears_every_step_in_order_with_words(in_snv: Cast) -> None:
    incoming = assigned(in_snv, due_on=date(2026, 3, 12))
    operations.start(incoming.pk, by=in_snv.an, at=in_snv.after(hours=2))
    operations.complete(incoming.pk, result="Đã gửi số liệu", by=in_snv.an, at=in_snv.after(days=1))
    assert statuses(incoming) == [
        ("03", "Đã tiếp nhận, vào sổ văn bản đến số 1"),
        (
            "04",
            "Đã phân công Phòng Công chức, viên chức chủ trì; phối hợp: Văn phòng; hạn 12/03/2026",
        ),
        ("05", "Phòng Công chức, viên chức đang xử lý văn bản"),
        ("06", "Đã hoàn thành: Đã gửi số liệu"),
    ]


def test_every_step_leaves_a_fact_about_the_document(in_snv: Cast) -> None:
    incoming = started(in_snv)
    operations.complete(incoming.pk, result="xong", by=in_snv.an, at=in_snv.after(days=1))
    verbs = [fact.verb for fact in audit.facts_about([incoming.pk])]
    assert [
        verb for verb in verbs if verb in {"arrive", "register", "assign", "start", "complete", "complete_task"}
    ] == [
        "arrive",
        "register",
        "assign",
        "assign",
        "start",
        "complete_task",
        "complete",
    ]
    assert audit.verify_chain(in_snv.snv.pk) is None


def test_so_den_is_continuous_in_the_order_of_registering_and_common_to_paper_and_axis(in_snv: Cast) -> None:
    paper, electronic = arrived(in_snv, channel=Channel.PAPER, wire_id=""), arrived(in_snv)
    first = operations.register(electronic.pk, by=in_snv.chi, at=in_snv.after(minutes=1))
    second = operations.register(paper.pk, by=in_snv.chi, at=in_snv.after(minutes=2))
    assert (first.arrival_number, second.arrival_number) == (1, 2)
    assert [taken.number for taken in registers.numbers(RegisterKind.INCOMING, 2026)] == [1, 2]


def test_nobody_is_told_about_a_document_that_came_on_paper(in_snv: Cast) -> None:
    assert statuses(registered(in_snv, channel=Channel.PAPER)) == []


def test_a_document_is_registered_once_and_takes_one_number(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    with pytest.raises(MovedMeanwhile):
        operations.register(incoming.pk, by=in_snv.chi, at=in_snv.after(hours=1))
    assert len(registers.numbers(RegisterKind.INCOMING, 2026)) == 1
    assert [code for code, _ in statuses(incoming)] == ["03"]


def test_of_two_clerks_registering_together_one_takes_the_number(in_snv: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = arrived(in_snv)
    admitted = handling.admitted

    def both_were_admitted(*args: Any) -> Any:
        mine = admitted(*args)
        monkeypatch.setattr(handling, "admitted", admitted)
        operations.register(incoming.pk, by=in_snv.chi, at=in_snv.at)
        return mine

    monkeypatch.setattr(handling, "admitted", both_were_admitted)
    with pytest.raises(MovedMeanwhile):
        operations.register(incoming.pk, by=in_snv.chi, at=in_snv.at)
    assert [taken.number for taken in registers.numbers(RegisterKind.INCOMING, 2026)] == [1]
    assert [code for code, _ in statuses(incoming)] == ["03"]


def test_what_is_registered_keeps_its_metadata(in_snv: Cast) -> None:
    with pytest.raises(documents.DocumentFrozen):
        documents.change_metadata(registered(in_snv).pk, subject="khác")


def test_an_unsigned_document_is_registered_for_reference_and_the_clerk_is_warned(in_snv: Cast) -> None:
    incoming = arrived(in_snv, legal_value=LegalValue.REFERENCE)
    (warning,) = queries.warnings(incoming)
    assert warning.code == "VT-DEN-DE-THAM-KHAO"
    assert "tham khảo" in warning.sentence
    assert operations.register(incoming.pk, by=in_snv.chi, at=in_snv.at).state == IncomingState.REGISTERED


def test_an_original_gives_no_warning(in_snv: Cast) -> None:
    assert queries.warnings(arrived(in_snv)) == ()


def test_a_possible_duplicate_is_shown_to_the_clerk(in_snv: Cast) -> None:
    first, again = arrived(in_snv), arrived(in_snv)
    again.possible_duplicate_of = first.document
    (warning,) = queries.warnings(again)
    assert "88/SYT-VP" in warning.sentence


def test_the_clerk_refuses_with_a_reason_that_the_issuer_hears(in_snv: Cast) -> None:
    incoming = arrived(in_snv)
    refused = operations.refuse(incoming.pk, reason=" Gửi nhầm cơ quan ", by=in_snv.chi, at=in_snv.after(minutes=5))
    assert (refused.state, refused.refusal_reason) == (IncomingState.REFUSED, "Gửi nhầm cơ quan")
    assert statuses(incoming) == [("02", "Gửi nhầm cơ quan")]
    assert registers.numbers(RegisterKind.INCOMING, 2026) == []


def test_a_refusal_without_a_reason_is_not_accepted(in_snv: Cast) -> None:
    incoming = arrived(in_snv)
    with pytest.raises(operations.ReasonMissing):
        operations.refuse(incoming.pk, reason="   ", by=in_snv.chi, at=in_snv.at)
    assert statuses(incoming) == []


def test_a_registered_document_is_no_longer_refused(in_snv: Cast) -> None:
    with pytest.raises(MovedMeanwhile):
        operations.refuse(registered(in_snv).pk, reason="muộn", by=in_snv.chi, at=in_snv.after(hours=1))


def test_a_document_is_not_assigned_before_it_is_registered(in_snv: Cast) -> None:
    with pytest.raises(MovedMeanwhile):
        operations.assign(arrived(in_snv).pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.dung, at=in_snv.at)


def test_a_refused_direction_leaves_the_document_unassigned_and_the_issuer_hears_nothing(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    with pytest.raises(DueInThePast):
        operations.assign(
            incoming.pk, lead_unit_id=in_snv.ccvc.pk, due_on=date(2026, 3, 1), by=in_snv.dung, at=in_snv.at
        )
    assert queries.get(in_snv.dung, incoming.pk, at=in_snv.at).state == IncomingState.REGISTERED
    assert [code for code, _ in statuses(incoming)] == ["03"]


def test_completing_needs_a_result_or_an_answer(in_snv: Cast) -> None:
    with pytest.raises(operations.ResultMissing):
        operations.complete(started(in_snv).pk, result=" ", by=in_snv.an, at=in_snv.after(hours=1))


def test_an_issued_answer_completes_the_document_and_is_linked_to_it(in_snv: Cast) -> None:
    incoming, answer = started(in_snv), issued_answer(in_snv)
    done = operations.complete(incoming.pk, answered_by_id=answer.pk, by=in_snv.an, at=in_snv.after(days=1))
    assert done.result == "Đã trả lời bằng văn bản số 05/SNV-CCVC ngày 10/03/2026"
    assert [(link.source_id, link.kind) for link in document_queries.links_to(incoming.pk)] == [
        (answer.pk, LinkKind.ANSWERS)
    ]
    assert statuses(incoming)[-1] == ("06", "Đã hoàn thành: Đã trả lời bằng văn bản số 05/SNV-CCVC ngày 10/03/2026")


def test_a_draft_completes_nothing(in_snv: Cast) -> None:
    incoming, draft = started(in_snv), issued_answer(in_snv, frozen=False)
    with pytest.raises(operations.AnswerNotIssued):
        operations.complete(incoming.pk, answered_by_id=draft.pk, by=in_snv.an, at=in_snv.after(days=1))
    assert queries.get(in_snv.an, incoming.pk, at=in_snv.at).state == IncomingState.IN_PROGRESS


def test_a_leader_ends_what_needs_no_handling_without_assigning_it(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    done = operations.complete(incoming.pk, result="Để biết", by=in_snv.dung, at=in_snv.after(hours=1))
    assert done.state == IncomingState.COMPLETED
    assert assignments.assignments_for(incoming.pk, at=in_snv.at) == []


def test_completing_closes_the_tasks(in_snv: Cast) -> None:
    incoming = started(in_snv)
    operations.complete(incoming.pk, result="xong", by=in_snv.an, at=in_snv.after(days=1))
    assert assignments.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.at).rows == ()
    assert assignments.tasks_of_unit(in_snv.van_phong.pk, at=in_snv.at).rows == ()


def test_the_cooperating_unit_does_not_complete_the_document(in_snv: Cast) -> None:
    incoming = assigned(in_snv)
    with pytest.raises(NotAllowed):
        operations.complete(incoming.pk, result="xong", by=in_snv.chi, at=in_snv.after(days=1))


def test_people_of_another_agency_do_not_find_the_document(in_snv: Cast) -> None:
    incoming = arrived(in_snv)
    for agency in (in_snv.in_snv, in_snv.in_syt):
        with agency(), pytest.raises(NotFound):
            operations.register(incoming.pk, by=in_snv.em, at=in_snv.at)
