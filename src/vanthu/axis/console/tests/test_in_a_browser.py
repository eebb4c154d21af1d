"""The console in a real Chromium: accessible at both widths and in both looks, worked by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from vanthu.axis.console import states
from vanthu.axis.console.models import Operator
from vanthu.axis.console.operations import accounts, proposals
from vanthu.axis.console.tests.conftest import PASSWORD, Story, tell_story
from vanthu.axis.console.tests.test_stuck import came_down, refused
from vanthu.axis.federation.states import FAILED
from vanthu.axis.intake.models import Package
from vanthu.axis.jobs.auditing import audited
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}
NAMES = (
    "",
    "co-quan",
    "co-quan/ma/H37.05",
    "he-thong",
    "he-thong/id/BO",
    "tu-choi",
    "de-nghi",
    "so-lieu?ky=30-ngay",
    "nhat-ky",
)
TROUBLED = ("cap-tren", "kiem-toan")
PICTURES = os.environ.get("VANTHU_PICTURES")


@pytest.fixture
def told(db: None, cast: None, monkeypatch: pytest.MonkeyPatch, signing: object, below_a_parent: None) -> Story:
    now = datetime.now(VIETNAM)
    monkeypatch.setattr(clock, "now", lambda: now)
    for name in ("an", "binh"):
        accounts.add_operator(name, PASSWORD, full_name=f"Người {name}", role="operator", by="test", at=now)
    story = tell_story(now)
    binh = Operator.objects.get(name="binh")
    proposals.propose(binh, states.CLOSE, "H37.05", reason="Sáp nhập vào Sở Nội vụ", at=now)
    refused(story.late)
    came_down(FAILED)
    Package.objects.filter(pk=story.expired).update(title="Trích yếu bị sửa ngoài quy trình")
    audited(by="cli:root", at=now)
    return story


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django takes for async code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def entered(browser: Browser, url: str, size: dict[str, int], look: str) -> Page:
    page = browser.new_context(viewport=size, color_scheme=look, locale="vi-VN").new_page()  # type: ignore[arg-type]
    page.goto(f"{url}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("an")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tình hình")).to_be_visible()
    return page


def test_every_page_is_accessible_fits_and_runs_under_its_policy(
    told: Story, live_server: LiveServer, chromium: Browser
) -> None:
    complaints: list[str] = []
    for size, look in ((NARROW, "dark"), (WIDE, "light")):
        page = entered(chromium, live_server.url, size, look)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        for name in (*NAMES, *TROUBLED, f"goi-tin/{told.done}", f"goi-tin/{told.late}", f"goi-tin/{told.failed}"):
            page.goto(f"{live_server.url}/quan-tri/{name}")
            for summary in page.locator("details.act > summary").all():
                summary.click()
            found: Any = Axe().run(page).response["violations"]
            grave = [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in GRAVE]
            assert grave == [], (name, size, look)
            overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(overflow) <= 0, (name, size)
            if PICTURES:
                shot = f"{name.replace('/', '-') or 'tinh-hinh'}-{size['width']}-{look}.png"
                page.screenshot(path=str(Path(PICTURES) / shot), full_page=True)
    assert complaints == []


def test_a_package_is_found_and_a_proposal_confirmed_by_keyboard(
    told: Story, live_server: LiveServer, chromium: Browser
) -> None:
    page = entered(chromium, live_server.url, WIDE, "light")
    page.keyboard.press("/")
    page.keyboard.type(str(told.done))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Chứng cứ")).to_be_visible()
    page.goto(f"{live_server.url}/quan-tri/de-nghi")
    page.get_by_label("Ghi chú").focus()
    page.keyboard.type("Đã xem")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xác nhận và thực hiện.")).to_be_visible()
