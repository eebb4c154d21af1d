"""The pages in a real Chromium: accessible at every width and in both looks, and worked by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from vanthu.office.mailbox.tests.letters import email
from vanthu.office.outgoing.tests.stories import verified_here
from vanthu.office.testing import showroom
from vanthu.office.testing.cast import PASSWORD
from vanthu.runtime import clock
from vanthu.standards import signing
from vanthu.standards.letter import compose
from vanthu.standards.letter.examples import examples

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PDF = "application/pdf"
CHROMIUM = "/usr/bin/chromium"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
expect.set_options(timeout=20_000)
GRAVE = {"serious", "critical"}


@dataclass
class House:
    """The furnished office, its address, and a browser in which people log in."""

    room: showroom.Showroom
    url: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def enter(self, name: str | None, size: dict[str, int] = WIDE, look: str = "light") -> Page:
        """A page in which `name` is logged in (None: nobody)."""
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=look,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale="vi-VN",
        )
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        page = context.new_page()
        if name:
            page.goto(f"{self.url}/dang-nhap")
            page.get_by_label("Tên đăng nhập").fill(name)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            expect(page.get_by_role("heading", name="Cần làm ngay")).to_be_visible()
        return page

    def out(self, name: str, verb: str = "") -> str:
        """The address of a văn bản đi of the showroom."""
        return f"{self.url}/van-ban-di/{self.room.outgoing[name]}{verb}"

    def in_(self, name: str, verb: str = "") -> str:
        """The address of a văn bản đến of the showroom."""
        return f"{self.url}/van-ban-den/{self.room.incoming[name]}{verb}"


@pytest.fixture
def house(
    live_server: LiveServer,
    transactional_db: None,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    # Playwright keeps an event loop in this thread, which Django takes for async code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setattr(signing, "verify_isolated", verified_here)
    with showroom.restored_settings():
        # Before Playwright begins: checking signatures runs an event loop of its own.
        room = showroom.furnished(tmp_path_factory.mktemp("keys"), at=clock.now())
        with chromium() as browser:
            made = House(room, live_server.url, browser)
            yield made
            for context in made.contexts:
                context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no {CHROMIUM} on this machine")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def addresses(house: House) -> dict[str, list[str]]:
    """Every kind of page with somebody whose page it is."""
    base = house.url
    return {
        "chi": [
            f"{base}/",
            f"{base}/van-ban-den/?tab=tat-ca",
            f"{base}/van-ban-di/?tab=tat-ca",
            f"{base}/van-ban-di/?q=khong-co-gi",
            f"{base}/so/van-ban-den",
            f"{base}/so/van-ban-di",
            f"{base}/lien-thong",
            f"{base}/thu-den/",
            f"{base}/van-ban-den/nhap",
            f"{base}/khong-co",
            house.in_("flash", "/vao-so"),
            house.in_("broken", "/vao-so"),
            house.in_("unsigned"),
            house.in_("refused"),
            house.out("issued"),
            house.out("sealed", "/phat-hanh"),
        ],
        "an": [
            f"{base}/",
            f"{base}/van-ban-di/soan",
            house.out("draft"),
            house.out("returned", "/sua"),
            house.in_("started"),
        ],
        "binh": [f"{base}/", house.out("submitted", "/tra-lai")],
        "dung": [f"{base}/", house.out("approved", "/ky-so"), house.in_("registered", "/phan-cong")],
    }


def findings(page: Page) -> list[str]:
    """What is wrong with what stands on the screen: on a desk by day, then on a telephone at night.

    The other two combinations, with real letters, are asked of the tests with real processes.
    """
    found = []
    for size, look in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
        expect(page.locator("html")).to_have_attribute("data-bs-theme", look)
        where = f"{page.url} at {size['width']} px, {look}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{where} is {wide} px wide"] if wide > size["width"] else []
        found += [f"{where}: {one}" for one in grave_findings(page)]
    return found


def grave_findings(page: Page) -> list[str]:
    results: Any = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{found['id']} ({found['impact']}): {[node['html'][:160] for node in found['nodes'][:3]]}"
        for found in results["violations"]
        if found["impact"] in GRAVE
    ]


@pytest.mark.timeout(600)
def test_axe_finds_nothing_serious_on_any_page(house: House) -> None:
    wrong: list[str] = []
    for name, urls in addresses(house).items():
        page = house.enter(name)
        for url in urls:
            page.goto(url)
            wrong += findings(page)
    stranger = house.enter(None)
    stranger.goto(f"{house.url}/dang-nhap")
    wrong += findings(stranger)
    assert not wrong, "\n".join(wrong)


@pytest.mark.timeout(300)
def test_the_clerk_registers_by_keyboard_and_the_next_one_opens(house: House) -> None:
    page = house.enter("chi")
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Vào sổ")).to_be_visible()
    first = page.url
    page.locator("body").press("Enter")
    expect(page.get_by_text("Đã vào sổ, số đến")).to_be_visible()
    assert page.url != first
    assert page.url.endswith("/vao-so")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Các phím tắt")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_role("dialog", name="Từ chối, trả lại bên gửi")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Tìm trong tất cả")).to_be_focused()


@pytest.mark.timeout(300)
def test_an_email_is_registered_by_keyboard_with_what_its_page_says_and_the_next_one_opens(
    house: House, tmp_path: Path
) -> None:
    pdf = compose(examples()["bao_cao"], at=clock.now()).pdf
    (tmp_path / "thu.eml").write_bytes(email(files=(("bao-cao.pdf", pdf),)))
    page = house.enter("chi")
    page.goto(f"{house.url}/thu-den/")
    page.get_by_label("Thư lưu thành tệp (.eml)").set_input_files(tmp_path / "thu.eml")
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_label("Loại văn bản")).to_have_value("bao_cao")
    expect(page.get_by_label("Trích yếu")).to_have_value(re.compile("^Kết quả sử dụng văn bản điện tử"))
    assert grave_findings(page) == []
    page.keyboard.press("Tab")
    page.keyboard.type("45")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã vào sổ, số đến")).to_be_visible()
    assert page.url.endswith("/vao-so"), "the next of the queue, which came by the axis"
    page.goto(f"{house.url}/van-ban-den/nhap")
    page.get_by_label("Tệp văn bản (PDF)").set_input_files({"name": "q.pdf", "mimeType": PDF, "buffer": pdf})
    expect(page.get_by_label("Loại văn bản")).to_have_value("bao_cao")
    page.get_by_label("Số", exact=True).fill("45")
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    expect(page.get_by_role("heading", name="Văn bản này có vẻ đã có")).to_be_visible()
    expect(page.get_by_role("button", name="Vào sổ", exact=True)).to_have_css("opacity", "1")
    assert grave_findings(page) == []
    page.get_by_role("button", name="Là bản khác của văn bản đã có").click()
    expect(page.get_by_text("Đã ghép với văn bản đã có.")).to_be_visible()


@pytest.mark.timeout(300)
def test_the_leader_mistypes_the_pin_then_signs_and_the_next_letter_opens(house: House) -> None:
    page = house.enter("dung", NARROW)
    page.goto(house.out("approved"))
    page.get_by_role("button", name="Ký số").click()
    dialog = page.get_by_role("dialog", name="Ký số văn bản")
    dialog.get_by_label("Mã PIN của chữ ký số").fill("00000000")
    dialog.get_by_role("button", name="Ký số").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Mã PIN không đúng")
    dialog.get_by_label("Mã PIN của chữ ký số").fill(showroom.PIN)
    dialog.get_by_role("button", name="Ký số").click()
    page.wait_for_url(house.out("approved2"))
    expect(page.get_by_text("Đã ký số.")).to_be_visible()


@pytest.mark.timeout(300)
def test_a_letter_is_drawn_while_it_is_written_and_its_recipients_are_picked(house: House) -> None:
    page = house.enter("an")
    page.get_by_role("link", name="Soạn văn bản").click()
    page.get_by_label("Kính gửi").fill("Sở Y tế")
    page.get_by_label("Trích yếu").fill("mời họp giao ban công tác văn thư")
    page.get_by_label("Nội dung").fill("Kính mời quý cơ quan cử người dự họp./.")
    page.get_by_label("Tìm nơi nhận").fill("y tế")
    page.get_by_role("button", name="Sở Y tế H99.05").click()
    expect(page.locator("#recipients li")).to_have_count(1)
    expect(page.get_by_alt_text("Xem trước trang 1")).to_be_visible()
    page.get_by_role("button", name="Lưu và trình").click()
    expect(page.get_by_role("heading", name="Chờ Trần Thị Bình: kiểm tra nội dung")).to_be_visible()


@pytest.mark.timeout(300)
def test_what_recipients_report_appears_by_itself(house: House) -> None:
    page = house.enter("chi")
    page.goto(house.out("issued"))
    places = page.locator(".places")
    expect(places.get_by_text("vào sổ văn bản đến số 88")).to_be_visible()
    assert places.get_by_text("đã đến").count() == 2
    with house.room.cast.in_snv():
        showroom._report(house.room, house.room.outgoing["issued"], "H99.07", "01", "", clock.now())
    expect(places.get_by_text("đã đến")).to_have_count(3)
    expect(page.locator("#live")).to_contain_text("Sở Giáo dục và Đào tạo: Đã đến")


@pytest.mark.timeout(300)
def test_fourteen_rows_stand_on_a_screen_of_768_pixels(house: House) -> None:
    page = house.enter("chi", {"width": 1366, "height": 768})
    page.goto(f"{house.url}/van-ban-di/?tab=tat-ca")
    top = page.locator("tbody tr").first.bounding_box()
    assert top is not None
    assert (768 - top["y"]) / top["height"] >= 14


@pytest.mark.timeout(300)
def test_lines_are_chosen_by_keyboard_and_what_was_just_done_is_taken_back(house: House) -> None:
    leader = house.enter("dung")
    leader.goto(f"{house.url}/van-ban-den/?tab=cho-phan-cong")
    for key in ("j", "x"):
        leader.keyboard.press(key)
    expect(leader.locator(".picks-bar")).to_contain_text("Đã chọn 1")
    leader.get_by_role("link", name="Phân công", exact=True).click()
    dialog = leader.get_by_role("dialog", name="Phân công xử lý")
    expect(dialog).to_contain_text("Làm với 1 dòng đã chọn")
    said = dialog.get_by_text("khoản 2 Điều 23 Nghị định 30/2020/NĐ-CP")
    dialog.locator("summary").filter(has_text="Quy định về: Đơn vị chủ trì").click()
    expect(said).to_be_visible()
    dialog.get_by_label("Đơn vị chủ trì").focus()
    leader.keyboard.press("F1")
    expect(said).not_to_be_visible()
    assert grave_findings(leader) == []
    drafter = house.enter("an")
    drafter.goto(house.out("draft"))
    drafter.keyboard.press("m")
    expect(drafter.get_by_text("Đã trình.")).to_be_visible()
    drafter.keyboard.press("u")
    expect(drafter.get_by_text("Đã hoàn tác.")).to_be_visible()
    expect(drafter.get_by_role("button", name="Trình", exact=True)).to_be_visible()
