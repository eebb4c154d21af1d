"""What stands beside the text of a draft: the check of its form, its revisions, two people at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vanthu.office.journeys.tests.test_after_another_party import signed_by_giang, uploaded
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.test_form_checks import WRONG
from vanthu.office.outgoing.tests.test_pictures import huge, png
from vanthu.office.outgoing.tests.test_uploading import word
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.office.web.tests.test_writing import PART, typed
from vanthu.standards.letter import checking as standard
from vanthu.standards.letter.checking.isolation import report_as_json


@pytest.fixture(autouse=True)
def _checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standard, "check_isolated", report_as_json)


def address(draft: Any, more: str = "") -> str:
    return f"/van-ban-di/{draft.pk}{more}"


def test_the_page_of_a_draft_tells_that_its_form_is_being_checked_then_what_was_found(
    office: Cast, browse: Browse
) -> None:
    draft, client = stories.draft(office, body=WRONG), browse(office.an)
    page = text_of(client.get(address(draft)))
    assert "Đang kiểm tra thể thức" in page
    assert f'hx-get="{address(draft, "/the-thuc")}" hx-trigger="every 2s"' in page
    operations.check_forms_due(at=office.at)
    part = text_of(client.get(address(draft, "/the-thuc"), headers=PART))
    assert "TT-VIET-HOA-DIEU" in part
    assert 'href="#trang-1"' in part
    assert "Cách sửa" in part
    assert "1 lỗi" in part
    assert "every 2s" not in part


def test_whoever_checks_the_form_sees_what_was_found(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office, body=WRONG)
    operations.check_forms_due(at=office.after(minutes=6))
    operations.approve(outgoing.pk, by=office.binh, at=office.after(minutes=10))
    assert "TT-VIET-HOA-DIEU" in text_of(browse(office.chi).get(address(outgoing)))


def test_a_check_that_could_not_be_done_is_asked_for_again(office: Cast, browse: Browse) -> None:
    draft, client = stories.draft(office, body=""), browse(office.an)
    operations.check_forms_due(at=office.at)
    assert "Kiểm tra lại" in text_of(client.get(address(draft)))
    assert "Đang kiểm tra" in text_of(client.post(address(draft, "/the-thuc"), headers=PART))
    assert browse(office.em).post(address(draft, "/the-thuc"), headers=PART).status_code == 404


def test_the_form_of_a_draft_names_the_revision_it_was_opened_with(office: Cast, browse: Browse) -> None:
    draft = stories.draft(office)
    assert '<input type="hidden" name="revision" value="1">' in text_of(browse(office.an).get(address(draft, "/sua")))


def test_saving_over_a_newer_revision_shows_both_texts_and_keeps_what_was_typed(office: Cast, browse: Browse) -> None:
    draft, client = stories.draft(office), browse(office.an)
    same = {**typed(office), "addressed_to": "Sở Y tế\nSở Tài chính", "places": "Như trên\nUBND tỉnh (để b/c)"}
    opened = {**same, "subject": "rà soát danh mục vị trí việc làm năm 2026", "due_on": "", "typist_and_copies": ""}
    first = {**opened, "revision": "1", "subject": "rà soát biên chế", "body": "Đoạn của cửa sổ thứ nhất."}
    assert client.post(address(draft, "/sua"), first).status_code == 302
    second = {**opened, "revision": "1", "body": "Đoạn của cửa sổ thứ hai."}
    answer = client.post(address(draft, "/sua"), second)
    page = text_of(answer)
    assert answer.status_code == 409
    for words in (
        "VT-DI-DA-SUA",
        "Đoạn của cửa sổ thứ hai.</textarea>",
        "Đoạn của cửa sổ thứ nhất.",
        "Các mục ông/bà chưa sửa đã được lấy theo bản mới: trích yếu",
        "rà soát biên chế</textarea>",
        '<input type="hidden" name="revision" value="2">',
    ):
        assert words in page, words
    again = {**second, "revision": "2", "subject": "rà soát biên chế"}
    assert client.post(address(draft, "/sua"), again).status_code == 302
    kept = queries.fields_of(queries.get(office.an, draft.pk, at=office.at))
    assert (kept.subject, kept.body) == ("rà soát biên chế", "Đoạn của cửa sổ thứ hai.")


def test_two_revisions_are_compared_by_words_not_by_colour_alone(office: Cast, browse: Browse) -> None:
    draft, client = stories.draft(office, body="Gửi trước ngày 20 tháng 3./."), browse(office.an)
    later = stories.fields(office, body="Gửi trước ngày 25 tháng 3./.")
    operations.change_draft(draft.pk, later, by=office.an, at=office.after(minutes=1))
    page = text_of(client.get(address(draft, "/cac-ban")))
    assert '<del><span class="visually-hidden">[bỏ: </span>20<span' in page
    assert '<ins><span class="visually-hidden">[thêm: </span>25<span' in page
    beside = text_of(client.get(address(draft, "/cac-ban?tu=1&den=2&cach=hai-cot")))
    assert beside.count('class="two-sides"') == 1
    assert client.get(address(draft, "/cac-ban?tu=1&den=9")).status_code == 404
    assert "Các bản dự thảo (2)" in text_of(client.get(address(draft)))


def test_the_text_of_uploaded_files_is_compared(office: Cast, browse: Browse) -> None:
    fields = stories.fields(office)
    draft = operations.upload_draft(fields, stories.made_elsewhere(), "a.pdf", by=office.an, at=office.at)
    other = stories.made_elsewhere(body="Nội dung đã sửa ngoài hệ thống.")
    operations.replace_pdf(draft.pk, other, "b.pdf", by=office.an, at=office.after(minutes=1))
    page = text_of(browse(office.an).get(address(draft, "/cac-ban")))
    assert "Chữ trong tệp tải lên" in page
    assert "[bỏ: </span>soạn<span" in page
    assert "[thêm: </span>đã sửa<span" in page


def test_a_returned_draft_shows_the_draft_not_what_was_submitted_before(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office)
    operations.return_to_drafter(outgoing.pk, reason="Sửa câu cuối", by=office.binh, at=office.after(minutes=6))
    page = text_of(browse(office.an).get(address(outgoing)))
    assert f'hx-get="{address(outgoing, "/xem-truoc")}"' in page


# ── comments ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_checks_marks_a_passage_and_the_drafter_sees_and_answers_it(office: Cast, browse: Browse) -> None:
    outgoing, checker, drafter = stories.submitted(office), browse(office.binh), browse(office.an)
    assert "Góp ý vào một đoạn" in text_of(checker.get(address(outgoing)))
    said = {"quote": "trước ngày 20 tháng 3", "before": "Gửi kết quả ", "after": " năm 2026", "text": "Hạn quá ngắn"}
    page = text_of(checker.post(address(outgoing, "/gop-y"), said, follow=True))
    assert "<mark>trước ngày 20 tháng 3</mark>" in page
    (comment,) = queries.comments(outgoing)
    assert "Hạn quá ngắn" in text_of(drafter.get(address(outgoing)))
    assert 'data-find="body" data-quote="trước ngày 20 tháng 3"' in text_of(drafter.get(address(outgoing, "/sua")))
    answer = address(outgoing, f"/gop-y/{comment.pk}")
    assert drafter.post(f"{answer}/tra-loi", {"text": "Theo kế hoạch"}).status_code == 302
    assert "Theo kế hoạch" in text_of(checker.get(address(outgoing, "/gop-y")))
    checker.post(f"{answer}/xong")
    assert "Mọi góp ý đã được xử lý." in text_of(drafter.get(address(outgoing)))
    assert "<mark>" not in text_of(drafter.get(address(outgoing, "/gop-y")))


def test_a_comment_that_is_refused_keeps_what_was_typed(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office)
    said = {"quote": "đoạn không có", "text": "Lời góp ý dài"}
    answer = browse(office.binh).post(address(outgoing, "/gop-y"), said)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "VT-DI-GOP-Y-KHONG-THAY" in page
    assert "Lời góp ý dài</textarea>" in page


def test_a_passage_that_is_gone_is_told_in_the_list(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office)
    operations.comment(outgoing.pk, quote="20 tháng 3", text="Ngắn", by=office.binh, at=office.after(minutes=6))
    later = stories.fields(office, body="Nội dung khác hẳn./.")
    operations.change_draft(outgoing.pk, later, by=office.an, at=office.after(minutes=7))
    assert "Đoạn này không còn trong dự thảo." in text_of(browse(office.an).get(address(outgoing)))


def test_whoever_sends_back_sees_open_comments_and_findings_beside_the_reason(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office, body=WRONG)
    operations.comment(outgoing.pk, quote="quý cơ quan", text="Nêu rõ cơ quan", by=office.binh, at=office.at)
    operations.check_forms_due(at=office.after(minutes=6))
    dialog = text_of(browse(office.binh).get(address(outgoing, "/tra-lai"), headers=PART))
    assert "Còn 1 góp ý chưa xử lý." in dialog
    assert "«quý cơ quan»: Nêu rõ cơ quan" in dialog
    assert "Kiểm tra thể thức: 1 lỗi." in dialog


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_added_named_and_drawn_in_the_preview(office: Cast, browse: Browse) -> None:
    draft, client = stories.draft(office), browse(office.an)
    file = SimpleUploadedFile("so do.png", png(), content_type="image/png")
    part = text_of(client.post(address(draft, "/hinh"), {"picture": file}, headers=PART))
    assert 'data-insert="[Hình: so-do.png | | 120]"' in part
    letter = typed(office, body="[Hình: so-do.png | Sơ đồ | 80]\nĐề nghị thực hiện.")
    drawn = text_of(client.post("/van-ban-di/xem-truoc", {**letter, "document": str(draft.pk)}, headers=PART))
    assert 'src="data:image/png;base64,' in drawn
    without = text_of(client.post("/van-ban-di/xem-truoc", letter, headers=PART))
    assert "không tìm thấy tệp hình" in without
    (one,) = queries.pictures(draft)
    assert "so-do.png" not in text_of(client.post(address(draft, "/hinh"), {"bo": str(one.pk)}, headers=PART))


def test_a_picture_too_large_is_refused_with_its_reason(office: Cast, browse: Browse) -> None:
    draft = stories.draft(office)
    file = SimpleUploadedFile("ban-do.png", huge(), content_type="image/png")
    answer = browse(office.an).post(address(draft, "/hinh"), {"picture": file}, headers=PART)
    assert answer.status_code == 422
    assert "40 triệu điểm ảnh" in text_of(answer)


def test_nobody_who_may_not_see_the_draft_sees_its_pictures(office: Cast, browse: Browse) -> None:
    assert browse(office.em).get(address(stories.draft(office), "/hinh"), headers=PART).status_code == 404


def test_what_the_other_party_signed_is_told_on_the_draft(office: Cast, browse: Browse, keys: Keys) -> None:
    draft = uploaded(office, signed_by_giang(keys))
    page = text_of(browse(office.an).get(f"/van-ban-di/{draft.pk}"))
    assert "HỢP LỆ" in page
    assert "Hoàng Trường Giang" in page


def test_the_page_of_a_draft_tells_that_its_docx_is_being_converted_and_renews_itself(
    office: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standard, "to_pdf", lambda _content, **_: stories.made_elsewhere())
    fields, client = stories.fields(office), browse(office.an)
    draft = operations.upload_draft(fields, word(), "a.docx", by=office.an, at=office.at)
    page = text_of(client.get(address(draft)))
    assert "Đang chuyển đổi tệp «a.docx» sang PDF" in page
    assert 'hx-trigger="every 2s"' in page
    assert "/trinh" not in page
    assert "chuyển đổi xong" in text_of(client.get(address(draft, "/xem-truoc")))
    operations.convert_due(at=office.at)
    renewed = client.get(address(draft, "/dien-bien"), {"seen": "", "ban": ""})
    assert renewed.headers["HX-Refresh"] == "true"
    assert "Đang chuyển đổi" not in text_of(client.get(address(draft)))


def test_a_docx_that_could_not_be_converted_is_told_with_what_to_do(
    office: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: bytes, **__: object) -> bytes:
        raise standard.CheckRefused("letter.check.converter_missing")

    monkeypatch.setattr(standard, "to_pdf", fail)
    draft = operations.upload_draft(stories.fields(office), word(), "a.docx", by=office.an, at=office.at)
    operations.convert_due(at=office.at)
    client = browse(office.an)
    page = text_of(client.get(address(draft)))
    assert "VT-DI-DOCX-THIEU-LIBREOFFICE" in page
    assert "Tải tệp khác lên" in page
    assert client.post(address(draft, "/chuyen-lai")).status_code == 302
    assert "Đang chuyển đổi" in text_of(client.get(address(draft)))
