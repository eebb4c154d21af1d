"""A working day of Sở Nội vụ as five people live it: thirty documents, in and out, over an axis and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser import morning
from tests.browser.letters import Letter, agree, open_from_desk, sign
from tests.browser.morning import Came
from tests.browser.people import PATIENCE_MS, PHONE, House, Visitor
from tests.system import worlds
from vanthu.cli.demo.people import AGENCY_PIN, PERSON_PIN
from vanthu.cli.demo.world import World
from vanthu.runtime.clock import VIETNAM

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("day")]

HOT, TO_REFUSE, TO_RECALL = "ứng phó bão số 12", "điều động lái xe của Bộ", "rà soát vị trí việc làm"
TO_ANSWER, TWICE, TO_FORWARD = "báo cáo biên chế năm 2026", "mời họp giao ban quý IV", "góp ý dự thảo Thông tư"
ORDINARY = tuple(f"triển khai nhiệm vụ số {number} của Chương trình cải cách hành chính" for number in (1, 2))
FROM_THE_MINISTRY = (TO_REFUSE, TO_RECALL, TO_ANSWER, TWICE, TO_FORWARD, *ORDINARY, HOT)
LATE = "quyết toán kinh phí quý III"
OF_LAST_WEEK = tuple(f"đối chiếu số liệu chi thường xuyên đơn vị {number}" for number in range(1, 16))
TO_SIGN = tuple(f"báo cáo kết quả thực hiện tháng {number}" for number in range(5, 8))
ON_PAPER, CARRIED = "kiểm tra phòng cháy, chữa cháy trụ sở", "danh sách cán bộ tập huấn"
ANSWER = "biên chế năm 2026 của tỉnh Thử Nghiệm"
DOCUMENTS = (*FROM_THE_MINISTRY, LATE, *OF_LAST_WEEK, *TO_SIGN, ON_PAPER, CARRIED, ANSWER)
"""Thirty; the paper copy of TWICE is no document of its own in the end."""


@pytest.fixture
def day(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Offices of their own, in which nothing happened before."""
    with worlds.started(worlds.copied(template, tmp_path_factory.mktemp("day") / "demo")) as world:
        yield world


@pytest.fixture
def offices(day: World) -> dict[str, str]:
    """The people of this day enter its offices."""
    return {name: day.url(name) for name in ("bo", "tinh")}


@pytest.fixture
def sessions() -> dict[str, object]:
    """Nobody has logged in there yet."""
    return {}


def test_five_people_bring_thirty_documents_through_a_day(day: World, house: House) -> None:
    assert len(DOCUMENTS) == 30
    morning.last_week(day, late=LATE, others=OF_LAST_WEEK)
    morning.drafts_to_sign(day, TO_SIGN)
    sent = morning.issue_letters(day, FROM_THE_MINISTRY, most_urgent=HOT, asks_back_by_days=9)
    came = {one.subject: one for one in sent}
    chi, em, giang, hoa, khoa = (house.enter(name) for name in ("chi", "em", "giang", "hoa", "khoa"))
    phone = house.enter("giang", size=PHONE)

    everything_arrives(em)
    refuse(em, TO_REFUSE)
    the_same_on_paper(em, came[TWICE])
    enter_by_hand(em)
    register_the_rest_one_after_another(em)

    the_most_urgent_comes_first(phone)
    sign_all_at_once(giang)
    give_to_the_unit(giang, TO_FORWARD)
    recall(chi, came[TO_RECALL], "gửi nhầm phụ lục")
    give_back(em, TO_RECALL)
    delegate_and_leave(giang, hoa)

    direct_instead(hoa)
    forward(hoa, TO_FORWARD)
    the_late_one(khoa, hoa)
    answer(khoa, hoa, em, phone)
    code = issue_everything(em)
    complete_with(khoa, code)

    nothing_is_left(em, giang)
    the_registers_have_no_gap(em)
    the_ministry_sees(chi, came)
    everything_is_found(em)


# --- the clerk's morning ----------------------------------------------------------------------------------------


def everything_arrives(em: Visitor) -> None:
    """The desk fills by itself; the most urgent letter is on top of it, though it was sent last."""
    em.open("/")
    heading = em.section("Văn bản đến chờ vào sổ").get_by_role("heading")
    until(em, lambda: f"({len(FROM_THE_MINISTRY)})" in heading.inner_text())
    expect(em.section("Văn bản đến chờ vào sổ").locator("a[data-open]").first).to_contain_text(HOT)


def refuse(em: Visitor, about: str) -> None:
    em.row(about).click()
    dialog = em.ask("Từ chối, trả lại", "Từ chối, trả lại bên gửi")
    dialog.get_by_label("Lý do").fill("Thuộc thẩm quyền của Văn phòng Ủy ban nhân dân tỉnh.")
    dialog.get_by_role("button", name="Từ chối").click()
    em.told("Đã từ chối; lý do được gửi về cơ quan gửi.")


def the_same_on_paper(em: Visitor, letter: Came) -> None:
    """The letter came through the axis already: both stand side by side, and no second số đến is given."""
    typed_by_hand(em, "Bộ Thử nghiệm", letter.code, letter.subject)
    with em.refused_with(409):
        em.button("Vào sổ").click()
        expect(em.page.get_by_role("alert")).to_contain_text(f"Văn bản số {letter.code} của Bộ Thử nghiệm đã có")
        expect(em.section("Văn bản này có vẻ đã có")).to_contain_text("Trục liên thông")
    em.button("Là bản khác của văn bản đã có").click()
    em.told("Đã ghép với văn bản đã có.")


def enter_by_hand(em: Visitor) -> None:
    """A letter on paper with its scan, and a file that somebody brought."""
    for about, came_as, code in (
        (ON_PAPER, "Bản giấy", "77/CATTN-PC07"),
        (CARRIED, "Tệp mang đến (USB, đĩa)", "12/TCT-DT"),
    ):
        typed_by_hand(em, "Công an tỉnh Thử Nghiệm", code, about, came_as=came_as)
        em.button("Vào sổ").click()
        em.told("Đã vào sổ văn bản đến, số đến")


def typed_by_hand(em: Visitor, issuer: str, code: str, about: str, *, came_as: str = "") -> None:
    number, _, notation = code.partition("/")
    em.page.get_by_role("link", name="Nhập văn bản đến").first.click()
    if came_as:
        em.page.get_by_label(came_as).check()
        with em.page.expect_response(lambda answer: answer.url.endswith("/van-ban-den/nhap/doc")):
            scan = {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": morning.scan()}
            em.page.get_by_label("Tệp văn bản (PDF)").set_input_files(scan)  # type: ignore[arg-type]
    em.page.get_by_label("Cơ quan gửi").fill(issuer)
    em.page.get_by_label("Số", exact=True).fill(number)
    em.page.get_by_label("Ký hiệu").fill(notation)
    em.page.get_by_label("Ngày văn bản").fill(datetime.now(VIETNAM).strftime("%d/%m/%Y"))
    em.page.get_by_label("Trích yếu").fill(about)


def register_the_rest_one_after_another(em: Visitor) -> None:
    """Enter registers, and the next letter opens by itself, until nothing is left."""
    em.open("/")
    em.row(HOT).click()
    left = len(FROM_THE_MINISTRY) - 1
    for place in range(left, 0, -1):
        expect(em.page.get_by_text(f"văn bản 1 trong {place} chờ vào sổ")).to_be_visible()
        em.page.keyboard.press("Enter")
        em.told("Đã vào sổ, số đến")
    em.open("/")
    expect(em.section("Văn bản đến chờ vào sổ")).to_contain_text("(0)")


# --- the director, at the desk and with his telephone -----------------------------------------------------------


def the_most_urgent_comes_first(phone: Visitor) -> None:
    """On the telephone the hỏa tốc letter is the first that waits for him; one press on what he always decides."""
    phone.open("/")
    first = phone.section("Chờ ý kiến").locator("a[data-open]").first
    expect(first).to_contain_text(HOT)
    first.click()
    decide_as_always(phone)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def decide_as_always(leader: Visitor) -> None:
    usual = leader.page.get_by_role("list", name="Quyết định thường dùng")
    usual.get_by_role("button", name="Phòng Công chức, viên chức (Ngô Anh Khoa) chủ trì").first.click()
    leader.told("Đã phân công.")


def sign_all_at_once(giang: Visitor) -> None:
    """One PIN for everything that was checked."""
    giang.open("/")
    for about in TO_SIGN:
        giang.page.get_by_label(f"Chọn: {about}").check()
    giang.page.get_by_role("button", name=re.compile("^Ký số các văn bản đã chọn")).click()
    dialog = giang.page.get_by_role("dialog")
    dialog.get_by_label("Mã PIN").fill(PERSON_PIN)
    dialog.get_by_role("button", name=re.compile("^Ký số")).click()
    giang.told(re.compile(rf"{len(TO_SIGN)} văn bản đã ký xong, chờ dấu thời gian|Đã ký {len(TO_SIGN)} văn bản"))
    expect(giang.section("Chờ ký").get_by_role("heading")).to_contain_text("(0)")


def give_to_the_unit(giang: Visitor, about: str) -> None:
    """Not what he always decides: the unit is to find somebody."""
    giang.open("/")
    giang.section("Chờ ý kiến").locator("a[data-open]").filter(has_text=about).click()
    deciding = giang.page.locator(".decide")
    deciding.get_by_text("Quyết định khác").click()
    deciding.get_by_label("Đơn vị chủ trì").select_option(label="Phòng Công chức, viên chức")
    deciding.get_by_label("Ý kiến chỉ đạo").fill("Phòng phân công người góp ý, trình trước hạn 2 ngày.")
    deciding.get_by_role("button", name="Phân công", exact=True).click()
    giang.told("Đã phân công.")


def delegate_and_leave(giang: Visitor, hoa: Visitor) -> None:
    """He goes on a journey; the head of the unit directs in his place once she has accepted."""
    giang.open("/uy-quyen/")
    dialog = giang.ask("Ủy quyền", "Ủy quyền xử lý")
    to = dialog.get_by_label("Ủy quyền cho")
    to.select_option(label=to.get_by_text("Đặng Thu Hoa").inner_text())
    dialog.get_by_label("Cho ý kiến chỉ đạo, phân công văn bản đến, giao việc").check()
    dialog.get_by_label("Lý do").fill("Đi công tác tại Hà Nội.")
    dialog.get_by_role("button", name="Ủy quyền").click()
    giang.told("Đã ủy quyền; có hiệu lực khi Đặng Thu Hoa nhận.")

    hoa.open("/uy-quyen/")
    hoa.page.get_by_role("button", name=re.compile("^Nhận")).click()
    hoa.dialog("Nhận ủy quyền?").get_by_role("button", name="Nhận").click()
    hoa.told("Đã nhận; việc của Hoàng Trường Giang nay nằm trên bàn làm việc của ông/bà.")


# --- the ministry takes one back --------------------------------------------------------------------------------


def recall(chi: Visitor, letter: Came, reason: str) -> None:
    chi.open(letter.address)
    dialog = chi.ask("Thu hồi", "Thu hồi văn bản đã phát hành")
    dialog.get_by_label("Lý do").fill(reason)
    dialog.get_by_role("button", name="Yêu cầu lấy lại").click()
    expect(chi.page.get_by_role("status").first).to_be_visible()


def give_back(em: Visitor, about: str) -> None:
    """Nobody works with it yet, so the clerk may agree; the content is destroyed, the entry stays."""
    em.open("/")
    asked = em.page.get_by_role("link", name=re.compile("văn bản bên gửi lấy lại"))
    until(em, asked.is_visible)
    asked.click()
    em.row(about).click()
    dialog = em.ask("Đồng ý trả lại", "Trả lại văn bản và hủy nội dung")
    dialog.get_by_role("button", name="Đồng ý, hủy nội dung").click()
    em.told("Đã đồng ý trả lại; nội dung văn bản đã được hủy")
    expect(em.page.get_by_text("Nội dung văn bản đã hủy.")).to_be_visible()


# --- the unit ---------------------------------------------------------------------------------------------------


def direct_instead(hoa: Visitor) -> None:
    """What waits for the director lies before her; each decision opens the next letter."""
    hoa.open("/")
    pile = hoa.section("Chờ ý kiến (làm thay lãnh đạo)")
    waiting = pile.locator("a[data-open]").count()
    assert waiting == len(FROM_THE_MINISTRY) - 4 + 2  # without the refused, the recalled and the two he gave himself
    pile.locator("a[data-open]").first.click()
    for _ in range(waiting):
        expect(hoa.heading("Chờ ông/bà cho ý kiến")).to_be_visible()
        decide_as_always(hoa)
    hoa.open("/")
    expect(pile).to_have_count(0)


def forward(hoa: Visitor, about: str) -> None:
    """What the unit got is given to a person of it."""
    hoa.open("/")
    hoa.section("Việc của đơn vị").locator("a[data-open]").filter(has_text=about).click()
    dialog = hoa.ask("Giao người xử lý", "Giao người xử lý")
    person = dialog.get_by_label("Người xử lý")
    person.select_option(label=person.get_by_text("Ngô Anh Khoa").inner_text())
    dialog.get_by_role("button", name="Giao").click()
    hoa.told("Đã giao cho Ngô Anh Khoa.")


def the_late_one(khoa: Visitor, hoa: Visitor) -> None:
    """He asks for more time with a reason; she, who directs in the director's place, grants it."""
    khoa.open("/")
    khoa.page.get_by_role("link", name=re.compile("việc của tôi quá hạn")).click()
    expect(khoa.page.locator("a[data-open]")).to_have_count(1)
    khoa.row(LATE).click()
    khoa.section("Phân công").get_by_role("link").first.click()
    task = khoa.page.url.removeprefix(khoa.base_url)
    dialog = khoa.ask("Xin gia hạn", "Xin gia hạn")
    dialog.get_by_label("Xin lùi hạn đến").fill(day_after(7))
    dialog.get_by_label("Lý do").fill("Chờ số liệu của Kho bạc Nhà nước.")
    dialog.get_by_role("button", name="Gửi đề nghị").click()
    khoa.told("Đã gửi đề nghị gia hạn tới người giao.")

    hoa.open(task)
    dialog = hoa.ask("Gia hạn", "Đồng ý gia hạn")
    dialog.get_by_role("button", name="Gia hạn").click()
    hoa.told("Đã gia hạn.")
    khoa.open("/")
    expect(khoa.page.get_by_role("link", name=re.compile("việc của tôi quá hạn"))).to_have_count(0)


def answer(khoa: Visitor, hoa: Visitor, em: Visitor, phone: Visitor) -> None:
    """The letter is answered by a letter; the director signs it on his journey."""
    khoa.open("/")
    khoa.section("Việc của tôi").locator("a[data-open]").filter(has_text=TO_ANSWER).click()
    khoa.button("Bắt đầu xử lý").click()
    khoa.told("Đã bắt đầu xử lý")
    khoa.button("Soạn văn bản trả lời").click()
    khoa.told("Đã tạo dự thảo trả lời, điền sẵn từ văn bản đến.")
    khoa.page.get_by_label("Trích yếu").fill(ANSWER)
    khoa.page.get_by_label("Nội dung").fill("Sở Nội vụ báo cáo biên chế như sau.")
    khoa.button("Lưu và trình").click()
    khoa.told("Đã trình.")
    letter = Letter(ANSWER, sent=khoa.page.url.removeprefix(khoa.base_url))
    agree(hoa, "Dự thảo chờ tôi cho ý kiến", letter)
    agree(em, "Chờ kiểm tra thể thức", letter)
    open_from_desk(phone, "Chờ ký", letter)
    phone.ask("Ký số", "Ký số văn bản")
    sign(phone, letter)


def issue_everything(em: Visitor) -> str:
    """Number, seal and issue what was signed, one after the other; return the code of the answer."""
    codes = {about: issue(em, about) for about in (*TO_SIGN, ANSWER)}
    assert sorted(int(code.partition("/")[0]) for code in codes.values()) == list(range(1, len(codes) + 1))
    return codes[ANSWER]


def issue(em: Visitor, about: str) -> str:
    em.open("/")
    em.section("Văn bản đi chờ phát hành").locator("a[data-open]").filter(has_text=about).click()
    dialog = em.ask("Cấp số và đóng dấu", "Cấp số và đóng dấu")
    dialog.get_by_label("Mã PIN").fill(AGENCY_PIN)
    dialog.get_by_role("button", name="Cấp số và đóng dấu").click()
    dialog = em.ask("Phát hành", "Phát hành văn bản")
    dialog.get_by_role("button", name="Phát hành").click()
    em.told("Đã phát hành.")
    return em.page.get_by_role("heading", level=1).inner_text().removeprefix("Công văn ")


def complete_with(khoa: Visitor, code: str) -> None:
    khoa.open("/")
    khoa.section("Việc của tôi").locator("a[data-open]").filter(has_text=TO_ANSWER).click()
    dialog = khoa.ask("Hoàn thành", "Hoàn thành xử lý")
    dialog.get_by_label(re.compile("^Văn bản trả lời đã phát hành")).fill(code)
    dialog.get_by_role("button", name="Hoàn thành").click()
    khoa.told("Đã hoàn thành")


# --- the evening ------------------------------------------------------------------------------------------------


def nothing_is_left(em: Visitor, giang: Visitor) -> None:
    for visitor, piles in (
        (em, ("Văn bản đến chờ vào sổ", "Văn bản đi chờ phát hành", "Chờ kiểm tra thể thức")),
        (giang, ("Chờ ký", "Chờ ý kiến")),
    ):
        visitor.open("/")
        for pile in piles:
            expect(visitor.section(pile).get_by_role("heading")).to_contain_text("(0)")
    expect(giang.page.get_by_role("link", name=re.compile("việc đã giao bị quá hạn"))).to_have_count(0)


def the_registers_have_no_gap(em: Visitor) -> None:
    """Số đến 1 to the last, each once: all but the refused, which never had one, and what is ours."""
    em.open("/so/van-ban-den")
    registered = len(DOCUMENTS) - len(TO_SIGN) - 2
    numbers = [int(text) for text in em.page.locator("tbody tr td:nth-child(2)").all_inner_texts()]
    assert sorted(numbers) == list(range(1, registered + 1))
    recalled = em.page.locator("tbody tr").filter(has_text=TO_RECALL)
    expect(recalled).to_contain_text("Đã trả lại theo yêu cầu lấy lại")


def the_ministry_sees(chi: Visitor, came: dict[str, Came]) -> None:
    for about, words in (
        (TO_REFUSE, "Thuộc thẩm quyền của Văn phòng Ủy ban nhân dân tỉnh."),
        (TO_RECALL, "đồng ý"),
        (TO_ANSWER, "đã hoàn thành"),
    ):
        chi.open(came[about].address)
        places = chi.section("Nơi nhận")
        until(chi, lambda places=places, words=words: words in places.inner_text())  # type: ignore[misc]


def everything_is_found(em: Visitor) -> None:
    """The box on every page finds each of the thirty."""
    for about in DOCUMENTS:
        em.open(f"/tim/?q={quote(about)}")
        expect(em.row(about).first).to_be_visible()


def day_after(days: int) -> str:
    return (datetime.now(VIETNAM) + timedelta(days=days)).strftime("%d/%m/%Y")


def until(visitor: Visitor, seen: Callable[[], bool]) -> None:
    """Look at the page again and again until it says what is awaited."""
    for _ in range(PATIENCE_MS // 1000):
        if seen():
            return
        visitor.page.wait_for_timeout(1000)
        visitor.page.reload()
    raise AssertionError(f"{visitor.username}: still not seen at {visitor.page.url}")
