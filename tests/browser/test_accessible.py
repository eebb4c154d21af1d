"""The pages with real letters on them: nothing serious for axe, all of it by keyboard, the focus always seen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.letters import assign, prepared
from tests.browser.people import DESK, PHONE, House, Visitor
from vanthu.cli.demo.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("browser")]

GRAVE = frozenset({"serious", "critical"})
SEEN_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const name = element.getAttribute("aria-label") || element.innerText || element.name || element.tagName;
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return {name: name.trim().slice(0, 60), seen: outlined && inside};
}"""
WHOLE = """box => {
  const frame = box.getBoundingClientRect(), words = box.querySelector("span").getBoundingClientRect();
  return words.top >= frame.top + 2 && words.bottom <= frame.bottom - 2;
}"""


def test_nothing_serious_on_the_pages_of_the_sender(house: House, offices: Mapping[str, str]) -> None:
    waiting = prepared(offices, "góp ý dự thảo quy chế công tác văn thư", issued=False)
    issued = prepared(offices, "tổng kết công tác văn thư, lưu trữ năm 2025", issued=True)
    found: list[str] = []

    stranger = house.visitor("an")
    stranger.open("/dang-nhap")
    with stranger.refused_with(422):
        stranger.button("Đăng nhập").click()
        expect(stranger.page.get_by_text("Hãy nhập mật khẩu.")).to_be_visible()
        found += findings(stranger, "log-in, nothing typed")

    an = house.enter("an")
    an.open("/van-ban-di/soan")
    expect(an.page.get_by_alt_text("Xem trước trang 1")).to_be_visible()
    an.page.get_by_role("searchbox", name="Tìm nơi nhận").press_sequentially("nội vụ")
    expect(an.page.locator(".found button").first).to_be_visible()
    found += findings(an, "writing, recipients found")
    with an.refused_with(422):
        an.button("Lưu dự thảo").click()
        expect(an.page.get_by_text("Hãy nhập trích yếu nội dung.")).to_be_visible()
        found += findings(an, "writing, not complete")

    dung = house.enter("dung")
    dung.page.get_by_label(f"Chọn: {waiting.subject}").check()
    found += findings(dung, "the leader's desk, one letter chosen")
    dung.open(waiting.sent)
    dialog = dung.ask("Ký số", "Ký số văn bản")
    with dung.refused_with(422):
        dialog.get_by_label("Mã PIN").fill("00000000")
        dialog.get_by_role("button", name="Ký số").click()
        expect(dialog.get_by_role("alert")).to_be_visible()
        found += findings(dung, "signing, wrong PIN")

    chi = house.enter("chi")
    chi.open(issued.sent)
    chi.section("Chữ ký").get_by_text("chi tiết").click()
    found += findings(chi, "issued letter, signatures open")
    chi.page.keyboard.press("?")
    expect(chi.dialog("Các phím tắt")).to_be_visible()
    found += findings(chi, "keys")
    assert found == []


def test_nothing_serious_on_the_pages_of_the_receiver(house: House, offices: Mapping[str, str]) -> None:
    letter = prepared(offices, "kiểm tra công tác văn thư tại các đơn vị", issued=True)
    found: list[str] = []

    em = house.enter("em")
    found += findings(em, "the clerk's desk")
    assert em.page.locator(".whom").evaluate(WHOLE), "the name of the agency is cut off"
    em.row(letter.subject).click()
    em.page.get_by_text("chi tiết").click()
    found += findings(em, "registering, signatures open")
    em.ask("Từ chối, trả lại", "Từ chối, trả lại bên gửi")
    found += findings(em, "refusing")
    em.page.keyboard.press("Escape")
    letter.received = em.page.url.removeprefix(em.base_url).removesuffix("/vao-so")
    em.page.get_by_role("button", name="Vào sổ").click()
    em.told("Đã vào sổ, số đến")
    em.page.locator("details.menu summary").click()
    found += findings(em, "menu of the person")

    giang = house.enter("giang")
    giang.open(letter.received)
    found += findings(giang, "deciding")
    assign(giang, letter)
    for address in ("/viec/?cua=da-giao", "/viec/bang-theo-doi", "/viec/quy-tac", "/thong-bao/", "/thong-bao/cai-dat"):
        giang.open(address)
        found += findings(giang, address)
    giang.open("/viec/?cua=da-giao")
    giang.row(letter.subject).click()
    giang.section("Phân công").get_by_role("link").first.click()
    expect(giang.section("Trao đổi, tiến độ")).to_be_visible()
    found += findings(giang, "a task")

    hoa, khoa = house.enter("hoa"), house.enter("khoa")
    found += findings(hoa, "the head's desk")
    khoa.open(letter.received)
    khoa.button("Bắt đầu xử lý").click()
    khoa.told("Đã bắt đầu xử lý")
    khoa.ask("Hoàn thành", "Hoàn thành xử lý")
    found += findings(khoa, "completing")

    lan = house.enter("lan")
    found += findings(lan, "an empty desk")
    with lan.refused_with(404):
        lan.open(letter.received)
        found += findings(lan, "a document of another agency")
    assert found == []


def test_a_clerk_works_by_keyboard_alone_and_always_sees_where_she_is(house: House, offices: Mapping[str, str]) -> None:
    letter = prepared(offices, "cử người dự lớp bồi dưỡng nghiệp vụ văn thư", issued=True)
    em = house.visitor("em")
    em.open("/dang-nhap")
    keys = em.page.keyboard
    expect(em.page.get_by_label("Tên đăng nhập")).to_be_focused()
    keys.type("em")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(em.heading("Cần làm ngay")).to_be_visible()

    focus_is_seen_everywhere(em.page, stops=12)
    em.open("/")
    keys.press("?")
    help_ = em.dialog("Các phím tắt")
    expect(help_).to_contain_text("Xuống, lên một dòng")
    focus_is_seen(em.page)
    keys.press("Escape")
    expect(help_).to_be_hidden()

    stand_on(em, em.row(letter.subject))
    focus_is_seen(em.page)
    keys.press("Enter")
    expect(em.heading("Kiểm tra rồi vào sổ")).to_be_visible()
    focus_is_seen_everywhere(em.page, stops=12)
    em.page.reload()
    keys.press("r")
    refusing = em.dialog("Từ chối, trả lại bên gửi")
    expect(refusing.get_by_label("Lý do")).to_be_focused()
    focus_is_seen(em.page)
    keys.press("Escape")
    expect(refusing).to_be_hidden()
    keys.press("/")
    expect(em.page.get_by_role("searchbox", name="Tìm trong tất cả")).to_be_focused()
    focus_is_seen(em.page)


# --- how it is looked at ----------------------------------------------------------------------------------------


def findings(visitor: Visitor, where: str) -> list[str]:
    """Ask axe about what stands on the screen now: on a telephone by day, then on a desk at night.

    The other two combinations, over every page, are asked of the web's own tests.
    """
    page, found = visitor.page, []
    for size, look in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
        expect(page.locator("html")).to_have_attribute("data-bs-theme", look)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{where}: {wide} px wide at {size['width']}"] if wide > size["width"] else []
        found += [f"{where}, {size['width']} px, {look}: {one}" for one in _grave(page)]
    return found


def _grave(page: Page) -> list[str]:
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{one['id']} ({one['impact']}): {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in answer["violations"]
        if one["impact"] in GRAVE
    ]


def stand_on(visitor: Visitor, row: Locator) -> None:
    """Press j until the row has the focus."""
    for _ in range(visitor.page.locator("[data-row]").count()):
        visitor.page.keyboard.press("j")
        if row.evaluate("link => link === document.activeElement"):
            return
    raise AssertionError(f"j never came to {row}")


def focus_is_seen(page: Page) -> None:
    """The element with the focus has an outline of two pixels at least, on the screen."""
    focus = page.evaluate(SEEN_FOCUS)
    assert focus, "nothing has the focus"
    assert focus["seen"], f"the focus on «{focus['name']}» cannot be seen"


def focus_is_seen_everywhere(page: Page, *, stops: int) -> None:
    """Press Tab again and again; wherever it stops, the focus is seen."""
    for _ in range(stops):
        page.keyboard.press("Tab")
        if page.evaluate(SEEN_FOCUS) is not None:
            focus_is_seen(page)
