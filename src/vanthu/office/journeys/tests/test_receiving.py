"""From a kept package to a văn bản đến: every end has a name, nothing is lost, the sender hears of it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind, VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import ports
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.exchange.states import ReceivedState
from vanthu.office.files import queries as files
from vanthu.office.incoming.queries import Filter, listing
from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.journeys import receiving
from vanthu.office.journeys.receiving import Outcome, metadata
from vanthu.office.signatures import operations as signatures
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis, Killed
from vanthu.runtime.errors import VanThuError
from vanthu.standards import edxml
from vanthu.standards.edxml import Attachment, BusinessType, Content, DocumentMessage
from vanthu.standards.letter import apart
from vanthu.standards.letter.apart import Look
from vanthu.standards.letter.tests.test_secrecy import page

Document = apps.get_model("documents", "Document")
ReceivedPackage = apps.get_model("exchange", "ReceivedPackage")
StatusReceived = apps.get_model("exchange", "StatusReceived")
StatusToSend = apps.get_model("exchange", "StatusToSend")
IncomingDocument = apps.get_model("incoming", "IncomingDocument")
VerdictKept = apps.get_model("signatures", "VerdictKept")

PDF = b"%PDF-1.7\nmain document\n%%EOF\n"
ANNEX = b"PK\x03\x04 a spreadsheet, more or less"


class TrustLost(VanThuError):
    code = "VT-THU"
    template = "Không đọc được danh sách tin cậy."


@pytest.fixture
def axis() -> Iterator[FakeAxis]:
    fake = FakeAxis()
    with ports.provided(fake):
        yield fake


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the judge says, and whom it was asked about: the real one has tests of its own."""
    said: dict[str, object] = {"outcome": "valid", "asked": [], "expected": []}

    def judge(*, file_sha256: str, at: object, document_id: object = None, expected: object = None) -> VerdictKept:
        said["asked"].append(file_sha256)  # type: ignore[attr-defined]
        said["expected"].append(expected)  # type: ignore[attr-defined]
        if isinstance(said["outcome"], Exception):
            raise said["outcome"]
        return VerdictKept.objects.create(
            file_id=file_sha256, outcome=said["outcome"], findings={}, trust_version="1", judged_at=at
        )

    monkeypatch.setattr(signatures, "judge", judge)
    return said


def message(**changes: object) -> DocumentMessage:
    whole = DocumentMessage(
        sender=edxml.Organization("H99.05", "Sở Y tế"),
        recipients=(edxml.Organization("H99.02", "Sở Nội vụ"),),
        document_id="H99.05,2026/03/06,88/SYT-VP",
        code=edxml.Code("88", "SYT-VP"),
        promulgation_date=date(2026, 3, 6),
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject="Đề nghị cung cấp số liệu",
        signer=edxml.SignerInfo("Hoàng Trường Giang", "Giám đốc"),
        due_date=date(2026, 3, 20),
        other=edxml.OtherInfo(priority=1, page_amount=3),
        attachments=(
            Attachment("88-SYT-VP.pdf", "application/pdf", Content.of(PDF)),
            Attachment("bieu-mau.xlsx", "application/zip", Content.of(ANNEX), description="Biểu mẫu"),
        ),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


@pytest.fixture
def arrive(cast: Cast, axis: FakeAxis, judged: dict[str, object]) -> Callable[..., receiving.Taken]:
    """Deliver a message or bytes to Sở Nội vụ and take it in; returns what became of it."""

    def deliver(what: DocumentMessage | bytes, *, hub_id: str = "d1", to: str = "H99.02", sender: str = "H99.05"):  # type: ignore[no-untyped-def]
        data = what if isinstance(what, bytes) else edxml.write_bytes(what)
        axis.put(data, to=to, doc_id=hub_id, from_code=sender)
        assert exchange.poll(at=cast.at) == 1
        package = exchange.lease_package(at=cast.after(seconds=1))
        assert package
        return receiving.take_in(package, at=cast.after(seconds=1))

    return deliver


def package() -> ReceivedPackage:
    found = ReceivedPackage.of_all_agencies.get()
    assert isinstance(found, ReceivedPackage)
    return found


def reported(cast: Cast, axis: FakeAxis) -> list[edxml.StatusMessage]:
    exchange.send_due_statuses(at=cast.after(minutes=1))
    read = [edxml.read_envelope(io.BytesIO(data)).message for data in axis.delivered("H99.05", "status")]
    return [status for status in read if isinstance(status, edxml.StatusMessage)]


def test_a_copy_and_attachments_in_pdf_are_asked_for_the_agencys_signature_alone(
    arrive: Callable[..., receiving.Taken], judged: dict[str, object]
) -> None:
    """ND30-PLI: electronic copies (S5) and appendices in files of their own (S4) bear no signature of a person."""
    main = Attachment("5-SY-SYT.pdf", "application/pdf", Content.of(PDF))
    annex = Attachment("phu-luc.pdf", "application/pdf", Content.of(PDF + b"2"))
    arrive(message(code=edxml.Code("5", "SY-SYT"), attachments=(main, annex)))
    assert judged["expected"] == [signatures.AGENCY_ALONE, signatures.AGENCY_ALONE]


def test_a_letter_is_asked_for_both_signatures_and_what_goes_with_it_for_the_agencys(
    arrive: Callable[..., receiving.Taken], judged: dict[str, object]
) -> None:
    arrive(message())
    assert judged["expected"] == [signatures.BOTH, signatures.AGENCY_ALONE]


# --- arriving ------------------------------------------------------------------------------------------------------


def test_a_signed_letter_arrives_as_an_original_before_the_clerk(
    cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken], judged: dict[str, object]
) -> None:
    taken = arrive(message())

    assert taken.outcome is Outcome.ARRIVED
    document = taken.document
    assert document
    with cast.in_snv():
        row = IncomingDocument.objects.get(document=document)
        assert (row.state, row.channel, row.legal_value) == (
            IncomingState.ARRIVED,
            Channel.AXIS,
            LegalValue.ORIGINAL,
        )
        assert row.verdict_id is not None
        assert (document.code_text, document.subject, document.issuer_name) == (
            "88/SYT-VP",
            "Đề nghị cung cấp số liệu",
            "Sở Y tế",
        )
        assert (document.issued_on, document.due_on) == (date(2026, 3, 6), date(2026, 3, 20))
        assert (document.urgency, document.page_amount) == (1, 3)
        assert (document.signer_name, document.signer_position) == ("Hoàng Trường Giang", "Giám đốc")
        assert document.type
        assert document.type.name == "Công văn"


def test_the_first_file_is_the_document_and_the_others_go_with_it(
    cast: Cast, arrive: Callable[..., receiving.Taken], judged: dict[str, object]
) -> None:
    document = arrive(message()).document
    with cast.in_snv():
        [version] = document_queries.versions(document.pk)
        assert (version.kind, version.file_name) == (VersionKind.RECEIVED, "88-SYT-VP.pdf")
        assert (version.file.media_type, files.read(version.file_id)) == ("application/pdf", PDF)
        [annex] = document_queries.attachments(document.pk)
        assert (annex.file_name, annex.description) == ("bieu-mau.xlsx", "Biểu mẫu")
        assert files.read(annex.file_id) == ANNEX
    assert judged["asked"] == [version.file_id, annex.file_id]


def test_a_file_that_could_not_be_looked_through_arrives_and_the_clerk_is_told(
    cast: Cast, arrive: Callable[..., receiving.Taken], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may carry a mark of secrecy (QD28-A1), or have been made to end the process that reads it."""
    monkeypatch.setattr(apart, "look", lambda *_, **__: Look(given_up=True))
    taken = arrive(message())
    assert taken.document is not None
    told = [finding["code"] for finding in package().findings]
    assert told.count("VT-NHAN-KHONG-DOC-DUOC-TEP") == 1, "only of what is a PDF"


def test_the_sender_hears_at_once_that_it_arrived(
    cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken]
) -> None:
    arrive(message())
    [status] = reported(cast, axis)
    assert (status.status_code, status.description) == ("01", "Đã đến")
    assert status.response_for == edxml.ResponseFor(
        "H99.05", "88/SYT-VP", "H99.05,2026/03/06,88/SYT-VP", date(2026, 3, 6)
    )


def test_the_package_ends_taken_with_its_document_and_a_fact_tells_of_it(
    cast: Cast, arrive: Callable[..., receiving.Taken]
) -> None:
    document = arrive(message()).document
    row = package()
    assert (row.state, row.document_id) == (ReceivedState.TAKEN, document.pk)
    assert row.finished_at is not None
    with cast.in_snv():
        facts = {fact.verb: fact for fact in audit.facts_about([document.pk])}
        assert facts["take_in"].details["package"] == row.package_id
        assert facts["take_in"].details["hub_id"] == "d1"
        assert exchange_queries.package_of(document.pk) == row
        assert audit.verify_chain(cast.snv.pk) is None


@pytest.mark.parametrize("outcome", ["invalid", "unknown", "unsigned"])
def test_only_a_valid_signature_makes_an_original(
    cast: Cast, arrive: Callable[..., receiving.Taken], judged: dict[str, object], outcome: str
) -> None:
    judged["outcome"] = outcome
    document = arrive(message()).document
    with cast.in_snv():
        row = IncomingDocument.objects.get(document=document)
        assert row.legal_value == LegalValue.REFERENCE
        assert row.verdict
        assert row.verdict.outcome == outcome


def test_an_urgent_document_sends_its_statuses_first(cast: Cast, arrive: Callable[..., receiving.Taken]) -> None:
    arrive(message(other=edxml.OtherInfo(priority=4)))
    with cast.in_snv():
        assert Document.objects.get().urgency == 3
        assert StatusToSend.objects.get().urgency == 3


def test_texts_too_long_for_the_register_are_cut_and_said(cast: Cast, arrive: Callable[..., receiving.Taken]) -> None:
    arrive(message(subject="x" * 2100))
    assert "VT-NHAN-CAT-BOT" in {finding["code"] for finding in package().findings}
    with cast.in_snv():
        assert len(Document.objects.get().subject) == 2000


def test_a_letter_that_says_nothing_about_itself_arrives_all_the_same(
    cast: Cast, arrive: Callable[..., receiving.Taken]
) -> None:
    bare = DocumentMessage(
        sender=edxml.Organization("", ""),
        recipients=(edxml.Organization("H99.02"),),
        document_id="",
        code=edxml.Code(),
        attachments=(Attachment("a.pdf", "application/pdf", Content.of(PDF)),),
    )
    taken = arrive(bare)
    assert taken.outcome is Outcome.ARRIVED
    with cast.in_snv():
        document = Document.objects.get()
        assert (document.issuer_code, document.issuer_name) == ("H99.05", "H99.05")
        assert document.subject == "(không ghi trích yếu)"
        assert not StatusToSend.objects.exists()
        assert "N.MessageHeader.Subject" in {finding["code"] for finding in package().findings}


def test_the_limits_are_those_of_the_register() -> None:
    for name, (_, most) in metadata.LIMITS.items():
        assert Document._meta.get_field(name).max_length == most


def test_a_sender_other_than_the_one_the_axis_knows_is_noted(
    cast: Cast, arrive: Callable[..., receiving.Taken]
) -> None:
    arrive(message(), sender="G22")
    assert "VT-NHAN-KHAC-BEN-GUI" in {finding["code"] for finding in package().findings}


# --- ends that are no arrival ----------------------------------------------------------------------------------------


def test_a_package_that_is_no_xml_is_kept_refused_and_shown(
    cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken]
) -> None:
    taken = arrive(b"%PDF-1.7 somebody sent the bare document")
    assert (taken.outcome, taken.document) == (Outcome.UNREADABLE, None)
    row = package()
    assert (row.state, row.error_code) == (ReceivedState.REFUSED, "VT-NHAN-HONG")
    assert files.read(row.package_id) == b"%PDF-1.7 somebody sent the bare document"
    assert row.findings
    assert reported(cast, axis) == []
    with cast.in_snv():
        assert [problem.code for problem in exchange_queries.problems()] == ["VT-NHAN-HONG"]
        assert not Document.objects.exists()


def test_an_entity_bomb_is_refused(arrive: Callable[..., receiving.Taken]) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><edXML>&b;</edXML>'
    assert arrive(bomb).outcome is Outcome.UNREADABLE


def test_a_package_for_somebody_else_is_refused_and_its_sender_told(
    cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken]
) -> None:
    taken = arrive(message(recipients=(edxml.Organization("G22", "Văn phòng Chính phủ"),)))
    assert taken.outcome is Outcome.WRONG_RECIPIENT
    assert (package().state, package().error_code) == (ReceivedState.REFUSED, "VT-NHAN-SAI-CO-QUAN")
    [status] = reported(cast, axis)
    assert status.status_code == "02"
    assert status.response_for.document_id == "H99.05,2026/03/06,88/SYT-VP"
    assert "G22" in (status.description or "")


@pytest.mark.parametrize("code", ["H99.02", "h99.02 ", "000.00.02.H99"])
def test_the_old_code_in_any_letters_is_ours_too(arrive: Callable[..., receiving.Taken], code: str) -> None:
    assert arrive(message(recipients=(edxml.Organization(code),))).outcome is Outcome.ARRIVED


def test_a_document_without_its_file_is_refused_and_its_sender_told(
    cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken]
) -> None:
    assert arrive(message(attachments=())).outcome is Outcome.NO_MAIN_FILE
    assert package().error_code == "VT-NHAN-THIEU-TEP"
    [status] = reported(cast, axis)
    assert (status.status_code, "không có tệp" in (status.description or "")) == ("02", True)


def test_a_document_marked_secret_is_refused_before_its_files_are_kept(arrive: Callable[..., receiving.Taken]) -> None:
    marked = Attachment("mat.pdf", "application/pdf", Content.of(page(below_number="*TỐI MẬT*")))
    assert arrive(message(attachments=(marked,))).outcome is Outcome.SECRET
    assert package().error_code == "VT-NHAN-MAT"
    assert "Điều 1 Quyết định 28/2018" in package().error_sentence
    assert Document.of_all_agencies.count() == 0
    assert not apps.get_model("files", "StoredFile").objects.filter(media_type="application/pdf").exists()
    (told,) = StatusToSend.of_all_agencies.all()
    assert (told.status_code, "TỐI MẬT" in told.description) == ("02", True)


def test_a_document_that_is_no_pdf_arrives_for_reference_and_says_why(
    cast: Cast, arrive: Callable[..., receiving.Taken], judged: dict[str, object]
) -> None:
    judged["outcome"] = "unknown"
    word = Attachment("cong-van.doc", "application/doc", Content.of(b"\xd0\xcf\x11\xe0 an old Word file"))
    taken = arrive(message(attachments=(word,)))
    assert taken.outcome is Outcome.ARRIVED_NOT_PDF
    assert "VT-NHAN-KHONG-PHAI-PDF" in {finding["code"] for finding in package().findings}
    with cast.in_snv():
        assert IncomingDocument.objects.get().legal_value == LegalValue.REFERENCE
        version = document_queries.latest_version(taken.document.pk)  # type: ignore[union-attr]
        assert version
        assert version.file.media_type == "application/msword"


def test_a_false_pdf_is_not_called_one(cast: Cast, arrive: Callable[..., receiving.Taken]) -> None:
    false = Attachment("cong-van.pdf", "application/pdf", Content.of(b"MZ this is a program"))
    taken = arrive(message(attachments=(false,)))
    assert taken.outcome is Outcome.ARRIVED_NOT_PDF
    with cast.in_snv():
        version = document_queries.latest_version(taken.document.pk)  # type: ignore[union-attr]
        assert version
        assert version.file.media_type == "application/octet-stream"


def test_the_same_bytes_again_are_ignored(cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken]) -> None:
    first = arrive(message()).document
    axis.put(edxml.write_bytes(message()), to="H99.02", doc_id="d2")
    exchange.poll(at=cast.after(minutes=1))
    assert receiving.take_in_due(at=cast.after(minutes=1)) == 1
    again = ReceivedPackage.of_all_agencies.get(hub_id="d2")
    assert (again.state, again.document_id) == (ReceivedState.DUPLICATE, first.pk)  # type: ignore[attr-defined]
    assert len(reported(cast, axis)) == 1
    with cast.in_snv():
        assert Document.objects.count() == 1


def test_the_same_bytes_for_another_agency_are_no_duplicate(
    cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken]
) -> None:
    both = message(recipients=(edxml.Organization("H99.02"), edxml.Organization("H99.05")))
    arrive(both)
    assert arrive(both, hub_id="d2", to="H99.05").outcome is Outcome.ARRIVED


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Bản sửa lỗi chính tả"},
        {"document_id": "9fbfbad2-f1f8-4256-a2eb-50fb1061cddb"},
        {"sender": edxml.Organization("000.00.05.H99", "Sở Y tế")},
    ],
)
def test_what_may_be_the_same_document_arrives_with_a_warning(
    cast: Cast, axis: FakeAxis, arrive: Callable[..., receiving.Taken], changes: dict[str, object]
) -> None:
    from vanthu.standards.vxp import Unit

    axis.registry, axis.old_codes = [Unit(id="1", code="H99.05", name="SYT", version=1)], {"H99.05": "000.00.05.H99"}
    exchange.synchronise_registry(at=cast.at)
    first = arrive(message()).document
    second = arrive(message(**changes), hub_id="d2")
    assert second.outcome is Outcome.ARRIVED
    with cast.in_snv():
        assert IncomingDocument.objects.get(document=first).possible_duplicate_of is None
        assert IncomingDocument.objects.get(document=second.document).possible_duplicate_of == first


def test_a_status_under_the_wrong_kind_of_message_is_kept_as_a_status(
    cast: Cast, arrive: Callable[..., receiving.Taken]
) -> None:
    status = edxml.StatusMessage(
        sender=edxml.Organization("H99.05", "Sở Y tế"),
        response_for=edxml.ResponseFor("H99.02", "1/SNV", "H99.02,2026/03/01,1/SNV", None),
        status_code="03",
    )
    assert arrive(edxml.write_bytes(status)).outcome is Outcome.STATUS
    with cast.in_snv():
        assert StatusReceived.objects.get().status_code == "03"
    assert package().state == ReceivedState.TAKEN


# --- recall, update, replacement, answer -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("business", "kind"),
    [
        (
            edxml.Business(BusinessType.RECALL, "Ban hành nhầm", document_id="H99.05,2026/03/06,88/SYT-VP"),
            LinkKind.RECALLS,
        ),
        (edxml.Business(BusinessType.UPDATE, "Bổ sung", document_id="H99.05,2026/03/06,88/SYT-VP"), LinkKind.UPDATES),
        (
            edxml.Business(
                BusinessType.REPLACE,
                "Thay thế",
                replacements=(edxml.ReplacementInfo("H99.05,2026/03/06,88/SYT-VP"),),
            ),
            LinkKind.REPLACES,
        ),
    ],
)
def test_what_changes_an_earlier_document_arrives_and_points_to_it(
    cast: Cast, arrive: Callable[..., receiving.Taken], business: edxml.Business, kind: LinkKind
) -> None:
    first = arrive(message()).document
    later = message(document_id="H99.05,2026/03/09,90/SYT-VP", code=edxml.Code("90", "SYT-VP"), business=business)
    second = arrive(later, hub_id="d2")

    assert second.outcome is Outcome.ARRIVED
    with cast.in_snv():
        row = IncomingDocument.objects.get(document=second.document)
        assert row.possible_duplicate_of is None
        linked = [(link.target_id, link.kind) for link in document_queries.links_from(second.document.pk)]  # type: ignore[union-attr]
        assert linked == [(first.pk, kind)]
        [fact] = [f for f in audit.facts_about([second.document.pk]) if f.verb == "take_in"]  # type: ignore[union-attr]
        assert (fact.details["business"], fact.details["reason"]) == (business.type.name.lower(), business.reason)
        assert fact.details["concerned"] == ["H99.05,2026/03/06,88/SYT-VP"]


def test_a_recall_needs_no_file(arrive: Callable[..., receiving.Taken]) -> None:
    recall = edxml.Business(BusinessType.RECALL, "Ban hành nhầm", document_id="H99.05,2026/03/06,88/SYT-VP")
    assert arrive(message(attachments=(), business=recall)).outcome is Outcome.ARRIVED


@pytest.mark.parametrize("known_by", ["H99.02,2026/03/02,125/SNV-CCVC", ""])
def test_an_answer_is_linked_to_what_it_answers(
    cast: Cast, arrive: Callable[..., receiving.Taken], known_by: str
) -> None:
    with cast.in_snv():
        asked = documents.create(
            direction=Direction.OUTGOING, type_name="Công văn", subject="Hỏi", issuer_code="H99.02",
            issuer_name="Sở Nội vụ", at=cast.at, number="125", notation="SNV-CCVC", issued_on=date(2026, 3, 2),
            wire_id="H99.02,2026/03/02,125/SNV-CCVC",
        )  # fmt: skip
    reference = edxml.ResponseFor("H99.02", "125/SNV-CCVC", known_by, date(2026, 3, 2))
    answer = arrive(message(response_for=(reference,))).document
    with cast.in_snv():
        links = [(link.target_id, link.kind) for link in document_queries.links_from(answer.pk)]
        assert links == [(asked.pk, LinkKind.ANSWERS)]


# --- when things go wrong --------------------------------------------------------------------------------------------

STEPS = [
    "vanthu.office.files.operations.keep",
    "vanthu.office.signatures.operations.judge",
    "vanthu.office.documents.operations.create",
    "vanthu.office.documents.operations.add_version",
    "vanthu.office.documents.operations.add_attachment",
    "vanthu.office.incoming.operations.arrive",
    "vanthu.office.exchange.operations.queue_status",
    "vanthu.office.exchange.operations.taken",
]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_at_any_step_takes_the_package_in_exactly_once(
    cast: Cast,
    axis: FakeAxis,
    judged: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    moment: str,
) -> None:
    axis.put(edxml.write_bytes(message()), to="H99.02", doc_id="d1", from_code="H99.05")
    exchange.poll(at=cast.at)
    module, name = step.rsplit(".", 1)
    real = getattr(__import__(module, fromlist=[name]), name)

    def dies(*args: object, **kwargs: object) -> object:
        if moment == "after":
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(step, dies)
        with pytest.raises(Killed):
            receiving.take_in_due(at=cast.after(seconds=1))
    assert package().state == ReceivedState.KEPT
    with cast.in_snv():
        assert not Document.objects.exists()

    assert receiving.take_in_due(at=cast.after(minutes=10)) == 1
    with cast.in_snv():
        assert Document.objects.count() == IncomingDocument.objects.count() == 1
        assert StatusToSend.objects.count() == 1
    assert [status.status_code for status in reported(cast, axis)] == []
    exchange.send_due_statuses(at=cast.after(minutes=11))
    assert len(axis.delivered("H99.05", "status")) == 1


def test_a_worker_overtaken_by_another_writes_nothing(
    cast: Cast, axis: FakeAxis, judged: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    axis.put(edxml.write_bytes(message()), to="H99.02", doc_id="d1")
    exchange.poll(at=cast.at)
    judge = signatures.judge

    def slow(**kwargs: object) -> object:
        monkeypatch.setattr(signatures, "judge", judge)
        assert receiving.take_in_due(at=cast.after(minutes=10)) == 1
        return judge(**kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(signatures, "judge", slow)
    assert receiving.take_in_due(at=cast.after(seconds=1)) == 0
    with cast.in_snv():
        assert Document.objects.count() == 1
        assert StatusToSend.objects.count() == 1


def test_one_package_that_fails_does_not_stop_the_next(
    cast: Cast, axis: FakeAxis, judged: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    axis.put(edxml.write_bytes(message()), to="H99.02", doc_id="d1")
    axis.put(edxml.write_bytes(message(document_id="x", subject="khác")), to="H99.02", doc_id="d2")
    exchange.poll(at=cast.at)
    create, broken = documents.create, ["Đề nghị cung cấp số liệu"]

    def fails_once(**kwargs: object) -> object:
        if kwargs["subject"] in broken:
            raise ValueError("a bug")
        return create(**kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "create", fails_once)
    for minutes in (1, 5, 15):
        receiving.take_in_due(at=cast.after(minutes=minutes))
    with cast.in_snv():
        assert [row.subject for row in Document.objects.all()] == ["khác"]
        [problem] = exchange_queries.problems()
        assert (problem.code, problem.final) == ("VT-NHAN-LOI", False)
        broken.clear()
        receiving.take_in_due(at=cast.after(hours=1))
        assert Document.objects.count() == 2
        assert exchange_queries.problems() == []


def test_a_judge_out_of_order_delays_a_document_and_then_lets_it_arrive_for_reference(
    cast: Cast, axis: FakeAxis, judged: dict[str, object]
) -> None:
    judged["outcome"] = TrustLost()
    axis.put(edxml.write_bytes(message()), to="H99.02", doc_id="d1")
    exchange.poll(at=cast.at)
    assert [receiving.take_in_due(at=cast.after(minutes=minutes)) for minutes in (1, 3, 9)] == [0, 0, 1]
    assert "VT-NHAN-CHUA-KIEM-TRA" in {finding["code"] for finding in package().findings}
    with cast.in_snv():
        row = IncomingDocument.objects.get()
        assert (row.legal_value, row.verdict_id) == (LegalValue.REFERENCE, None)


def test_nothing_of_what_arrives_is_seen_by_another_agency(cast: Cast, arrive: Callable[..., receiving.Taken]) -> None:
    arrive(message())
    with cast.in_syt():
        assert not Document.objects.exists()
        assert not IncomingDocument.objects.exists()
        assert not ReceivedPackage.objects.exists()


# --- packages nobody here wrote --------------------------------------------------------------------------------------

SAMPLES = Path(os.environ.get("VANTHU_SAMPLES", "")) / "edxml" / "sdk-demo"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published sample messages are not on this machine")
@pytest.mark.parametrize("name", ["edoc_new", "edoc_revocation", "edoc_update", "edoc_replacement"])
def test_packages_of_the_official_sdk_arrive_with_their_file_readable(
    cast: Cast, axis: FakeAxis, judged: dict[str, object], name: str
) -> None:
    from vanthu.office.organizations import operations as organizations

    data = (SAMPLES / f"{name}.edxml").read_bytes()
    sent = edxml.read_envelope(io.BytesIO(data)).message
    assert isinstance(sent, DocumentMessage)
    code = sent.recipients[0].organ_id
    agency = organizations.create_agency(
        code=code, name="Cơ quan nhận", abbreviation="CQN", level="department", place="X", by=None, at=cast.at
    )
    judged["outcome"] = "unknown"
    axis.put(data, to=code, doc_id="sdk", from_code=sent.sender.organ_id)
    exchange.poll(at=cast.at)
    assert receiving.take_in_due(at=cast.after(seconds=1)) == 1
    with cast.office(agency):
        document = Document.objects.get()
        assert document.code_text == sent.code.text
        version = document_queries.latest_version(document.pk)
        assert version
        assert (version.file_name, version.file.size > 1000) == ("1896_QD-TTg_m_294779.doc", True)


def test_the_task_codes_of_a_superior_are_kept_and_narrow_the_list(
    cast: Cast, arrive: Callable[..., receiving.Taken], judged: dict[str, object]
) -> None:
    document = arrive(message(task_codes=("VPCP-2026-118",))).document
    assert document
    with cast.in_snv():
        assert document_queries.task_codes([document.pk]) == ["VPCP-2026-118"]
        found = listing(cast.chi, Filter(task_code="vpcp-2026-118 "), at=cast.at)
        assert [row.document_id for row in found.rows] == [document.pk]
        assert not listing(cast.chi, Filter(task_code="VPCP-2026-119"), at=cast.at).rows
