"""Ways of sending in a real Chromium: from the draft to the post, and to whoever reads what was published."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from vanthu.office.web.tests.test_in_a_browser import NARROW, House, grave_findings, house  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COMPANY = "Công ty Cổ phần Ánh Dương"
WHY = "Nơi nhận đang bảo trì hệ thống, đề nghị gửi thêm bản giấy"


def seen(page: Page, name: str) -> None:
    """Keep a picture when somebody wants to look (VANTHU_PICTURES names a folder), and look for grave faults."""
    if folder := os.environ.get("VANTHU_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert grave_findings(page) == []


@pytest.mark.timeout(300)
def test_a_drafter_adds_a_company_and_sees_each_way_with_its_reason(house: House) -> None:  # noqa: F811
    page = house.enter("an")
    page.goto(f"{house.url}/van-ban-di/soan")
    page.get_by_label("Tìm nơi nhận").fill("y tế")
    page.get_by_role("button", name="Sở Y tế H99.05").click()
    page.get_by_text("Nơi nhận không ở trên trục").click()
    page.get_by_label("Tên", exact=True).fill(COMPANY)
    page.get_by_label("Địa chỉ", exact=True).fill("12 phố Huế, Hà Nội")
    page.get_by_role("button", name="Thêm nơi nhận này").click()
    rows = page.locator("#recipients li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Nơi nhận ở trên trục liên thông: điện tử qua trục")
    expect(rows.nth(1)).to_contain_text("bản giấy (khoản 1 Điều 7")
    reason = rows.nth(0).get_by_label("Lý do gửi khác quy định")
    expect(reason).to_be_hidden()
    rows.nth(0).get_by_label("Cách gửi").select_option("both")
    expect(reason).to_be_visible()
    reason.fill(WHY)
    seen(page, "soan")
    page.get_by_label("Trích yếu").fill("mời họp giao ban")
    expect(rows.nth(0).get_by_label("Lý do gửi khác quy định")).to_have_value(WHY)
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.get_by_text(f"khác quy định: {WHY}")).to_be_visible()
    page.set_viewport_size(NARROW)
    seen(page, "du-thao-390")


@pytest.mark.timeout(300)
def test_a_clerk_issues_prints_posts_and_publishes(house: House) -> None:  # noqa: F811
    page = house.enter("chi")
    page.goto(house.out("sealed"))
    page.get_by_role("button", name="Phát hành").click()
    dialog = page.get_by_role("dialog")
    first = dialog.locator(".way-row").first
    first.get_by_label("Cách gửi").select_option("both")
    dialog.get_by_role("button", name="Phát hành").click()
    expect(dialog.get_by_text("Hãy ghi lý do gửi")).to_be_visible()
    seen(page, "phat-hanh")
    dialog.locator(".way-row").first.get_by_label("Lý do gửi khác quy định").fill(WHY)
    dialog.get_by_role("button", name="Phát hành").click()
    expect(page.get_by_role("heading", name="Đã phát hành")).to_be_visible()
    expect(page.get_by_text("bản giấy chưa gửi bưu điện")).to_be_visible()
    page.get_by_role("button", name="In bản chính giấy").click()
    seen(page, "in-giay")
    dialog.get_by_role("button", name="Ghi số bản và in").click()
    expect(page.get_by_text("Mở tệp để in")).to_be_visible()
    page.get_by_role("button", name="Ghi đã gửi bưu điện").click()
    dialog.get_by_label("Mã bưu gửi").fill("EB123456789VN")
    dialog.get_by_role("button", name="Ghi sổ").click()
    expect(page.get_by_text("mã EB123456789VN")).to_be_visible()
    page.get_by_role("button", name="Công bố trên cổng").click()
    dialog.get_by_role("button", name="Công bố").click()
    expect(page.get_by_role("link", name="Đang công bố trên cổng")).to_be_visible()
    seen(page, "da-phat-hanh")
    page.set_viewport_size(NARROW)
    seen(page, "da-phat-hanh-390")
    anybody = house.enter(None)
    anybody.goto(f"{house.url}/cong-bo/")
    seen(anybody, "cong-bo")
    anybody.get_by_role("article").get_by_role("link").click()
    expect(anybody.get_by_role("link", name="Mở tệp PDF đã ký số")).to_be_visible()
    anybody.set_viewport_size(NARROW)
    seen(anybody, "cong-bo-390")
