"""A document that came on paper: entered as it lies there, in the register at once, the same work as any other."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from PIL import Image

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.incoming.tests import stories as received
from vanthu.office.journeys import by_hand, entering
from vanthu.office.journeys.by_hand import receive
from vanthu.office.journeys.entering import Entered, Seen
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing.operations import UploadSecret
from vanthu.office.testing.cast import Cast
from vanthu.standards.letter import apart
from vanthu.standards.letter.apart import Look

Document = apps.get_model("documents", "Document")


def scanned(pages: int = 2) -> bytes:
    sheets = [Image.new("L", (827, 1170), "white") for _ in range(pages)]
    out = io.BytesIO()
    sheets[0].save(out, "PDF", resolution=100, save_all=True, append_images=sheets[1:])
    return out.getvalue()


def letter(cast: Cast, **changed: object) -> Entered:
    whole = Entered(
        issuer_name="Hội Nông dân tỉnh",
        subject="đề nghị phối hợp tổ chức hội nghị",
        type_code="cong_van",
        number="45",
        notation="HND-VP",
        issued_on=cast.at.date(),
        signer_name="Lê Văn Thử",
        signer_position="Chủ tịch",
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def test_it_gets_its_arrival_number_at_once_and_the_paper_stays_the_original(in_snv: Cast) -> None:
    came = receive(letter(in_snv), scanned(), "quet.pdf", by=in_snv.chi, at=in_snv.at)

    assert (came.state, came.arrival_number) == (IncomingState.REGISTERED, 1)
    assert (came.channel, came.legal_value) == (Channel.PAPER, LegalValue.PAPER)
    assert came.registered_by == in_snv.chi
    document = documents.document(came.pk)
    assert (document.code_text, document.issuer_name, document.page_amount) == ("45/HND-VP", "Hội Nông dân tỉnh", 2)
    version = documents.latest_version(came.pk)
    assert version is not None
    assert version.file_name == "quet.pdf"


def test_a_document_is_registered_without_a_scan_too(in_snv: Cast) -> None:
    came = receive(letter(in_snv, page_amount=14), by=in_snv.chi, at=in_snv.at)
    assert came.arrival_number == 1
    assert documents.latest_version(came.pk) is None
    assert documents.document(came.pk).page_amount == 14


def test_paper_and_electronic_documents_share_one_row_of_numbers(in_snv: Cast) -> None:
    """ND30-A22: one register whatever the way of arrival."""
    received.registered(in_snv)
    assert receive(letter(in_snv), by=in_snv.chi, at=in_snv.after(hours=1)).arrival_number == 2


def test_nobody_is_told_of_its_progress(in_snv: Cast) -> None:
    """Its issuer has no system that waits for a status."""
    came = receive(letter(in_snv), by=in_snv.chi, at=in_snv.at)
    incoming.assign(came.pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.dung, at=in_snv.after(hours=1))
    assert not apps.get_model("exchange", "StatusToSend").objects.exists()


def test_of_a_letter_that_is_not_opened_only_the_envelope_is_registered(in_snv: Cast) -> None:
    """ND30-A21: bì gửi đích danh không bóc."""
    envelope = Entered(issuer_name="Hội Nông dân tỉnh", number="46", notation="HND-VP", addressee="Bà Lê Kim Chi")
    document = documents.document(receive(envelope, by=in_snv.chi, at=in_snv.at).pk)
    assert document.subject == "Bì không bóc, gửi Bà Lê Kim Chi"
    assert document.type_name == "Bì thư"


def test_the_same_document_again_is_shown_before_it_is_registered_twice(in_snv: Cast) -> None:
    first = receive(letter(in_snv), by=in_snv.chi, at=in_snv.at)
    again = letter(in_snv, issuer_name="hội nông dân Tỉnh", number="045")

    with pytest.raises(entering.AlreadyHere, match="số đến 01") as refused:
        receive(again, scanned(), by=in_snv.chi, at=in_snv.after(hours=1))
    assert refused.value.earlier.pk == first.pk
    assert Document.objects.count() == 1

    second = receive(again, seen=Seen(although="Hội cấp trùng số"), by=in_snv.chi, at=in_snv.after(hours=1))
    assert second.arrival_number == 2
    assert second.possible_duplicate_of_id == first.pk
    assert second.although == "Hội cấp trùng số"


def test_another_copy_of_the_same_gets_no_number_and_both_files_stay(in_snv: Cast) -> None:
    first = receive(letter(in_snv), by=in_snv.chi, at=in_snv.at)
    again = receive(letter(in_snv), scanned(), seen=Seen(same=True), by=in_snv.chi, at=in_snv.after(hours=1))
    assert (again.state, again.arrival_number) == (IncomingState.JOINED, None)
    assert [(link.target_id, link.kind) for link in documents.links_from(again.pk)] == [(first.pk, LinkKind.SAME)]
    assert documents.latest_version(again.pk) is not None


def test_a_file_carried_in_is_no_paper(in_snv: Cast, settings: Any, tmp_path: Path) -> None:
    """Without a list of trusted authorities nothing can be judged: it is registered, for information only."""
    nobody = settings.OFFICE.signing.model_copy(update={"trust_dir": tmp_path / "trust"})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": nobody})
    came = receive(letter(in_snv), scanned(), "usb.pdf", carried=True, by=in_snv.chi, at=in_snv.at)
    assert (came.channel, came.legal_value, came.verdict) == (Channel.HAND, LegalValue.REFERENCE, None)


def test_what_was_sent_back_may_come_again(in_snv: Cast) -> None:
    first = receive(letter(in_snv), by=in_snv.chi, at=in_snv.at)
    apps.get_model("incoming", "IncomingDocument").objects.filter(pk=first.pk).update(state=IncomingState.REFUSED)
    assert receive(letter(in_snv), by=in_snv.chi, at=in_snv.after(hours=1)).arrival_number == 2


@pytest.mark.parametrize("changed", [{"issuer_name": "Hội Phụ nữ tỉnh"}, {"issued_on": None, "number": "47"}])
def test_another_issuer_or_number_is_another_document(in_snv: Cast, changed: dict[str, object]) -> None:
    receive(letter(in_snv), by=in_snv.chi, at=in_snv.at)
    assert receive(letter(in_snv, **changed), by=in_snv.chi, at=in_snv.at).arrival_number == 2


def test_a_document_of_last_year_with_the_same_number_is_another_one(in_snv: Cast) -> None:
    receive(letter(in_snv, issued_on=in_snv.at.date() - timedelta(days=365)), by=in_snv.chi, at=in_snv.at)
    assert receive(letter(in_snv), by=in_snv.chi, at=in_snv.at).arrival_number == 2


def test_an_answer_on_paper_is_linked_to_what_it_answers(in_snv: Cast) -> None:
    with pytest.raises(entering.AnsweredUnknown, match="12/SNV-CCVC"):
        receive(letter(in_snv, answers="12/SNV-CCVC"), by=in_snv.chi, at=in_snv.at)
    ours = Document.objects.create(
        direction="outgoing",
        type_name="Công văn",
        number="12",
        notation="SNV-CCVC",
        subject="xin ý kiến",
        issuer_code="H99.02",
        issuer_name="Sở Nội vụ",
        created_at=in_snv.at,
    )
    came = receive(letter(in_snv, answers="12/SNV-CCVC"), by=in_snv.chi, at=in_snv.at)
    assert [(link.target_id, link.kind) for link in documents.links_from(came.pk)] == [(ours.pk, LinkKind.ANSWERS)]


def test_only_the_clerk_takes_it_in(in_snv: Cast) -> None:
    for person in (in_snv.an, in_snv.binh, in_snv.dung):
        with pytest.raises(NotAllowed):
            receive(letter(in_snv), by=person, at=in_snv.at)
    assert not Document.objects.exists()


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"%PDF-1.7 broken"])
def test_what_cannot_be_shown_is_refused_and_nothing_is_kept(in_snv: Cast, junk: bytes) -> None:
    with pytest.raises(by_hand.ScanUnreadable, match=r"quet\.pdf"):
        receive(letter(in_snv), junk, "quet.pdf", by=in_snv.chi, at=in_snv.at)
    assert not Document.objects.exists()
    assert not apps.get_model("files", "StoredFile").objects.exists()


def test_a_secret_document_never_comes_in(in_snv: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    marked = Look(pages=1, mark="trang 1 có dấu chỉ độ mật «MẬT»")
    monkeypatch.setattr(apart, "look", lambda *_, **__: marked)
    with pytest.raises(UploadSecret):
        receive(letter(in_snv), scanned(), "quet.pdf", by=in_snv.chi, at=in_snv.at)
    monkeypatch.setattr("vanthu.office.registers.queries.secret_notations", lambda: frozenset({"M"}))
    with pytest.raises(entering.SecretPaper):
        receive(letter(in_snv, notation="M-HND"), by=in_snv.chi, at=in_snv.at)
    assert not Document.objects.exists()
