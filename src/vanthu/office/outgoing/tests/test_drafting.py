"""Writing a letter, and what hinders it (ND30-A10, A11)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.conf import settings

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.organizations import operations as organizations
from vanthu.office.organizations.states import PositionLevel
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import (
    RECIPIENTS,
    approved,
    draft,
    fields,
    latest_pdf,
    made_elsewhere,
    signed,
    submitted,
)
from vanthu.office.testing.cast import Cast


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def upload(cast: Cast, pdf: bytes, **changed: Any) -> Any:
    return operations.upload_draft(fields(cast, **changed), pdf, "du-thao.pdf", by=cast.an, at=cast.at)


def test_a_draft_keeps_what_was_filled_in(office: Cast) -> None:
    outgoing = queries.get(office.an, draft(office).pk, at=office.at)
    assert outgoing.state == OutgoingState.DRAFT
    assert queries.fields_of(outgoing) == fields(office)
    assert (outgoing.document.type_name, outgoing.document.issuer_code, outgoing.document.signer_name) == (
        "Công văn",
        "H99.02",
        "Phạm Tiến Dũng",
    )
    assert outgoing.document.type is not None


def test_text_is_kept_in_nfc_without_blanks_at_its_ends(office: Cast) -> None:
    outgoing = draft(office, subject="  ra\u0300 soa\u0301t ")
    assert queries.get(office.an, outgoing.pk, at=office.at).document.subject == "rà soát"


PROBLEMS: list[tuple[str, dict[str, Any], str]] = [
    ("subject", {"subject": " "}, "VT-DI-THIEU-TRICH-YEU"),
    ("subject", {"subject": "x" * 501}, "VT-DI-TRICH-YEU-DAI"),
    ("addressed_to", {"addressed_to": ()}, "VT-DI-THIEU-KINH-GUI"),
    ("body", {"body": "\n"}, "VT-DI-THIEU-NOI-DUNG"),
    ("recipients", {"recipients": ()}, "VT-DI-THIEU-NOI-NHAN"),
    ("recipients", {"recipients": (RECIPIENTS[0], RECIPIENTS[0])}, "VT-DI-NOI-NHAN-LAP"),
    ("recipients", {"recipients": (("H99.02", "Sở Nội vụ"),)}, "VT-DI-GUI-CHINH-MINH"),
    ("recipients", {"recipients": (("H99.66", "Sở không có"),)}, "VT-DI-NOI-NHAN-LA"),
    ("recipients", {"recipients": (("H99.77", "Sở đã giải thể"),)}, "VT-DI-NOI-NHAN-DONG"),
    ("urgency", {"urgency": 9}, "VT-DI-MUC-DO-KHAN"),
    ("due_on", {"due_on": date(2026, 3, 8)}, "VT-DI-HAN-TRA-LOI"),
]


@pytest.mark.parametrize(("field", "changed", "code"), PROBLEMS)
def test_each_gap_of_a_draft_is_named_at_its_field(
    office: Cast, field: str, changed: dict[str, Any], code: str
) -> None:
    found = operations.problems(fields(office, **changed), by=office.an, at=office.at)
    assert [(problem.field, problem.code) for problem in found] == [(field, code)]
    assert found[0].sentence.endswith(".")


def test_a_complete_draft_has_no_problems(office: Cast) -> None:
    assert operations.problems(fields(office), by=office.an, at=office.at) == ()


def test_a_signer_without_signing_identity_is_named(office: Cast) -> None:
    deputy = organizations.create_person(full_name="Ngô Quang", position="Phó Giám đốc", by=None, at=office.at)
    post = organizations.create_position(title="Phó Giám đốc", level=PositionLevel.DEPUTY, by=None, at=office.at)
    organizations.hold_position(deputy, post, fields=["*"], by=None, at=office.at)
    (problem,) = operations.problems(fields(office, signer_id=deputy.pk), by=office.an, at=office.at)
    assert problem.code == "VT-DI-NGUOI-KY-CHUA-CO-CHUNG-THU"
    assert "Ngô Quang" in problem.sentence


def test_a_signer_must_be_competent(office: Cast) -> None:
    (problem,) = operations.problems(fields(office, signer_id=office.binh.pk), by=office.an, at=office.at)
    assert problem.code == "VT-DI-NGUOI-KY-KHONG-THAM-QUYEN"
    assert "khoản 4 Điều 13" in problem.sentence


def test_a_draft_is_of_the_drafters_own_unit(office: Cast) -> None:
    with pytest.raises(operations.DraftRefused) as refusal:
        draft(office, unit_id=office.van_phong.pk)
    assert [problem.code for problem in refusal.value.problems] == ["VT-DI-DON-VI-KHAC"]


def test_an_unfinished_draft_is_saved_but_not_submitted(office: Cast) -> None:
    outgoing = draft(office, body="", recipients=())
    with pytest.raises(operations.DraftRefused) as refusal:
        operations.submit(outgoing.pk, by=office.an, at=office.at)
    assert [problem.code for problem in refusal.value.problems] == ["VT-DI-THIEU-NOI-DUNG", "VT-DI-THIEU-NOI-NHAN"]
    assert "Chưa nhập nội dung công văn." in refusal.value.sentence
    assert queries.get(office.an, outgoing.pk, at=office.at).state == OutgoingState.DRAFT


def test_a_person_of_another_agency_and_one_without_a_duty_draft_nothing(office: Cast) -> None:
    idle = organizations.create_person(full_name="Tạ Văn Rỗi", position="Lái xe", by=None, at=office.at)
    for person in (office.em, idle):
        with pytest.raises(NotAllowed):
            operations.start_draft(fields(office), by=person, at=office.at)


def test_the_preview_shows_the_letter_and_stores_nothing(office: Cast) -> None:
    text = text_of(operations.preview(fields(office), by=office.an, at=office.at))
    for line in ("SNV-CCVC", "V/v rà soát danh mục", "Sở Y tế", "GIÁM ĐỐC", "Phạm Tiến Dũng", "Lưu: VT, CCVC"):
        assert line in text, line
    assert queries.listing(office.an, at=office.at).total == 0


def test_submitting_prints_the_letter_with_its_places_reserved(office: Cast) -> None:
    outgoing = submitted(office)
    (version,) = documents.versions(outgoing.pk)
    assert (version.kind, outgoing.document.page_amount) == (VersionKind.COMPOSED, 1)
    assert set(outgoing.slots) >= {"number", "day", "month", "leader", "seal"}
    assert b"ChuKyLanhDao" in latest_pdf(outgoing)
    assert b"DauCoQuan" in latest_pdf(outgoing)


def test_a_change_while_it_is_being_approved_brings_the_draft_back_and_begins_a_new_round(office: Cast) -> None:
    outgoing = submitted(office)
    operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=10))
    changed = operations.change_draft(
        outgoing.pk, fields(office, subject="chủ đề khác"), by=office.an, at=office.after(minutes=11)
    )
    assert (changed.state, changed.revision) == (OutgoingState.DRAFT, 2)
    again = operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=12))
    route = queries.route(again)
    assert [(step.round, step.kind, step.state, step.revision) for step in route] == [
        (1, "content", "approved", 1),
        (1, "form", "skipped", 1),
        (1, "signature", "skipped", 1),
        (2, "content", "waiting", 2),
        (2, "form", "waiting", 2),
        (2, "signature", "waiting", 2),
    ]
    assert [step.person_id for step in route if step.current] == [office.binh.pk]


def test_a_change_after_approval_goes_back_to_the_approvers(office: Cast) -> None:
    outgoing = approved(office)
    operations.attach(
        outgoing.pk, b"x", "bieu.xlsx", media_type="application/vnd.ms-excel", by=office.an, at=office.after(hours=1)
    )
    outgoing = queries.get(office.an, outgoing.pk, at=office.at)
    assert (outgoing.state, outgoing.revision) == (OutgoingState.DRAFT, 2)


def test_a_signed_letter_is_no_longer_changed(office: Cast) -> None:
    from vanthu.office.kernel.moves import MovedMeanwhile

    outgoing = signed(office)
    with pytest.raises(MovedMeanwhile):
        operations.change_draft(outgoing.pk, fields(office), by=office.an, at=office.after(hours=1))


def test_only_the_drafter_changes_a_draft(office: Cast) -> None:
    outgoing = draft(office)
    with pytest.raises(NotAllowed) as refusal:
        operations.change_draft(outgoing.pk, fields(office), by=office.binh, at=office.at)
    assert "Nguyễn Văn An" in refusal.value.sentence


def test_attachments_come_and_go_with_the_draft(office: Cast) -> None:
    outgoing = draft(office)
    kept = operations.attach(
        outgoing.pk, b"so lieu", "so-lieu.csv", media_type="text/csv", description="Số liệu", by=office.an, at=office.at
    )
    assert [(one.file_name, one.description) for one in documents.attachments(outgoing.pk)] == [
        ("so-lieu.csv", "Số liệu")
    ]
    other = draft(office)
    with pytest.raises(NotFound):
        operations.detach(other.pk, kept.pk, by=office.an, at=office.at)
    operations.detach(outgoing.pk, kept.pk, by=office.an, at=office.at)
    assert documents.attachments(outgoing.pk) == []


def test_an_uploaded_letter_gets_its_places_from_its_text(office: Cast) -> None:
    outgoing = upload(office, made_elsewhere(), body="", addressed_to=())
    submitted_one = operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=1))
    kinds = [version.kind for version in documents.versions(outgoing.pk)]
    assert kinds == [VersionKind.UPLOADED, VersionKind.UPLOADED]
    assert documents.document(outgoing.pk).page_amount == 1
    assert files.read(submitted_one.source_file) == made_elsewhere()
    assert b"ChuKyLanhDao" in latest_pdf(submitted_one)


def test_another_pdf_replaces_the_uploaded_one(office: Cast) -> None:
    outgoing = upload(office, made_elsewhere())
    other = made_elsewhere(body="Nội dung đã sửa.")
    operations.replace_pdf(outgoing.pk, other, "ban-sua.pdf", by=office.an, at=office.after(minutes=1))
    submitted_one = operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=2))
    assert "Nội dung đã sửa" in text_of(latest_pdf(submitted_one))


def encrypted(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.crypt import StandardSecurityHandler
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    handler = StandardSecurityHandler.build_from_pw("bí mật", "bí mật")
    writer.security_handler = handler
    writer._encrypt = writer.add_object(handler.as_pdf_object())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_that_is_no_pdf_is_refused_by_name(office: Cast) -> None:
    with pytest.raises(operations.UploadNotDocx) as refusal:
        upload(office, b"PK\x03\x04 day la tep Word")
    assert "«du-thao.pdf»" in refusal.value.sentence


def test_a_broken_pdf_is_refused_by_name(office: Cast) -> None:
    with pytest.raises(operations.UploadNotPdf):
        upload(office, made_elsewhere()[:400])


def test_an_encrypted_pdf_is_refused_by_name(office: Cast) -> None:
    with pytest.raises(operations.UploadEncrypted):
        upload(office, encrypted(made_elsewhere()))


def test_a_pdf_that_is_signed_already_is_refused_by_name(office: Cast) -> None:
    with pytest.raises(operations.UploadSigned):
        upload(office, latest_pdf(signed(office)))


def test_a_pdf_without_places_is_refused_with_what_is_missing(office: Cast) -> None:
    with pytest.raises(operations.UploadPlacesMissing) as refusal:
        upload(office, made_elsewhere(signer_name="Người Khác Hẳn"))
    assert "ký" in refusal.value.sentence


def test_a_file_over_the_limit_is_refused_by_name(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"max_upload_mb": 1}))
    with pytest.raises(operations.UploadTooLarge) as refusal:
        upload(office, b"%PDF-1.7" + b"0" * 1024 * 1024)
    assert "1 MB" in refusal.value.sentence
    assert queries.listing(office.an, at=office.at).total == 0
