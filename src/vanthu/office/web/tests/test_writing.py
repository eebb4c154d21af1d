"""Writing a letter: what is typed is kept, what is wrong is said, the page is drawn."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vanthu.office.outgoing import queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

PART = {"HX-Request": "true"}


def typed(office: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "addressed_to": "Sở Y tế\nSở Tài chính",
        "subject": "rà soát danh mục vị trí việc làm",
        "body": "Đề nghị quý cơ quan rà soát.\nGửi kết quả trước ngày 20./.",
        "signer": str(office.dung.pk),
        "unit": str(office.ccvc.pk),
        "recipient": ["H99.05|Sở Y tế", "H99.06|Sở Tài chính"],
        "places": "Như trên",
        "urgency": "0",
        "due_on": "20/03/2026",
        "typist_and_copies": "NVA.(02)",
        **changed,
    }


def test_a_letter_is_saved_as_typed(office: Cast, browse: Browse) -> None:
    answer = browse(office.an).post("/van-ban-di/soan", typed(office))
    document_id = answer["Location"].rsplit("/", 1)[1]
    fields = queries.fields_of(queries.get(office.an, document_id, at=office.at))  # type: ignore[arg-type]
    assert fields.subject == "rà soát danh mục vị trí việc làm"
    assert fields.addressed_to == ("Sở Y tế", "Sở Tài chính")
    assert fields.recipients == (("H99.05", "Sở Y tế"), ("H99.06", "Sở Tài chính"))
    assert fields.due_on is not None
    assert fields.due_on.isoformat() == "2026-03-20"


def test_save_and_submit_in_one_stroke(office: Cast, browse: Browse) -> None:
    answer = browse(office.an).post("/van-ban-di/soan", {**typed(office), "trinh": "1"}, follow=True)
    assert "Chờ Trần Thị Bình: kiểm tra nội dung" in text_of(answer)


def test_what_hinders_submitting_is_said_on_the_form_and_the_draft_is_saved(office: Cast, browse: Browse) -> None:
    answer = browse(office.an).post("/van-ban-di/soan", {**typed(office, recipient=[]), "trinh": "1"}, follow=True)
    page = text_of(answer)
    assert "Đã lưu dự thảo nhưng chưa trình được" in page
    assert "Chưa chọn cơ quan nhận" in page
    assert "rà soát danh mục vị trí việc làm" in page


def test_a_form_without_subject_comes_back_as_typed(office: Cast, browse: Browse) -> None:
    answer = browse(office.an).post("/van-ban-di/soan", typed(office, subject="", body="Câu đã gõ"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Hãy nhập trích yếu" in page
    assert "Câu đã gõ" in page
    assert "H99.06|Sở Tài chính" in page


def test_changing_a_draft_replaces_its_recipients(office: Cast, browse: Browse) -> None:
    draft = stories.draft(office)
    address = reverse("web:rewrite", kwargs={"document_id": draft.pk})
    browse(office.an).post(address, typed(office, recipient=["H99.05|Sở Y tế"]))
    assert queries.recipients(queries.get(office.an, draft.pk, at=office.at)) == [("H99.05", "Sở Y tế")]


def test_only_the_drafter_may_change_a_draft(office: Cast, browse: Browse) -> None:
    draft = stories.draft(office)
    answer = browse(office.chi).get(reverse("web:rewrite", kwargs={"document_id": draft.pk}))
    assert answer.status_code == 403
    assert "VT-KHONG-QUYEN" in text_of(answer)


def test_the_page_is_drawn_while_one_types_even_with_nothing_typed_yet(office: Cast, browse: Browse) -> None:
    client = browse(office.an)
    whole = text_of(client.post("/van-ban-di/xem-truoc", typed(office), headers=PART))
    assert 'src="data:image/png;base64,' in whole
    empty = typed(office, subject="", addressed_to="", body="")
    assert 'src="data:image/png;base64,' in text_of(client.post("/van-ban-di/xem-truoc", empty, headers=PART))
    assert queries.listing(office.an, at=office.at).total == 0


def test_recipients_are_found_by_name_and_never_include_oneself(office: Cast, browse: Browse) -> None:
    page = text_of(browse(office.an).get("/van-ban-di/noi-nhan", {"tim": "sở"}, headers=PART))
    assert "Sở Y tế" in page
    assert "Sở Nội vụ" not in page
    assert "Sở đã giải thể" not in page


def test_recipients_are_found_when_letters_and_marks_are_typed_apart(office: Cast, browse: Browse) -> None:
    apart = unicodedata.normalize("NFD", "tài chính")
    page = text_of(browse(office.an).get("/van-ban-di/noi-nhan", {"tim": apart}, headers=PART))
    assert "Sở Tài chính" in page


def test_a_pdf_made_elsewhere_is_taken_as_the_letter(office: Cast, browse: Browse) -> None:
    pdf = SimpleUploadedFile("thu.pdf", stories.made_elsewhere(), content_type="application/pdf")
    answer = browse(office.an).post("/van-ban-di/soan", {**typed(office), "pdf": pdf}, follow=True)
    assert "Đã lưu dự thảo." in text_of(answer)
    assert queries.listing(office.an, at=office.at).rows[0].state == OutgoingState.DRAFT


def test_what_is_no_pdf_is_refused_by_name_and_the_form_stays(office: Cast, browse: Browse) -> None:
    junk = SimpleUploadedFile("thu.pdf", b"khong phai pdf", content_type="application/pdf")
    answer = browse(office.an).post("/van-ban-di/soan", {**typed(office), "pdf": junk})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "VT-DI-KHONG-PHAI-PDF" in page
    assert "rà soát danh mục vị trí việc làm" in page


def test_attachments_are_added_opened_and_taken_off(office: Cast, browse: Browse) -> None:
    draft = stories.draft(office)
    address = reverse("web:attachments", kwargs={"document_id": draft.pk})
    client = browse(office.an)
    file = SimpleUploadedFile("phụ lục.csv", b"a,b\n", content_type="text/csv")
    page = text_of(client.post(address, {"file": file, "description": "Số liệu"}, headers=PART))
    assert "phụ lục.csv" in page
    kept = draft.document.attachments.get()
    got = client.get(reverse("web:outgoing_attachment", kwargs={"document_id": draft.pk, "attachment_id": kept.pk}))
    assert b"".join(got.streaming_content) == b"a,b\n"
    assert got["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got["Content-Security-Policy"]
    assert "phụ lục.csv" not in text_of(client.post(address, {"bo": str(kept.pk)}, headers=PART))
