"""The registers on the screen: every column, every verb of the clerk, every print; nothing of another agency."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pypdfium2
import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.incoming.tests import stories as incoming
from vanthu.office.outgoing.tests import stories as outgoing
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.registers.tests.stories import entered, lent, posted, reserve, series
from vanthu.office.reports import operations as reports
from vanthu.office.reports.tests.test_copying import made as copied
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.standards.registers import FORMS

BOOKS = {
    "outgoing": "/so/van-ban-di",
    "incoming": "/so/van-ban-den",
    "post": "/so/gui-buu-dien",
    "copies": "/so/ban-luu",
    "follow_up": "/so/theo-doi",
}


@pytest.fixture
def filled(office: Cast) -> Cast:
    """A line in each register."""
    entered(office)
    reserve(office)
    incoming.assigned(office)
    posted(office, "01/QĐ-SNV")
    lent(office, "01/QĐ-SNV")
    return office


@pytest.mark.parametrize("key", BOOKS)
def test_every_register_has_the_columns_of_the_decree_in_order(filled: Cast, browse: Browse, key: str) -> None:
    page = text_of(browse(filled.chi).get(BOOKS[key]))
    places = [page.index(title) for title in FORMS[key].titles]
    assert places == sorted(places)
    assert "<tr data-row" in page


def test_the_register_of_copies_stands_beside_them_and_leads_to_the_copy(office: Cast, browse: Browse) -> None:
    copied(office)
    page = text_of(browse(office.chi).get("/so/ban-sao"))
    places = [page.index(title) for title in FORMS["copying"].titles]
    assert places == sorted(places)
    assert re.search(r'href="/van-ban-sao/[0-9a-f-]+">01/SY-SNV<', page)


def test_what_is_typed_into_the_filter_narrows_the_register(filled: Cast, browse: Browse) -> None:
    client = browse(filled.chi)

    def lines(query: str) -> list[Any]:
        return [row.row[0] for row in client.get(f"/so/van-ban-di?{query}").context["listing"].rows]

    assert lines("") == ["02", "01/QĐ-SNV"]
    assert lines("q=cu+cong+chuc") == ["01/QĐ-SNV"]
    assert lines("q=khong+co") == []
    assert lines("nam=2025") == []
    assert lines("xep=ngay") == ["01/QĐ-SNV", "02"]
    assert lines("tu=09/03/2026&den=09/03/2026") == ["02"]
    assert lines(f"don_vi={filled.ccvc.pk}") == ["01/QĐ-SNV"]
    assert lines(f"don_vi={filled.van_phong.pk}") == []
    assert lines("nam=la&tu=khong&trang=x") == ["02", "01/QĐ-SNV"]


def test_a_long_register_is_paged_by_its_lines(office: Cast, browse: Browse) -> None:
    for _ in range(53):
        reserve(office)
    client = browse(office.chi)
    first = client.get("/so/van-ban-di").context["listing"]
    second = client.get("/so/van-ban-di", {"sau": first.after}).context["listing"]
    assert [len(first.rows), len(second.rows), first.total] == [50, 3, 53]
    assert [line.number for line in (*first.rows, *second.rows)] == list(range(53, 0, -1))


def test_the_clerk_keeps_a_number_and_cancels_it(office: Cast, browse: Browse) -> None:
    client = browse(office.chi)
    assert "Giữ số kế tiếp" in text_of(client.get("/so/ghi/giu-so"))
    typed = {"series": "chung", "due_on": "20/03/2026", "reason": "Chờ ký"}
    page = text_of(client.post("/so/ghi/giu-so", typed, follow=True))
    assert "Đã giữ số 01." in page
    assert "Giữ chỗ đến 20/03/2026: Chờ ký" in page
    (kept,) = registers.reserved(RegisterKind.OUTGOING)
    assert client.post(f"/so/ghi/huy-so/{kept.pk}", {"reason": ""}).status_code == 422
    page = text_of(client.post(f"/so/ghi/huy-so/{kept.pk}", {"reason": "Thôi"}, follow=True))
    assert "Đã hủy: Thôi" in page
    answer = client.post(f"/so/ghi/huy-so/{kept.pk}", {"reason": "Nữa"})
    assert (answer.status_code, "VT-DA-CHUYEN" in text_of(answer)) == (409, True)


def test_a_kept_number_goes_to_a_signed_letter(office: Cast, browse: Browse) -> None:
    kept, letter = reserve(office), outgoing.signed(office)
    reserve(office)
    client = browse(office.chi)
    dialog = text_of(client.get(f"/so/ghi/dung-so/{kept.pk}"))
    assert "rà soát danh mục vị trí việc làm" in dialog
    page = text_of(client.post(f"/so/ghi/dung-so/{kept.pk}", {"document": str(letter.pk)}, follow=True))
    assert "Số 01 dành cho văn bản đã chọn" in page
    taken = registers.number_of(letter.pk, RegisterKind.OUTGOING)
    assert taken is not None
    assert taken.number == 1


def test_the_clerk_enters_a_paper_document(office: Cast, browse: Browse) -> None:
    client = browse(office.chi)
    typed = {
        "type_code": "quyet_dinh", "issued_on": "05/03/2026", "notation": "QĐ-SNV", "place": "", "copies": "3",
        "subject": "Về việc nâng lương", "signer_name": "Phạm Tiến Dũng", "signer_position": "Giám đốc",
        "unit": str(office.ccvc.pk), "recipients": "Như Điều 3\nLưu: VT", "sent_on": "", "reason": "Mất mạng",
    }  # fmt: skip
    assert client.get("/so/van-ban-giay").status_code == 200
    wrong = client.post("/so/van-ban-giay", {**typed, "issued_on": "05/03/2027"})
    assert (wrong.status_code, "Về việc nâng lương" in text_of(wrong)) == (422, True)
    page = text_of(client.post("/so/van-ban-giay", typed, follow=True))
    assert "Đã vào sổ văn bản giấy, số 01/QĐ-SNV." in page
    assert "Văn bản giấy, vào sổ ngày 09/03/2026: Mất mạng" in page


def test_the_post_and_kept_copies_are_written_and_signed(office: Cast, browse: Browse) -> None:
    entered(office)
    client = browse(office.chi)
    typed = {"code_text": "01/QĐ-SNV", "recipient": "Xã Đồng Mẫu", "envelopes": "2", "sent_on": "09/03/2026"}
    assert "Đã ghi sổ gửi bưu điện." in text_of(client.post("/so/ghi/buu-dien", typed, follow=True))
    entry = registers.post_entries().get()
    signed = {"signed_by": "Trần Văn Bưu", "on": "09/03/2026"}
    page = text_of(client.post(f"/so/ghi/ky-nhan-buu-dien/{entry.pk}", signed, follow=True))
    assert "Trần Văn Bưu, 09/03/2026" in page
    people = {"borrower": str(office.an.pk), "permitted_by": str(office.dung.pk)}
    page = text_of(client.post("/so/ghi/cho-muon", {"code_text": "01/QĐ-SNV", **people}, follow=True))
    assert "Nguyễn Văn An" in page
    loan = registers.loans().get()
    assert "Đã ký nhận." in text_of(browse(office.an).post(f"/so/ghi/ky-nhan-ban-luu/{loan.pk}", follow=True))
    page = text_of(client.post(f"/so/ghi/nhan-lai/{loan.pk}", {"remark": "đủ"}, follow=True))
    assert "09/03/2026" in page
    assert "Nhận lại</" not in page


def test_an_administrator_opens_and_ends_a_series(office: Cast, browse: Browse) -> None:
    access.give_duty(office.binh, Duty.ADMINISTRATOR, by=None, at=office.at)
    client = browse(office.binh)
    typed = {
        "scope": "types", "name": "Quyết định", "types": ["quyet_dinh"], "valid_from": "01/01/2026",
        "legal_basis": "Quy chế", "body_name": "", "notations": "",
    }  # fmt: skip
    page = text_of(client.post("/so/day-so/lap", typed, follow=True))
    assert "Đã lập dãy số «Quyết định»." in page
    (row,) = registers.series_rows()
    ended = client.post(f"/so/day-so/{row.pk}/ngung", {"valid_to": "31/12/2026", "reason": "Gộp"}, follow=True)
    assert "đến 31/12/2026" in text_of(ended)
    assert browse(office.chi).get("/so/day-so/lap").status_code == 403
    assert browse(office.chi).get("/so/day-so").status_code == 200


@pytest.mark.parametrize("key", BOOKS)
def test_every_register_prints_as_pdf_docx_and_xlsx(filled: Cast, browse: Browse, key: str) -> None:
    client = browse(filled.chi)
    for form in ("pdf", "docx", "xlsx"):
        page = client.post(f"/so/in/{key}?nam=2026", {"format": form, "volume": "01"}, follow=True)
        assert "Đã in xong" in text_of(page)
        (made, _chosen) = page.context["prints"][0]
        content = b"".join(client.get(f"/so/ban-in/{made.pk}").streaming_content)
        assert made.rows >= 1
        if form == "pdf":
            text = "\n".join(one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(content))
            assert FORMS[key].title.upper() in text
            assert f"tổng cộng {made.rows} {FORMS[key].counted}" in text.replace("\r\n", " ")
        if form == "xlsx":
            sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
            assert sheet.count(b"<row ") == 6 + made.rows


def test_a_long_print_is_left_to_the_worker_and_the_page_looks_again(
    filled: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vanthu.office.web.views.prints.AT_ONCE", 0)
    client = browse(filled.chi)
    page = text_of(client.post("/so/in/outgoing", {"format": "pdf"}, follow=True))
    assert "Đang in" in page
    assert 'hx-trigger="every 2s"' in page
    assert reports.print_due(at=filled.after(hours=1)) == 1
    part = text_of(client.get("/so/ban-in", headers={"HX-Request": "true"}))
    assert "Tải về" in part
    assert "hx-trigger" not in part


@pytest.mark.parametrize("name", ["an", "binh"])
def test_others_see_their_own_lines_and_print_nothing(filled: Cast, browse: Browse, name: str) -> None:
    client = browse(getattr(filled, name))
    page = client.get("/so/van-ban-di")
    assert page.context["listing"].rows == ()
    assert "In, xuất tệp" not in text_of(page)
    assert client.get("/so/in/outgoing").status_code == 403
    assert client.get("/so/ban-in").status_code == 403
    for slug in ("giu-so", "buu-dien", "cho-muon"):
        assert client.post(f"/so/ghi/{slug}", {}).status_code in {403, 422}
    assert client.get("/so/van-ban-giay").status_code == 403


def test_another_agency_sees_nothing_of_it(filled: Cast, browse: Browse) -> None:
    ours = browse(filled.chi)
    ours.post("/so/in/outgoing", {"format": "xlsx"})
    made = ours.get("/so/ban-in").context["prints"][0][0]
    client = browse(filled.em)
    for address in BOOKS.values():
        assert client.get(address).context["listing"].rows == ()
    assert client.get("/so/ban-in").context["prints"] == []
    assert client.get(f"/so/ban-in/{made.pk}").status_code == 404
    (kept,) = registers.reserved(RegisterKind.OUTGOING)
    assert client.post(f"/so/ghi/huy-so/{kept.pk}", {"reason": "x"}).status_code == 404


def test_series_are_offered_in_the_filter_where_there_are_several(office: Cast, browse: Browse) -> None:
    series(office)
    entered(office)
    reserve(office)
    client = browse(office.chi)
    chosen = client.get("/so/van-ban-di?day=quyet-dinh").context["listing"].rows
    assert [line.row[0] for line in chosen] == ["01/QĐ-SNV"]
    assert "Quyết định</option>" in text_of(client.get("/so/van-ban-di"))
