"""Number and date after the signature, and the moment of issue (ND30-A5, A14…A18, A32; QD28-A6)."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind, VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.operations import issuing, marking, packages
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import (
    RECIPIENTS,
    approved,
    draft,
    fields,
    issued,
    know_correspondents,
    latest_pdf,
    numbered,
    sealed,
    signed,
)
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys, register_all
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import edxml


def transmissions(outgoing: Any) -> list[Any]:
    rows = apps.get_model("exchange", "Transmission").objects.filter(document_id=outgoing.pk)
    return list(rows.order_by("recipient_code"))


def package_of(outgoing: Any) -> bytes:
    return files.read(transmissions(outgoing)[0].package_id)


def read_package(outgoing: Any, tmp_path: Any) -> edxml.DocumentMessage:
    message = edxml.read(io.BytesIO(package_of(outgoing)), attachments_dir=tmp_path).message
    assert isinstance(message, edxml.DocumentMessage)
    return message


def numbers() -> list[int]:
    return [taken.number for taken in registers.numbers(RegisterKind.OUTGOING, 2026)]


def test_no_number_before_the_leaders_signature(office: Cast) -> None:
    outgoing = approved(office)
    with pytest.raises(MovedMeanwhile):
        operations.give_number(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert numbers() == []


def test_the_first_letter_of_the_year_is_number_01_with_the_date_of_numbering(office: Cast) -> None:
    outgoing = operations.give_number(signed(office).pk, by=office.chi, at=datetime(2026, 3, 10, 9, tzinfo=VIETNAM))
    document = outgoing.document
    assert (outgoing.state, document.code_text, document.issued_on) == (
        OutgoingState.NUMBERED,
        "01/SNV-CCVC",
        date(2026, 3, 10),
    )
    assert document.wire_id == "H99.02,2026/03/10,01/SNV-CCVC"
    version = document_queries.latest_version(outgoing.pk)
    assert version is not None
    assert (version.kind, version.file_name) == (VersionKind.NUMBERED, "01-SNV-CCVC.pdf")


def test_numbers_follow_each_other_without_a_gap(office: Cast) -> None:
    assert [numbered(office).document.number for _ in range(3)] == ["01", "02", "03"]
    assert numbers() == [1, 2, 3]


def test_a_crash_between_taking_and_writing_the_number_uses_the_same_number_and_date_again(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    outgoing = signed(office)

    class Crash(BaseException):
        pass

    def crash(*_: Any, **__: Any) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(marking, "_with_number", crash)
        with pytest.raises(Crash):
            operations.give_number(outgoing.pk, by=office.chi, at=datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM))
    assert queries.get(office.chi, outgoing.pk, at=office.at).state == OutgoingState.SIGNED
    again = operations.give_number(outgoing.pk, by=office.chi, at=datetime(2027, 1, 1, 0, 1, tzinfo=VIETNAM))
    assert (again.document.code_text, again.document.issued_on) == ("01/SNV-CCVC", date(2026, 12, 31))
    assert numbers() == [1]
    assert registers.numbers(RegisterKind.OUTGOING, 2027) == []


def test_a_signed_file_that_cannot_carry_a_number_uses_none_up(office: Cast) -> None:
    outgoing = signed(office)
    altered = latest_pdf(outgoing).replace(b"/ByteRange", b"/ByteRangX", 1)
    documents.add_version(
        outgoing.pk, kind=VersionKind.LEADER_SIGNED, content=altered, file_name="x.pdf", by=None, at=office.at
    )
    with pytest.raises(operations.NumberRefused):
        operations.give_number(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert numbers() == []


def test_issuing_freezes_the_document_and_queues_one_transmission_for_each_recipient(office: Cast) -> None:
    outgoing = issued(office)
    assert outgoing.state == OutgoingState.ISSUED
    assert outgoing.document.frozen_at is not None
    rows = transmissions(outgoing)
    assert [(row.recipient_code, row.recipient_name) for row in rows] == list(RECIPIENTS)
    assert len({row.package_id for row in rows}) == 1
    with pytest.raises(documents.DocumentFrozen):
        documents.change_metadata(outgoing.pk, subject="khác")
    with pytest.raises(MovedMeanwhile):
        operations.change_draft(outgoing.pk, fields(office), by=office.an, at=office.after(days=1))


def test_the_package_says_who_sends_what_to_whom(office: Cast, tmp_path: Any) -> None:
    outgoing = issued(office, urgency=1, due_on=date(2026, 3, 20), typist_and_copies="NVA.(02)")
    message = read_package(outgoing, tmp_path)
    assert (message.sender.organ_id, message.sender.organ_name) == ("H99.02", "Sở Nội vụ")
    assert [(one.organ_id, one.organ_name) for one in message.recipients] == list(RECIPIENTS)
    assert message.document_id == "H99.02,2026/03/09,01/SNV-CCVC"
    assert message.code.text == "01/SNV-CCVC"
    assert (message.promulgation_place, message.promulgation_date) == ("Thử Nghiệm", date(2026, 3, 9))
    assert message.document_type.type_name == "Công văn"
    assert message.subject == "rà soát danh mục vị trí việc làm năm 2026"
    assert message.signer == edxml.SignerInfo("Phạm Tiến Dũng", "Giám đốc", None)
    assert (message.other.priority, message.due_date) == (1, date(2026, 3, 20))
    assert message.to_places == ("Như trên", "UBND tỉnh (để b/c)", "Lưu: VT, CCVC")
    assert message.business.type is edxml.BusinessType.NEW
    assert message.business.staff is not None
    assert message.business.staff.staff == "Lê Thị Chi"
    assert [header.organ_id for header in message.trace] == ["H99.02"]
    findings = edxml.validate(message, today=date(2026, 3, 9))
    assert [finding for finding in findings if finding.severity is edxml.Severity.ERROR] == []


def test_the_sealed_pdf_is_the_first_attachment_and_the_others_follow(office: Cast, tmp_path: Any) -> None:
    begun = draft(office)
    operations.attach(begun.pk, b"a;b", "bieu-mau.csv", media_type="text/csv", by=office.an, at=office.at)
    done = issued(office, begun=begun)
    message = read_package(done, tmp_path)
    assert [(one.name, one.content_type) for one in message.attachments] == [
        ("01-SNV-CCVC.pdf", "application/pdf"),
        ("bieu-mau.csv", "text/csv"),
    ]
    assert message.attachments[0].content.open().read() == latest_pdf(done)


def test_an_answer_names_the_document_it_answers(office: Cast, tmp_path: Any) -> None:
    asked = documents.create(
        direction=Direction.INCOMING,
        type_name="Công văn",
        subject="hỏi",
        issuer_code="H99.05",
        issuer_name="Sở Y tế",
        number="88",
        notation="SYT-VP",
        issued_on=date(2026, 3, 6),
        wire_id="H99.05,2026/03/06,88/SYT-VP",
        at=office.at,
    )
    outgoing = sealed(office)
    documents.link(outgoing.pk, asked.pk, LinkKind.ANSWERS)
    operations.issue(outgoing.pk, by=office.chi, at=office.after(minutes=40))
    assert read_package(outgoing, tmp_path).response_for == (
        edxml.ResponseFor("H99.05", "88/SYT-VP", "H99.05,2026/03/06,88/SYT-VP", date(2026, 3, 6)),
    )


def test_nothing_is_issued_before_the_agencys_signature(office: Cast) -> None:
    outgoing = numbered(office)
    with pytest.raises(MovedMeanwhile):
        operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert transmissions(outgoing) == []


def test_a_sealed_file_whose_signatures_do_not_verify_is_not_issued(office: Cast) -> None:
    outgoing = sealed(office)
    altered = latest_pdf(outgoing) + b"\n% them sau khi dong dau\n"
    documents.add_version(
        outgoing.pk, kind=VersionKind.SEALED, content=altered, file_name="01.pdf", by=None, at=office.at
    )
    with pytest.raises(operations.SignaturesNotValid) as refusal:
        operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert "KHÔNG" in refusal.value.sentence
    assert queries.get(office.chi, outgoing.pk, at=office.at).state == OutgoingState.SEALED
    assert transmissions(outgoing) == []


def test_a_version_that_is_not_sealed_is_not_issued(office: Cast) -> None:
    outgoing = sealed(office)
    documents.add_version(
        outgoing.pk, kind=VersionKind.NUMBERED, content=b"%PDF-", file_name="01.pdf", by=None, at=office.at
    )
    with pytest.raises(operations.SignaturesNotValid):
        operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))


def test_a_package_against_the_standard_is_refused_by_name_and_nothing_is_issued(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    outgoing = sealed(office)
    wrong = edxml.Finding("N.MessageHeader.Subject", edxml.Severity.ERROR, "Thiếu trích yếu.")
    monkeypatch.setattr(packages.edxml, "validate", lambda *_, **__: (wrong,))
    with pytest.raises(operations.PackageRefused) as refusal:
        operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert "Thiếu trích yếu." in refusal.value.sentence
    assert transmissions(outgoing) == []
    assert queries.get(office.chi, outgoing.pk, at=office.at).document.frozen_at is None


def test_of_two_clerks_pressing_issue_together_one_issues(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    outgoing = sealed(office)
    admitted = issuing.admitted

    def both_were_admitted(*args: Any) -> Any:
        mine = admitted(*args)
        monkeypatch.setattr(issuing, "admitted", admitted)
        operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))
        return mine

    monkeypatch.setattr(issuing, "admitted", both_were_admitted)
    with pytest.raises(MovedMeanwhile):
        operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert len(transmissions(outgoing)) == len(RECIPIENTS)
    assert [fact.verb for fact in audit.facts_about([outgoing.pk])].count("issue") == 1


def test_when_queueing_fails_nothing_of_the_issue_remains(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from vanthu.runtime.store import StoreFull

    outgoing = sealed(office)

    def full(*_: Any, **__: Any) -> None:
        raise StoreFull

    with monkeypatch.context() as patched:
        patched.setattr(issuing.exchange, "queue", full)
        with pytest.raises(StoreFull):
            operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=1))
    seen = queries.get(office.chi, outgoing.pk, at=office.at)
    assert (seen.state, seen.document.frozen_at, transmissions(outgoing)) == (OutgoingState.SEALED, None, [])
    assert operations.issue(outgoing.pk, by=office.chi, at=office.after(hours=2)).state == OutgoingState.ISSUED


def test_every_step_from_draft_to_issue_leaves_a_fact_in_an_unbroken_chain(office: Cast) -> None:
    outgoing = issued(office)
    own = [fact.verb for fact in audit.facts_about([outgoing.pk]) if fact.subject_type == "outgoing.OutgoingDocument"]
    assert own == ["start", "submit", "approve", "approve", "sign", "number", "seal", "issue"]
    assert audit.verify_chain(office.snv.pk) is None


def test_four_real_presses_of_issue_at_once_issue_once(committed_cast: Cast, keys: Keys) -> None:
    cast = committed_cast
    register_all(cast, keys)
    with cast.in_snv():
        know_correspondents(cast.at)
        outgoing = sealed(cast)
    gate = threading.Barrier(4)

    def press(_: int) -> str:
        try:
            with cast.in_snv():
                gate.wait(timeout=30)
                operations.issue(outgoing.pk, by=cast.chi, at=cast.after(hours=1))
            return "issued"
        except MovedMeanwhile:
            return "moved meanwhile"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(press, range(4)))
    assert results == ["issued", "moved meanwhile", "moved meanwhile", "moved meanwhile"]
    with cast.in_snv():
        assert len(transmissions(outgoing)) == len(RECIPIENTS)
        assert [fact.verb for fact in audit.facts_about([outgoing.pk])].count("issue") == 1
