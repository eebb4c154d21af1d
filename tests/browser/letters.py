"""What the people of the journey do to a letter, each step as they see and press it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Error, expect

from tests.browser.people import Visitor
from vanthu.cli.demo.journey import Journey
from vanthu.cli.demo.people import AGENCY_PIN, PERSON_PIN

BODY = (
    "Thực hiện chương trình công tác năm 2026, Bộ Thử nghiệm đề nghị quý cơ quan rà soát các nội dung sau đây.",
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ Vụ Công chức - Viên chức để được hướng dẫn.",
)
PREVIEW = "Xem trước trang 1"


def subject(words: str) -> str:
    """Return a subject no letter had before: the offices may be a demonstration that runs since yesterday."""
    return f"{words}, đợt {secrets.randbelow(1_000_000)}"


@dataclass
class Letter:
    """One letter on its way; the addresses are known once it is there."""

    subject: str
    sent: str = ""
    received: str = ""


def write(an: Visitor, letter: Letter, *, recipients: tuple[tuple[str, str], ...]) -> None:
    """Type a letter, choose its recipients (what to search, what to choose) and submit it."""
    an.page.locator("[data-key=n]").click()
    page = an.page.get_by_alt_text(PREVIEW)
    expect(page).to_be_visible()
    empty = page.get_attribute("src")
    an.page.get_by_label("Kính gửi").fill("\n".join(name for _, name in recipients))
    an.page.get_by_label("Trích yếu").press_sequentially(letter.subject)
    an.page.get_by_label("Nội dung").fill("\n".join(BODY))
    expect(page).not_to_have_attribute("src", empty or "")
    for words, name in recipients:
        search = an.page.get_by_role("searchbox", name="Tìm nơi nhận")
        search.press_sequentially(words)
        an.page.get_by_role("button", name=name).click()
        expect(an.page.locator("#recipients")).to_contain_text(name)
    expect(an.page.get_by_label("Người ký")).to_contain_text("Phạm Tiến Dũng")
    an.button("Lưu và trình").click()
    an.told("Đã trình.")
    letter.sent = _address(an)


def open_from_desk(visitor: Visitor, pile: str, letter: Letter) -> None:
    """Go to the desk and open the letter from one of its piles."""
    visitor.open("/")
    visitor.section(pile).locator("a[data-open]").filter(has_text=letter.subject).click()
    expect(visitor.section("Diễn biến")).to_be_visible()


def agree(visitor: Visitor, pile: str, letter: Letter) -> None:
    """Agree with a draft that lies on the desk."""
    open_from_desk(visitor, pile, letter)
    visitor.ask("Đồng ý", "Đồng ý với dự thảo").get_by_role("button", name="Đồng ý").click()
    visitor.told("Đã đồng ý và chuyển bước tiếp theo.")


def sign(dung: Visitor, letter: Letter) -> None:
    """Sign with the right PIN in the dialog that is open; the next letter of the pile opens, if there is one."""
    dialog = dung.dialog("Ký số văn bản")
    dialog.get_by_label("Mã PIN").fill(PERSON_PIN)
    dialog.get_by_role("button", name="Ký số").click()
    dung.told(re.compile(r"Đã ký số\.|dấu thời gian"))
    try:
        dung.open(letter.sent)
    except Error:  # the time stamp came at this moment, and the page opened itself anew
        dung.open(letter.sent)
    expect(dung.page.get_by_text("Đã ký, chờ cấp số").first).to_be_visible()


def number_seal_issue(chi: Visitor, letter: Letter) -> str:
    """Give number and date, seal, issue; return the code the letter got."""
    open_from_desk(chi, "Văn bản đi chờ phát hành", letter)
    dialog = chi.ask("Cấp số và đóng dấu", "Cấp số và đóng dấu")
    dialog.get_by_label("Mã PIN").fill(AGENCY_PIN)
    dialog.get_by_role("button", name="Cấp số và đóng dấu").click()
    expect(chi.button("Phát hành")).to_be_visible()
    title = chi.page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile(r"Công văn \d+/BTN-CCVC"))
    dialog = chi.ask("Phát hành", "Phát hành văn bản")
    expect(dialog).to_contain_text("Sở Nội vụ tỉnh Thử Nghiệm")
    dialog.get_by_role("button", name="Phát hành").click()
    chi.told("Đã phát hành.")
    return title.inner_text().removeprefix("Công văn ")


def assign(giang: Visitor, letter: Letter) -> None:
    """Hand the letter to Khoa, from the leader's desk."""
    open_from_desk(giang, "Chờ ý kiến", letter)
    deciding = giang.page.locator(".decide")
    if not deciding.get_by_label("Đơn vị chủ trì").is_visible():
        deciding.get_by_text("Quyết định khác").click()
    deciding.get_by_label("Đơn vị chủ trì").select_option(label="Phòng Công chức, viên chức")
    person = deciding.get_by_label("Người xử lý chính")
    person.select_option(label=person.get_by_text("Ngô Anh Khoa").inner_text())
    deciding.get_by_label("Ý kiến chỉ đạo").fill("Rà soát, tham mưu văn bản trả lời.")
    deciding.get_by_role("button", name="Phân công", exact=True).click()
    giang.told("Đã phân công.")


def prepared(offices: Mapping[str, str], words: str, *, issued: bool) -> Letter:
    """Bring a letter without a browser to the leader's desk, or to the clerk of the province."""
    letter = Letter(subject(words))
    journey = Journey(offices, lambda who, what: None, subject=letter.subject)
    steps = [journey.draft, journey.approve]
    if issued:
        steps += [journey.sign, journey.seal, journey.issue, journey.arrive]
    try:
        for step in steps:
            step()
    finally:
        journey.close()
    letter.sent = journey.sent
    return letter


def _address(visitor: Visitor) -> str:
    visitor.page.wait_for_url(re.compile(r"/van-ban-(di|den)/[0-9a-f-]{36}$"))
    return visitor.page.url.removeprefix(visitor.base_url)
