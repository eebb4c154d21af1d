"""The page on which the clerk enters what came on paper."""

from __future__ import annotations

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.incoming import queries
from vanthu.office.journeys.by_hand import receive
from vanthu.office.journeys.tests.test_by_hand import letter, scanned
from vanthu.office.journeys.tests.test_receiving import message
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.standards import edxml

PAGE = "/van-ban-den/nhap"
TYPED = {
    "issuer_name": "Hội Nông dân tỉnh",
    "number": "45",
    "notation": "HND-VP",
    "issued_on": "05/03/2026",
    "type_code": "cong_van",
    "subject": "đề nghị phối hợp tổ chức hội nghị",
    "urgency": "0",
    "page_amount": "1",
}


def test_the_clerk_enters_it_and_sees_it_with_its_number(in_snv: Cast, browse: Browse) -> None:
    answer = browse(in_snv.chi).post(PAGE, {**TYPED, "scan": SimpleUploadedFile("quet.pdf", scanned())}, follow=True)
    shown = text_of(answer)
    assert "Đã vào sổ văn bản đến, số đến 01." in shown
    assert "Bản giấy là bản gốc" in shown
    assert "/trang/1/" in shown  # the scan beside the data


def test_the_next_one_can_be_entered_at_once(in_snv: Cast, browse: Browse) -> None:
    answer = browse(in_snv.chi).post(PAGE, {**TYPED, "con-nua": ""})
    assert answer["Location"] == reverse("web:by_hand")


def test_what_is_missing_is_told_and_what_was_typed_stays(in_snv: Cast, browse: Browse) -> None:
    answer = browse(in_snv.chi).post(PAGE, TYPED | {"subject": "", "issued_on": "05/03/2126"})
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Hãy nhập trích yếu nội dung." in shown
    assert "Ngày văn bản ở sau hôm nay" in shown
    assert "Hội Nông dân tỉnh" in shown
    envelope = browse(in_snv.chi).post(PAGE, TYPED | {"type_code": "envelope", "subject": ""})
    assert "Hãy nhập người nhận ghi trên bì." in text_of(envelope)


def test_the_same_document_again_asks_first(in_snv: Cast, browse: Browse) -> None:
    client = browse(in_snv.chi)
    client.post(PAGE, TYPED)
    asked = client.post(PAGE, TYPED)
    assert asked.status_code == 409
    assert "Mở văn bản đã có để so sánh" in text_of(asked)
    client.post(PAGE, TYPED | {"although": "Hội cấp trùng số"})
    assert sum(queries.counts(in_snv.chi, at=in_snv.at).values()) == 2


def test_others_neither_see_the_way_in_nor_get_in(in_snv: Cast, browse: Browse) -> None:
    assert PAGE in text_of(browse(in_snv.chi).get("/"))
    assert PAGE not in text_of(browse(in_snv.an).get("/"))
    assert browse(in_snv.an).get(PAGE).status_code == 403


def test_the_copy_to_print_carries_the_stamp_and_the_scan_stays_as_it_was(in_snv: Cast, browse: Browse) -> None:
    scan = scanned()
    came = receive(letter(in_snv), scan, "quet.pdf", by=in_snv.chi, at=in_snv.at)
    answer = browse(in_snv.chi).get(f"/van-ban-den/{came.pk}/ban-in")
    words = str(pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range())
    assert "ĐẾN" in words
    assert "09/03/2026" in words
    assert files.read(documents.latest_version(came.pk).file_id) == scan  # type: ignore[union-attr]
    assert browse(in_snv.giang).get(f"/van-ban-den/{came.pk}/ban-in").status_code == 404


def test_what_goes_back_goes_with_a_slip_and_has_no_number(in_snv: Cast, browse: Browse) -> None:
    client = browse(in_snv.chi)
    assert "Hãy ghi lý do trả lại." in text_of(client.post(PAGE, TYPED | {"tra-lai": "1"}))
    page = client.post(PAGE, TYPED | {"tra-lai": "1", "reason": "Gửi nhầm cơ quan"})["Location"]
    assert "Gửi nhầm cơ quan" in text_of(client.get(page))
    slip = client.get(f"{page}/phieu-tra")
    words = " ".join(str(pypdfium2.PdfDocument(slip.content)[0].get_textpage().get_text_range()).split())
    assert "Công văn số 45/HND-VP ngày 05/3/2026" in words
    assert "Lê Thị Chi" in words
    assert client.post(PAGE, TYPED).status_code == 302, "sent again, it is no duplicate"


def test_a_package_brought_as_a_file_waits_for_the_worker_and_junk_is_refused(in_snv: Cast, browse: Browse) -> None:
    client = browse(in_snv.chi)
    junk = client.post(f"{PAGE}/goi-tin", {"goi": SimpleUploadedFile("goi.edxml", b"junk")}, follow=True)
    assert "không phải là gói tin" in text_of(junk)
    raw = edxml.write_bytes(message())
    taken = client.post(f"{PAGE}/goi-tin", {"goi": SimpleUploadedFile("goi.edxml", raw)})
    assert taken["Location"] == "/van-ban-den/?tab=cho-vao-so"
    assert browse(in_snv.an).post(f"{PAGE}/goi-tin", {"goi": SimpleUploadedFile("g", raw)})["Location"] == PAGE
