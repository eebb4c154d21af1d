"""Writing a letter: what is typed is kept, what is wrong is said, the page is drawn."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vanthu.office.outgoing import operations, queries
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
    assert "Chưa nêu nơi nhận nào" in page
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
    assert "VT-DI-KHONG-PHAI-DOCX" in page
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


INVITATION = {
    "type_code": "giay_moi",
    "subject": "Dự hội nghị tập huấn",
    "body": "",
    "p_invited": "Lãnh đạo các sở\nCông chức văn thư",
    "p_occasion": "hội nghị tập huấn",
    "p_chair": "Ông Phạm Tiến Dũng",
    "p_time": "08 giờ 00, ngày 18 tháng 3 năm 2026",
    "p_venue": "Hội trường tầng 2",
}


def test_the_fields_follow_the_type_and_what_was_typed_stays(office: Cast, browse: Browse) -> None:
    client = browse(office.an)
    answer = client.post("/van-ban-di/soan/loai", {**typed(office), "type_code": "giay_moi"}, headers=PART)
    page = text_of(answer)
    assert answer["HX-Trigger-After-Settle"] == "loai"
    for name in ("p_invited", "p_venue"):
        assert f'name="{name}"' in page
    assert 'type="hidden" name="addressed_to"' in page
    assert "Đề nghị quý cơ quan rà soát." in page
    back = {**typed(office), **INVITATION, "type_code": "quyet_dinh"}
    page = text_of(client.post("/van-ban-di/soan/loai", back, headers=PART))
    assert 'name="p_authority" value="Giám đốc Sở Nội vụ"' in page
    assert 'type="hidden" name="p_venue" value="Hội trường tầng 2"' in page


def test_an_invitation_is_saved_with_its_own_fields_only(office: Cast, browse: Browse) -> None:
    answer = browse(office.an).post("/van-ban-di/soan", {**typed(office), **INVITATION, "p_sender": "lạc"})
    document_id = answer["Location"].rsplit("/", 1)[1]
    fields = queries.fields_of(queries.get(office.an, document_id, at=office.at))  # type: ignore[arg-type]
    assert fields.type_code == "giay_moi"
    assert set(fields.particulars) == {"invited", "occasion", "chair", "time", "venue"}
    assert fields.particulars["invited"] == ["Lãnh đạo các sở", "Công chức văn thư"]


def test_the_preview_of_every_type_is_drawn_with_nothing_typed_yet(office: Cast, browse: Browse) -> None:
    client, empty = browse(office.an), typed(office, subject="", addressed_to="", body="")
    for code in ("nghi_quyet", "cong_dien", "giay_moi", "giay_nghi_phep", "thu_cong", "bien_ban", "hop_dong"):
        page = text_of(client.post("/van-ban-di/xem-truoc", {**empty, "type_code": code}, headers=PART))
        assert 'src="data:image/png;base64,' in page, code


def test_a_number_out_of_order_is_told_beside_the_text_while_one_types(office: Cast, browse: Browse) -> None:
    wrong = typed(office, body="1. Một\n3. Ba")
    page = text_of(browse(office.an).post("/van-ban-di/xem-truoc", wrong, headers=PART))
    assert 'id="live-body" hx-swap-oob="innerHTML"><p class="wrong">Dòng 2: đã gõ “3.”' in page
    right = text_of(browse(office.an).post("/van-ban-di/xem-truoc", typed(office), headers=PART))
    assert 'id="live-body" hx-swap-oob="innerHTML"></div>' in right


def test_what_is_missing_stands_beside_its_field_after_submitting(office: Cast, browse: Browse) -> None:
    missing = {**typed(office), **INVITATION, "p_venue": "", "trinh": "1"}
    page = text_of(browse(office.an).post("/van-ban-di/soan", missing, follow=True))
    assert '<p class="wrong">Chưa nhập mục “Địa điểm”.</p>' in page


def test_minutes_are_composed_or_taken_as_a_pdf(office: Cast, browse: Browse) -> None:
    client, minutes = browse(office.an), {**typed(office), "type_code": "bien_ban"}
    page = text_of(client.post("/van-ban-di/soan/loai", minutes, headers=PART))
    assert "Thư ký (ký trước chủ tọa)" in page
    assert 'name="p_present"' in page
    hindered = text_of(client.post("/van-ban-di/soan", {**minutes, "trinh": "1"}, follow=True))
    assert "hãy chọn đúng một người cùng ký" in hindered
    pdf = SimpleUploadedFile("bien-ban.pdf", stories.made_elsewhere(), content_type="application/pdf")
    assert "Đã lưu dự thảo." in text_of(client.post("/van-ban-di/soan", {**minutes, "pdf": pdf}, follow=True))


def test_a_type_that_does_not_exist_is_refused_at_its_field(office: Cast, browse: Browse) -> None:
    answer = browse(office.an).post("/van-ban-di/soan", {**typed(office), "type_code": "nghi_dinh"})
    assert answer.status_code == 422
    assert "Hãy chọn loại văn bản trong danh sách." in text_of(answer)


def test_recipients_that_two_people_changed_at_once_are_brought_together(office: Cast, browse: Browse) -> None:
    draft = stories.draft(office, others=(operations.Addressee("Hội Khuyến học"),))
    opened = queries.get(office.an, draft.pk, at=office.at)
    fields = queries.fields_of(opened)
    assert [code for code, _ in fields.recipients] == ["H99.05", "H99.06"]
    others = (operations.Addressee("Hội Khuyến học"), operations.Addressee("Ông Trần Văn Tư", "Số 5 phố Huế"))
    theirs = replace(fields, recipients=(fields.recipients[0],), others=others, due_on=date(2026, 3, 27))
    operations.change_draft(draft.pk, theirs, by=office.an, at=office.at)
    mine = typed(
        office,
        recipient=["H99.05|Sở Y tế", "H99.06|Sở Tài chính", "H99.03|Sở Xây dựng"],
        revision=str(opened.revision),
        due_on=f"{fields.due_on:%d/%m/%Y}" if fields.due_on else "",
    )
    page = text_of(browse(office.an).post(reverse("web:rewrite", kwargs={"document_id": draft.pk}), mine))
    assert "Nơi nhận bản kia thêm, đã đưa vào danh sách bên dưới: Ông Trần Văn Tư." in page
    assert "Nơi nhận bản kia bỏ, đã bỏ khỏi danh sách bên dưới: Sở Tài chính." in page
    held = re.findall(r'name="recipient" value="([^"]*)"', page)
    assert held == ["H99.05|Sở Y tế", "H99.03|Sở Xây dựng", "|Ông Trần Văn Tư|Số 5 phố Huế|"]
    assert 'value="27/03/2026"' in page
