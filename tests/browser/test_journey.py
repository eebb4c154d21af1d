"""The whole journey of a letter as people see it: two offices, an axis between them, a browser for each person."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.browser.letters import (
    Letter,
    agree,
    assign,
    number_seal_issue,
    open_from_desk,
    prepared,
    sign,
    subject,
    write,
)
from tests.browser.people import PHONE, House, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("browser")]

RECIPIENTS = (("nội vụ", "Sở Nội vụ tỉnh Thử Nghiệm"), ("Bình Minh", "Ủy ban nhân dân xã Bình Minh"))
DESK_ASKS_SECONDS, DOCUMENT_ASKS_SECONDS = 20, 15


def test_a_letter_goes_from_its_first_draft_to_completed_in_another_agency(house: House) -> None:
    letter = Letter(subject("rà soát biên chế công chức, viên chức năm 2026"))
    an, binh, chi, dung = (house.enter(name) for name in ("an", "binh", "chi", "dung"))
    em = house.enter("em")

    write(an, letter, recipients=RECIPIENTS)
    return_with_a_reason(binh, letter, "Ghi rõ thời hạn báo cáo ở đoạn thứ nhất.")
    correct_and_submit_again(an, letter, "Ghi rõ thời hạn báo cáo ở đoạn thứ nhất.")
    agree(binh, "Dự thảo chờ tôi cho ý kiến", letter)
    agree(chi, "Chờ kiểm tra thể thức", letter)
    sign_after_a_wrong_pin(dung, letter)
    code = number_seal_issue(chi, letter)

    an.open(letter.sent)
    expect(an.section("Chữ ký")).to_contain_text(re.compile(r"✔\s*HỢP LỆ.*Phạm Tiến Dũng ký .*Bộ Thử nghiệm đóng dấu"))
    arrive_by_itself(em, letter)
    register_by_keyboard(em, letter, code)
    seen_by_itself(an, "đã tiếp nhận, vào sổ văn bản đến số")
    giang, khoa = house.enter("giang"), house.enter("khoa")
    assign(giang, letter)
    work_and_complete(khoa, letter)

    seen_by_itself(an, "đã hoàn thành")
    places = an.section("Nơi nhận").get_by_role("listitem")
    expect(places.filter(has_text="Sở Nội vụ")).to_contain_text(
        re.compile("đã gửi.*đã đến.*đã tiếp nhận.*đang xử lý", re.DOTALL)
    )
    expect(places.filter(has_text="xã Bình Minh")).to_contain_text("đã đến")
    expect(places.filter(has_text="xã Bình Minh")).not_to_contain_text("đã hoàn thành")

    nothing_of_it(house.enter("lan"), letter, code)


def test_a_letter_is_refused_with_a_reason_that_its_writer_sees(house: House, offices: Mapping[str, str]) -> None:
    letter = prepared(offices, "báo cáo kết quả cải cách hành chính quý I", issued=True)
    em, an = house.enter("em"), house.enter("an")
    reason = "Văn bản gửi nhầm, nội dung thuộc thẩm quyền của Sở Tài chính."

    em.row(letter.subject).click()
    expect(em.heading("Kiểm tra rồi vào sổ")).to_be_visible()
    dialog = em.ask("Từ chối, trả lại", "Từ chối, trả lại bên gửi")
    with em.refused_with(422):
        dialog.get_by_role("button", name="Từ chối").click()
        expect(dialog).to_contain_text("Hãy ghi lý do")
    dialog.get_by_label("Lý do").fill(reason)
    dialog.get_by_role("button", name="Từ chối").click()
    em.told("Đã từ chối; lý do được gửi về cơ quan gửi.")

    an.open(letter.sent)
    seen_by_itself(an, reason)
    place = an.section("Nơi nhận").get_by_role("listitem").filter(has_text="Sở Nội vụ")
    expect(place).to_contain_text(re.compile("từ chối", re.IGNORECASE))


def test_a_leader_signs_and_clerks_seal_and_register_on_a_telephone(house: House, offices: Mapping[str, str]) -> None:
    letter = prepared(offices, "tổ chức hội nghị tập huấn công tác văn thư", issued=False)
    dung, chi, em = (house.enter(name, size=PHONE) for name in ("dung", "chi", "em"))

    open_from_desk(dung, "Chờ ký", letter)
    fits(dung)
    dung.ask("Ký số", "Ký số văn bản")
    fits(dung)
    sign(dung, letter)
    code = number_seal_issue(chi, letter)
    fits(chi)

    arrive_by_itself(em, letter)
    em.row(letter.subject).click()
    verdict_is_valid(em)
    em.page.get_by_text("chi tiết").click()
    expect(em.page.get_by_role("listitem").filter(has_text="Chứng thư số").first).to_be_visible()
    fits(em)
    button = em.page.get_by_role("button", name="Vào sổ")
    expect(button).to_be_in_viewport()
    button.click()
    em.told("Đã vào sổ, số đến")
    em.open(f"/van-ban-den/?tab=tat-ca&q={code.partition('/')[0]}")
    expect(em.row(letter.subject)).to_be_visible()


# --- in the ministry --------------------------------------------------------------------------------------------


def return_with_a_reason(binh: Visitor, letter: Letter, reason: str) -> None:
    open_from_desk(binh, "Dự thảo chờ tôi cho ý kiến", letter)
    expect(binh.page.get_by_alt_text(re.compile("Trang 1 trên"))).to_be_visible()
    dialog = binh.ask("Trả lại", "Trả lại người soạn thảo")
    with binh.refused_with(422):
        dialog.get_by_role("button", name="Trả lại").click()
        expect(dialog).to_contain_text("Hãy ghi lý do")
    dialog.get_by_label("Lý do").fill(reason)
    dialog.get_by_role("button", name="Trả lại").click()
    binh.told("Đã trả lại cho Nguyễn Hoài An.")


def correct_and_submit_again(an: Visitor, letter: Letter, reason: str) -> None:
    an.open("/")
    expect(an.section("Dự thảo của tôi")).to_contain_text(f"Trả lại: {reason}")
    open_from_desk(an, "Dự thảo của tôi", letter)
    expect(an.page.get_by_role("note").filter(has_text="Trần Thanh Bình trả lại:")).to_contain_text(reason)
    an.page.get_by_role("link", name="Sửa dự thảo").click()
    body = an.page.get_by_label("Nội dung")
    expect(an.page.get_by_text(reason)).to_be_visible()
    body.fill(body.input_value() + "\nBáo cáo gửi trước ngày 20 tháng 4 năm 2026.")
    an.button("Lưu và trình").click()
    an.told("Đã trình.")


def sign_after_a_wrong_pin(dung: Visitor, letter: Letter) -> None:
    open_from_desk(dung, "Chờ ký", letter)
    dialog = dung.ask("Ký số", "Ký số văn bản")
    with dung.refused_with(422):
        dialog.get_by_label("Mã PIN").fill("00000000")
        dialog.get_by_role("button", name="Ký số").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Mã PIN không đúng nên văn bản chưa được ký.")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Mã PIN")).to_have_value("")
    sign(dung, letter)


# --- in the province --------------------------------------------------------------------------------------------


def arrive_by_itself(em: Visitor, letter: Letter) -> None:
    """The desk was open all the time; it says that something came."""
    news = em.page.get_by_role("link", name=re.compile(r"Có \d+ văn bản mới đến"))
    em.await_by_itself(news, every=DESK_ASKS_SECONDS)
    news.click()
    expect(em.section("Văn bản đến chờ vào sổ")).to_contain_text(letter.subject)


def register_by_keyboard(em: Visitor, letter: Letter, code: str) -> None:
    """j moves to the row, Enter opens it; Enter again registers."""
    row = em.row(letter.subject)
    for _ in range(em.page.locator("[data-row]").count()):
        em.page.keyboard.press("j")
        if row.evaluate("link => link === document.activeElement"):
            break
    em.page.keyboard.press("Enter")
    verdict_is_valid(em)
    expect(em.heading(f"Công văn {code}")).to_be_visible()
    letter.received = em.page.url.removeprefix(em.base_url).removesuffix("/vao-so")
    em.page.keyboard.press("Enter")
    em.told("Đã vào sổ, số đến")


def verdict_is_valid(em: Visitor) -> None:
    line = em.page.locator(".verdict-line")
    expect(line).to_contain_text(re.compile(r"✔\s*HỢP LỆ"))
    expect(line).to_contain_text(re.compile("Phạm Tiến Dũng ký .*Bộ Thử nghiệm đóng dấu .*không bị sửa từ khi ký"))


def work_and_complete(khoa: Visitor, letter: Letter) -> None:
    open_from_desk(khoa, "Việc của tôi", letter)
    expect(khoa.section("Phân công")).to_contain_text("Rà soát, tham mưu văn bản trả lời.")
    khoa.button("Bắt đầu xử lý").click()
    khoa.told("Đã bắt đầu xử lý")
    dialog = khoa.ask("Hoàn thành", "Hoàn thành xử lý")
    dialog.get_by_label("Kết quả giải quyết").fill("Đã rà soát, biên chế không thay đổi so với năm 2025.")
    dialog.get_by_role("button", name="Hoàn thành").click()
    khoa.told("Đã hoàn thành")


def seen_by_itself(an: Visitor, words: str) -> None:
    an.await_by_itself(an.section("Nơi nhận").get_by_text(words).first, every=DOCUMENT_ASKS_SECONDS)


def nothing_of_it(lan: Visitor, letter: Letter, code: str) -> None:
    """Another agency of the same installation: no line, no search result, no page."""
    lan.open("/")
    expect(lan.page.get_by_text(letter.subject)).to_have_count(0)
    for address in ("/van-ban-den/?tab=tat-ca", "/van-ban-di/?tab=tat-ca"):
        lan.open(address)
        expect(lan.page.locator(".nothing").first).to_be_visible()
        expect(lan.page.locator("[data-row]")).to_have_count(0)
    lan.open(f"/van-ban-den/?q={code}")
    expect(lan.page.get_by_text("Không tìm thấy văn bản nào")).to_be_visible()
    with lan.refused_with(404):
        lan.open(letter.received)
        expect(lan.heading("Không tìm thấy")).to_be_visible()
        expect(lan.page.get_by_text(letter.subject)).to_have_count(0)


def fits(visitor: Visitor) -> None:
    """Nothing sticks out of the telephone's screen to the side."""
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{visitor.page.url}: {width} px wide"
